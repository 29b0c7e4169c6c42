"""What the challenged agencies say of themselves, standard by standard, beside last cycle.

Read once for all agencies of a cycle, with a constant number of queries; from then on nothing asks
the database.
"""

from dataclasses import dataclass

from section11.audits.models import Cycle
from section11.board import heatmap, looks, numbers, tallies
from section11.board.heatmap import Cell
from section11.board.travel import DirectionOfTravel
from section11.standards.models import RatingLevel, Standard


@dataclass(frozen=True)
class Rating:
    """One standard of one agency. `level` is none where it is not rated or not applicable."""

    standard: Standard
    cell: Cell
    look: looks.Look
    counts: str  # how many questions stand on each level, in words
    level: RatingLevel | None
    look_before: looks.Look | None
    level_before: RatingLevel | None

    @property
    def travel(self) -> DirectionOfTravel | None:
        return self.cell.travel

    @property
    def fell(self) -> bool:
        return self.travel is DirectionOfTravel.DECLINED


class SelfRatings:
    """Of the agencies of one cycle; `chain` is it and the cycle it is compared with, if any."""

    def __init__(self, cycle: Cycle):
        self.cycle = cycle
        read = numbers.read(numbers.pair(cycle), user=None)  # whoever asks sees the agency
        self.results = read[cycle.pk]
        self.before = read.get(cycle.compared_with_id)

    @property
    def levels(self) -> tuple[RatingLevel, ...]:
        """Every level that a panel may choose, worst first."""
        return self.results.levels + self.results.other_levels

    def row_of(self, agency_id: int):
        return self.results.row_of.get(agency_id)

    def of(self, agency_id: int) -> list[Rating]:
        """The standards that ask the agency anything, in order."""
        row = self.row_of(agency_id)
        if row is None:
            return []
        now = self.results.among([row])
        travels = tallies.travels(now, self.before, self.cycle.roll_up) if self.before else None
        [line] = heatmap.lines(now, tallies.of(now), self.cycle.roll_up, travels)
        before = self._before(now)
        asked = now.asked_of(row)
        return [
            self._rating(standard, cell, before.get(standard.pk))
            for standard, cell in zip(now.standards, line.cells, strict=True)
            if standard.pk in asked
        ]

    def question_travels(self, agency_id: int) -> dict[str, DirectionOfTravel]:
        """The direction of each question that the agency rated, by lineage."""
        row = self.row_of(agency_id)
        if row is None or self.before is None:
            return {}
        return tallies.question_travels(self.results, self.before, row)

    def level_before(self, agency_id: int, lineage: str) -> RatingLevel | None:
        """The level that a question had last cycle, if it counts in the score."""
        row = self.before and self.before.row_of.get(agency_id)
        place = self.before.ratings_of(row).get(lineage, -1) if row else -1
        return self.before.levels[place] if place >= 0 else None

    def _before(self, now) -> dict[int, Cell]:
        if self.before is None:
            return {}
        then = tallies.of_then(now, self.before.among(self._rows_before(now)))
        [line] = heatmap.lines(now, then, self.cycle.roll_up, of_self_audits=False)
        pairs = zip(now.standards, line.cells, strict=True)
        return {standard.pk: cell for standard, cell in pairs if cell.tally is not None}

    def _rows_before(self, now):
        return [
            found
            for row in now.rows
            if (found := self.before.row_of.get(row.agency_id)) is not None
        ]

    def _rating(self, standard, cell, before) -> Rating:
        results = self.results
        return Rating(
            standard=standard,
            cell=cell,
            look=looks.of_cell(results, cell),
            counts=looks.counts_in_words(results, cell.tally) if cell.tally else "",
            level=results.levels[cell.level] if cell.gap is None else None,
            look_before=looks.of_cell(results, before) if before else None,
            level_before=results.levels[before.level] if before and before.gap is None else None,
        )
