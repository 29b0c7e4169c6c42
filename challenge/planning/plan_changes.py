"""A plan changed by hand: each function gives another plan. Whether it keeps to the rules is what
`challenge.rules` says of it afterwards.
"""

from dataclasses import replace

from ..problem import Pins, Plan, Problem, Sitting


def begins(problem: Problem, agencies: tuple[str, ...]) -> tuple[int, ...]:
    """The minutes at which agencies in this order begin, a break between each two."""
    minutes = {one.id: one.minutes for one in problem.agencies}
    found, at = [], 0
    for agency in agencies:
        found.append(at)
        at += minutes.get(agency, 0) + problem.rules.minutes_of_break
    return tuple(found)


def move(problem: Problem, plan: Plan, agency: str, session: str) -> Plan:
    """The agency last in that session, and no longer where it was."""
    left = take_out(problem, plan, agency)
    there = left.sittings[session].agencies if session in left.sittings else ()
    return _with_agencies(problem, left, session, (*there, agency))


def swap(problem: Problem, plan: Plan, one: str, other: str) -> Plan:
    """Each of two agencies in the place of the other."""
    instead = {one: other, other: one}
    for session, sitting in plan.sittings.items():
        agencies = tuple(instead.get(agency, agency) for agency in sitting.agencies)
        if agencies != sitting.agencies:
            plan = _with_agencies(problem, plan, session, agencies)
    return plan


def take_out(problem: Problem, plan: Plan, agency: str) -> Plan:
    """The plan with the agency left out; where it was, the others move up."""
    session = plan.session_of(agency)
    if session is None:
        return plan
    agencies = tuple(one for one in plan.sittings[session].agencies if one != agency)
    if not agencies:
        return _without(plan, session)
    return _with_agencies(problem, plan, session, agencies)


def earlier(problem: Problem, plan: Plan, agency: str) -> Plan:
    """The agency one place earlier in its session."""
    session = plan.session_of(agency)
    order = list(plan.sittings[session].agencies) if session else []
    if not order or order[0] == agency:
        return plan
    place = order.index(agency)
    order[place - 1 : place + 1] = order[place], order[place - 1]
    return _with_agencies(problem, plan, session, tuple(order))


def seat(plan: Plan, session: str, panel: tuple[str, ...], chair: str) -> Plan:
    """Exactly these people on the session's panel."""
    sitting = plan.sittings.get(session, Sitting((), (), ()))
    return _with(
        plan, session, replace(sitting, panel=panel, chair=chair if chair in panel else "")
    )


def unfollowed(pins: Pins, plan: Plan) -> set[tuple[str, str]]:
    """Pins that the plan does not follow, each as (agency or person, session)."""
    seats = {(one, session) for session, sitting in plan.sittings.items() for one in sitting.panel}
    apart = {
        (agency, session)
        for agency, session in pins.agencies.items()
        if plan.session_of(agency) != session
    }
    return apart | (pins.seated - seats) | (pins.not_seated & seats)


def _with_agencies(problem, plan, session, agencies):
    sitting = plan.sittings.get(session, Sitting((), (), ()))
    return _with(
        plan, session, replace(sitting, agencies=agencies, begins=begins(problem, agencies))
    )


def _with(plan, session, sitting):
    return Plan({**plan.sittings, session: sitting})


def _without(plan, session):
    return Plan({key: sitting for key, sitting in plan.sittings.items() if key != session})
