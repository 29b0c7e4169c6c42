"""Which survey speaks for the practitioners of a cycle, and that a coordinator knows of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from surveys.results import shared
from tests import factories
from tests import survey_factories as made
from tests.surveys.counted import surveyed


@pytest.fixture
def large(cycle, agency):
    return surveyed(cycle=cycle, said={agency: (41, 37)}, name="Large survey")


def later(survey, **fields):
    return made.survey(
        cycle=survey.cycle,
        agencies=[],
        closes_on=survey.closes_on + timedelta(days=7),
        **{"status": "counted"} | fields,
    )


def share_page(client, people, survey):
    client.force_login(people["coordinator"])
    return client.get(reverse("surveys:survey-share", args=[survey.pk])).text


def test_before_a_newer_one_is_shared_the_coordinator_reads_what_it_takes_the_place_of(
    client, people, large
):
    said = share_page(client, people, later(large))

    assert "in place of Large survey:" in said


def test_the_first_of_a_cycle_takes_nothings_place(client, people, cycle, agency):
    said = share_page(
        client, people, surveyed(cycle=cycle, said={agency: (41, 37)}, status="counted")
    )

    assert "in place of" not in said


def test_an_older_one_takes_nothings_place(large):
    older = made.survey(
        cycle=large.cycle,
        agencies=[],
        status="counted",
        closes_on=large.closes_on - timedelta(days=1),
    )

    assert shared.before(older) == []


def test_one_that_was_closed_early_was_answered_until_then(client, people, cycle, agency):
    factories.self_audit(cycle=cycle, agency=agency, answered="green", submitted=True)
    survey = surveyed(cycle=cycle, said={agency: (41, 37)})
    client.force_login(people["board member"])

    page = client.get(cycle.get_absolute_url()).text

    today = timezone.localdate()
    assert survey.last_day == today < survey.closes_on
    assert f"answered until {today.day} {today:%B %Y}" in " ".join(page.split())
