"""Counting ratings: how many of each level stand behind one agency's standard, now and then.

A tally is kept by (agency id, standard id). The standards are always those of the cycle that is
looked at: ratings of another cycle are brought to them by the lineage of the questions.
"""

from functools import lru_cache
from typing import NamedTuple

from section11.audits.roll_up import RollUp

from .results import NOT_APPLICABLE, Asked, Results, Row
from .travel import DirectionOfTravel, cell_travel, question_travel

Key = tuple[int, int]
# The ratings given to some questions: places from the worst, NOT_APPLICABLE, or None for no rating.
Given = tuple[int | None, ...]

# Agencies answer alike, so the same few thousand patterns come again and again.
_PATTERNS = 8192


class Tally(NamedTuple):
    """The ratings behind one cell: `counts` and `essential` as `audits.roll_up` reads them.

    `is_whole`: it is one rating of the standard as a whole, and counts no questions; `note` then
    says what stands behind it: "41 % agree".
    """

    counts: tuple[int, ...]
    essential: tuple[int, ...]
    not_applicable: int = 0
    unanswered: int = 0
    is_whole: bool = False
    note: str = ""


@lru_cache(maxsize=_PATTERNS)
def tally(given: Given, essential: tuple[bool, ...], levels: int) -> Tally:
    """Count `given` on `levels` levels; `essential` says of each question whether it is."""
    counts, of_essential = [0] * levels, [0] * levels
    not_applicable = unanswered = 0
    for place, is_essential in zip(given, essential, strict=True):
        if place is None:
            unanswered += 1
        elif place == NOT_APPLICABLE:
            not_applicable += 1
        else:
            counts[place] += 1
            of_essential[place] += is_essential
    return Tally(tuple(counts), tuple(of_essential), not_applicable, unanswered)


def of(results: Results) -> dict[Key, Tally]:
    """What each submitted agency rated, for each standard that asks it something."""
    levels = len(results.levels)
    return {
        (row.agency_id, standard_id): tally(
            tuple(map(rating, asked.lineages)), asked.essential, levels
        )
        for row in results.rows
        if row.is_submitted
        for rating in [results.ratings_of(row).get]
        for standard_id, asked in results.asked_of(row).items()
    }


def of_then(now: Results, then: Results) -> dict[Key, Tally]:
    """What each agency rated in the cycle `then`, brought to the standards of `now` by lineage.

    A question counts as unanswered where it was asked then and not rated; essential is what is
    essential now. Empty when the two cycles rate on different scales.
    """
    return of(then.in_terms_of(now)) if now.scale_id == then.scale_id else {}


def travels(now: Results, then: Results, rule: RollUp | str) -> dict[Key, DirectionOfTravel]:
    """The direction of travel of each standard of `now` since `then`, for the agencies rated now."""
    same_scale = now.scale_id == then.scale_id
    both, directions = {}, {}
    for row in now.rows:
        if not row.is_submitted:
            continue
        rating, rating_then = now.ratings_of(row).get, _ratings_then(then, row).get
        kinds = row.kind, then.row_of[row.agency_id].kind if row.agency_id in then.row_of else None
        if kinds not in both:
            both[kinds] = _both(now, then, row)
        for standard_id, asked, before in both[kinds]:
            direction = _travel(
                rule,
                Compared(
                    tuple(map(rating, asked.lineages)),
                    tuple(map(rating_then, before.lineages)),
                    before.was_asked,
                    asked.essential,
                ),
                len(now.levels),
                len(then.levels),
                same_scale,
            )
            if direction is not None:
                directions[row.agency_id, standard_id] = direction
    return directions


def question_travels(now: Results, then: Results, row: Row) -> dict[str, DirectionOfTravel]:
    """The direction of each question that the agency of `row` rated, by lineage."""
    rating, rating_then = now.ratings_of(row).get, _ratings_then(then, row).get
    directions = {}
    for _, asked, before in _both(now, then, row):
        for place, lineage in enumerate(asked.lineages):
            known = before.lineages[place] is not None
            direction = question_travel(
                _counted(rating(lineage)),
                _counted(rating_then(before.lineages[place])),
                lineage_known=known,
                came_from=before.was_asked[place] and not known,
                same_scale=now.scale_id == then.scale_id,
            )
            if direction is not None:
                directions[lineage] = direction
    return directions


class Before(NamedTuple):
    """Beside the questions asked now: the lineage if it was asked of the agency then, else None;
    and whether it, or one that it was split or merged from, was.
    """

    lineages: tuple[str | None, ...]
    was_asked: tuple[bool, ...]


class Compared(NamedTuple):
    """One agency's standard now and then: tuples side by side, a place for each question."""

    now: Given
    before: Given
    was_asked: tuple[bool, ...]
    essential: tuple[bool, ...]


@lru_cache(maxsize=_PATTERNS)
def _travel(
    rule: str, compared: Compared, levels: int, levels_then: int, same_scale: bool
) -> DirectionOfTravel | None:
    rated = [
        question for question in zip(*compared, strict=True) if _counted(question[0]) is not None
    ]
    both = [question for question in rated if _counted(question[1]) is not None]
    now, before, _, essential = zip(*both, strict=True) if both else ((), (), (), ())
    tally_now, tally_before = tally(now, essential, levels), tally(before, essential, levels_then)
    return cell_travel(
        rule,
        tally_now.counts,
        tally_before.counts,
        rated=len(rated),
        asked_before=sum(was_asked for _, _, was_asked, _ in rated),
        now_essential=tally_now.essential,
        before_essential=tally_before.essential,
        same_scale=same_scale,
    )


def _ratings_then(then: Results, row: Row) -> dict[str, int]:
    before = then.row_of.get(row.agency_id)
    return then.ratings_of(before) if before else {}


def _both(now: Results, then: Results, row: Row) -> list[tuple[int, Asked, Before]]:
    """What the agency is asked, standard by standard, beside what it was asked then."""
    before = then.row_of.get(row.agency_id)
    asked_then = then.lineages_asked_of(before) if before else frozenset()
    return [
        (standard_id, asked, _before(asked, asked_then))
        for standard_id, asked in now.asked_of(row).items()
    ]


def _before(asked: Asked, asked_then: frozenset[str]) -> Before:
    return Before(
        tuple(lineage if lineage in asked_then else None for lineage in asked.lineages),
        tuple(
            lineage in asked_then or not asked_then.isdisjoint(came_from)
            for lineage, came_from in zip(asked.lineages, asked.came_from, strict=True)
        ),
    )


def _counted(place: int | None) -> int | None:
    return None if place == NOT_APPLICABLE else place
