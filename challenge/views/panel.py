"""Who may sit on the panels of a challenge, for the coordinator."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from section11.people.permissions import Permission, check

from ..forms.panel import PanelAddForm, PanelMemberForm
from ..models import Capacity, PanelMember
from ..operations import panel
from ..setting_up import may_sit, proposals
from .loading import to_manage


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_panel(request, pk):
    """Who is on the panel, and people who could be added."""
    challenge = to_manage(request, pk)
    challenge.must_not_be_released()
    members = list(challenge.panel_members.current().select_related("user"))
    there = {one.user_id for one in members}
    everybody = list(may_sit.people(challenge.partnership))
    candidates = [one for one in everybody if one.pk not in there]
    like = proposals.earlier(challenge.cycle)
    before = set(like.panel_members.current().values_list("user", flat=True)) if like else set()
    standing = may_sit.standing(
        challenge.partnership, [*candidates, *(one.user for one in members)]
    )
    form = PanelAddForm(
        request.POST or None, candidates=candidates, standing=standing, before=before
    )
    if form.is_valid():
        added = panel.add(challenge=challenge, users=form.cleaned_data["users"], by=request.user)
        messages.success(request, f"Added {len(added)}. Look through the capacities we guessed.")
        return redirect("challenge:challenge-panel", challenge.pk)
    may_still = {one.pk for one in everybody}
    return render(
        request,
        "challenge/challenge_panel.html",
        {
            "challenge": challenge,
            "members": [(one, may_sit.unredacted(one, standing[one.user_id])) for one in members],
            "gone": [one for one in members if one.user_id not in may_still],
            "missing": _missing(challenge, members),
            "candidates": candidates,
            "form": form,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def panel_member_edit(request, pk):
    member = _load(request, pk)
    form = PanelMemberForm(request.POST or None, member=member)
    if form.is_valid():
        panel.change(member=member, by=request.user, **form.cleaned_data)
        messages.success(request, f"Saved for {member}.")
        return redirect("challenge:challenge-panel", member.challenge_id)
    standing = may_sit.standing(member.challenge.partnership, [member.user])
    return render(
        request,
        "challenge/panel_member_edit.html",
        {
            "challenge": member.challenge,
            "member": member,
            "form": form,
            "unredacted": may_sit.unredacted(member, standing[member.user_id]),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def panel_member_take_off(request, pk):
    member = _load(request, pk)
    if request.method == "POST":
        panel.take_off(member=member, by=request.user)
        messages.success(request, f"{member} is no longer on the panel.")
        return redirect("challenge:challenge-panel", member.challenge_id)
    seats = member.seats.current().filter(session__status="preparing").select_related("session")
    return render(
        request,
        "challenge/panel_member_take_off.html",
        {"challenge": member.challenge, "member": member, "seats": seats},
    )


def _load(request, pk):
    member = get_object_or_404(
        PanelMember.objects.visible_to(request.user)
        .current()
        .select_related("user", "challenge__cycle__partnership", "challenge__closed_by"),
        pk=pk,
    )
    check(Permission.CHALLENGE_MANAGE, member.challenge.permissions_of(request.user))
    member.challenge.must_not_be_released()
    return member


def _missing(challenge, members):
    """Sentences: capacities that the rules require and nobody has, and nobody who may chair."""
    held = {capacity for one in members for capacity in one.capacities}
    found = [
        f"Each panel needs somebody of the capacity {Capacity(name).label.lower()}, and nobody has"
        " it."
        for name in challenge.required_capacities
        if name not in held
    ]
    if challenge.needs_chair and not any(one.may_chair for one in members):
        found.append("Each panel needs somebody who may chair, and nobody may.")
    return found
