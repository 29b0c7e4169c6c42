"""Whether things got better since the last comparable cycle, and when nobody may say so.

A comparison holds only between questions of the same lineage, rated both times on the same scale.
Which earlier cycle is an agency's last comparable one, and which lineages it was asked there, is
for the caller to find; this module only judges. Counts are those of `audits.roll_up`: one place
for each level that counts in the score, worst first.
"""

from collections.abc import Sequence
from enum import nonmember

from django.db.models import TextChoices

from section11.audits.roll_up import RollUp, roll_up

RULE = (
    "Direction of travel compares a standard with the agency’s last comparable cycle. It looks"
    " only at questions rated both times, and rolls them up by this cycle’s rule. At least half of"
    " the questions rated now must have been rated then on the same rating scale; if fewer were,"
    " the two are not comparable. A standard is new when none of the questions rated now, nor any"
    " question they were split or merged from, was asked of the agency then."
)


class DirectionOfTravel(TextChoices):
    """Each direction with the symbol for a cell; the label is its word."""

    IMPROVED = "improved", "Improved"
    SAME = "same", "Same"
    DECLINED = "declined", "Declined"
    NEW = "new", "New"
    NOT_COMPARABLE = "not_comparable", "Not comparable"

    SYMBOLS = nonmember(
        {"improved": "↑", "same": "→", "declined": "↓", "new": "+", "not_comparable": "≠"}
    )

    @property
    def symbol(self) -> str:
        return self.SYMBOLS[self.value]

    @property
    def word(self) -> str:
        """The label as it reads inside a sentence."""
        return self.label.lower()


def question_travel(
    now: int | None,
    before: int | None,
    lineage_known: bool,
    came_from: bool = False,
    *,
    same_scale: bool = True,
) -> DirectionOfTravel | None:
    """The direction of one question for one agency, or None while it has no rating now.

    `now` and `before` are levels, None where the question is not rated (unanswered, or not
    applicable). `lineage_known`: the agency was asked a question of this lineage in the last
    comparable cycle. `came_from`: it was asked one that this question was split or merged from.
    """
    if now is None:
        return None
    if not lineage_known and not came_from:
        return DirectionOfTravel.NEW
    if not lineage_known or before is None or not same_scale:
        return DirectionOfTravel.NOT_COMPARABLE
    return _compare(now, before)


def cell_travel(
    rule: RollUp | str,
    now_counts: Sequence[int],
    before_counts: Sequence[int],
    *,
    rated: int,
    asked_before: int,
    now_essential: Sequence[int] | None = None,
    before_essential: Sequence[int] | None = None,
    same_scale: bool = True,
) -> DirectionOfTravel | None:
    """The direction of one agency's standard, or None while nothing in it is rated now.

    `now_counts` and `before_counts` count the same questions, those rated in both cycles, by
    their level now and by their level then. `rated` counts all questions rated now, and
    `asked_before` those of them whose lineage, or one they were split or merged from, the agency
    was asked in the last comparable cycle. The essential counts are the part of each that is
    essential now, so that both sides roll up the same questions. A comparison needs
    `2 * sum(now_counts) >= rated`.

    Raises ValueError when the counts cannot be of the same questions.
    """
    comparable = sum(now_counts)
    if not sum(before_counts) == comparable <= asked_before <= rated:
        raise ValueError(
            f"{sum(before_counts)} rated before, {comparable} of them now, {asked_before} asked"
            f" before, {rated} rated now: these are not counts of the same questions."
        )
    if not rated:
        return None
    if not asked_before:
        return DirectionOfTravel.NEW
    if not same_scale or not comparable or 2 * comparable < rated:
        return DirectionOfTravel.NOT_COMPARABLE
    return _compare(
        roll_up(rule, now_counts, now_essential), roll_up(rule, before_counts, before_essential)
    )


def _compare(now: int, before: int) -> DirectionOfTravel:
    if now > before:
        return DirectionOfTravel.IMPROVED
    if now < before:
        return DirectionOfTravel.DECLINED
    return DirectionOfTravel.SAME
