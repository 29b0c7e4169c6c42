from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from section11.record.views import Record, download, show

from .. import record_scope, withheld
from ..models import Agency, Partnership, PartnershipAgency
from ..permissions import Permission, check, partnerships_with, permissions_for

SHARED = (
    "Of an agency that another partnership has too you see what was done in your partnership only."
)


@require_GET
def agency_record(request, pk):
    return show(request, _agency(request, pk))


@require_GET
def agency_record_download(request, pk, fmt):
    return download(request, _agency(request, pk), fmt)


@require_GET
def partnership_record(request, pk):
    return show(request, _partnership(request, pk))


@require_GET
def partnership_record_download(request, pk, fmt):
    return download(request, _partnership(request, pk), fmt)


@require_GET
def service_record(request):
    return show(request, _service(request))


@require_GET
def service_record_download(request, fmt):
    return download(request, _service(request), fmt)


def _agency(request, pk):
    """Everything for its lead; for a coordinator what belongs to the partnership."""
    agency = get_object_or_404(Agency.objects.visible_to(request.user), pk=pk)
    places = PartnershipAgency.objects.current().filter(agency=agency)
    served = partnerships_with(Permission.RECORD_VIEW, request.user)
    served &= set(places.values_list("partnership_id", flat=True))
    served = {one for one in served if agency.pk not in withheld.agencies(request.user, one)}
    own = permissions_for(request.user, agency_id=agency.pk)
    check(
        Permission.RECORD_VIEW, own | permissions_for(request.user, partnership_ids=tuple(served))
    )
    whole = Permission.RECORD_VIEW in own
    return Record(
        events=record_scope.of_agency(agency)
        if whole
        else record_scope.of_agency_in(agency, served),
        of=agency,
        says="What the agency's people did, and what was done to the agency." if whole else SHARED,
        back=reverse("people:agency-people", args=[agency.pk])
        if whole
        else agency.get_absolute_url(),
        back_text="People" if whole else str(agency),
        url_name="people:agency-record",
        with_addresses=not whole,
        agency_id=agency.pk,
        partnership_id=None if whole else min(served),
    )


def _partnership(request, pk):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)
    check(Permission.RECORD_VIEW, permissions_for(request.user, partnership_ids=(partnership.pk,)))
    return Record(
        events=record_scope.of_partnership(partnership, user=request.user),
        of=partnership,
        says=f"What was done in the partnership and its cycles. {SHARED}",
        back=reverse("people:partnership-people", args=[partnership.pk]),
        back_text="People",
        url_name="people:partnership-record",
        with_addresses=True,
        partnership_id=partnership.pk,
    )


def _service(request):
    check(Permission.SERVICE_MANAGE, permissions_for(request.user))
    return Record(
        events=record_scope.of_service(),
        of="Section 11",
        says="What was done to the service itself: partnerships, reading for a reason, and the"
        " signing in of its administrators.",
        back=reverse("people:partnership-list"),
        back_text="Partnerships",
        url_name="people:service-record",
        with_addresses=True,
    )
