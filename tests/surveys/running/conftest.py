"""An agency with a lead, a coordinator, and an open survey of its staff."""

import pytest

from section11.people.models import Role
from tests import factories
from tests import survey_factories as made
from tests.challenge_factories import coordinator_of


@pytest.fixture
def coordinator(partnership):
    return coordinator_of(partnership)


@pytest.fixture
def lead(agency):
    return factories.member(Role.LEAD, agency=agency)


@pytest.fixture
def survey(cycle, agency):
    return made.survey(cycle=cycle, agencies=[agency])


@pytest.fixture
def surveyed(survey):
    return survey.agencies.select_related("agency").get()


@pytest.fixture
def token_agency(cycle, agency):
    survey = made.survey(cycle=cycle, agencies=[agency], access="tokens")
    return survey.agencies.select_related("agency").get()
