import pytest

from section11.audits.roll_up import Cell, Outcome, RollUp, roll_up, roll_up_cell

RED, AMBER, GREEN = 0, 1, 2


@pytest.mark.parametrize(
    ("red", "amber", "green", "level"),
    [
        (0, 0, 5, GREEN),
        (0, 1, 4, AMBER),
        (1, 0, 9, RED),  # one red is enough
        (2, 3, 0, RED),
        (0, 3, 0, AMBER),
        (0, 0, 0, None),  # nothing rated, nothing said
    ],
)
def test_worst_takes_the_worst_rating(red, amber, green, level):
    assert roll_up(RollUp.WORST, (red, amber, green)) == level


@pytest.mark.parametrize(
    ("counts", "essential", "level"),
    [
        ((1, 2, 3), (0, 1, 2), AMBER),  # the red question is not an essential one
        ((1, 2, 3), (1, 0, 0), RED),
        ((2, 2, 3), (0, 0, 3), GREEN),
        ((1, 2, 3), (0, 0, 0), RED),  # no essential question rated: the worst of the others
        ((0, 2, 3), (0, 0, 0), AMBER),
        ((0, 2, 3), None, AMBER),  # a set without essential questions
        ((0, 0, 0), (0, 0, 0), None),
        ((0, 0, 0), None, None),
    ],
)
def test_essential_worst_takes_the_worst_rating_of_the_essential_questions(
    counts, essential, level
):
    assert roll_up(RollUp.ESSENTIAL_WORST, counts, essential) == level


@pytest.mark.parametrize(
    ("red", "amber", "green", "level"),
    [
        (1, 2, 3, GREEN),
        (1, 3, 2, AMBER),
        (3, 1, 2, RED),
        (0, 2, 2, AMBER),  # ties go to the worse
        (2, 0, 2, RED),
        (2, 2, 0, RED),
        (1, 1, 1, RED),
        (1, 2, 2, AMBER),  # the worse of the two that tie, not the worst of all
        (0, 0, 1, GREEN),
        (0, 0, 0, None),
    ],
)
def test_majority_takes_the_most_frequent_rating_and_the_worse_of_a_tie(red, amber, green, level):
    assert roll_up(RollUp.MAJORITY, (red, amber, green)) == level


@pytest.mark.parametrize(
    ("rule", "level"), [(RollUp.WORST, 1), (RollUp.ESSENTIAL_WORST, 2), (RollUp.MAJORITY, 3)]
)
def test_a_scale_of_four_levels_rolls_up_as_well(rule, level):
    assert roll_up(rule, (0, 1, 3, 4), (0, 0, 2, 1)) == level


def test_a_scale_without_scoring_levels_gives_nothing():
    assert [roll_up(rule, (), ()) for rule in RollUp] == [None, None, None]


def test_only_essential_worst_reads_the_essential_counts():
    assert roll_up(RollUp.WORST, (1, 0, 9), (0, 0, 9)) == RED
    assert roll_up(RollUp.MAJORITY, (1, 0, 9), (1, 0, 0)) == GREEN


@pytest.mark.parametrize("rule", list(RollUp))
def test_a_rule_may_come_as_the_text_stored_for_it(rule):
    assert roll_up(rule.value, (1, 2, 4), (0, 2, 1)) == roll_up(rule, (1, 2, 4), (0, 2, 1))


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="'mean' is not a roll-up rule"):
        roll_up("mean", (1, 2, 3))


def test_every_rule_is_said_in_words_and_rolls_up_a_lone_rating_to_itself():
    assert set(RollUp.RULES) == set(RollUp.values)
    for rule in RollUp:
        assert rule.rule.startswith("A standard takes the ")
        assert rule.rule.endswith(".")
        assert [roll_up(rule, counts) for counts in [(1, 0, 0), (0, 1, 0), (0, 0, 1)]] == [0, 1, 2]


@pytest.mark.parametrize(
    ("counts", "not_applicable", "unanswered", "cell"),
    [
        ((0, 2, 3), 0, 0, Cell(Outcome.RATED, AMBER, 0)),
        ((0, 2, 3), 4, 0, Cell(Outcome.RATED, AMBER, 0)),  # some not applicable is complete
        ((0, 0, 3), 0, 2, Cell(Outcome.PARTLY_ANSWERED, GREEN, 2)),  # not red for want of answers
        ((1, 0, 0), 1, 5, Cell(Outcome.PARTLY_ANSWERED, RED, 5)),
        ((0, 0, 0), 0, 5, Cell(Outcome.UNANSWERED, None, 5)),
        ((0, 0, 0), 3, 2, Cell(Outcome.UNANSWERED, None, 2)),  # two may still be rated
        ((0, 0, 0), 5, 0, Cell(Outcome.NOT_APPLICABLE, None, 0)),
        ((0, 0, 0), 0, 0, Cell(Outcome.NOT_ASKED, None, 0)),
    ],
)
def test_a_cell_tells_rated_partly_answered_unanswered_and_not_applicable_apart(
    counts, not_applicable, unanswered, cell
):
    result = roll_up_cell(
        RollUp.WORST, counts, not_applicable=not_applicable, unanswered=unanswered
    )

    assert result == cell


def test_a_cell_passes_the_essential_counts_on():
    cell = roll_up_cell(RollUp.ESSENTIAL_WORST, (1, 0, 4), (0, 0, 2), unanswered=1)

    assert cell == Cell(Outcome.PARTLY_ANSWERED, GREEN, 1)
