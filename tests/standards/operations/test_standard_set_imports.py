import pytest

from section11.people.models import Role
from section11.record.models import Event
from section11.standards.exceptions import ImportRefused
from section11.standards.models import StandardSet, StandardSetImport
from section11.standards.operations import standard_set_imports, standard_sets
from section11.web.exceptions import RuleBroken
from tests import factories
from tests.standards.files import row, rows, table


@pytest.fixture
def waiting(draft, coordinator):
    """A file for the draft with one question more, not applied yet."""
    return standard_set_imports.upload(
        table=table([*rows(priorities="neglect"), row("3.1")]),
        file_name="questions.xlsx",
        partnership=draft.partnership,
        standard_set=draft,
        by=coordinator,
    )


def seen(waiting):
    return standard_set_imports.preview(waiting).seen


def apply(waiting, coordinator, **options):
    options = {"seen": seen(waiting)} | options
    return standard_set_imports.apply(standard_set_import=waiting, by=coordinator, **options)


def codes(standard_set):
    return [question.code for question in standard_set.questions]


def test_an_upload_changes_no_set(waiting, draft, coordinator):
    found = standard_set_imports.preview(StandardSetImport.objects.get(pk=waiting.pk))

    assert codes(draft) == ["1.1", "1.2", "2.1"]
    assert [entry.code for entry in found.questions.new] == ["3.1"]
    assert (waiting.uploaded_by, waiting.is_waiting) == (coordinator, True)


def test_applying_it_changes_the_draft(waiting, draft, coordinator):
    assert apply(waiting, coordinator) == draft

    waiting.refresh_from_db()
    assert codes(draft) == ["1.1", "1.2", "2.1", "3.1"]
    assert (waiting.applied_by, waiting.is_waiting) == (coordinator, False)
    assert Event.objects.about(draft).count() == 2


def test_another_coordinator_applies_it(waiting, draft, partnership):
    colleague = factories.member(Role.COORDINATOR, partnership=partnership)

    apply(waiting, colleague)

    waiting.refresh_from_db()
    assert waiting.applied_by == colleague
    assert Event.objects.about(draft).first().by == colleague


@pytest.mark.database
def test_applying_it_twice_has_one_effect(waiting, draft, coordinator):
    as_seen = seen(waiting)
    apply(waiting, coordinator)

    with pytest.raises(RuleBroken, match=f"{coordinator} applied this file on .* already"):
        apply(waiting, coordinator, seen=as_seen)

    assert Event.objects.about(draft).count() == 2


@pytest.mark.database
def test_a_draft_that_changed_since_the_preview_is_looked_at_again(waiting, draft, coordinator):
    as_seen = seen(waiting)
    standard_sets.import_rows(table=table(rows("7.1")), standard_set=draft, by=coordinator)

    with pytest.raises(RuleBroken, match="has changed since you looked at this preview") as broken:
        apply(waiting, coordinator, seen=as_seen)

    assert broken.value.obj == waiting
    assert codes(draft) == ["7.1"]
    assert codes(apply(waiting, coordinator)) == ["1.1", "1.2", "2.1", "3.1"]


@pytest.mark.database
def test_a_draft_published_meanwhile_stays_as_it_is(waiting, draft, coordinator):
    as_seen = seen(waiting)
    standard_sets.publish(standard_set=draft, by=coordinator)

    with pytest.raises(RuleBroken, match="is published, so it cannot be changed"):
        apply(waiting, coordinator, seen=as_seen)

    assert codes(draft) == ["1.1", "1.2", "2.1"]
    assert standard_set_imports.preview(StandardSetImport.objects.get(pk=waiting.pk)).problems[
        0
    ].sentence == ("The set has been published meanwhile.")


def test_a_file_with_a_problem_is_kept_to_be_looked_at_but_not_applied(draft, coordinator):
    waiting = standard_set_imports.upload(
        table=table([row(essential="maybe")]),
        file_name="bad.csv",
        partnership=draft.partnership,
        standard_set=draft,
        by=coordinator,
    )

    with pytest.raises(ImportRefused, match="Row 1, column essential: Write yes or no"):
        apply(waiting, coordinator)

    waiting.refresh_from_db()
    assert waiting.is_waiting
    assert codes(draft) == ["1.1", "1.2", "2.1"]


def test_a_file_becomes_a_new_set(partnership, coordinator, shipped):
    waiting = standard_set_imports.upload(
        table=table([row(lineage="mine", priorities="early-help")]),
        file_name="new.yaml",
        partnership=partnership,
        code="new",
        title="New",
        scale=shipped.scale,
        based_on=shipped,
        priorities=[{"code": "early-help", "title": "Early help"}],
        by=coordinator,
    )

    made = apply(waiting, coordinator)

    waiting.refresh_from_db()
    assert waiting.standard_set == made
    assert (made.code, made.title, made.based_on, made.partnership) == (
        "new",
        "New",
        shipped,
        partnership,
    )
    assert made.is_draft
    assert [p.code for p in made.priorities.all()] == ["early-help"]
    assert codes(made) == ["1.1"]


def test_a_new_set_whose_code_was_taken_meanwhile(partnership, coordinator):
    waiting = standard_set_imports.upload(
        table=table(rows()),
        file_name="new.csv",
        partnership=partnership,
        code="new",
        title="New",
        scale=factories.scale(),
        by=coordinator,
    )
    factories.standard_set(partnership=partnership, code="new")

    with pytest.raises(ImportRefused, match="There is a standard set with the code new already"):
        apply(waiting, coordinator)

    assert StandardSet.objects.filter(code="new").count() == 1


def test_a_published_set_takes_no_file(published, coordinator):
    with pytest.raises(RuleBroken, match="is published, so it cannot be changed"):
        standard_set_imports.upload(
            table=table(rows()),
            file_name="x.csv",
            partnership=published.partnership,
            standard_set=published,
            by=coordinator,
        )


def test_a_file_thrown_away_is_gone(waiting, draft, coordinator):
    standard_set_imports.discard(standard_set_import=waiting, by=coordinator)

    assert not StandardSetImport.objects.exists()
    assert codes(draft) == ["1.1", "1.2", "2.1"]


def test_a_file_that_was_applied_cannot_be_thrown_away(waiting, coordinator):
    apply(waiting, coordinator)

    with pytest.raises(RuleBroken, match="already"):
        standard_set_imports.discard(standard_set_import=waiting, by=coordinator)


def test_uploads_are_seen_by_coordinators_of_that_partnership_alone(waiting, people, partnership):
    who = {
        name for name, user in people.items() if user and StandardSetImport.objects.visible_to(user)
    }

    assert who == {"coordinator"}
    assert waiting.partnership == partnership
