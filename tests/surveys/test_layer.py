"""The heatmap's layer of what practitioners say: when it is there, and what its cells say."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.board import layers, numbers
from section11.board.layers import Scope
from tests import challenge_factories, factories
from tests.surveys.counted import agreeing, count, surveyed


@pytest.fixture
def own(cycle, agency):
    return factories.self_audit(cycle=cycle, agency=agency, answered="green", submitted=True)


def heatmap(cycle, query=""):
    return reverse("board:heatmap", args=[cycle.pk]) + query


def cell(cycle, agency):
    first = cycle.standard_set.standards.get(code="1")
    return reverse("board:cell-detail", args=[cycle.pk, agency.pk, first.pk])


def read(cycle, user=None):
    layer = {one.key: one for one in layers.of(cycle, user)}["practitioners"]
    return layer.read(Scope([cycle], numbers.read([cycle], user=user), user))[cycle.pk]


@pytest.mark.parametrize("status", ["planned", "open", "closed", "counted"])
def test_before_the_results_are_shared_there_is_no_such_layer(cycle, agency, own, status):
    surveyed(cycle=cycle, said={agency: (41, 37)}, status=status)

    assert "practitioners" not in {layer.key for layer in layers.of(cycle)}


def test_feedback_on_a_session_makes_no_layer(cycle, agency):
    survey = surveyed(cycle=cycle, said={agency: (41, 37)})
    survey.survey_set.purpose = "session_feedback"
    survey.survey_set.save()

    assert "practitioners" not in {layer.key for layer in layers.of(cycle)}


def test_the_heatmap_shows_the_level_that_the_share_stands_for(client, people, cycle, agency, own):
    surveyed(cycle=cycle, said={agency: (41, 37)})
    client.force_login(people["board member"])

    page = client.get(heatmap(cycle, "?layer=practitioners")).text

    assert 'value="practitioners" selected' in page
    assert "Standard 1: Red. 41 % agree, n = 37, between 26 and 57 %." in page
    assert "Standard 2: No rating in this layer." in page


def test_the_level_goes_by_the_thresholds_of_the_survey(cycle, agency):
    surveyed(cycle=cycle, said={agency: (60, 50)}, green_from=60, amber_from=30)

    [tally] = read(cycle).values()

    assert tally.counts == (0, 0, 1)


def test_laid_against_the_self_rating_it_says_what_a_gap_means(client, people, cycle, agency, own):
    surveyed(cycle=cycle, said={agency: (41, 37)})
    client.force_login(people["board member"])

    page = client.get(heatmap(cycle, "?layer=self&against=practitioners")).text

    assert "Self-rating Green, Practitioners Red: 2 levels higher." in page
    assert "+ means: the agency rates itself above what its own practitioners say" in page


def test_what_is_behind_the_cell_has_the_share_with_its_interval(
    client, people, cycle, agency, own
):
    surveyed(cycle=cycle, said={agency: (41, 37)})
    client.force_login(people["board member"])

    page = client.get(cell(cycle, agency)).text

    assert "Practitioners" in page
    assert "Red. 41 % agree, n = 37, between 26 and 57 %." in page


def test_nine_answers_are_no_cell_and_ten_are(cycle, agency, partnership):
    other = factories.agency(partnership=partnership)
    surveyed(cycle=cycle, said={agency: (0, 9), other: (0, 10)})

    assert {key[0] for key in read(cycle)} == {other.pk}


def test_the_newest_shared_survey_of_the_cycle_counts(cycle, agency):
    today = timezone.localdate()
    surveyed(cycle=cycle, said={agency: (90, 50)}, closes_on=today)
    surveyed(cycle=cycle, said={agency: (20, 50)}, closes_on=today - timedelta(days=1))
    surveyed(
        cycle=cycle,
        said={agency: (10, 50)},
        closes_on=today + timedelta(days=1),
        status="counted",
    )

    [tally] = read(cycle).values()

    assert tally.note.startswith("90 % agree")


def test_a_newer_survey_speaks_only_where_it_has_enough_answers(cycle, agency, partnership):
    today, other = timezone.localdate(), factories.agency(partnership=partnership)
    third = factories.agency(partnership=partnership)
    surveyed(
        cycle=cycle,
        said={agency: (90, 50), other: (80, 50), third: (70, 50)},
        closes_on=today - timedelta(days=1),
    )
    surveyed(cycle=cycle, said={agency: (20, 50), other: (0, 9)}, closes_on=today)

    said = {key[0]: tally.note for key, tally in read(cycle).items()}

    assert said[agency.pk].startswith("20 % agree")
    assert said[other.pk].startswith("80 % agree")
    assert said[third.pk].startswith("70 % agree")


def test_a_survey_of_another_cycle_is_not_this_one_s(cycle, agency, partnership):
    other = factories.cycle(partnership=partnership, standard_set=cycle.standard_set)
    surveyed(cycle=other, said={agency: (41, 37)})

    assert "practitioners" not in {layer.key for layer in layers.of(cycle)}


def test_a_panel_member_sees_nothing_of_an_agency_in_which_they_have_an_interest(
    client, people, cycle, agency, own
):
    surveyed(cycle=cycle, said={agency: (41, 37)})
    challenge = challenge_factories.challenge(cycle=cycle)
    member = challenge_factories.panel_member(challenge=challenge, user=people["conflicted member"])
    challenge_factories.interest(panel_member=member, agency=agency)
    client.force_login(people["conflicted member"])

    page = client.get(heatmap(cycle, "?layer=practitioners")).text

    assert read(cycle, people["board member"])
    assert read(cycle, people["conflicted member"]) == {}
    assert "41 %" not in page


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_layer_asks_the_database_the_same_however_many_agencies_there_are(
    cycle, partnership, agencies, django_assert_num_queries
):
    many = [factories.agency(partnership=partnership) for _ in range(agencies)]
    surveyed(cycle=cycle, said=dict.fromkeys(many, (41, 37)))
    scope = Scope([cycle], numbers.read([cycle], user=None), None)
    layer = {one.key: one for one in layers.of(cycle)}["practitioners"]

    with django_assert_num_queries(4):
        found = layer.read(scope)[cycle.pk]

    assert len(found) == agencies


def test_a_standard_with_two_questions_takes_those_that_enough_answered(cycle, agency):
    survey = surveyed(cycle=cycle, said={agency: (50, 40)})
    survey.survey_set.questions.update(tests=["question-1-1"])
    count(survey.agencies.get(), {2: agreeing(100, 40), 3: agreeing(0, 9)})

    [tally] = read(cycle).values()

    assert tally.note.startswith("75 % agree, n = 40")
