from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ..forms import AgencyForm
from ..models import Agency, PartnershipAgency
from ..operations import agencies
from ..permissions import Permission, check, permissions_for


@require_safe
def agency_list(request):
    rows = [
        {"agency": agency, "editable": Permission.AGENCY_EDIT in _permissions(request.user, agency)}
        for agency in _visible_to(request.user)
    ]
    return render(request, "people/agency_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def agency_edit(request, pk):
    agency = get_object_or_404(_visible_to(request.user), pk=pk)
    check(Permission.AGENCY_EDIT, _permissions(request.user, agency))
    form = AgencyForm(request.POST or None, initial={"sector": agency.sector, "size": agency.size})
    if form.is_valid():
        agencies.change_profile(agency=agency, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved. Self-audits that are not submitted follow the change.")
        return redirect(agency)
    return render(request, "people/agency_edit.html", {"form": form, "agency": agency})


def _visible_to(user):
    """Agencies that the person may see, each with `current_places`."""
    places = PartnershipAgency.objects.current().select_related("partnership")
    return Agency.objects.visible_to(user).prefetch_related(
        Prefetch("places", places.order_by("partnership__name"), to_attr="current_places")
    )


def _permissions(user, agency):
    partnerships = tuple(place.partnership_id for place in agency.current_places)
    return permissions_for(user, agency_id=agency.pk, partnership_ids=partnerships)
