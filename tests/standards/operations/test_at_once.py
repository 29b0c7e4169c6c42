"""Two people at the same time, each on a connection of their own."""

import pytest

from section11.people.models import Role
from section11.record.models import Event
from section11.standards.models import StandardSet
from section11.standards.operations import standard_set_imports, standard_sets
from section11.web.exceptions import RuleBroken
from tests import factories
from tests.at_once import at_once
from tests.standards.files import rows, table

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made():
    partnership = factories.partnership()
    coordinator = factories.member(Role.COORDINATOR, partnership=partnership)
    draft = standard_sets.import_new(
        table=table(rows()),
        partnership=partnership,
        code="ours",
        title="Ours",
        scale=factories.scale(),
        by=coordinator,
    )
    return partnership, coordinator, draft


def codes(standard_set):
    return [question.code for question in standard_set.questions]


def test_publishing_and_importing_at_once_leaves_one_whole_set(made):
    _, coordinator, draft = made

    published, imported = at_once(
        lambda: standard_sets.publish(standard_set=draft, by=coordinator),
        lambda: standard_sets.import_rows(
            table=table(rows("9.1", "9.2")), standard_set=draft, by=coordinator
        ),
    )

    draft.refresh_from_db()
    assert draft.status == StandardSet.Status.PUBLISHED
    assert not isinstance(published, RuleBroken)
    refused = isinstance(imported, RuleBroken)
    assert codes(draft) == (["1.1", "1.2", "2.1"] if refused else ["9.1", "9.2"])


def test_two_publishers_at_once_have_one_effect(made):
    _, coordinator, draft = made

    results = at_once(*[lambda: standard_sets.publish(standard_set=draft, by=coordinator)] * 2)

    assert [isinstance(result, RuleBroken) for result in results].count(True) == 1
    assert Event.objects.filter(kind=Event.Kind.STANDARD_SET_PUBLISHED).count() == 1


def test_the_same_upload_applied_twice_at_once_has_one_effect(made):
    partnership, coordinator, draft = made
    waiting = standard_set_imports.upload(
        table=table(rows("9.1")),
        file_name="x.csv",
        partnership=partnership,
        standard_set=draft,
        by=coordinator,
    )
    seen = standard_set_imports.preview(waiting).seen

    results = at_once(
        *[
            lambda: standard_set_imports.apply(
                standard_set_import=waiting, seen=seen, by=coordinator
            )
        ]
        * 2
    )

    assert [isinstance(result, RuleBroken) for result in results].count(True) == 1
    assert Event.objects.filter(kind=Event.Kind.STANDARD_SET_IMPORTED).count() == 2
    assert codes(draft) == ["9.1"]


def test_two_versions_with_one_code_at_once(made):
    partnership, coordinator, draft = made
    standard_sets.publish(standard_set=draft, by=coordinator)

    results = at_once(
        *[
            lambda: standard_sets.begin_version(
                standard_set=draft,
                partnership=partnership,
                code="next",
                title="Next",
                by=coordinator,
            )
        ]
        * 2
    )

    assert [isinstance(result, RuleBroken) for result in results].count(True) == 1
    assert StandardSet.objects.filter(code="next").count() == 1
