from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from .. import registry
from ..agency_forms import PlaceEndForm, PlaceForm
from ..models import PartnershipAgency
from ..operations import partnerships
from ..permissions import Permission, check, permissions_for


@require_http_methods(["GET", "HEAD", "POST"])
def place_edit(request, pk):
    place = _manageable(request, pk)
    initial = {"basis": place.basis, "joined_on": place.joined_on}
    form = PlaceForm(request.POST or None, initial=initial, place=place)
    if form.is_valid():
        partnerships.change_place(place=place, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(place)
    return render(request, "people/place_edit.html", {"form": form, "place": place})


@require_http_methods(["GET", "HEAD", "POST"])
def place_end(request, pk):
    place = _manageable(request, pk)
    form = PlaceEndForm(
        request.POST or None, initial={"left_on": timezone.localdate()}, place=place
    )
    if form.is_valid():
        ended = partnerships.end_place(place=place, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            f"{place.agency} leaves {place.partnership}:"
            f" its last day is {ended.left_on:%-d %B %Y}. What it submitted stays.",
        )
        return redirect("people:agency-list")
    unfinished = [
        work
        for ask in registry.unfinished
        for work in ask(agency=place.agency, partnership=place.partnership)
    ]
    context = {"form": form, "place": place, "unfinished": unfinished}
    return render(request, "people/place_end.html", context)


@require_POST
def place_return(request, pk):
    place = _manageable(request, pk)
    partnerships.join(
        partnership=place.partnership, agency=place.agency, basis=place.basis, by=request.user
    )
    messages.success(request, f"{place.agency} takes part in {place.partnership} again.")
    return redirect(place)


def _manageable(request, pk):
    """The place, if the person manages the agencies of its partnership."""
    place = get_object_or_404(
        PartnershipAgency.objects.visible_to(request.user).select_related("agency", "partnership"),
        pk=pk,
    )
    check(
        Permission.AGENCY_MANAGE,
        permissions_for(request.user, partnership_ids=(place.partnership_id,)),
    )
    return place
