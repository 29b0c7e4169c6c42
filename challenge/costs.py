"""What a plan costs, part by part: counted from the plan itself, knowing no solver."""

from collections import Counter
from itertools import zip_longest

from .problem import Answer, Part, Plan, Problem

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
        "load": sum(_pairs(n) for n in sittings(plan).values()),
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
    before, now = slots(problem.published), slots(plan)
    return tuple(
        agency.id
        for agency in problem.agencies
        if agency.id in before and before[agency.id] != now.get(agency.id)
    )


def reseated(problem: Problem, plan: Plan) -> tuple[tuple[str, str], ...]:
    """Every (person, session) that is on one of the two panels, published and planned, alone."""
    if problem.published is None:
        return ()
    return tuple(sorted(seats(problem.published) ^ seats(plan)))


def slots(plan: Plan) -> dict[str, tuple[str, int]]:
    """Each agency's session, and the minute of it at which it begins (-1 where none is said)."""
    return {
        agency: (session, begin)
        for session, sitting in plan.sittings.items()
        for agency, begin in zip_longest(sitting.agencies, sitting.begins, fillvalue=-1)
    }


def seats(plan: Plan) -> set[tuple[str, str]]:
    """Every (person, session)."""
    return {(person, session) for session, s in plan.sittings.items() for person in s.panel}


def sittings(plan: Plan) -> Counter:
    """How often each person sits."""
    return Counter(person for person, _ in seats(plan))


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
    return len({(person, day[session]) for person, session in seats(plan)})
