"""What the Board page says of one cycle: who is late, how the standards stand and have moved, how
the questions behind each priority are answered. Results in, values for the page out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from section11.audits.models import Cycle
from section11.audits.roll_up import RollUp
from section11.standards.models import Priority, Question, Standard

from . import heatmap, tallies
from .heatmap import Cell, Gap, Line, Share
from .results import NOT_APPLICABLE, Results, Row, Standing
from .tallies import Tally
from .travel import DirectionOfTravel


class Answered(NamedTuple):
    """One question over all submitted agencies that are asked it.

    `tally` counts agencies, not questions; `moved` how many went in each direction since the
    cycle before.
    """

    question: Question
    tally: Tally
    moved: Mapping[DirectionOfTravel, int]

    @property
    def asked(self) -> int:
        return sum(self.tally.counts) + self.tally.not_applicable + self.tally.unanswered

    @property
    def movement(self) -> list[tuple[DirectionOfTravel, int]]:
        """The directions in which at least one agency went."""
        return [(direction, count) for direction, count in self.moved.items() if count]


class Year(NamedTuple):
    """How the agencies stood on one standard in one cycle; no share where scales differ."""

    cycle: Cycle
    share: Share | None


@dataclass(frozen=True)
class StandardView:
    standard: Standard
    share: Share
    years: Sequence[Year]
    answered: Sequence[Answered]


@dataclass(frozen=True)
class PriorityView:
    """`total` counts every rating of the questions that speak to the priority, by level."""

    priority: Priority
    answered: Sequence[Answered]
    total: Sequence[int]

    @property
    def caption(self) -> str:
        """A priority may be called what a standard is called, as Neglect is."""
        return f"Priority {self.priority.title}"


@dataclass(frozen=True)
class Overview:
    results: Results
    standings: Mapping[Standing, int]
    late: Sequence[Row]
    standards: Sequence[StandardView]
    priorities: Sequence[PriorityView]

    @property
    def submitted(self) -> int:
        return self.standings[Standing.SUBMITTED]

    @property
    def total(self) -> int:
        return len(self.results.rows)

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """The agencies by how far they are: the late ones first, the submitted ones last."""
        groups = [("Late", list(self.late))]
        for standing in Standing:
            rows = [row for row in self.results.rows if row.standing is standing]
            groups.append((standing.label, [row for row in rows if not row.is_late]))
        return [(label, rows) for label, rows in groups if rows]

    @property
    def with_worst(self) -> int:
        """How many standards have at least one agency on the worst level."""
        return sum(bool(view.share.levels[:1] and view.share.levels[0]) for view in self.standards)


def of(results: Mapping[int, Results], chain: Sequence[Cycle], rule: RollUp | str) -> Overview:
    """`chain` is the cycle and those before it, newest first, each with its results."""
    now = results[chain[0].pk]
    then = results[chain[1].pk] if len(chain) > 1 else None
    answered = by_question(now, then)
    shares = {cycle.pk: _shares(now, results[cycle.pk], rule) for cycle in chain}
    return Overview(
        results=now,
        standings={one: sum(row.standing is one for row in now.rows) for one in Standing},
        late=[row for row in now.rows if row.is_late],
        standards=[
            StandardView(
                standard,
                shares[chain[0].pk][place],
                [
                    Year(cycle, shares[cycle.pk][place] if shares[cycle.pk] else None)
                    for cycle in reversed(chain)
                ],
                [answered[question.id] for question in now.by_standard[standard.id]],
            )
            for place, standard in enumerate(now.standards)
        ],
        priorities=[_priority(now, priority, answered) for priority in now.priorities],
    )


def _priority(now, priority, answered) -> PriorityView:
    its = [answered[q.id] for q in now.questions if priority.id in now.speaks_to.get(q.id, ())]
    counts = zip(*(one.tally.counts for one in its), strict=True)
    return PriorityView(priority, its, tuple(map(sum, counts)))


def _shares(now: Results, then: Results, rule: RollUp | str) -> list[Share]:
    if now.scale_id != then.scale_id:
        return []
    alike = then.in_terms_of(now)
    lines = heatmap.lines(alike, tallies.of(alike), rule)
    return heatmap.shares(lines, len(now.standards), len(now.levels))


def by_question(now: Results, then: Results | None) -> dict[int, Answered]:
    """Each question's answers over the submitted agencies that are asked it, by question id."""
    given = {question.lineage: [] for question in now.questions}
    moved = {question.lineage: dict.fromkeys(DirectionOfTravel, 0) for question in now.questions}
    for row in now.rows:
        if not row.is_submitted:
            continue
        ratings = now.ratings_of(row)
        for lineage in now.lineages_asked_of(row):
            given[lineage].append(ratings.get(lineage))
        for lineage, direction in _directions(now, then, row).items():
            moved[lineage][direction] += 1
    return {
        question.id: Answered(
            question,
            _count(given[question.lineage], question.essential, len(now.levels)),
            moved[question.lineage],
        )
        for question in now.questions
    }


def _count(given, essential, levels) -> Tally:
    counts = tuple(given.count(level) for level in range(levels))
    return Tally(
        counts,
        counts if essential else (0,) * levels,
        given.count(NOT_APPLICABLE),
        given.count(None),
    )


def _directions(now, then, row):
    return tallies.question_travels(now, then, row) if then else {}


def question_lines(now: Results, then: Results | None, questions: Sequence[Question]) -> list[Line]:
    """A line for each agency with a cell for each question: what it rated, and how that moved."""
    return [Line(row, tuple(_question_cells(now, then, row, questions))) for row in now.rows]


def _question_cells(now, then, row, questions):
    if not row.is_submitted:
        return [Cell(None, Gap.NOT_SUBMITTED)] * len(questions)
    ratings, asked = now.ratings_of(row), now.lineages_asked_of(row)
    directions = _directions(now, then, row)
    return [
        _question_cell(ratings.get(q.lineage), q.lineage in asked, directions.get(q.lineage))
        for q in questions
    ]


def _question_cell(place, is_asked, direction):
    if not is_asked:
        return Cell(None, Gap.NOT_ASKED)
    if place is None:
        return Cell(None, Gap.UNANSWERED)
    if place == NOT_APPLICABLE:
        return Cell(None, Gap.NOT_APPLICABLE)
    return Cell(place, None, None, direction)
