"""Whether a plan keeps the rules: by reading the plan, knowing no solver.

The solver's answers are checked by this module, and so is what a coordinator moves by hand.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from .costs import seats, sittings, slots
from .problem import Agency, Answer, Person, Pins, Plan, Problem, Session, Sitting


def named(thing: Agency | Person) -> str:
    """Its name, or its id where names are left out."""
    return thing.name or thing.id


def when(session: Session) -> str:
    """`12 March in the afternoon`, with the room where there is one."""
    room = f" in {session.room}" if session.room else ""
    return f"{session.day.day} {session.day:%B} in the {session.half}{room}"


def broken(problem: Problem, plan: Plan) -> list[str]:
    """What the plan breaks, pins included, as sentences; empty if it may be used as it is.

    An agency left out breaks nothing: that is a cost.
    """
    return [*_broken_rules(problem, plan), *broken_pins(problem, plan)]


def broken_pins(problem: Problem, plan: Plan) -> list[str]:
    """The pins that the plan does not keep, as sentences. A pin of somebody or of a session that
    the problem no longer has asks for nothing.
    """
    return [sentence for sentence, _, kept in pins(problem, plan) if not kept]


def _broken_rules(problem: Problem, plan: Plan) -> Iterator[str]:
    known = {session.id: session for session in problem.sessions}
    yield from _unknown(problem, plan, known)
    if strangers := [s for s in plan.sittings if s not in known]:
        yield from (f"There is no session {session}." for session in strangers)
        return
    for session in problem.sessions:
        if sitting := plan.sittings.get(session.id):
            yield from _sitting_broken(problem, session, sitting)
    yield from _twice(problem, plan)
    yield from _too_often(problem, plan)
    yield from _reciprocal(problem, plan)


def _unknown(problem, plan, known):
    agencies = {agency.id for agency in problem.agencies}
    people = {person.id for person in problem.people}
    for sitting in plan.sittings.values():
        yield from (f"There is no agency {a}." for a in sitting.agencies if a not in agencies)
        yield from (f"There is no panel member {p}." for p in sitting.panel if p not in people)


def _sitting_broken(problem: Problem, session: Session, sitting: Sitting) -> Iterator[str]:
    agencies = [a for a in problem.agencies if a.id in sitting.agencies]
    panel = [p for p in problem.people if p.id in sitting.panel]
    for one in (*agencies, *panel):
        if one.available.get(session.half_day) not in (Answer.YES, Answer.IF_NEED_BE):
            yield f"{named(one)} cannot come on {when(session)}."
    yield from _minutes_broken(problem, session, sitting, agencies)
    yield from _panel_broken(problem.rules, session, sitting, panel)
    for person in panel:
        for agency in agencies:
            if agency.id in person.interests or agency.id == person.home:
                yield f"{named(person)} has an interest in {named(agency)}, on {when(session)}."


def _minutes_broken(problem, session, sitting, agencies):
    if len(sitting.agencies) > problem.rules.agencies_most:
        yield (
            f"{len(sitting.agencies)} agencies on {when(session)}:"
            f" {problem.rules.agencies_most} at most."
        )
    if len(sitting.begins) != len(sitting.agencies):
        yield f"Not every slot on {when(session)} has a minute at which it begins."
        return
    known = {agency.id: agency for agency in agencies}
    free_from = 0
    for agency, begin in zip(sitting.agencies, sitting.begins, strict=True):
        name = _name(known, agency)
        if begin < free_from:
            yield f"{name} begins before the break after the slot before it, on {when(session)}."
        end = begin + (known[agency].minutes if agency in known else 0)
        if end > session.minutes:
            yield f"{name} ends after the session on {when(session)}."
        free_from = end + problem.rules.minutes_of_break


def _panel_broken(rules, session, sitting, panel):
    its_panel = f"The panel of {when(session)}"
    if len(set(sitting.panel)) < rules.seats_least:
        yield f"{its_panel} has {_people(len(panel))}: at least {rules.seats_least} are needed."
    if len(sitting.panel) > rules.seats_most:
        yield f"{its_panel} has {_people(len(sitting.panel))}: at most {rules.seats_most} may sit."
    for capacity, least in sorted(rules.required.items()):
        there = sum(capacity in person.capacities for person in panel)
        if there < least:
            words = capacity.replace("_", " ")
            has = f"{_people(there)} of the capacity “{words}”"
            yield f"{its_panel} has {has}: at least {least} {'is' if least == 1 else 'are'} needed."
    if rules.needs_chair and not any(p.may_chair and p.id == sitting.chair for p in panel):
        yield f"{its_panel} has nobody in the chair who may chair."


def _people(count):
    return "nobody" if not count else "1 person" if count == 1 else f"{count} people"


def _name(known, one):
    return named(known[one]) if one in known else one


def _twice(problem, plan):
    agencies = {agency.id: agency for agency in problem.agencies}
    people = {person.id: person for person in problem.people}
    times = Counter(a for sitting in plan.sittings.values() for a in sitting.agencies)
    for agency, n in times.items():
        if n > 1:
            yield f"{_name(agencies, agency)} has {n} slots: one at most."
    places = Counter(
        (person, session.half_day)
        for session in problem.sessions
        if (sitting := plan.sittings.get(session.id))
        for person in sitting.panel
    )
    half_days = {session.half_day: session for session in problem.sessions}
    for (person, half_day), n in places.items():
        if n > 1:
            at = when(replace(half_days[half_day], room=""))
            yield f"{_name(people, person)} sits in {n} places at once, on {at}."


def _too_often(problem, plan):
    times = sittings(plan)
    for person in problem.people:
        if times[person.id] > person.most:
            yield f"{named(person)} sits {times[person.id]} times: {person.most} at most."


def _reciprocal(problem, plan):
    if problem.rules.reciprocal:
        return
    agencies = {agency.id: agency for agency in problem.agencies}
    home = {person.id: person.home for person in problem.people if person.home}
    questioned = {
        (home[person], agency)
        for sitting in plan.sittings.values()
        for person in sitting.panel
        if person in home
        for agency in sitting.agencies
    }
    for one, other in sorted(questioned):
        if one < other and (other, one) in questioned:
            yield f"{_name(agencies, one)} and {_name(agencies, other)} question each other."


def pins(problem: Problem, plan: Plan) -> Iterator[tuple[str, Pins, bool]]:
    """Each pin that asks for something: a sentence, the pin by itself, whether the plan keeps it."""
    sessions = {session.id: session for session in problem.sessions}
    agencies = {agency.id: agency for agency in problem.agencies}
    people = {person.id: person for person in problem.people}
    where, sits, asked = slots(plan), seats(plan), problem.pins
    for agency, session in sorted(asked.agencies.items()):
        if agency in agencies and session in sessions:
            said = f"{named(agencies[agency])} is pinned to {when(sessions[session])}."
            yield said, Pins(agencies={agency: session}), where.get(agency, ("",))[0] == session
    for key, verb in (("seated", "to sit"), ("not_seated", "not to sit")):
        for person, session in sorted(getattr(asked, key)):
            if person in people and session in sessions:
                said = f"{named(people[person])} is pinned {verb} on {when(sessions[session])}."
                pin = Pins(**{key: frozenset({(person, session)})})
                yield said, pin, ((person, session) in sits) == (key == "seated")
    for key, verb in (("held", "to be held"), ("shut", "not to be held")):
        for session in sorted(getattr(asked, key) & sessions.keys()):
            said = f"The session on {when(sessions[session])} is pinned {verb}."
            pin = Pins(**{key: frozenset({session})})
            yield said, pin, (session in plan.sittings) == (key == "held")
