"""A session's agencies and people, by number, as a sitting: slots laid out, a chair chosen."""

from .. import order
from ..problem import Sitting
from .case import Case, numbers


def sitting(case: Case, s: int, agencies: list[int], panel: list[int]) -> Sitting:
    """The sitting of session `s` with these agencies and people, by number: slots laid out, a chair
    chosen. Published slots keep their minute where that can be. Raises ValueError where the
    agencies do not fit into the session.
    """
    problem, session = case.problem, case.problem.sessions[s]
    told = problem.published.sittings.get(session.id) if problem.published else None
    minutes = _longest_first(problem, agencies)
    slots = order.lay_out_keeping_most(
        minutes,
        room=session.minutes,
        pause=problem.rules.minutes_of_break,
        published=_told_minutes(told, minutes),
    )
    if slots is None:
        raise ValueError(f"The agencies do not fit into session {session.id}.")
    people = [problem.people[p] for p in sorted(panel)]
    return Sitting(
        agencies=tuple(agency for agency, _ in slots),
        begins=tuple(begin for _, begin in slots),
        panel=tuple(person.id for person in people),
        chair=_chair(people, told) if problem.rules.needs_chair else "",
    )


def clash_of_minutes(case: Case, s: int, agencies: list[int], kept: set[int]) -> list[int]:
    """Of agencies for which session `s` has no room while those kept begin when they were told to,
    some for which it has none either, and of which each matters.
    """
    problem, session = case.problem, case.problem.sessions[s]
    minutes = _longest_first(problem, agencies)
    keeping = {problem.agencies[a].id for a in kept}
    told = _told_minutes(problem.published.sittings.get(session.id), minutes)
    found = order.clash(
        minutes,
        room=session.minutes,
        pause=problem.rules.minutes_of_break,
        kept={agency: begin for agency, begin in told.items() if agency in keeping},
    )
    return numbers(found, case.agency_number)


def _longest_first(problem, agencies):
    asked = sorted((problem.agencies[a] for a in agencies), key=lambda one: -one.minutes)
    return {one.id: one.minutes for one in asked}


def _told_minutes(told, agencies):
    begins = dict(zip(told.agencies, told.begins, strict=True)) if told else {}
    return {agency: begins[agency] for agency in agencies if agency in begins}


def _chair(people, told):
    """Who chaired in the published plan if they still may, else the first who may."""
    able = [person.id for person in people if person.may_chair]
    if told and told.chair in able:
        return told.chair
    return able[0]
