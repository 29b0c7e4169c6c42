"""Two people at the same time, each on a connection of their own."""

import pytest

from section11.people.models import Role
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from surveys.models import SurveySet
from surveys.operations import survey_set_imports, survey_sets
from tests import factories
from tests.at_once import at_once

from .files import rows, table

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made():
    factories.standard_set()
    partnership = factories.partnership()
    coordinator = factories.member(Role.COORDINATOR, partnership=partnership)
    draft = survey_sets.import_new(
        table=table(rows()),
        partnership=partnership,
        code="ours",
        title="Ours",
        purpose="practitioners",
        by=coordinator,
    )
    return partnership, coordinator, draft


def codes(survey_set):
    return [question.code for question in survey_set.questions.in_order()]


def refused(results):
    return [isinstance(result, RuleBroken) for result in results].count(True)


def test_publishing_and_importing_at_once_leaves_one_whole_set(made):
    _, coordinator, draft = made

    published, imported = at_once(
        lambda: survey_sets.publish(survey_set=draft, by=coordinator),
        lambda: survey_sets.import_rows(
            table=table(rows("8", "9")), survey_set=draft, by=coordinator
        ),
    )

    draft.refresh_from_db()
    assert not draft.is_draft
    assert not isinstance(published, RuleBroken)
    late = isinstance(imported, RuleBroken)
    assert codes(draft) == (["1", "2", "3"] if late else ["8", "9"])


def test_the_same_upload_applied_twice_at_once_has_one_effect(made):
    partnership, coordinator, draft = made
    waiting = survey_set_imports.upload(
        table=table(rows("9")),
        file_name="x.csv",
        partnership=partnership,
        survey_set=draft,
        by=coordinator,
    )
    seen = survey_set_imports.preview(waiting).seen

    results = at_once(
        *[lambda: survey_set_imports.apply(survey_set_import=waiting, seen=seen, by=coordinator)]
        * 2
    )

    assert refused(results) == 1
    assert Event.objects.filter(kind=Event.Kind.SURVEY_SET_IMPORTED).count() == 2
    assert codes(draft) == ["9"]


def test_two_versions_with_one_code_at_once(made):
    partnership, coordinator, draft = made
    survey_sets.publish(survey_set=draft, by=coordinator)

    results = at_once(
        *[
            lambda: survey_sets.begin_version(
                survey_set=draft,
                partnership=partnership,
                code="next",
                title="Next",
                by=coordinator,
            )
        ]
        * 2
    )

    assert refused(results) == 1
    assert SurveySet.objects.filter(code="next").count() == 1
