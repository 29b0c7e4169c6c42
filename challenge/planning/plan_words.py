"""What a timetable costs and how good it is, in words."""

from typing import NamedTuple

from ..problem import Outcome, Part, Proof

# What each part of the objective counts: one of it, several of it, and why fewer are better.
PARTS = {
    "unplaced": (
        "agency left without a slot",
        "agencies left without a slot",
        "Placing every agency comes before everything else.",
    ),
    "session": ("session", "sessions", "Each takes half a day of a whole panel."),
    "if_need_be": (
        "person or agency that comes at a time given as “if need be”",
        "people and agencies that come at a time given as “if need be”",
        "A plain yes is better.",
    ),
    "load": (
        "pair of sessions with the same person",
        "pairs of sessions with the same person",
        "The fewer, the more evenly sessions are shared among the panel members.",
    ),
    "same_sector": (
        "agency beside another of its sector",
        "agencies beside another of their sector",
        "A session is better with agencies of different sectors.",
    ),
    "met_last_time": (
        "panel member too many who meets an agency of last time again",
        "panel members too many who meet an agency of last time again",
        "One who knows the agency is enough: fresh eyes ask fresh questions.",
    ),
    "heavy_day": (
        "pair of agencies with most red on the same day",
        "pairs of agencies with most red on the same day",
        "Those with most to ask about are better spread over the days.",
    ),
    "journey": (
        "day on which a panel member comes",
        "days on which panel members come",
        "Two sessions of a person are better on the same day.",
    ),
    "moved": (
        "published slot moved",
        "published slots moved",
        "People have been told of it already.",
    ),
    "reseated": (
        "change to a published panel",
        "changes to published panels",
        "People have been told of it already.",
    ),
}


class InWords(NamedTuple):
    """One part of the objective."""

    count: int
    text: str
    why: str
    points: int


def part(found: Part) -> InWords:
    one, several, why = PARTS.get(found.key, (found.key, found.key, ""))
    return InWords(found.count, one if found.count == 1 else several, why, found.points)


def several(key: str) -> str:
    """What the part counts, as a heading."""
    text = PARTS[key][1]
    return text[0].upper() + text[1:]


def parts(outcome: Outcome) -> list[InWords]:
    """The parts that cost anything, the dearest first."""
    dear = sorted(outcome.parts, key=lambda one: (-one.points, one.key))
    return [part(one) for one in dear if one.points or one.count]


def proof(outcome: Outcome) -> str:
    """How good the plan is known to be, in a sentence."""
    if outcome.proof == Proof.OPTIMAL:
        return "Proved: no better timetable exists."
    if outcome.proof == Proof.WITHIN:
        return f"At most {share(outcome.gap)} from the best there could be."
    return "It is not known how far it is from the best there could be."


def share(gap: float) -> str:
    """0.6 %, rounded up: nothing is claimed that was not proved."""
    tenths = max(1, -int(-gap * 1000 // 1))
    return f"{tenths // 10} %" if tenths % 10 == 0 else f"{tenths / 10} %"
