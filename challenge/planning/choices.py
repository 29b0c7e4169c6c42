"""What may be chosen when a draft is changed by hand, each choice checked beforehand.

Only the sessions that a choice touches are looked at, so that a page stays quick with hundreds of
agencies; what a choice breaks elsewhere is said when it is made.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .. import rules
from ..problem import Answer, Person, Pins, Plan, Problem, Session, Sitting
from . import plan_changes
from .plan_page import Shown


@dataclass(frozen=True)
class Choice:
    """Something that could be chosen, and why it would be refused; no reasons if it would not."""

    id: str
    text: str
    broken: tuple[str, ...] = ()


def sessions_for(page: Shown, agency: str) -> list[Choice]:
    """The sessions held, other than its own, to which the agency could be moved."""
    own = page.plan.session_of(agency)
    return [
        Choice(key, _held_in_words(page, key), _broken_by_move(page, agency, own, key))
        for key in _in_order(page)
        if key != own
    ]


def agencies_for(page: Shown, agency: str) -> list[Choice]:
    """The agencies in other sessions with which it could change places."""
    own = page.plan.session_of(agency)
    if own is None:
        return []
    found = [
        Choice(
            other,
            f"{page.known.name_of(other)} ({page.session_in_words(key)})",
            _broken_by_swap(page, agency, own, other, key),
        )
        for key in _in_order(page)
        if key != own
        for other in page.plan.sittings[key].agencies
    ]
    return sorted(found, key=lambda choice: choice.text)


def grouped(choices: Iterable[Choice]):
    """For a select: those that keep every rule first."""
    choices = list(choices)
    well = [(one.id, one.text) for one in choices if not one.broken]
    ill = [(one.id, one.text) for one in choices if one.broken]
    groups = [("Keeps every rule", well), ("Breaks a rule", ill)]
    return [(label, found) for label, found in groups if found]


def _in_order(page):
    return [one.id for one in page.asked.sessions if one.id in page.plan.sittings]


def _held_in_words(page, key):
    names = [page.known.name_of(one) for one in page.plan.sittings[key].agencies]
    most = page.asked.rules.agencies_most
    there = f"{', '.join(names)}; {len(names)} of {most}" if names else "no agency yet"
    return f"{page.session_in_words(key)} ({there})"


def _broken_by_move(page, agency, own, key):
    return _newly(page, {own, key}, lambda asked, plan: plan_changes.move(asked, plan, agency, key))


def _broken_by_swap(page, agency, own, other, key):
    return _newly(
        page, {own, key}, lambda asked, plan: plan_changes.swap(asked, plan, agency, other)
    )


def _newly(page, keys, change):
    """What is broken after the change and was not before, in these sessions."""
    plan = Plan({key: page.plan.sittings[key] for key in keys if key in page.plan.sittings})
    asked = _about(page.asked, plan)
    before = set(rules.broken(asked, plan))
    return tuple(one for one in rules.broken(asked, change(asked, plan)) if one not in before)


def _about(asked: Problem, plan: Plan) -> Problem:
    """The problem cut down to what the plan has, without pins."""
    agencies = {one for sitting in plan.sittings.values() for one in sitting.agencies}
    people = {one for sitting in plan.sittings.values() for one in sitting.panel}
    return replace(
        asked,
        sessions=tuple(one for one in asked.sessions if one.id in plan.sittings),
        agencies=tuple(one for one in asked.agencies if one.id in agencies),
        people=tuple(one for one in asked.people if one.id in people),
        pins=Pins(),
        published=None,
    )


@dataclass(frozen=True)
class Candidate:
    """A person for a panel: what speaks for them, and why they cannot sit there."""

    id: str
    name: str
    hint: str
    why_not: str
    sits: bool


def people_for(page: Shown, session: Session) -> list[Candidate]:
    """Everybody, those who sit there first, then those who could, by name."""
    sitting = page.plan.sittings.get(session.id, Sitting((), (), ()))
    same_time = {one.id for one in page.asked.sessions if one.half_day == session.half_day} - {
        session.id
    }
    elsewhere = {
        person
        for key in same_time
        if key in page.plan.sittings
        for person in page.plan.sittings[key].panel
    }
    sits = {}
    for found in page.plan.sittings.values():
        for one in found.panel:
            sits[one] = sits.get(one, 0) + 1
    found = [
        Candidate(
            id=one.id,
            name=one.name,
            hint=_hint(page, one, session, sits.get(one.id, 0)),
            why_not=_why_not(page, one, session, sitting, elsewhere, sits.get(one.id, 0)),
            sits=one.id in sitting.panel,
        )
        for one in page.asked.people
    ]
    return sorted(found, key=lambda one: (not one.sits, bool(one.why_not), one.name))


def _hint(page, person, session, sits):
    row = page.known.members[person.id]
    said = person.available.get(session.half_day)
    return ", ".join(
        filter(
            None,
            [
                row.capacities_in_words,
                "if need be" if said == Answer.IF_NEED_BE else "",
                f"{sits} of {person.most} sessions",
            ],
        )
    )


def _why_not(page, person: Person, session, sitting, elsewhere, sits):
    said = person.available.get(session.half_day)
    if said is None:
        return "has not said that they can come"
    if said == Answer.NO:
        return "cannot come"
    barred = person.interests.intersection(sitting.agencies)
    if person.home in sitting.agencies:
        barred |= {person.home}
    if barred:
        names = ", ".join(sorted(map(page.known.name_of, barred)))
        return f"has an interest in {names}"
    if person.id in elsewhere:
        return "sits in another room at the same time"
    if person.id not in sitting.panel and sits >= person.most:
        return f"sits in {sits} sessions already, which is the most"
    return ""
