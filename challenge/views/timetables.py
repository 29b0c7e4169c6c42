"""A timetable as it is, compared with another, published or thrown away; for the coordinator."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from section11.people.permissions import Permission, check

from .. import problem_json, rules
from ..models import Timetable
from ..operations import publishing, timetables
from ..planning import known, plan_comparison, plan_page, plan_words, problems, two_places
from .downloads import problem_download


def load(request, pk):
    """The timetable, for whoever runs its challenge."""
    timetable = get_object_or_404(
        Timetable.objects.visible_to(request.user).select_related(
            "challenge__cycle__partnership",
            "challenge__closed_by",
            "made_by",
            "published_by",
            "based_on",
            "run",
        ),
        pk=pk,
    )
    check(Permission.CHALLENGE_MANAGE, timetable.challenge.permissions_of(request.user))
    return timetable


def shown(timetable, now):
    """The timetable as its page shows it: a draft as it was made; the published one as its sessions
    are now.
    """
    asked = problem_json.from_json(timetable.problem)
    if not timetable.is_published:
        return plan_page.Shown(now, asked, publishing.plan_of(timetable))
    return _told(now, problems.of(now, pins=asked.pins), problems.told(now))


def _told(now, asked, plan):
    """What people have been told, as a page shows it."""
    return plan_page.Shown(now, asked, plan, plan_page.published_sessions(now))


def _compared(timetable, now):
    """As `shown`, but sessions that are settled are in no later timetable, so they are left out."""
    page = shown(timetable, now)
    return _told(now, page.asked, problems.published(now)) if timetable.is_published else page


def _changes_to_published(timetable, now, page):
    """(slots, panels) that publishing would change."""
    if not now.coming:
        return [], []
    told = _told(now, page.asked, problems.published(now))
    return plan_comparison.changes(told, page, by_hand=bool(timetable.changes))[1:]


@never_cache
@require_safe
def timetable_detail(request, pk):
    """Everything about a timetable, and all that can be done with it."""
    timetable = load(request, pk)
    now = known.read(timetable.challenge)
    page = shown(timetable, now)
    outcome = problem_json.outcome_from_json(timetable.outcome)
    slots, panels = [], []
    if timetable.is_draft:
        slots, panels = _changes_to_published(timetable, now, page)
    return render(
        request,
        "challenge/timetable_detail.html",
        {
            "challenge": timetable.challenge,
            "timetable": timetable,
            "page": page,
            "wrong": _wrong(timetable, now, page),
            "outcome": outcome,
            "proof": plan_words.proof(outcome),
            "parts": plan_words.parts(outcome),
            "clashes": [] if timetable.is_published else outcome.clashes,
            "off_pins": rules.broken_pins(page.asked, page.plan),
            "two_places": two_places.sentences(now, page.asked, page.plan)
            if timetable.is_draft or timetable.is_published
            else [],
            "settled": len(now.settled),
            "replaces": timetable.is_draft and bool(now.coming),
            "slots": slots,
            "panels": panels,
            "other": _to_compare(timetable),
        },
    )


def _wrong(timetable, now, page):
    """Why a draft cannot be published, or what of the published timetable no longer holds."""
    if timetable.is_draft:
        return publishing.why_not(timetable, now)
    if timetable.is_published:
        plan = problems.published(now)
        return publishing.no_longer_holds(now, plan, page.asked)
    return []


def _to_compare(timetable):
    """The one that it came from, else the one before it."""
    if timetable.based_on:
        return timetable.based_on
    before = timetable.challenge.timetables.filter(number__lt=timetable.number)
    return before.exclude(status=Timetable.Status.DISCARDED).first()


@never_cache
@require_safe
def timetable_compare(request, pk):
    """What differs between this timetable and another of the same challenge, `?with=` its number."""
    timetable = load(request, pk)
    others = list(timetable.challenge.timetables.exclude(pk=pk).order_by("-number"))
    asked_for = request.GET.get("with", "")
    other = next((one for one in others if str(one.number) == asked_for), None) or _to_compare(
        timetable
    )
    context = {"challenge": timetable.challenge, "timetable": timetable, "others": others}
    if other is not None:
        now = known.read(timetable.challenge)
        before, after = _compared(other, now), _compared(timetable, now)
        found, slots, panels = plan_comparison.changes(
            before, after, by_hand=bool(timetable.changes)
        )
        context |= {
            "other": other,
            "slots": slots,
            "panels": panels,
            "begun": [after.session_in_words(one) for one in found.begun],
            "ended": [before.session_in_words(one) for one in found.ended],
            "costs": _costs(other, timetable),
        }
    return render(request, "challenge/timetable_compare.html", context)


def _costs(before, after):
    """(text, count before, count after) of the parts of the objective that differ or cost."""
    then, now = (
        {part.key: part for part in problem_json.outcome_from_json(one.outcome).parts}
        for one in (before, after)
    )
    return [
        (
            plan_words.several(key),
            then[key].count if key in then else 0,
            now[key].count if key in now else 0,
        )
        for key in plan_words.PARTS
        if any(key in these and these[key].count for these in (then, now))
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def timetable_publish(request, pk):
    """What publishing would change and whom it tells; then publishing."""
    timetable = load(request, pk)
    if request.method == "POST":
        publishing.publish(timetable=timetable, by=request.user)
        messages.success(
            request, "Published. Everybody whose part is new or has changed is written to."
        )
        return redirect(timetable)
    now = known.read(timetable.challenge)
    page = shown(timetable, now)
    slots, panels = _changes_to_published(timetable, now, page)
    return render(
        request,
        "challenge/timetable_publish.html",
        {
            "challenge": timetable.challenge,
            "timetable": timetable,
            "page": page,
            "wrong": publishing.why_not(timetable, now),
            "replaces": bool(now.coming),
            "slots": slots,
            "panels": panels,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def timetable_discard(request, pk):
    timetable = load(request, pk)
    if request.method == "POST":
        timetables.discard(timetable=timetable, by=request.user)
        messages.success(request, f"{timetable} is thrown away.")
        return redirect("challenge:timetable-plan", timetable.challenge_id)
    return render(
        request,
        "challenge/timetable_discard.html",
        {"challenge": timetable.challenge, "timetable": timetable},
    )


@require_POST
def timetable_copy(request, pk):
    """A draft like the published timetable, to be changed by hand."""
    timetable = load(request, pk)
    made = timetables.copy(timetable=timetable, by=request.user)
    messages.success(request, "This draft is like the published timetable. Change it as you like.")
    return redirect(made)


@never_cache
@require_safe
def timetable_problem(request, pk):
    """The problem that it answers, without names, to be solved again away from the service."""
    timetable = load(request, pk)
    timetables.note_export(timetable=timetable, by=request.user)
    return problem_download(timetable.problem, f"timetable-{timetable.number}.json")
