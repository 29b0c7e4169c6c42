"""Whether a plan keeps the rules, and what it costs: by reading the plan, knowing no solver.

The solver's answers are checked by this module, and so is what a coordinator moves by hand.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from .problem import Agency, Answer, Part, Person, Pins, Plan, Problem, Session, Sitting

KEYS = (
    "unplaced",
    "session",
    "if_need_be",
    "load",
    "same_sector",
    "met_last_time",
    "heavy_day",
    "journey",
    "moved",
    "reseated",
)


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


def parts(problem: Problem, plan: Plan) -> tuple[Part, ...]:
    """What the plan costs, part by part, in the order of `KEYS`; `count` x weight = `points`.

    `load` counts the pairs of sittings that one person has (0, 1, 3, 6 for one to four sittings),
    `heavy_day` likewise the pairs of heavy agencies on one day, `same_sector` each agency in a
    session beyond the first of its sector, `met_last_time` each member of an agency's panel beyond
    the first who was on its last one, `journey` the days on which somebody comes.
    """
    counts = {
        "unplaced": len(unplaced(problem, plan)),
        "session": len(plan.sittings),
        "if_need_be": _if_need_be(problem, plan),
        "load": sum(_pairs(n) for n in _sittings(plan).values()),
        "same_sector": _same_sector(problem, plan),
        "met_last_time": _met_last_time(problem, plan),
        "heavy_day": _heavy_day(problem, plan),
        "journey": _journeys(problem, plan),
        "moved": len(moved(problem, plan)),
        "reseated": len(reseated(problem, plan)),
    }
    return tuple(
        Part(key, counts[key], counts[key] * getattr(problem.weights, key)) for key in KEYS
    )


def points(problem: Problem, plan: Plan) -> int:
    return sum(part.points for part in parts(problem, plan))


def unplaced(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """The agencies without a slot."""
    placed = {agency for sitting in plan.sittings.values() for agency in sitting.agencies}
    return tuple(agency.id for agency in problem.agencies if agency.id not in placed)


def moved(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """Agencies whose published slot is gone, in another session, or at another minute of it."""
    if problem.published is None:
        return ()
    before, now = _slots(problem.published), _slots(plan)
    return tuple(
        agency.id
        for agency in problem.agencies
        if agency.id in before and before[agency.id] != now.get(agency.id)
    )


def reseated(problem: Problem, plan: Plan) -> tuple[tuple[str, str], ...]:
    """Every (person, session) that is on one of the two panels, published and planned, alone."""
    if problem.published is None:
        return ()
    return tuple(sorted(_seats(problem.published) ^ _seats(plan)))


def _slots(plan: Plan) -> dict[str, tuple[str, int]]:
    return {
        agency: (session, begin)
        for session, sitting in plan.sittings.items()
        for agency, begin in zip_longest(sitting.agencies, sitting.begins, fillvalue=-1)
    }


def _seats(plan: Plan) -> set[tuple[str, str]]:
    return {(person, session) for session, s in plan.sittings.items() for person in s.panel}


def _sittings(plan: Plan) -> Counter:
    return Counter(person for person, _ in _seats(plan))


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _if_need_be(problem, plan):
    who = {a.id: a for a in problem.agencies}, {p.id: p for p in problem.people}
    return sum(
        which[one].available.get(session.half_day) is Answer.IF_NEED_BE
        for session in problem.sessions
        if (sitting := plan.sittings.get(session.id))
        for which, there in zip(who, (sitting.agencies, sitting.panel), strict=True)
        for one in there
    )


def _same_sector(problem, plan):
    sector = {agency.id: agency.sector for agency in problem.agencies}
    return sum(
        count - 1
        for sitting in plan.sittings.values()
        for name, count in Counter(sector[a] for a in sitting.agencies).items()
        if name
    )


def _met_last_time(problem, plan):
    met = {person.id: person.met_last_time for person in problem.people}
    return sum(
        max(0, sum(agency in met[person] for person in sitting.panel) - 1)
        for sitting in plan.sittings.values()
        for agency in sitting.agencies
    )


def _heavy_day(problem, plan):
    heavy = {agency.id for agency in problem.agencies if agency.heavy}
    day = {session.id: session.day for session in problem.sessions}
    count = Counter(
        day[session]
        for session, sitting in plan.sittings.items()
        for agency in sitting.agencies
        if agency in heavy
    )
    return sum(_pairs(n) for n in count.values())


def _journeys(problem, plan):
    day = {session.id: session.day for session in problem.sessions}
    return len({(person, day[session]) for person, session in _seats(plan)})


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
    if len(set(sitting.panel)) < rules.seats_least:
        yield f"{len(panel)} on the panel of {when(session)}: {rules.seats_least} at least."
    if len(sitting.panel) > rules.seats_most:
        yield f"{len(sitting.panel)} on the panel of {when(session)}: {rules.seats_most} at most."
    for capacity, least in sorted(rules.required.items()):
        there = sum(capacity in person.capacities for person in panel)
        if there < least:
            words = capacity.replace("_", " ")
            yield f"{there} of {words} on the panel of {when(session)}: {least} at least."
    if rules.needs_chair and not any(p.may_chair and p.id == sitting.chair for p in panel):
        yield f"Nobody on the panel of {when(session)} chairs who may."


def _name(known, one):
    return named(known[one]) if one in known else one


def _twice(problem, plan):
    agencies = {agency.id: agency for agency in problem.agencies}
    people = {person.id: person for person in problem.people}
    slots = Counter(a for sitting in plan.sittings.values() for a in sitting.agencies)
    for agency, n in slots.items():
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
    sittings = _sittings(plan)
    for person in problem.people:
        if sittings[person.id] > person.most:
            yield f"{named(person)} sits {sittings[person.id]} times: {person.most} at most."


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
    where, seats, asked = _slots(plan), _seats(plan), problem.pins
    for agency, session in sorted(asked.agencies.items()):
        if agency in agencies and session in sessions:
            said = f"{named(agencies[agency])} is pinned to {when(sessions[session])}."
            yield said, Pins(agencies={agency: session}), where.get(agency, ("",))[0] == session
    for key, verb in (("seated", "to sit"), ("not_seated", "not to sit")):
        for person, session in sorted(getattr(asked, key)):
            if person in people and session in sessions:
                said = f"{named(people[person])} is pinned {verb} on {when(sessions[session])}."
                pin = Pins(**{key: frozenset({(person, session)})})
                yield said, pin, ((person, session) in seats) == (key == "seated")
    for key, verb in (("held", "to be held"), ("shut", "not to be held")):
        for session in sorted(getattr(asked, key) & sessions.keys()):
            said = f"The session on {when(sessions[session])} is pinned {verb}."
            pin = Pins(**{key: frozenset({session})})
            yield said, pin, (session in plan.sittings) == (key == "held")
