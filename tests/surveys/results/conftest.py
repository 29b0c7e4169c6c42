"""Two agencies with a shared survey, and who reads of it."""

import pytest

from section11.people.models import Role, Sector
from tests import challenge_factories, factories
from tests import survey_factories as made


@pytest.fixture
def police(partnership):
    return factories.agency(partnership=partnership, name="Police", sector=Sector.POLICE)


@pytest.fixture
def agency(partnership):
    return factories.agency(partnership=partnership, name="Hospital", sector=Sector.ACUTE_TRUST)


@pytest.fixture
def survey(cycle, agency, police):
    return made.survey(cycle=cycle, agencies=[agency, police], status="shared", threshold=10)


@pytest.fixture
def surveyed(survey, agency):
    return survey.agencies.get(agency=agency)


@pytest.fixture
def coordinator(partnership):
    return challenge_factories.coordinator_of(partnership)


@pytest.fixture
def board_member(partnership):
    return factories.member(Role.BOARD_MEMBER, partnership=partnership)


@pytest.fixture
def conflicted(cycle, agency, partnership):
    """A panel member with an interest in `agency`."""
    challenge = challenge_factories.challenge(cycle=cycle)
    challenge_factories.challenged_agency(challenge=challenge, agency=agency)
    user = factories.member(Role.PANEL_MEMBER, partnership=partnership)
    member = challenge_factories.panel_member(challenge=challenge, user=user)
    challenge_factories.interest(panel_member=member, agency=agency)
    return user
