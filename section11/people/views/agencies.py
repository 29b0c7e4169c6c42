from functools import partial

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ..agency_forms import AgencyDetailsForm, AgencyNewForm
from ..forms import AgencyForm
from ..models import Agency, Partnership, PartnershipAgency, TableImport
from ..models.agency import KEPT_BY_ITS_LEAD
from ..operations import agencies, held
from ..permissions import (
    Permission,
    agencies_looked_after,
    check,
    partnerships_with,
    permissions_for,
)

DETAILS = ["name", "short_name", "sector", "size", "statutory_partner"]


@require_safe
def agency_list(request):
    managed = partnerships_with(Permission.AGENCY_MANAGE, request.user)
    looked_after = agencies_looked_after(request.user)
    rows = [
        {
            "agency": agency,
            "editable": Permission.AGENCY_EDIT in _permissions(request.user, agency),
            "people": agency.pk in looked_after,
        }
        for agency in _visible_to(request.user)
    ]
    context = {"rows": rows, "manages": bool(managed)}
    if managed:
        places = PartnershipAgency.objects.not_current().filter(partnership__in=managed)
        files = TableImport.objects.waiting().filter(partnership__in=managed)
        context["other_places"] = places.select_related("agency", "partnership").order_by(
            "agency__name"
        )
        context["waiting"] = files.select_related("uploaded_by", "partnership")
        context["held"] = held.waiting(managed).count()
    return render(request, "people/agency_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agency_new(request):
    managed = partnerships_with(Permission.AGENCY_MANAGE, request.user)
    check(
        Permission.AGENCY_MANAGE,
        permissions_for(request.user, partnership_ids=tuple(managed)),
    )
    form = AgencyNewForm(
        request.POST or None,
        initial={"joined_on": timezone.localdate()},
        partnerships=Partnership.objects.filter(pk__in=managed),
    )
    if form.is_valid():
        place = agencies.add(by=request.user, **form.cleaned_data)
        messages.success(request, f"{place.agency} takes part in {place.partnership}.")
        return redirect("people:agency-list")
    return render(request, "people/agency_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def agency_edit(request, pk):
    agency = get_object_or_404(_visible_to(request.user), pk=pk)
    permissions = _permissions(request.user, agency)
    check(Permission.AGENCY_EDIT, permissions)
    managed = partnerships_with(Permission.AGENCY_MANAGE, request.user)
    form, save = _form(request, agency, managed)
    if form and form.is_valid():
        save(agency=agency, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved. Self-audits that are not submitted follow the change.")
        return redirect(agency)
    if form is None and request.method == "POST":
        agency.must_be_only_in(managed)
    context = {
        "form": form,
        "agency": agency,
        "managed": managed,
        "kept_by_its_lead": KEPT_BY_ITS_LEAD,
        "looks_after_people": agency.pk in agencies_looked_after(request.user),
    }
    return render(request, "people/agency_edit.html", context)


def _form(request, agency, managed):
    """What the person may change of the agency, and by which operation; or nothing.

    A coordinator changes an agency that no other partnership has; its lead, what kind of body it is.
    """
    if managed & _partnerships(agency) and not agency.is_elsewhere(managed):
        initial = {name: getattr(agency, name) for name in DETAILS}
        form = AgencyDetailsForm(request.POST or None, initial=initial, agency=agency)
        return form, partial(agencies.change_details, within=managed)
    if Permission.AGENCY_EDIT in permissions_for(request.user, agency_id=agency.pk):
        initial = {"sector": agency.sector, "size": agency.size}
        return AgencyForm(request.POST or None, initial=initial), agencies.change_profile
    return None, None


def _visible_to(user):
    """Agencies that the person may see, each with those `current_places` that they may see."""
    places = PartnershipAgency.objects.visible_to(user).current().select_related("partnership")
    return Agency.objects.visible_to(user).prefetch_related(
        Prefetch("places", places.order_by("partnership__name"), to_attr="current_places")
    )


def _permissions(user, agency):
    partnerships = tuple(_partnerships(agency))
    return permissions_for(user, agency_id=agency.pk, partnership_ids=partnerships)


def _partnerships(agency):
    return {place.partnership_id for place in agency.current_places}
