"""A survey that somebody with the whole database attacks."""

import pytest

from tests import survey_factories as made
from tests.surveys.attacked import MANY


@pytest.fixture
def survey_set():
    found = made.survey_set(questions=2)
    made.question(survey_set=found, kind="text", code="words", lineage="words", group="Page 1")
    return found


@pytest.fixture
def by_link(cycle, agency, survey_set):
    return made.survey(cycle=cycle, agencies=[agency], survey_set=survey_set).agencies.get()


@pytest.fixture
def by_token(cycle, agency, survey_set):
    survey = made.survey(cycle=cycle, agencies=[agency], survey_set=survey_set, access="tokens")
    return survey.agencies.get()


@pytest.fixture
def tokens(by_token):
    """MANY personal links, in the order in which they will be used."""
    return [made.token(surveyed_agency=by_token)[1] for _ in range(MANY)]
