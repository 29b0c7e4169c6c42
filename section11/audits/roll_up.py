"""How the ratings of a standard's questions make one rating for the standard.

No source states how the colour of a standard comes from its questions, so the rule is chosen for
each cycle and named beside every heatmap. This module is that rule and nothing else: counts in,
a level out. It knows no model and no colour.

Counts are sequences with one place for each level of the scale that counts in the score, worst
first: for Red, Amber, Green, `(1, 4, 2)` is one red, four amber and two green. A level is its
place in that sequence, so 0 is the worst. Not applicable leaves the score and has no place.
"""

from collections.abc import Sequence
from enum import Enum, auto, nonmember
from typing import NamedTuple

from django.db.models import TextChoices


class RollUp(TextChoices):
    """The rules a cycle may choose from; `rule` says each in words for the page."""

    WORST = "worst", "Worst rating"
    ESSENTIAL_WORST = "essential_worst", "Worst rating of the essential questions"
    MAJORITY = "majority", "Most frequent rating"

    RULES = nonmember(
        {
            "worst": "A standard takes the worst rating given to any of its questions.",
            "essential_worst": (
                "A standard takes the worst rating given to any of its essential questions."
                " Where no essential question is rated, it takes the worst rating of the others."
            ),
            "majority": (
                "A standard takes the rating given to more of its questions than any other."
                " Where two ratings are given equally often, it takes the worse."
            ),
        }
    )

    @property
    def rule(self) -> str:
        return self.RULES[self.value]


class Outcome(Enum):
    """What can be said of one agency's standard in one cycle."""

    RATED = auto()  # every question that applies is rated or marked not applicable
    PARTLY_ANSWERED = auto()  # rated by what is answered; some questions are not
    UNANSWERED = auto()  # no rating yet, and at least one question waits for one
    NOT_APPLICABLE = auto()  # the agency marked every question not applicable
    NOT_ASKED = auto()  # the standard has no question for an agency of this kind


class Cell(NamedTuple):
    """One agency's standard, rolled up. `level` is None unless something is rated."""

    outcome: Outcome
    level: int | None
    unanswered: int


def roll_up(
    rule: RollUp | str, counts: Sequence[int], essential_counts: Sequence[int] | None = None
) -> int | None:
    """The level that `rule` makes of `counts`, or None when nothing is rated.

    `essential_counts` counts the essential questions alone, a part of `counts`; only
    ESSENTIAL_WORST reads it. A tie under MAJORITY goes to the worse level, and ESSENTIAL_WORST
    without a rated essential question falls back to WORST: in doubt the cautious answer.
    Raises ValueError for a rule that is none of ours.
    """
    if rule == "worst":
        return _worst(counts)
    if rule == "majority":
        most = max(counts, default=0)
        return counts.index(most) if most else None
    if rule == "essential_worst":
        level = None if essential_counts is None else _worst(essential_counts)
        return _worst(counts) if level is None else level
    raise ValueError(f"{rule!r} is not a roll-up rule.")


def roll_up_cell(
    rule: RollUp | str,
    counts: Sequence[int],
    essential_counts: Sequence[int] | None = None,
    *,
    not_applicable: int = 0,
    unanswered: int = 0,
) -> Cell:
    """Roll up one agency's standard and say how far its answers go.

    `not_applicable` counts answers rated with a level that leaves the score, `unanswered` the
    questions that apply and have no rating. An unanswered question never counts as a bad one:
    the level comes from what is rated, and the outcome says that some is missing.
    """
    level = roll_up(rule, counts, essential_counts)
    if level is not None:
        return Cell(Outcome.PARTLY_ANSWERED if unanswered else Outcome.RATED, level, unanswered)
    if unanswered:
        return Cell(Outcome.UNANSWERED, None, unanswered)
    return Cell(Outcome.NOT_APPLICABLE if not_applicable else Outcome.NOT_ASKED, None, 0)


def _worst(counts: Sequence[int]) -> int | None:
    for level, count in enumerate(counts):
        if count:
            return level
    return None
