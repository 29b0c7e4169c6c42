"""Which agencies commission or inspect which others: for the coordinator."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from section11.people.models import Partnership
from section11.people.permissions import Permission, check, permissions_for

from ..forms.interest import TieForm
from ..models import AgencyTie
from ..operations import agency_ties


@require_http_methods(["GET", "HEAD", "POST"])
def tie_list(request, pk):
    """The ties of a partnership, and one more."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)
    permissions = permissions_for(request.user, partnership_ids=(partnership.pk,))
    check(Permission.CHALLENGE_MANAGE, permissions)
    form = TieForm(request.POST or None, partnership=partnership)
    if form.is_valid():
        tie = agency_ties.add(partnership=partnership, by=request.user, **form.cleaned_data)
        messages.success(request, f"Noted: {tie}.")
        return redirect("challenge:tie-list", partnership.pk)
    ties = partnership.agency_ties.select_related("agency", "other", "added_by")
    return render(
        request,
        "challenge/tie_list.html",
        {"partnership": partnership, "ties": ties, "form": form},
    )


@require_POST
def tie_remove(request, pk):
    found = AgencyTie.objects.visible_to(request.user)
    tie = get_object_or_404(found.select_related("partnership", "agency", "other"), pk=pk)
    permissions = permissions_for(request.user, partnership_ids=(tie.partnership_id,))
    check(Permission.CHALLENGE_MANAGE, permissions)
    agency_ties.remove(tie=tie, by=request.user)
    messages.success(request, f"Removed: {tie}.")
    return redirect("challenge:tie-list", tie.partnership_id)
