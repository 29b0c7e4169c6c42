"""A survey with a question of every kind, and somebody about to answer it: fixtures."""

from datetime import UTC

import pytest
from django.utils import timezone

from tests import survey_factories as made
from tests.surveys.respondents import Respondent


@pytest.fixture
def survey_set(db):
    found = made.survey_set(questions=0)
    made.question(survey_set=found, group="Supervision", code="q1", lineage="supervision")
    made.question(survey_set=found, group="Supervision", code="q2", lineage="tool", kind="yes_no")
    choices = {"choices": ["Weekly", "Monthly", "100 % never"]}
    made.question(
        survey_set=found, group="Training", code="q3", lineage="often", kind="choice", **choices
    )
    made.question(
        survey_set=found, group="Training", code="q4", lineage="which", kind="choices", **choices
    )
    made.question(
        survey_set=found,
        group="In your words",
        code="q5",
        lineage="change",
        kind="text",
        text="What would you change?",
    )
    return found


@pytest.fixture
def survey(cycle, agency, survey_set):
    return made.survey(cycle=cycle, agencies=[agency], survey_set=survey_set)


@pytest.fixture
def surveyed(survey):
    return survey.agencies.get()


@pytest.fixture
def somebody(surveyed):
    return Respondent(surveyed)


@pytest.fixture
def set_clock(monkeypatch):
    def set_to(moment):
        moment = moment.astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return set_to
