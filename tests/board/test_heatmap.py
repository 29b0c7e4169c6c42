from datetime import date
from types import SimpleNamespace

import pytest

from section11.audits.roll_up import RollUp
from section11.board import heatmap
from section11.board.heatmap import Cell, Difference, Gap, Line, Order
from section11.board.results import Asked, Results, Row, Standing
from section11.board.tallies import Tally
from section11.board.travel import DirectionOfTravel

RED, AMBER, GREEN = 0, 1, 2
ONE, TWO = SimpleNamespace(id=1), SimpleNamespace(id=2)


def a_row(agency_id, name="Agency", standing=Standing.SUBMITTED, sector="police"):
    return Row(
        agency_id * 10,
        agency_id,
        name,
        name,
        sector,
        "large",
        "",
        standing,
        False,
        date(2026, 1, 1),
    )


class AskedOfSome(Results):
    """Results in which the police are asked both standards and everybody else the first."""

    def asked_of(self, row):
        return {one.id: Asked((), (), ()) for one in self.standards[: 1 + (row.sector == "police")]}


def results(*rows):
    return AskedOfSome(
        cycle=None,
        levels=("red", "amber", "green"),
        other_levels=("na",),
        standards=(ONE, TWO),
        questions=(),
        priorities=(),
        speaks_to={},
        rows=rows,
        ratings={},
    )


def rated(*counts, essential=(0, 0, 0), **more):
    return Tally(counts, essential, **more)


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        (RollUp.WORST, RED, AMBER),
        (RollUp.ESSENTIAL_WORST, GREEN, AMBER),  # no essential question in the second: its worst
        (RollUp.MAJORITY, GREEN, GREEN),
    ],
)
def test_a_cell_is_rolled_up_by_the_rule_and_keeps_what_stands_behind_it(rule, first, second):
    tallies = {(1, 1): rated(1, 0, 4, essential=(0, 0, 1)), (1, 2): rated(0, 2, 3)}
    travels = {(1, 1): DirectionOfTravel.DECLINED}

    (line,) = heatmap.lines(results(a_row(1)), tallies, rule, travels)

    assert line.cells == (
        Cell(first, None, tallies[1, 1], DirectionOfTravel.DECLINED),
        Cell(second, None, tallies[1, 2], None),
    )


@pytest.mark.parametrize(
    ("tally", "gap"),
    [
        (rated(0, 0, 0, not_applicable=3), Gap.NOT_APPLICABLE),
        (rated(0, 0, 0, unanswered=3), Gap.UNANSWERED),
        (rated(0, 0, 0, not_applicable=2, unanswered=1), Gap.UNANSWERED),
    ],
)
def test_a_cell_without_a_rating_says_why(tally, gap):
    (line,) = heatmap.lines(results(a_row(1)), {(1, 1): tally, (1, 2): tally}, RollUp.WORST)

    assert line.cells == (Cell(None, gap, tally), Cell(None, gap, tally))


def test_a_cell_that_is_partly_answered_is_rated_and_counts_what_is_missing():
    tallies = {(1, 1): rated(0, 0, 2, unanswered=3), (1, 2): rated(0, 0, 2)}

    (line,) = heatmap.lines(results(a_row(1)), tallies, RollUp.WORST)

    assert [(cell.level, cell.unanswered) for cell in line.cells] == [(GREEN, 3), (GREEN, 0)]


def test_what_there_is_no_tally_of_is_told_apart():
    rows = a_row(1), a_row(2, sector="housing"), a_row(3, standing=Standing.WITH_APPROVER)

    own = heatmap.lines(results(*rows), {}, RollUp.WORST)
    another = heatmap.lines(results(*rows), {}, RollUp.WORST, of_self_audits=False)

    assert [[cell.gap for cell in line.cells] for line in own] == [
        [Gap.NOTHING_HERE, Gap.NOTHING_HERE],
        [Gap.NOTHING_HERE, Gap.NOT_ASKED],
        [Gap.NOT_SUBMITTED, Gap.NOT_SUBMITTED],
    ]
    assert [line.is_empty for line in own] == [False, False, True]
    assert {cell.gap for line in another for cell in line.cells} == {Gap.NOTHING_HERE}
    assert [line.is_empty for line in another] == [False, False, False]
    assert [line.is_empty for line in heatmap.difference(own, another)] == [False, False, True]


