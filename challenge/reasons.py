"""Why an agency could not come even if it were the only one, half-day by half-day, in words."""

from .case import Case
from .problem import Agency, Problem, Session
from .relaxing import said
from .rules import named, when

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SPELLED_OUT = 4

Cause = tuple[str, str]  # what is wrong ("nobody", "interest", "few", "other"), and who is missing


def key(problem: Problem, agency: Agency) -> tuple:
    """The same for agencies that are left out for the same reason: the causes of their half-days."""
    found = {cause for _, cause in causes(problem, agency)}
    return tuple(sorted(found)) if len(found) < 2 else (agency.id,)


def causes(problem: Problem, agency: Agency) -> list[tuple[Session, Cause]]:
    """For each session to which the agency could come, why it has no panel for it."""
    case = Case(problem)
    return [
        (problem.sessions[s], _cause(problem, case, agency, s))
        for s in case.slots[case.agency_number[agency.id]]
    ]


def _cause(problem, case, agency, s):
    session, keep = problem.sessions[s], problem.rules
    if session.id in problem.pins.shut:
        return "shut", ""
    able = [problem.people[p] for p in case.could_sit[s]]
    able = [p for p in able if (p.id, session.id) not in problem.pins.not_seated]
    free = [p for p in able if agency.id not in p.interests | {p.home}]
    for capacity, least in sorted(keep.required.items()):
        if sum(capacity in p.capacities for p in able) < least:
            return "nobody", f"{said(capacity)} member"
        if sum(capacity in p.capacities for p in free) < least:
            return "interest", f"{said(capacity)} member"
    if keep.needs_chair and not any(p.may_chair for p in able):
        return "nobody", "member who may chair"
    if keep.needs_chair and not any(p.may_chair for p in free):
        return "interest", "member who may chair"
    if len(free) < keep.seats_least:
        return "few", ""
    return "other", ""


def alone(problem: Problem, agencies: list[Agency], words: list[str]) -> str:
    """Why these agencies are out, all for one reason, though nobody stands in their way."""
    found = causes(problem, agencies[0])
    who = listed([named(agency) for agency in agencies])
    kinds = {cause for _, cause in found}
    if not found:
        many = "none of them" if len(agencies) > 1 else "it"
        verb = "can come" if len(agencies) > 1 else "cannot come"
        return f"{who}: {many} {verb} to any session on the {half_days(problem)}."
    if len(kinds) > 1:
        return _one_by_one(who, found)
    kind, missing = kinds.pop()
    them = "them" if len(agencies) > 1 else "it"
    sessions = len({s.half_day for s, _ in found})
    on = f"the {_number(sessions)} half-days" if sessions > 1 else when(found[0][0])
    if kind == "nobody" and _never(problem, missing):
        return f"No {missing} can come on any of the {half_days(problem)}: {who} cannot be placed."
    any_of = f"any of {on}" if sessions > 1 else on
    match kind:
        case "nobody":
            return f"No {missing} can come on {any_of} when {who} can."
        case "interest":
            return f"Every {missing} who can come on {on}, when {who} can, has an interest in {them}."
        case "few":
            return f"Too few people who have no interest in {who} can come on {on} when {who} can."
        case "shut":
            return f"{who} can come only on {on}, pinned not to be held."
    return (
        f"{who} can come on {on}, but these rules cannot all be kept then, and none of them can be"
        f" left out of the list: {' '.join(words)}"
    )


def _never(problem, missing):
    """Whether nobody of that kind can come at any time at all."""
    case = Case(problem)
    return not any(
        case.seats[p]
        for p, person in enumerate(problem.people)
        if missing in (f"{said(c)} member" for c in person.capacities)
        or (missing == "member who may chair" and person.may_chair)
    )


def _one_by_one(who, found):
    said_of = {
        "nobody": "no {}",
        "interest": "every {} has an interest",
        "few": "too few people",
        "shut": "pinned not to be held",
        "other": "no panel that keeps the rules",
    }
    lines = [f"on {when(s)} {said_of[kind].format(missing)}" for s, (kind, missing) in found]
    more = len(lines) - SPELLED_OUT
    if more > 0:
        lines = [*lines[:SPELLED_OUT], f"and {_number(more)} more half-days likewise"]
    return f"There is no panel on any half-day when {who} can come: {'; '.join(lines)}."


def crowded(problem: Problem, agencies: list[Agency], words: list[str]) -> str:
    """Why one of many is out where each by itself would have room."""
    who = listed([named(agency) for agency in agencies])
    room, total = len(problem.agencies) - len(agencies), len(problem.agencies)
    are = "are" if len(agencies) > 1 else "is"
    return (
        f"There is room for {room} of {total} agencies at most, so {who} {are} left out. These rules"
        f" leave room for no more, and none of them can be left out of the list: {' '.join(words)}"
    )


def half_days(problem: Problem) -> str:
    """`four days`, or `half-day` where there is one."""
    days = len({session.day for session in problem.sessions})
    return f"{_number(days)} days" if days != 1 else "one day"


def listed(names: list[str]) -> str:
    """`A, B and C`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _number(count):
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
