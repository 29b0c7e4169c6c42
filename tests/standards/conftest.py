import pytest

from section11.people.models import Role
from section11.standards.operations import standard_sets
from tests import factories

from .files import rows, table


@pytest.fixture
def coordinator(partnership):
    return factories.member(Role.COORDINATOR, partnership=partnership)


@pytest.fixture
def draft(partnership, coordinator):
    """A draft of the coordinator's with questions 1.1, 1.2 and 2.1, and two priorities."""
    return standard_sets.import_new(
        table=table(rows(priorities="neglect")),
        partnership=partnership,
        code="ours",
        title="Our standards",
        scale=factories.scale(),
        priorities=[
            {"code": "neglect", "title": "Neglect"},
            {"code": "early-help", "title": "Early help"},
        ],
        by=coordinator,
    )


@pytest.fixture
def published(draft, coordinator):
    return standard_sets.publish(standard_set=draft, by=coordinator)


@pytest.fixture
def version(published, partnership, coordinator):
    """A draft that is a new version of the published set."""
    return standard_sets.begin_version(
        standard_set=published,
        partnership=partnership,
        code="ours-2",
        title="Our standards, second version",
        by=coordinator,
    )


@pytest.fixture
def shipped(db):
    """A published set that comes with the product."""
    return factories.standard_set()
