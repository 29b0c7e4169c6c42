"""What the Board's page of a cycle says of surveys."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import challenge_factories, factories
from tests.surveys.counted import surveyed


@pytest.fixture
def own(cycle, agency):
    return factories.self_audit(cycle=cycle, agency=agency, answered="green", submitted=True)


def page(client, cycle):
    return client.get(cycle.get_absolute_url()).text


def test_before_any_results_are_shared_it_says_nothing_of_practitioners(
    client, people, cycle, agency, own
):
    surveyed(cycle=cycle, said={agency: (41, 37)}, status="counted")
    client.force_login(people["board member"])

    assert "What practitioners say" not in page(client, cycle)


def test_it_lists_where_practitioners_disagree_with_the_best_rating(
    client, people, cycle, agency, own
):
    survey = surveyed(cycle=cycle, said={agency: (41, 37)})
    client.force_login(people["board member"])

    said = page(client, cycle)

    assert '<a class="govuk-link" href="#practitioners">What practitioners say</a>' in said
    assert "From 75 % agreement on, practitioners are taken to say green, below 50 % red." in said
    assert "41 % agree, n = 37, between 26 and 57 %" in said
    assert reverse("surveys:chart", args=[survey.pk]) in said


def test_where_they_agree_it_says_so(client, people, cycle, agency, own):
    surveyed(cycle=cycle, said={agency: (90, 37)})
    client.force_login(people["board member"])

    said = page(client, cycle)

    assert "No agency rates a standard green of which its practitioners clearly say" in said


def test_who_may_not_read_self_audits_gets_no_link_to_what_is_behind(
    client, people, cycle, agency, own
):
    surveyed(cycle=cycle, said={agency: (41, 37)})
    client.force_login(people["lay member"])

    said = page(client, cycle)

    assert "41 % agree" in said
    assert f"/agencies/{agency.pk}/standards/" not in said


def test_an_agency_in_which_one_has_an_interest_is_not_listed(client, people, cycle, agency, own):
    surveyed(cycle=cycle, said={agency: (41, 37)})
    challenge = challenge_factories.challenge(cycle=cycle)
    member = challenge_factories.panel_member(challenge=challenge, user=people["conflicted member"])
    challenge_factories.interest(panel_member=member, agency=agency)
    client.force_login(people["conflicted member"])

    said = page(client, cycle)

    assert "What practitioners say" in said
    assert "41 %" not in said


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_number_of_queries_does_not_grow(client, people, cycle, partnership, agencies):
    many = [factories.agency(partnership=partnership) for _ in range(agencies)]
    for one in many:
        factories.self_audit(cycle=cycle, agency=one, answered="green", submitted=True)
    surveyed(cycle=cycle, said=dict.fromkeys(many, (10, 40)))
    client.force_login(people["board member"])

    with CaptureQueriesContext(connection) as queries:
        said = page(client, cycle)

    assert said.count("10 % agree") == agencies
    assert len(queries) == 14


def test_of_two_surveys_it_names_both_and_says_which_speaks(
    client, people, cycle, agency, own, partnership
):
    older = surveyed(cycle=cycle, said={agency: (41, 37)}, name="Yearly survey")
    other = factories.agency(partnership=partnership)
    surveyed(
        cycle=cycle,
        said={other: (90, 37)},
        name="Winter check",
        closes_on=older.closes_on + timedelta(days=1),
    )
    client.force_login(people["board member"])

    said = page(client, cycle)

    assert said.index("Winter check</a>") < said.index("Yearly survey</a>")
    assert "the survey speaks that was held last and had enough answers" in said
    assert "41 % agree, n = 37" in said
