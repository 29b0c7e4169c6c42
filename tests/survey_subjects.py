"""What the URLs of surveys are about: fixtures, each an object of `agency` or `partnership`."""

import pytest

from tests import survey_factories as made


@pytest.fixture
def planned_survey(cycle, agency, people):
    """A survey of the staff of `agency` that nobody has been told of."""
    return made.survey(cycle=cycle, agencies=[agency], status="planned")


@pytest.fixture
def survey(cycle, agency, people):
    """The same, open, and answered today."""
    return made.survey(cycle=cycle, agencies=[agency])


@pytest.fixture
def counted_survey(cycle, agency, people):
    return made.survey(cycle=cycle, agencies=[agency], status="counted")


@pytest.fixture
def surveyed_agency(survey, agency):
    return survey.agencies.get(agency=agency)


@pytest.fixture
def survey_code(surveyed_agency):
    return {"pk": surveyed_agency.pk, "fmt": "svg"}


@pytest.fixture
def token_agency(cycle, agency, people):
    """The agency's part in a survey that is answered by personal links."""
    return made.survey(cycle=cycle, agencies=[agency], access="tokens").agencies.get()
