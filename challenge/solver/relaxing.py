"""A problem with one rule given up, or one thing granted: the same plain values, a little wider."""

from collections.abc import Mapping
from dataclasses import replace

from ..problem import Agency, Answer, Person, Pins, Problem, Session

WHENEVER = "Agencies come only when they can."
PEOPLE_WHENEVER = "Panel members sit only when they can."
INTERESTS = "Nobody sits with an agency that they have an interest in."
MOST = "Nobody sits more often than they agreed to."
AGENCIES = "A session has so many agencies at most, and no more minutes than it lasts."
CHAIR = "Somebody on each panel may chair."
SEATS = "A panel has so many members."
RECIPROCAL = "Two agencies do not question each other."
PINS = "What is pinned stays."


def rules_of(problem: Problem) -> dict[str, Problem]:
    """Each rule that can be given up, in words, with the problem without it."""
    keep = problem.rules
    found = {
        AGENCIES: replace(
            problem,
            rules=replace(keep, agencies_most=max(1, len(problem.agencies))),
            sessions=tuple(_long(problem, session) for session in problem.sessions),
        ),
        PEOPLE_WHENEVER: replace(
            problem, people=tuple(always(problem, person) for person in problem.people)
        ),
        WHENEVER: replace(
            problem, agencies=tuple(always(problem, agency) for agency in problem.agencies)
        ),
        MOST: replace(
            problem,
            people=tuple(
                replace(p, most=max(p.most, len(problem.sessions))) for p in problem.people
            ),
        ),
        INTERESTS: replace(
            problem,
            people=tuple(replace(p, interests=frozenset(), home="") for p in problem.people),
        ),
        SEATS: replace(problem, rules=replace(keep, seats_least=0, seats_most=len(problem.people))),
    }
    for capacity, least in sorted(keep.required.items()):
        fewer = {name: n for name, n in keep.required.items() if name != capacity}
        words = f"Each panel has {least} of {said(capacity)} at least."
        found[words] = replace(problem, rules=replace(keep, required=fewer))
    if keep.needs_chair:
        found[CHAIR] = replace(problem, rules=replace(keep, needs_chair=False))
    if not keep.reciprocal:
        found[RECIPROCAL] = replace(problem, rules=replace(keep, reciprocal=True))
    if problem.pins != Pins():
        found[PINS] = replace(problem, pins=Pins())
    return found


def without(problem: Problem, words: list[str]) -> Problem:
    """The problem with each of these rules given up."""
    for rule in words:
        problem = rules_of(problem).get(rule, problem)
    return problem


def speaks_of(rule: str, causes: str) -> bool:
    """Whether the rule has a part in causes as `challenge.solver.reasons` words them."""
    if rule == CHAIR:
        return "may chair" in causes
    if rule == INTERESTS:
        return "interest" in causes
    if rule == SEATS:
        return "few" in causes
    of = rule.removesuffix(" at least.").partition(" of ")[2]
    return bool(of) and f"{of} member" in causes


def said(capacity: str) -> str:
    return capacity.replace("_", " ")


def always(problem: Problem, who: Agency | Person) -> Agency | Person:
    """The agency or person, able to come whenever there is a session."""
    everywhen = {session.half_day: Answer.YES for session in problem.sessions}
    return replace(who, available=everywhen | _able(who.available))


def asked(who: Agency | Person, session: Session) -> Agency | Person:
    """The agency or person, having said that they can come to this session after all."""
    return replace(who, available={**who.available, session.half_day: Answer.IF_NEED_BE})


def _able(available: Mapping[str, Answer]) -> dict[str, Answer]:
    return {half_day: a for half_day, a in available.items() if a is not Answer.NO}


def _long(problem: Problem, session: Session) -> Session:
    pause = problem.rules.minutes_of_break
    return replace(session, minutes=sum((a.minutes + pause for a in problem.agencies), 1))
