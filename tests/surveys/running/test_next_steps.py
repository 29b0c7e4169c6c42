"""What a coordinator is told to do next."""

from datetime import date

import pytest

from surveys.models import Survey
from surveys.running.next_steps import Stand, next_step

DAY = date(2027, 2, 10)


def survey(**moments):
    return Survey(name="S", opens_on=date(2027, 2, 1), closes_on=date(2027, 2, 20), **moments)


@pytest.mark.parametrize(
    ("moments", "stand", "sentence", "url_name"),
    [
        ({}, {}, "No agency is asked yet.", "survey-agencies"),
        ({}, {"agencies": 1}, "1 agency will be asked. It is ready to open.", "survey-open"),
        (
            {"opened_at": DAY},
            {"agencies": 3, "low": 2},
            "Few have answered in 2 agencies.",
            "survey-remind",
        ),
        (
            {"opened_at": DAY},
            {"agencies": 3, "without_headcount": 1},
            "1 agency without a number of staff: no response rate can be told.",
            "survey-headcounts",
        ),
        ({"opened_at": DAY}, {"agencies": 3}, "Answers come in until 20 February 2027.", ""),
        (
            {"opened_at": DAY, "closed_at": DAY},
            {},
            "It is closed, and its answers are being counted.",
            "",
        ),
        (
            {"opened_at": DAY, "closed_at": DAY, "counted_at": DAY},
            {},
            "The answers are counted. Look through the results and what people wrote, then share them.",
            "survey-share",
        ),
    ],
)
def test_each_state_has_its_next_step(moments, stand, sentence, url_name):
    step = next_step(survey(**moments), Stand(**stand), today=DAY)

    assert (step.sentence, step.url_name) == (sentence, url_name)


def test_in_its_first_days_nobody_is_to_be_reminded():
    stand = Stand(agencies=1, low=1)

    early, later = (
        next_step(survey(opened_at=DAY), stand, today=date(2027, 2, day)) for day in (3, 4)
    )

    assert early.sentence == "Answers come in until 20 February 2027."
    assert later.sentence == "Few have answered in 1 agency."


def test_personal_links_are_to_be_sent_before_anything_else():
    by_token = survey(opened_at=DAY, access=Survey.Access.TOKENS)

    step = next_step(by_token, Stand(agencies=3, low=3, without_links=2), today=DAY)

    assert step.sentence.startswith("In 2 agencies nobody has been sent a personal link yet.")


def test_before_the_first_day_nobody_is_to_be_reminded():
    step = next_step(survey(opened_at=DAY), Stand(agencies=1, low=1), today=date(2027, 1, 20))

    assert step.sentence == "The agencies have their links. Answers are taken from 1 February 2027."


def test_a_shared_survey_is_done():
    shared = survey(opened_at=DAY, closed_at=DAY, counted_at=DAY, shared_at=DAY)

    assert next_step(shared, Stand(), today=DAY) is None


def test_a_survey_whose_last_day_passed_while_it_was_planned_needs_other_days():
    step = next_step(survey(), Stand(agencies=1), today=date(2027, 2, 21))

    assert step.sentence == "Its last day, 20 February 2027, is past, so it cannot be opened."
    assert step.url_name == "survey-edit"
