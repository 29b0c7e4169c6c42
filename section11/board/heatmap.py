"""Agency by standard: tallies become the cells of a heatmap, in lines that can be ordered.

Pure: results and tallies in, lines of cells out. What a cell looks like is `looks`; how it is
drawn belongs to the pages and the picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from django.db.models import TextChoices

from section11.audits.roll_up import Outcome, RollUp, roll_up_cell

from .results import Results, Row
from .tallies import Key, Tally
from .travel import DirectionOfTravel


class Gap(Enum):
    """Why a cell has no rating. Never to be taken for a bad one, nor for a good one."""

    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"
    NOT_ASKED = "not_asked"
    NOT_SUBMITTED = "not_submitted"
    NOTHING_HERE = "nothing_here"
    NO_PART = "no_part"
    OTHER_SCALE = "other_scale"


class Order(TextChoices):
    NAME = "name", "Name"
    WORST = "worst", "Most of the worst first"


class Cell(NamedTuple):
    """One agency's standard. Either `level`, a place from the worst, or `gap` says something.

    `tally` is what stands behind the level; `unanswered` questions leave it open to change.
    """

    level: int | None
    gap: Gap | None
    tally: Tally | None = None
    travel: DirectionOfTravel | None = None

    @property
    def unanswered(self) -> int:
        return self.tally.unanswered if self.tally else 0

    @property
    def counts_questions(self) -> bool:
        """Whether its level comes from questions that can be counted beside it."""
        return self.gap is None and self.tally is not None and not self.tally.is_whole


class Difference(NamedTuple):
    """The same cell in two layers; `steps` is how many levels the first is above the second."""

    first: Cell
    second: Cell

    @property
    def steps(self) -> int | None:
        if self.first.level is None or self.second.level is None:
            return None
        return self.first.level - self.second.level


@dataclass(frozen=True, slots=True)
class Line:
    """An agency and its cells, in the order of the standards."""

    row: Row
    cells: tuple

    @property
    def is_empty(self) -> bool:
        """Whether all there is to say is that the self-audit is not submitted."""
        return all(is_not_submitted(cell) for cell in self.cells)


_GAPS = {
    Outcome.UNANSWERED: Gap.UNANSWERED,
    Outcome.NOT_APPLICABLE: Gap.NOT_APPLICABLE,
    Outcome.NOT_ASKED: Gap.NOT_ASKED,
}


def is_not_submitted(cell) -> bool:
    """Whether a cell, or a difference, holds nothing because the self-audit is not submitted."""
    gaps = {one.gap for one in cell} if isinstance(cell, Difference) else {cell.gap}
    return Gap.NOT_SUBMITTED in gaps <= {Gap.NOT_SUBMITTED, Gap.NOTHING_HERE}


def lines(
    results: Results,
    tallies: Mapping[Key, Tally],
    rule: RollUp | str,
    travels: Mapping[Key, DirectionOfTravel] | None = None,
    *,
    of_self_audits: bool = True,
) -> list[Line]:
    """A line for each agency of `results`, in the same order.

    `of_self_audits`: the tallies are those of this cycle's self-audits, so that where there is none
    the self-audit is not submitted, or does not ask.
    """
    travels = travels or {}
    standards = [standard.id for standard in results.standards]
    made = []
    for row in results.rows:
        cells = []
        for standard_id in standards:
            key = row.agency_id, standard_id
            tally = tallies.get(key)
            if tally is None:
                asked = not of_self_audits or standard_id in results.asked_of(row)
                cells.append(_empty(not of_self_audits or row.is_submitted, asked))
            else:
                cells.append(_cell(rule, tally, travels.get(key)))
        made.append(Line(row, tuple(cells)))
    return made


@lru_cache(maxsize=8192)
def _cell(rule: str, tally: Tally, travel: DirectionOfTravel | None) -> Cell:
    cell = roll_up_cell(
        rule,
        tally.counts,
        tally.essential,
        not_applicable=tally.not_applicable,
        unanswered=tally.unanswered,
    )
    return Cell(cell.level, _GAPS.get(cell.outcome), tally, travel)


def _empty(is_submitted: bool, is_asked: bool) -> Cell:
    """A cell without a tally: a layer knows nothing of it."""
    if not is_submitted:
        return _NOT_SUBMITTED
    return _NOTHING_HERE if is_asked else _NOT_ASKED


_NOT_SUBMITTED = Cell(None, Gap.NOT_SUBMITTED)
_NOTHING_HERE = Cell(None, Gap.NOTHING_HERE)
_NOT_ASKED = Cell(None, Gap.NOT_ASKED)


def difference(first: Sequence[Line], second: Sequence[Line]) -> list[Line]:
    """Two layers of the same agencies and standards laid over each other."""
    return [
        Line(one.row, tuple(map(Difference, one.cells, other.cells)))
        for one, other in zip(first, second, strict=True)
    ]


def ordered(these: Sequence[Line], order: Order | str, levels: int) -> list[Line]:
    """As they come, which is by name; or those with most cells of the worst of `levels` first, then
    of the next worst.

    Agencies without a rating come last. It says where to look first and ranks nobody: agencies are
    not all asked the same.
    """
    if order != Order.WORST:
        return list(these)
    return sorted(these, key=lambda line: _worst_first(line, levels))


def _worst_first(line: Line, levels: int) -> tuple:
    cells = [cell.first if isinstance(cell, Difference) else cell for cell in line.cells]
    given = [cell.level for cell in cells if cell.level is not None]
    return not given, [-given.count(level) for level in range(levels)]


class Share(NamedTuple):
    """How the agencies stand on one standard: how many on each level, and in each gap."""

    levels: tuple[int, ...]
    gaps: Mapping[Gap, int]

    @property
    def rated(self) -> int:
        return sum(self.levels)

    @property
    def unrated(self) -> int:
        """Submitted, and yet without a rating."""
        return sum(self.gaps.values()) - self.gaps[Gap.NOT_SUBMITTED]


def shares(these: Sequence[Line], columns: int, levels: int) -> list[Share]:
    """For each column, in order, the number of agencies on each of `levels` and in each gap."""
    return [
        Share(
            tuple(sum(cell.level == level for cell in column) for level in range(levels)),
            {gap: sum(cell.gap is gap for cell in column) for gap in Gap},
        )
        for column in ([line.cells[place] for line in these] for place in range(columns))
    ]
