from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from .. import people_list
from ..models import Agency
from ..models.membership import AGENCY_ROLES
from ..operations import agencies
from ..people_forms import SecondFactorForm
from ..permissions import agencies_looked_after
from .inviting import invite_to


@require_safe
def agency_people(request, pk):
    agency = _load(request, pk)
    people, past = people_list.read(agency=agency)
    context = {"agency": agency, "people": people, "past": past}
    return render(request, "people/agency_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agency_invite(request, pk):
    agency = _load(request, pk)
    back = reverse("people:agency-people", args=[agency.pk])
    return invite_to(request, {"agency": agency}, roles=AGENCY_ROLES, back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def agency_second_factor(request, pk):
    agency = _load(request, pk)
    initial = {"demanded": agency.demands_second_factor}
    # A box that is not ticked sends nothing.
    sent = request.POST if request.method == "POST" else None
    form = SecondFactorForm(sent, initial=initial)
    if form.is_valid():
        agencies.demand_second_factor(agency=agency, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("people:agency-people", agency.pk)
    context = {"form": form, "agency": agency}
    return render(request, "people/agency_second_factor.html", context)


def _load(request, pk):
    agency = get_object_or_404(Agency.objects.visible_to(request.user), pk=pk)
    if agency.pk not in agencies_looked_after(request.user):
        raise PermissionDenied
    return agency
