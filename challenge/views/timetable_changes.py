"""A draft changed by hand: an agency moved, swapped or pinned, a panel changed; for the coordinator."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import problem_json
from ..exceptions import WouldBreak
from ..forms.planning import (
    EarlierForm,
    MoveForm,
    PanelForm,
    PinAgencyForm,
    PinSessionForm,
    SwapForm,
    TakeOutForm,
)
from ..operations import publishing, timetables
from ..planning import choices, known, plan_page, problems
from ..problem import Sitting
from .timetables import load

DONE = "Changed. It breaks no rule that was kept before."


def _sent(forms, change):
    """The draft that came of the form that was sent; None where there is none, or it must say what
    is wrong. What would break a rule is said on the form, its choices kept.
    """
    form = next((one for one in forms.values() if one.is_bound and one.is_valid()), None)
    if form is None:
        return None
    try:
        return change(form)
    except WouldBreak as broken:
        form.add_error(None, broken.sentence)
        return None


def _page(timetable):
    """The draft against the challenge as it is now."""
    now = known.read(timetable.challenge)
    was = problem_json.from_json(timetable.problem)
    asked = problems.of(now, pins=was.pins, from_published=was.published is not None)
    plan = problems.within(publishing.plan_of(timetable), asked)
    return plan_page.Shown(now, asked, plan)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def timetable_agency(request, pk, agency):
    """One agency of a draft: to another session, swapped, one place earlier, out of it, or pinned."""
    timetable = load(request, pk)
    timetables.must_be_draft(timetable)
    page, agency = _page(timetable), str(agency)
    if agency not in {one.id for one in page.asked.agencies}:
        raise Http404("No such agency in this draft.")
    own = page.plan.session_of(agency)
    moves, swaps = choices.sessions_for(page, agency), choices.agencies_for(page, agency)
    data, seen = request.POST or None, timetable.revision
    every = [(one.id, page.session_in_words(one.id)) for one in page.asked.sessions]
    forms = {
        "move": MoveForm(data, seen=seen, choices=choices.grouped(moves)),
        "swap": SwapForm(data, seen=seen, choices=choices.grouped(swaps)),
        "earlier": EarlierForm(data, seen=seen),
        "take_out": TakeOutForm(data, seen=seen),
        "pin": PinAgencyForm(
            data,
            seen=seen,
            choices=every,
            initial={"session": page.pins.agencies.get(agency, "")},
        ),
    }
    if made := _sent(forms, partial(_agency_changed, timetable, page, agency, by=request.user)):
        messages.success(request, DONE)
        return redirect(f"{made.get_absolute_url()}#agency-{agency}")
    sitting = page.plan.sittings.get(own)
    return render(
        request,
        "challenge/timetable_agency.html",
        {
            "challenge": timetable.challenge,
            "timetable": timetable,
            "name": page.known.name_of(agency),
            "where": page.time_in_words(own, sitting.begins[sitting.agencies.index(agency)])
            if own
            else "",
            "is_first": bool(sitting) and sitting.agencies[0] == agency,
            "forms": list(forms.values()),
            "named": forms,
            "refused": [one for one in (*moves, *swaps) if one.broken],
        },
    )


def _agency_changed(timetable, page, agency, form, *, by):
    values = {"timetable": timetable, "by": by, "seen": form.cleaned_data["seen"]}
    if form.name == "move":
        return timetables.move(agency=agency, session=form.cleaned_data["session"], **values)
    if form.name == "swap":
        return timetables.swap(agency=agency, other=form.cleaned_data["other"], **values)
    if form.name == "earlier":
        return timetables.earlier(agency=agency, **values)
    if form.name == "take-out":
        return timetables.take_out(agency=agency, **values)
    pins = {one: where for one, where in page.pins.agencies.items() if one != agency}
    if session := form.cleaned_data["session"]:
        pins[agency] = session
    return timetables.pin(agencies=pins, **values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def timetable_session(request, pk, session):
    """One session of a draft: who sits and chairs, and what of it is pinned."""
    timetable = load(request, pk)
    timetables.must_be_draft(timetable)
    page, key = _page(timetable), plan_page.from_url(session)
    found = next((one for one in page.asked.sessions if one.id == key), None)
    if found is None:
        raise Http404("No such session in this draft.")
    sitting = page.plan.sittings.get(key, Sitting((), (), ()))
    people = choices.people_for(page, found)
    can = [one for one in people if one.sits or not one.why_not]
    forms = {
        "panel": _panel_form(request, timetable, page, can, sitting),
        "pins": _pin_form(request, timetable, page, key, people),
    }
    if made := _sent(forms, partial(_session_changed, timetable, page, key, by=request.user)):
        messages.success(request, DONE)
        return redirect(f"{made.get_absolute_url()}#session-{session}")
    return render(
        request,
        "challenge/timetable_session.html",
        {
            "challenge": timetable.challenge,
            "timetable": timetable,
            "when": page.session_in_words(key),
            "is_held": key in page.plan.sittings,
            "agencies": [page.known.name_of(one) for one in sitting.agencies],
            "rules": page.asked.rules,
            "required": [
                (plan_page.capacity(name), least)
                for name, least in page.asked.rules.required.items()
            ],
            "cannot": [one for one in people if one.why_not],
            "forms": list(forms.values()),
            "named": forms,
        },
    )


def _panel_form(request, timetable, page, can, sitting):
    may_chair = {one.id for one in page.asked.people if one.may_chair}
    return PanelForm(
        request.POST or None,
        seen=timetable.revision,
        people=[(one.id, one.name) for one in can],
        chairs=[(one.id, one.name) for one in can if one.id in may_chair],
        hints={one.id: one.hint for one in can},
        needs_chair=page.asked.rules.needs_chair,
        initial={"panel": list(sitting.panel), "chair": sitting.chair},
    )


def _pin_form(request, timetable, page, key, people):
    pins = page.pins
    takes_place = "held" if key in pins.held else "shut" if key in pins.shut else ""
    return PinSessionForm(
        request.POST or None,
        seen=timetable.revision,
        people=[(one.id, one.name) for one in people],
        initial={
            "takes_place": takes_place,
            "stay": [who for who, where in pins.seated if where == key],
            "never": [who for who, where in pins.not_seated if where == key],
        },
    )


def _session_changed(timetable, page, key, form, *, by):
    values = {"timetable": timetable, "by": by, "seen": form.cleaned_data["seen"]}
    if form.name == "panel":
        return timetables.seat(
            session=key,
            panel=form.cleaned_data["panel"],
            chair=form.cleaned_data["chair"],
            **values,
        )
    pins, chosen = page.pins, form.cleaned_data

    def pairs(before, people):
        elsewhere = {pair for pair in before if pair[1] != key}
        return frozenset(elsewhere | {(who, key) for who in people})

    return timetables.pin(
        seated=pairs(pins.seated, chosen["stay"]),
        not_seated=pairs(pins.not_seated, chosen["never"]),
        held=pins.held | {key} if chosen["takes_place"] == "held" else pins.held - {key},
        shut=pins.shut | {key} if chosen["takes_place"] == "shut" else pins.shut - {key},
        **values,
    )
