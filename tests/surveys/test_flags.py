"""What practitioners say against a rating, and where the challenge takes it up."""

from datetime import timedelta

import pytest

from challenge.sessions import enquiry
from challenge.sessions.enquiry_facts import standards_of
from challenge.sessions.self_ratings import SelfRatings
from challenge.setting_up import candidates
from challenge.setting_up.choosing import Rules
from section11.board import flags
from section11.board.flags import Flag
from tests import challenge_factories, factories
from tests.surveys.counted import surveyed

SAID = "Rated green, but practitioners disagree: 41\xa0% agree, n\xa0=\xa037."


def rated(cycle, agency, level="green"):
    return factories.self_audit(cycle=cycle, agency=agency, answered=level, submitted=True)


def first(cycle):
    return cycle.standard_set.standards.get(code="1")


def test_an_agency_that_rates_itself_green_and_its_practitioners_do_not_is_flagged(cycle, agency):
    rated(cycle, agency)
    surveyed(cycle=cycle, said={agency: (41, 37)})

    found = flags.of(cycle)

    assert found == [Flag(agency.pk, first(cycle).pk, SAID)]


@pytest.mark.parametrize(
    ("percent", "people", "flagged"),
    [
        (74, 100, False),  # below 75, but its interval reaches to 82
        (66, 100, False),  # to 75
        (65, 100, True),  # to 74
        (60, 20, False),  # to 78: too few to be sure
        (75, 100, False),
        (100, 100, False),
    ],
)
def test_the_whole_interval_must_lie_below_green(cycle, agency, percent, people, flagged):
    rated(cycle, agency)
    surveyed(cycle=cycle, said={agency: (percent, people)})

    assert bool(flags.of(cycle)) == flagged


@pytest.mark.parametrize("level", ["red", "amber"])
def test_who_does_not_rate_themselves_best_is_not_flagged(cycle, agency, level):
    rated(cycle, agency, level)
    surveyed(cycle=cycle, said={agency: (10, 37)})

    assert flags.of(cycle) == []


def test_before_the_self_audit_is_submitted_nothing_is_said(cycle, agency):
    factories.self_audit(cycle=cycle, agency=agency, answered="green", sent=True)
    surveyed(cycle=cycle, said={agency: (10, 37)})

    assert flags.of(cycle) == []


def test_before_the_results_are_shared_nothing_is_said(cycle, agency):
    rated(cycle, agency)
    surveyed(cycle=cycle, said={agency: (10, 37)}, status="counted")

    assert flags.of(cycle) == []


def test_too_few_answers_say_nothing(cycle, agency):
    rated(cycle, agency)
    surveyed(cycle=cycle, said={agency: (0, 9)})

    assert flags.of(cycle) == []


@pytest.mark.parametrize("agencies", [1, 3])
def test_flags_ask_the_database_the_same_however_many_agencies_there_are(
    cycle, partnership, agencies, django_assert_num_queries
):
    many = [factories.agency(partnership=partnership) for _ in range(agencies)]
    for one in many:
        rated(cycle, one)
    surveyed(cycle=cycle, said=dict.fromkeys(many, (10, 37)))
    flags.of(cycle)

    with django_assert_num_queries(6):
        found = flags.of(cycle)

    assert len(found) == agencies


def test_the_challenge_proposes_a_line_of_enquiry_about_it(cycle, agency):
    own = rated(cycle, agency)
    surveyed(cycle=cycle, said={agency: (41, 37)})

    lines = enquiry.propose(standards_of(own, SelfRatings(cycle), flags.of(cycle)))

    [line] = [one for one in lines if enquiry.Rule.DISPUTED in one.rules]
    assert line.standard_id == first(cycle).pk
    assert SAID in line.because


def test_it_speaks_for_choosing_the_agency_for_the_challenge(cycle, agency, people):
    rated(cycle, agency)
    surveyed(cycle=cycle, said={agency: (41, 37)})
    challenge = challenge_factories.challenge(cycle=cycle)

    [one] = candidates.find(challenge, Rules(), user=people["coordinator"])

    said = f"Standard 1: {SAID}"
    assert one.facts.flags == (said,)


def test_a_newer_survey_of_others_leaves_the_flags_of_the_older(cycle, agency, partnership):
    rated(cycle, agency)
    other = factories.agency(partnership=partnership)
    older = surveyed(cycle=cycle, said={agency: (41, 37)})
    surveyed(cycle=cycle, said={other: (90, 37)}, closes_on=older.closes_on + timedelta(days=1))

    found = flags.of(cycle)

    assert found == [Flag(agency.pk, first(cycle).pk, SAID)]
