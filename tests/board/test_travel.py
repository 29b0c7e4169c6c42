import pytest

from section11.audits.roll_up import RollUp
from section11.board.travel import RULE, DirectionOfTravel, cell_travel, question_travel

RED, AMBER, GREEN = 0, 1, 2
IMPROVED, SAME, DECLINED, NEW, NOT_COMPARABLE = DirectionOfTravel


def test_every_direction_has_its_own_symbol_and_word():
    assert set(DirectionOfTravel.SYMBOLS) == set(DirectionOfTravel.values)
    assert len({direction.symbol for direction in DirectionOfTravel}) == 5
    assert [direction.word for direction in DirectionOfTravel] == [
        "improved",
        "same",
        "declined",
        "new",
        "not comparable",
    ]


def test_the_rule_on_the_page_names_both_ways_of_having_no_arrow():
    assert "At least half" in RULE
    assert f"are {NOT_COMPARABLE.word}." in RULE
    assert f"A standard is {NEW.word} when" in RULE


@pytest.mark.parametrize(
    ("now", "before", "direction"),
    [
        (GREEN, AMBER, IMPROVED),
        (AMBER, RED, IMPROVED),
        (AMBER, AMBER, SAME),
        (RED, RED, SAME),
        (AMBER, GREEN, DECLINED),
        (RED, GREEN, DECLINED),
    ],
)
def test_a_question_rated_both_times_is_compared(now, before, direction):
    assert question_travel(now, before, lineage_known=True) == direction


@pytest.mark.parametrize(
    ("now", "before", "lineage_known", "came_from", "direction"),
    [
        (GREEN, None, False, False, NEW),
        (GREEN, None, False, True, NOT_COMPARABLE),  # split or merged: near, not the same
        (GREEN, RED, False, True, NOT_COMPARABLE),
        (GREEN, None, True, False, NOT_COMPARABLE),  # asked then, not rated then
        (RED, GREEN, True, True, DECLINED),  # its own lineage goes before its origin
        (None, GREEN, True, False, None),  # no rating now: nothing moved anywhere
        (None, None, False, False, None),
    ],
)
def test_a_question_without_a_rated_counterpart_gets_no_arrow(
    now, before, lineage_known, came_from, direction
):
    assert question_travel(now, before, lineage_known, came_from) == direction


def test_a_question_rated_on_another_scale_is_not_comparable():
    assert question_travel(3, 2, lineage_known=True, same_scale=False) == NOT_COMPARABLE
    assert question_travel(3, None, lineage_known=False, same_scale=False) == NEW


@pytest.mark.parametrize(
    ("rule", "now", "before", "direction"),
    [
        (RollUp.WORST, (0, 1, 3), (1, 0, 3), IMPROVED),  # the red one went to amber
        (RollUp.WORST, (0, 1, 3), (0, 3, 1), SAME),  # two greens more, amber still the worst
        (RollUp.WORST, (1, 0, 3), (0, 4, 0), DECLINED),  # one red weighs more than three greens
        (RollUp.MAJORITY, (1, 0, 3), (0, 4, 0), IMPROVED),  # the same counts under another rule
        (RollUp.MAJORITY, (0, 2, 2), (0, 3, 1), SAME),  # the tie goes to amber
        (RollUp.MAJORITY, (2, 1, 1), (1, 2, 1), DECLINED),
    ],
)
def test_a_cell_compares_the_questions_rated_both_times_by_the_rule_of_the_cycle(
    rule, now, before, direction
):
    assert cell_travel(rule, now, before, rated=4, asked_before=4) == direction


def test_a_cell_under_essential_worst_compares_the_essential_questions():
    counts = {"now_counts": (1, 0, 3), "before_counts": (0, 1, 3), "rated": 4, "asked_before": 4}

    by_essential = cell_travel(
        RollUp.ESSENTIAL_WORST, **counts, now_essential=(0, 0, 2), before_essential=(0, 1, 1)
    )
    without_essential = cell_travel(RollUp.ESSENTIAL_WORST, **counts)

    assert by_essential == IMPROVED
    assert without_essential == DECLINED


@pytest.mark.parametrize(
    ("comparable", "rated", "asked_before", "direction"),
    [
        (4, 4, 4, IMPROVED),
        (2, 4, 2, IMPROVED),  # exactly half is enough
        (2, 5, 2, NOT_COMPARABLE),  # two of five is not
        (3, 5, 5, IMPROVED),
        (1, 1, 1, IMPROVED),
        (0, 4, 4, NOT_COMPARABLE),  # asked then and left unrated, or all split from others
        (0, 4, 1, NOT_COMPARABLE),
        (0, 4, 0, NEW),
    ],
)
def test_a_cell_needs_half_of_its_questions_to_have_been_rated_before(
    comparable, rated, asked_before, direction
):
    result = cell_travel(
        RollUp.WORST,
        (0, 0, comparable),
        (comparable, 0, 0),
        rated=rated,
        asked_before=asked_before,
    )

    assert result == direction


def test_a_cell_with_nothing_rated_now_has_no_direction():
    assert cell_travel(RollUp.WORST, (0, 0, 0), (0, 0, 0), rated=0, asked_before=0) is None


def test_a_cell_rated_on_another_scale_is_not_comparable_unless_it_is_new():
    counts = {"rule": RollUp.WORST, "same_scale": False, "rated": 3}

    both = cell_travel(now_counts=(0, 0, 3), before_counts=(0, 0, 3, 0), asked_before=3, **counts)
    new = cell_travel(now_counts=(0, 0, 0), before_counts=(0, 0, 0, 0), asked_before=0, **counts)

    assert both == NOT_COMPARABLE
    assert new == NEW


@pytest.mark.parametrize(
    ("now", "before", "rated", "asked_before"),
    [
        ((0, 0, 3), (0, 0, 2), 3, 3),  # not the same questions then and now
        ((0, 0, 3), (0, 0, 3), 2, 2),  # more compared than rated
        ((0, 0, 3), (0, 0, 3), 3, 2),  # more compared than asked before
        ((0, 0, 3), (0, 0, 3), 3, 4),  # more asked before than rated now
    ],
)
def test_counts_that_cannot_be_of_the_same_questions_are_refused(now, before, rated, asked_before):
    with pytest.raises(ValueError, match="not counts of the same questions"):
        cell_travel(RollUp.WORST, now, before, rated=rated, asked_before=asked_before)
