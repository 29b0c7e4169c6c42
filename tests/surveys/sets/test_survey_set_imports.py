"""The operations of a file on its way into a survey set."""

import pytest

from section11.people.models import Role
from section11.standards.exceptions import ImportRefused
from section11.web.exceptions import RuleBroken
from surveys.models import SurveySet, SurveySetImport
from surveys.operations import survey_set_imports, survey_sets
from tests import factories

from .files import row, rows, table


@pytest.fixture
def waiting(draft, coordinator):
    """A file for the draft with one question more and one reworded, not applied yet."""
    return survey_set_imports.upload(
        table=table([*rows("1", "2"), row("3", text="Other."), row("4")]),
        file_name="questions.xlsx",
        partnership=draft.partnership,
        survey_set=draft,
        by=coordinator,
    )


@pytest.fixture
def new(standards, partnership, coordinator):
    """A file that makes a new set."""
    return survey_set_imports.upload(
        table=table(rows()),
        file_name="new.csv",
        partnership=partnership,
        code="new",
        title="New",
        purpose="practitioners",
        by=coordinator,
    )


def apply(waiting, by, seen=None):
    seen = seen or survey_set_imports.preview(waiting).seen
    return survey_set_imports.apply(survey_set_import=waiting, seen=seen, by=by)


def codes(survey_set):
    return [question.code for question in survey_set.questions.in_order()]


def test_an_upload_changes_no_set(waiting, draft):
    found = survey_set_imports.preview(SurveySetImport.objects.get(pk=waiting.pk))

    assert codes(draft) == ["1", "2", "3"]
    assert [entry.code for entry in found.questions.new] == ["4"]
    [changed] = found.questions.changed
    assert [(c.column, c.before, c.after) for c in changed.changes] == [
        ("text", "Sentence 3.", "Other.")
    ]


def test_another_coordinator_applies_it(waiting, draft, partnership):
    colleague = factories.member(Role.COORDINATOR, partnership=partnership)

    assert apply(waiting, colleague) == draft

    waiting.refresh_from_db()
    assert codes(draft) == ["1", "2", "3", "4"]
    assert (waiting.applied_by, waiting.is_waiting) == (colleague, False)


def test_a_file_is_applied_once(waiting, coordinator):
    apply(waiting, coordinator)

    with pytest.raises(RuleBroken, match="applied this file on"):
        apply(waiting, coordinator, seen="anything")
    with pytest.raises(RuleBroken, match="applied this file on"):
        survey_set_imports.discard(survey_set_import=waiting, by=coordinator)


def test_a_draft_that_changed_meanwhile_is_looked_at_again(waiting, draft, coordinator):
    seen = survey_set_imports.preview(waiting).seen
    survey_sets.import_rows(table=table(rows("7")), survey_set=draft, by=coordinator)

    with pytest.raises(RuleBroken, match="The draft has changed since you looked"):
        apply(waiting, coordinator, seen=seen)

    assert codes(draft) == ["7"]


def test_a_draft_published_meanwhile_takes_nothing(waiting, draft, coordinator):
    survey_sets.publish(survey_set=draft, by=coordinator)

    found = survey_set_imports.preview(SurveySetImport.objects.get(pk=waiting.pk))
    with pytest.raises(RuleBroken, match="no longer changes"):
        apply(waiting, coordinator)

    assert [problem.sentence for problem in found.problems] == [
        "The set has been published meanwhile."
    ]


def test_a_file_makes_a_new_set(new, coordinator):
    made = apply(new, coordinator)

    assert (made.code, made.purpose, codes(made)) == ("new", "practitioners", ["1", "2", "3"])
    assert made.is_draft


def test_a_code_taken_meanwhile_is_told(new, draft, coordinator):
    SurveySet.objects.filter(pk=draft.pk).update(code="new")

    with pytest.raises(ImportRefused, match="There is a survey set with the code new already"):
        apply(new, coordinator)


def test_thrown_away_nothing_has_changed(waiting, draft, coordinator):
    survey_set_imports.discard(survey_set_import=waiting, by=coordinator)

    assert not SurveySetImport.objects.exists()
    assert codes(draft) == ["1", "2", "3"]
