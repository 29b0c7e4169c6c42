"""Why an agency could not come even if it were the only one, half-day by half-day, in words."""

from ..problem import Agency, Problem, Session
from ..rules import named, when
from .case import Case
from .relaxing import said

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SPELLED_OUT = 4

Cause = tuple[str, str]  # what is wrong ("nobody", "interest", "few", "shut", "other"), and who


def key(problem: Problem, agency: Agency) -> tuple:
    """The same for agencies that are left out for the same reason."""
    found = causes(problem, agency)
    together = {cause for _, those in found for cause in those}
    if len(together) == 1 and (missing := _missing_always(problem, together)):
        return (missing,)
    return tuple(found)


def rule_words(problem: Problem, agency: Agency) -> str:
    """All that is missing for the agency, in one text, to see which rules have a part in it."""
    return " ".join(f"{kind} {who}" for _, those in causes(problem, agency) for kind, who in those)


def causes(problem: Problem, agency: Agency) -> list[tuple[Session, tuple[Cause, ...]]]:
    """For each session to which the agency could come, why it has no panel for it."""
    case = Case(problem)
    return [
        (problem.sessions[s], tuple(_causes(problem, case, agency, s)) or (("other", ""),))
        for s in case.slots[case.agency_number[agency.id]]
    ]


def _causes(problem, case, agency, s):
    session, keep = problem.sessions[s], problem.rules
    if session.id in problem.pins.shut:
        yield "shut", ""
        return
    able = [problem.people[p] for p in case.could_sit[s]]
    able = [p for p in able if (p.id, session.id) not in problem.pins.not_seated]
    free = [p for p in able if agency.id not in p.interests | {p.home}]
    for member, least, does in _needs(keep):
        if sum(does(p) for p in able) < least:
            yield "nobody", member
        elif sum(does(p) for p in free) < least:
            yield "interest", member
    if len(free) < keep.seats_least:
        yield "few", ""


def _needs(keep):
    for capacity, least in sorted(keep.required.items()):
        yield f"{said(capacity)} member", least, lambda p, c=capacity: c in p.capacities
    if keep.needs_chair:
        yield "member who may chair", 1, lambda p: p.may_chair


def _missing_always(problem, together):
    """Who is missing at all times and not only when the agency can come; "" if nobody is."""
    ((kind, missing),) = together
    if kind != "nobody":
        return ""
    case = Case(problem)
    does = next(does for member, _, does in _needs(problem.rules) if member == missing)
    there = any(case.seats[p] for p, person in enumerate(problem.people) if does(person))
    return "" if there else missing


def alone(problem: Problem, agencies: list[Agency], words: list[str]) -> str:
    """Why these agencies are out, all for one reason, though nobody stands in their way."""
    found = causes(problem, agencies[0])
    who = listed([named(agency) for agency in agencies])
    if not found:
        none = "None of them can come" if len(agencies) > 1 else "It cannot come"
        return f"{who} cannot be placed. {none} to any session on the {days(problem)}."
    together = {cause for _, those in found for cause in those}
    if len(together) > 1:
        return _one_by_one(who, found)
    if missing := _missing_always(problem, together):
        return f"No {missing} can come on any of the {days(problem)}: {who} cannot be placed."
    return _one_cause(*together.pop(), who, agencies, found, words)


def _one_cause(kind, missing, who, agencies, found, words):
    count = len({session.half_day for session, _ in found})
    on = f"the {_number(count)} half-days" if count > 1 else when(found[0][0])
    any_of = f"any of {on}" if count > 1 else on
    them = "them" if len(agencies) > 1 else "it"
    match kind:
        case "nobody":
            return f"No {missing} can come on {any_of} when {who} can."
        case "interest" if missing == "member who may chair":
            return (
                f"Everyone who could chair on {on}, when {who} can come, has an interest in {them}."
            )
        case "interest":
            return (
                f"Every {missing} who can come on {on}, when {who} can, has an interest in {them}."
            )
        case "few":
            return (
                f"Too few people without an interest in {who} can come on {any_of} when {who} can."
            )
        case "shut":
            return f"{who} can come only on {on}, pinned not to be held."
    return (
        f"{who} can come on {on}, but these rules cannot all be kept then, and none of them can be"
        f" left out of the list: {' '.join(words)}"
    )


def _one_by_one(who, found):
    said_of = {
        "nobody": "no {}",
        "interest": "every {} has an interest",
        "few": "too few people",
        "shut": "pinned not to be held",
        "other": "no panel that keeps the rules",
    }
    lines = [
        f"on {when(session)} {' and '.join(said_of[kind].format(who) for kind, who in those)}"
        for session, those in found
    ]
    more = len(lines) - SPELLED_OUT
    if more > 0:
        half_days = "half-day" if more == 1 else "half-days"
        lines = [*lines[:SPELLED_OUT], f"and {_number(more)} more {half_days} likewise"]
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


def days(problem: Problem) -> str:
    """`four days`."""
    count = len({session.day for session in problem.sessions})
    return f"{_number(count)} days" if count != 1 else "one day"


def listed(names: list[str]) -> str:
    """`A, B and C`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _number(count):
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
