import pytest

from section11.people.models import Role
from surveys.operations import survey_sets
from tests import factories

from .files import rows, table


@pytest.fixture
def coordinator(partnership):
    return factories.member(Role.COORDINATOR, partnership=partnership)


@pytest.fixture
def standards(db):
    """A standard set whose questions have the lineages question-1-1 to question-2-2."""
    return factories.standard_set()


@pytest.fixture
def draft(standards, partnership, coordinator):
    """A draft of the coordinator's with the questions 1, 2 and 3 on one page."""
    return survey_sets.import_new(
        table=table(rows()),
        partnership=partnership,
        code="ours",
        title="Our survey",
        purpose="practitioners",
        by=coordinator,
    )


@pytest.fixture
def published(draft, coordinator):
    return survey_sets.publish(survey_set=draft, by=coordinator)


@pytest.fixture
def version(published, partnership, coordinator):
    """A draft that is a new version of the published set."""
    return survey_sets.begin_version(
        survey_set=published,
        partnership=partnership,
        code="ours-2",
        title="Our survey, second version",
        by=coordinator,
    )
