"""A challenge set up and its settings changed, for the coordinator."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from section11.audits.models import Cycle
from section11.people.permissions import Permission, check
from section11.web.exceptions import RuleBroken

from ..forms.half_day import HalfDaysForm
from ..forms.room import room_forms, rooms_of
from ..forms.setting import ChallengeForm
from ..models import Challenge
from ..operations import challenges, half_days, rooms
from ..setting_up import proposals
from .loading import to_manage


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_set_up(request, pk):
    """Set up the challenge of the cycle `pk`, as it is proposed from the one before."""
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related("partnership"), pk=pk
    )
    check(Permission.CHALLENGE_MANAGE, cycle.permissions_of(request.user))
    there = Challenge.objects.filter(cycle=cycle).select_related("set_up_by").first()
    if there:
        raise RuleBroken(f"{there.set_up_by} has set up the challenge of this cycle.", there)
    like = proposals.earlier(cycle)
    begin = Challenge(cycle=cycle, **proposals.proposed(cycle, like))
    form = ChallengeForm(request.POST or None, challenge=begin)
    if form.is_valid():
        letter = {name: getattr(begin, name) for name in proposals.LETTER}
        challenge = challenges.set_up(
            cycle=cycle, like=like, by=request.user, **letter, **form.values()
        )
        messages.success(request, "Set up. Now look through its half-days.")
        return redirect("challenge:challenge-half-days", challenge.pk)
    return render(
        request,
        "challenge/challenge_set_up.html",
        {"cycle": cycle, "form": form, "like": like, "proposed": begin},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_edit(request, pk):
    challenge = to_manage(request, pk)
    challenge.must_not_be_released()
    form = ChallengeForm(request.POST or None, challenge=challenge)
    if not form.was_overtaken and form.is_valid():
        challenges.change(challenge=challenge, by=request.user, **form.values())
        messages.success(request, "Saved.")
        return redirect(challenge)
    return render(request, "challenge/challenge_edit.html", {"challenge": challenge, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_half_days(request, pk):
    """Which half-days are asked about: ticked one by one, days off pasted."""
    challenge = to_manage(request, pk)
    challenge.must_not_be_released()
    within = challenge.possible_sessions.filter(
        on__gte=challenge.first_day, on__lte=challenge.last_day
    )
    form = HalfDaysForm(request.POST or None, half_days=within)
    if form.is_valid():
        half_days.choose(challenge=challenge, by=request.user, **form.changes())
        messages.success(request, "Saved.")
        return redirect("challenge:challenge-half-days", challenge.pk)
    return render(
        request,
        "challenge/challenge_half_days.html",
        {"challenge": challenge, "form": form, "weeks": _weeks(form)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_rooms(request, pk):
    challenge = to_manage(request, pk)
    challenge.must_not_be_released()
    formset = room_forms(request.POST or None, challenge.rooms.all())
    if request.method == "POST" and formset.is_valid():
        rooms.save(challenge=challenge, by=request.user, **rooms_of(formset))
        messages.success(request, "Saved.")
        return redirect("challenge:challenge-rooms", challenge.pk)
    return render(
        request, "challenge/challenge_rooms.html", {"challenge": challenge, "formset": formset}
    )


def _weeks(form):
    """[(Monday's date, [(day, [(half-day, whether it is ticked)])])]"""
    weeks = {}
    for one in form.shown:
        days = weeks.setdefault(one.on.isocalendar()[:2], {})
        days.setdefault(one.on, []).append((one, one.pk in form.ticked))
    return [(next(iter(days)), list(days.items())) for days in weeks.values()]