def test_a_layer_may_know_an_agency_that_has_not_submitted():
    row = a_row(1, standing=Standing.IN_PROGRESS)

    (line,) = heatmap.lines(results(row), {(1, 1): rated(0, 1, 0)}, RollUp.WORST)

    assert line.cells == (
        Cell(AMBER, None, rated(0, 1, 0)),
        Cell(None, Gap.NOT_SUBMITTED),
    )
    assert not line.is_empty


def test_a_scale_of_four_levels_rolls_up_as_well():
    (line,) = heatmap.lines(
        results(a_row(1)),
        {(1, 1): Tally((0, 0, 1, 4), (0, 0, 0, 1)), (1, 2): Tally((0, 0, 0, 2), (0, 0, 0, 0))},
        RollUp.WORST,
    )

    assert [cell.level for cell in line.cells] == [2, 3]


def a_line(name, *levels):
    cells = [Cell(level, None if level is not None else Gap.NOT_SUBMITTED) for level in levels]
    return Line(a_row(1, name), tuple(cells))


def names(lines):
    return [line.row.name for line in lines]


def test_most_red_first_then_most_amber_then_by_name_and_the_unrated_last():
    lines = [
        a_line("Unrated", None, None, None),
        a_line("Nearly all green", GREEN, GREEN, AMBER),
        a_line("One red, green", RED, GREEN, GREEN),
        a_line("One red, amber", RED, AMBER, GREEN),
        a_line("Two red", RED, RED, None),
        a_line("All green", GREEN, GREEN, GREEN),
        a_line("Also all green", GREEN, GREEN, GREEN),
    ]

    assert names(heatmap.ordered(lines, Order.WORST, 3)) == [
        "Two red",
        "One red, amber",
        "One red, green",
        "Nearly all green",
        "All green",
        "Also all green",
        "Unrated",
    ]


def test_the_difference_of_two_layers_is_in_steps_of_the_scale():
    first = [a_line("A", GREEN, RED, AMBER, None, GREEN)]
    second = [a_line("A", AMBER, GREEN, AMBER, GREEN, None)]

    (line,) = heatmap.difference(first, second)

    assert [cell.steps for cell in line.cells] == [1, -2, 0, None, None]
    assert line.cells[0] == Difference(first[0].cells[0], second[0].cells[0])


def test_a_difference_is_empty_only_where_neither_layer_has_anything():
    nothing, something = a_line("A", None, None), a_line("A", None, GREEN)

    assert [line.is_empty for line in heatmap.difference([nothing], [nothing])] == [True]
    assert [line.is_empty for line in heatmap.difference([nothing], [something])] == [False]


def test_differences_are_ordered_by_their_first_layer():
    lines = heatmap.difference(
        [a_line("A", GREEN), a_line("B", RED)], [a_line("A", RED), a_line("B", GREEN)]
    )

    assert names(heatmap.ordered(lines, Order.WORST, 3)) == ["B", "A"]


def test_the_shares_of_a_standard_count_agencies_by_level_and_by_gap():
    lines = [a_line("A", RED, GREEN), a_line("B", GREEN, GREEN), a_line("C", None, None)]

    one, two = heatmap.shares(lines, 2, 3)

    assert (one.levels, one.rated, one.gaps[Gap.NOT_SUBMITTED]) == ((1, 0, 1), 2, 1)
    assert (two.levels, two.rated, two.gaps[Gap.NOT_SUBMITTED]) == ((0, 0, 2), 2, 1)
    assert two.gaps[Gap.UNANSWERED] == 0
