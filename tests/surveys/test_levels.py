"""How a share of agreement becomes a level of whatever rating scale the cycle has."""

from types import SimpleNamespace

import pytest

from surveys.results import levels
from surveys.results.published import Share

SURVEY = SimpleNamespace(green_from=75, amber_from=50)


def level(percent, count, survey=SURVEY):
    return levels.level_of(survey, Share(percent, 100, 100), count)


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 0), (49, 0), (50, 1), (74, 1), (75, 2), (100, 2)]
)
def test_three_levels_go_by_the_two_thresholds(percent, expected):
    assert level(percent, 3) == expected


@pytest.mark.parametrize(
    ("percent", "expected"), [(49, 0), (50, 1), (62, 1), (63, 2), (74, 2), (75, 3)]
)
def test_levels_between_the_best_and_the_worst_are_spread_evenly(percent, expected):
    assert level(percent, 4) == expected


@pytest.mark.parametrize(("percent", "expected"), [(0, 0), (74, 0), (75, 1), (100, 1)])
def test_of_two_levels_the_best_begins_where_green_does(percent, expected):
    assert level(percent, 2) == expected


@pytest.mark.parametrize("percent", [0, 60, 100])
def test_of_one_level_all_are_on_it(percent):
    assert level(percent, 1) == 0


def test_every_level_is_reached_by_some_share():
    survey = SimpleNamespace(green_from=80, amber_from=20)

    assert {level(percent, 7, survey) for percent in range(101)} == set(range(7))


def test_what_is_said_has_the_share_the_people_and_the_interval():
    said = levels.in_words(Share(15, 37, 37))

    assert said == "41 % agree, n = 37, between 26 and 57 %"


def test_the_rule_names_both_thresholds_and_of_two_levels_one():
    assert levels.rule(SURVEY, ["Red", "Amber", "Green"]) == (
        "From 75 % agreement on, practitioners are taken to say green, below 50 % red."
    )
    assert levels.rule(SURVEY, ["No", "Yes"]) == (
        "From 75 % agreement on, practitioners are taken to say yes, below that no."
    )
