"""From what someone asked to see to the heatmap they see: the page, the picture and the numbers
are all made from the `Heatmap` that comes out of here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from section11.audits.models import Cycle
from section11.standards.models import Standard

from . import focus, heatmap, layers, overview, tallies
from .heatmap import Cell, Difference, Gap, Line, Order
from .layers import Layer, Scope
from .results import Results, Row


@dataclass(frozen=True)
class Choice:
    """What someone asked to see; what is empty shows everything.

    `against` lays a second layer over the first. `years` shows one standard over the cycles
    instead of every standard in one.
    """

    layer: Layer
    against: Layer | None = None
    sector: str = ""
    basis: str = ""
    standard: int | None = None
    priority: int | None = None
    order: Order = Order.NAME
    years: bool = False


class Column(NamedTuple):
    """A standard of the cycle; or, year on year, a cycle in which one standard is looked at."""

    title: str
    code: str
    standard: Standard
    cycle: Cycle


@dataclass(frozen=True)
class Heatmap:
    """`results` is what the choice left of the cycle; `compared_with` what travel is measured from."""

    cycle: Cycle
    choice: Choice
    results: Results
    columns: Sequence[Column]
    lines: Sequence[Line]
    compared_with: Cycle | None

    @property
    def submitted(self) -> int:
        return sum(line.row.is_submitted for line in self.lines)

    @property
    def is_difference(self) -> bool:
        return self.choice.against is not None

    def cells(self) -> Iterator[Cell]:
        """Every single cell, those of both layers of a difference too."""
        for line in self.lines:
            for cell in line.cells:
                if isinstance(cell, Difference):
                    yield from cell
                else:
                    yield cell

    @property
    def counts_questions(self) -> bool:
        return any(cell.counts_questions for cell in self.cells())

    @property
    def has_travel(self) -> bool:
        return any(cell.travel is not None for cell in self.cells())


def make(
    cycle: Cycle, choice: Choice, results: Mapping[int, Results], chain: Sequence[Cycle], user: Any
) -> Heatmap:
    """The heatmap of `cycle`. `chain` are the cycle and those before it, newest first, each with
    its results; the second is the one that travel is measured from.
    """
    whole = results[cycle.pk]
    now = whole.among([row for row in whole.rows if _wanted(row, choice)])
    if choice.years:
        return _year_on_year(cycle, choice, now, results, chain)
    now = now.about(
        standards=[choice.standard] if choice.standard else (), priority=choice.priority
    )
    lines = _lines(cycle, choice, {**results, cycle.pk: now}, user)
    return Heatmap(
        cycle=cycle,
        choice=choice,
        results=now,
        columns=[Column(one.title, one.code, one, cycle) for one in now.standards],
        lines=heatmap.ordered(lines, choice.order, len(now.levels)),
        compared_with=chain[1] if len(chain) > 1 else None,
    )


def first_over_the_years(results: Mapping[int, Results], chain: Sequence[Cycle]) -> Standard | None:
    """The standard to begin with year on year: one in focus, if earlier cycles asked it at all."""
    now = results[chain[0].pk]
    before = {q.lineage for cycle in chain[1:] for q in results[cycle.pk].questions}
    asked = {q.standard_id for q in now.questions if q.lineage in before}
    in_focus = focus.standards_in_focus(now)
    candidates = [*(one for one in [*in_focus, *now.standards] if one.pk in asked), *in_focus]
    return next(iter([*candidates, *now.standards]), None)


def of_questions(
    cycle: Cycle, standard: Standard, results: Mapping[int, Results], chain: Sequence[Cycle]
) -> Heatmap:
    """One standard, question by question: what each agency rated, and how that moved."""
    now = results[cycle.pk].about(standards=[standard.pk])
    before = chain[1] if len(chain) > 1 else None
    questions = now.by_standard.get(standard.pk, [])
    return Heatmap(
        cycle=cycle,
        choice=Choice(layers.SELF, standard=standard.pk),
        results=now,
        columns=[Column(question.code, question.code, standard, cycle) for question in questions],
        lines=overview.question_lines(now, results[before.pk] if before else None, questions),
        compared_with=before,
    )


def _wanted(row: Row, choice: Choice) -> bool:
    return choice.sector in ("", row.sector) and choice.basis in ("", row.basis)


def _lines(cycle, choice, results, user) -> list[Line]:
    now, then = results[cycle.pk], results.get(cycle.compared_with_id)
    scope = Scope([cycle], results, user)
    if choice.against:
        first, second = (_layer(one, scope, now) for one in (choice.layer, choice.against))
        return heatmap.difference(first, second)
    travels = None
    if choice.layer.of_self_audits and then:
        travels = tallies.travels(now, then, cycle.roll_up)
    return _layer(choice.layer, scope, now, travels)


def _layer(layer, scope, now, travels=None) -> list[Line]:
    read = layer.read(scope).get(now.cycle.pk, {})
    return heatmap.lines(now, read, now.cycle.roll_up, travels, of_self_audits=layer.of_self_audits)


def _year_on_year(cycle, choice, now, results, chain) -> Heatmap:
    standard = _one_standard(now, choice)
    now = now.about(standards=[standard.id] if standard else (), priority=choice.priority)
    cycles = list(reversed(chain)) if standard else []
    by_cycle = [
        _one_year(now, results[one.pk], results[before.pk] if before else None, cycle.roll_up)
        for one, before in zip(cycles, [None, *cycles], strict=False)
    ]
    lines = [
        Line(row, tuple(cells.get(row.agency_id, _NO_PART) for cells in by_cycle))
        for row in now.rows
    ]
    return Heatmap(
        cycle=cycle,
        choice=choice,
        results=now,
        columns=[Column(one.name, "", standard, one) for one in cycles],
        lines=heatmap.ordered(lines, choice.order, len(now.levels)),
        compared_with=None,
    )


def _one_standard(now: Results, choice: Choice) -> Standard | None:
    asked = now.about(
        standards=[choice.standard] if choice.standard else (), priority=choice.priority
    )
    return next(iter(asked.standards), None)


def _one_year(now, then, before, rule) -> dict[int, Cell]:
    """The one standard of `now` as it was rated in the cycle `then`, by agency."""
    then_alike = then.in_terms_of(now)
    if now.scale_id != then.scale_id:
        return {
            row.agency_id: _OTHER_SCALE if row.is_submitted else _NOT_SUBMITTED for row in then.rows
        }
    travels = tallies.travels(then_alike, before, rule) if before else None
    lines = heatmap.lines(then_alike, tallies.of(then_alike), rule, travels)
    return {line.row.agency_id: line.cells[0] for line in lines}


_NO_PART = Cell(None, Gap.NO_PART)
_OTHER_SCALE = Cell(None, Gap.OTHER_SCALE)
_NOT_SUBMITTED = Cell(None, Gap.NOT_SUBMITTED)
