"""What is to be known before a timetable is planned: what stops it, and what will make it worse."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.text import get_text_list

from ..models import Capacity
from ..problem import Answer, Problem
from .known import Known

USABLE = (Answer.YES, Answer.IF_NEED_BE)
NAMED = 6  # more names than this are counted
TAKEN_AS = "Without an answer they are taken as unable to come."


class Checked(NamedTuple):
    """`stops`: without it there is nothing to plan. `warnings`: the timetable will show it."""

    stops: list[str]
    warnings: list[str]


def of(known: Known, asked: Problem) -> Checked:
    """How far the challenge is from being planned, as sentences."""
    stops = list(_stops(asked))
    return Checked(stops, [] if stops else list(_warnings(known, asked)))


def _stops(asked):
    if not asked.agencies:
        yield "No agency is waiting for a session: choose the agencies to be challenged first."
    if not asked.people:
        yield "There is nobody on the panel yet: add the panel members first."
    if not asked.sessions:
        yield "There is no half-day from now on on which a session could be held: add some first."


def _warnings(known, asked):
    yield from _room(asked)
    yield from _panels(asked)
    yield from _interests(asked)
    yield from _answers(known, asked)


def _room(asked):
    places = len(asked.sessions) * asked.rules.agencies_most
    if places < len(asked.agencies):
        count = len(asked.sessions)
        sessions = "the 1 possible session has" if count == 1 else f"the {count} have"
        yield (
            f"{len(asked.agencies)} agencies wait for a slot. Of the possible sessions, {sessions}"
            f" room for {places} at most, so {len(asked.agencies) - places} will be left out. Add"
            " half-days or rooms, or let more agencies into a session."
        )
    longest = max(session.minutes for session in asked.sessions)
    for agency in asked.agencies:
        if agency.minutes > longest:
            yield f"The slot of {agency.name} is longer than any session, so it will be left out."


def _panels(asked):
    rules = asked.rules
    people = len(asked.people)
    if people < rules.seats_least:
        yield f"A panel has at least {rules.seats_least} people, and there {_are(people)}."
    for capacity, least in sorted(rules.required.items()):
        there = sum(capacity in person.capacities for person in asked.people)
        if there < least:
            label = Capacity(capacity).label.lower()
            yield f"A panel has at least {least} in the capacity “{label}”, and there {_are(there)}."
    if rules.needs_chair and not any(person.may_chair for person in asked.people):
        yield "A panel needs a chair, and nobody may chair."


def _are(count):
    return "is 1" if count == 1 else f"are {count or 'none'}"


def _interests(asked):
    if all(_conflicted(person, agency) for person in asked.people for agency in asked.agencies):
        yield (
            "Every panel member has an interest in every agency, so no panel can question any."
            " Add panel members without an interest."
        )
        return
    if len(asked.people) < asked.rules.seats_least:
        return  # which is said already
    shut_out = [
        agency.name
        for agency in asked.agencies
        if sum(not _conflicted(person, agency) for person in asked.people) < asked.rules.seats_least
    ]
    if shut_out:
        yield f"Too few people without an interest in it for a panel: {_names(shut_out)}."


def _conflicted(person, agency):
    return agency.id in person.interests or agency.id == person.home


def _answers(known, asked):
    members = [known.members[person.id] for person in asked.people]
    agencies = [known.agencies[agency.id] for agency in asked.agencies]
    if silent := [str(one.user) for one in members if _is_silent(known, "person", one)]:
        yield f"Panel members who have not said when they can come: {_names(silent)}. {TAKEN_AS}"
    if silent := [str(one.agency) for one in agencies if _is_silent(known, "agency", one)]:
        yield f"Agencies that have not said when they can come: {_names(silent)}. {TAKEN_AS}"
    half_days = {session.half_day for session in asked.sessions}
    never = [
        one.name
        for one in (*asked.people, *asked.agencies)
        if one.available and not any(one.available.get(half) in USABLE for half in half_days)
    ]
    if never:
        yield f"Cannot come on any of the half-days: {_names(never)}."
    if undeclared := [str(one.user) for one in members if not one.declared_at]:
        yield f"Have not declared their interests yet: {_names(undeclared)}."


def _is_silent(known, kind, row):
    """Nobody said anything for them, not even that they never can."""
    return row.answered_at is None and (kind, row.pk) not in known.answers


def _names(names: Iterable[str]) -> str:
    names = sorted(names)
    more = len(names) - NAMED
    return get_text_list(names if more < 2 else [*names[:NAMED], f"{more} more"], "and")
