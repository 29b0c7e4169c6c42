import pytest
from django.db import connection

from section11.record.models import Event
from section11.standards.exceptions import ImportRefused
from section11.standards.models import Descriptor, StandardSet
from section11.standards.operations import set_contents, standard_sets
from section11.web.exceptions import RuleBroken
from tests import factories
from tests.standards.files import opened, row, rows, table

ZERO_TO_THREE = [
    ("0", "Not in place", "0", "#6b0f1a", "triangle", True, True, False, False),
    ("1", "Begun", "1", "#b5521e", "diamond", True, True, False, False),
    ("2", "Working", "2", "#cf9420", "square", True, False, True, False),
    ("3", "Makes a difference", "3", "#94d8b4", "star", True, False, True, False),
    ("na", "Not applicable", "N/A", "#ffffff", "dash", False, False, False, True),
]
DIGITS = ["0", "1", "2", "3"]


def kinds(standard_set):
    return list(Event.objects.about(standard_set).order_by("pk").values_list("kind", flat=True))


def test_an_import_makes_the_whole_set(draft, coordinator):
    question = draft.questions.get(code="1.1")

    assert draft.status == StandardSet.Status.DRAFT
    assert [str(standard) for standard in draft.standards.all()] == ["1 Standard 1", "2 Standard 2"]
    assert (question.text, question.guidance, question.good_evidence) == (
        "Question 1.1?",
        "Guidance 1.1.",
        "Evidence 1.1.",
    )
    assert (question.essential, question.asked_of_small, question.sectors) == (False, True, [])
    assert (question.lineage, question.change, question.came_from) == ("question-1-1", "new", [])
    assert [(d.level.code, d.text) for d in question.descriptors.all()] == [
        ("red", "red for 1.1."),
        ("amber", "amber for 1.1."),
        ("green", "green for 1.1."),
    ]
    assert [p.title for p in question.priorities.all()] == ["Neglect"]
    [event] = Event.objects.about(draft)
    assert (event.kind, event.by, event.partnership_id, event.detail) == (
        Event.Kind.STANDARD_SET_IMPORTED,
        coordinator,
        draft.partnership_id,
        {"questions": 3},
    )


def test_an_import_replaces_what_was_there(draft, coordinator):
    standard_sets.import_rows(
        table=table([row("1.1", essential="yes"), row("5.1")]), standard_set=draft, by=coordinator
    )

    assert [(q.code, q.essential) for q in draft.questions] == [("1.1", True), ("5.1", False)]
    assert Descriptor.objects.filter(question__standard__standard_set=draft).count() == 6


def test_a_new_set_needs_a_code_of_its_own(draft, coordinator):
    with pytest.raises(RuleBroken, match="There is a standard set with the code ours already"):
        standard_sets.import_new(
            table=table(rows()),
            partnership=draft.partnership,
            code="ours",
            title="Ours again",
            scale=draft.scale,
            by=coordinator,
        )

    assert StandardSet.objects.count() == 1


def test_a_new_set_with_a_problem_leaves_nothing_behind(partnership, coordinator):
    with pytest.raises(ImportRefused):
        standard_sets.import_new(
            table=table([row(essential="?")]),
            partnership=partnership,
            code="bad",
            title="Bad",
            scale=factories.scale(),
            by=coordinator,
        )

    assert not StandardSet.objects.exists()
    assert not Event.objects.exists()


def test_publishing_makes_it_final(draft, coordinator):
    standard_sets.publish(standard_set=draft, by=coordinator)

    draft.refresh_from_db()
    assert draft.status == StandardSet.Status.PUBLISHED
    assert draft.published_by == coordinator
    assert draft.published_at is not None
    assert kinds(draft) == ["standard_set_imported", "standard_set_published"]


def test_a_published_set_cannot_be_published_again(published, coordinator):
    with pytest.raises(RuleBroken, match="is published, so it cannot become published"):
        standard_sets.publish(standard_set=published, by=coordinator)

    assert kinds(published).count("standard_set_published") == 1


def test_a_published_set_never_changes(published, coordinator):
    before = set_contents.fingerprint(published)

    with pytest.raises(RuleBroken, match="is published, so it cannot be changed"):
        standard_sets.import_rows(table=table(rows("9.1")), standard_set=published, by=coordinator)

    assert set_contents.fingerprint(published) == before


def test_an_empty_draft_cannot_be_published(partnership, coordinator):
    empty = factories.standard_set(standards=0, published=False, partnership=partnership)

    with pytest.raises(RuleBroken, match="has no questions yet"):
        standard_sets.publish(standard_set=empty, by=coordinator)

    empty.refresh_from_db()
    assert empty.is_draft


def test_a_standard_without_questions_cannot_be_published(partnership, coordinator):
    empty = factories.standard_set(
        standards=1, questions=0, published=False, partnership=partnership
    )

    with pytest.raises(RuleBroken, match="Standard 1 Standard 1 has no question"):
        standard_sets.publish(standard_set=empty, by=coordinator)


def test_a_question_that_does_not_say_what_a_rating_means_cannot_be_published(draft, coordinator):
    Descriptor.objects.get(question__code="1.2", level__code="amber").delete()

    with pytest.raises(RuleBroken, match="Question 1.2 does not say what each rating means"):
        standard_sets.publish(standard_set=draft, by=coordinator)


@pytest.mark.database
def test_publishing_during_an_import_stops_the_import(draft, coordinator):
    """The importer read the set while it was a draft; the lock reads it anew."""
    seen_as_draft = StandardSet.objects.get(pk=draft.pk)
    standard_sets.publish(standard_set=draft, by=coordinator)

    with pytest.raises(RuleBroken, match="is published, so it cannot be changed"):
        standard_sets.import_rows(
            table=table(rows("9.1")), standard_set=seen_as_draft, by=coordinator
        )

    assert [q.code for q in draft.questions] == ["1.1", "1.2", "2.1"]


def test_a_new_version_has_everything_and_keeps_each_lineage(version, published, coordinator):
    assert version.is_draft
    assert (version.based_on, version.scale) == (published, published.scale)
    columns, rows_before = set_contents.flat(published)
    assert set_contents.flat(version) == (columns, [r | {"change": "kept"} for r in rows_before])
    assert set_contents.priority_rows(version) == set_contents.priority_rows(published)
    assert not set(version.questions.values_list("pk")) & set(published.questions.values_list("pk"))
    [event] = Event.objects.about(version)
    assert (event.kind, event.by, event.detail) == (
        Event.Kind.STANDARD_SET_COPIED,
        coordinator,
        {"copied_from": published.pk},
    )


def test_a_new_version_forgets_what_came_from_what_before(published, version, coordinator):
    merged = row("1.1", lineage="both", change="merged", came_from="question-1-1; question-1-2")
    standard_sets.import_rows(table=table([merged]), standard_set=version, by=coordinator)
    standard_sets.publish(standard_set=version, by=coordinator)

    third = standard_sets.begin_version(
        standard_set=version,
        partnership=version.partnership,
        code="ours-3",
        title="Third",
        by=coordinator,
    )

    [question] = third.questions
    assert (question.lineage, question.change, question.came_from) == ("both", "kept", [])


def test_a_new_version_of_a_draft_cannot_begin(draft, coordinator):
    with pytest.raises(RuleBroken, match="Publish it before you begin a new version"):
        standard_sets.begin_version(
            standard_set=draft, partnership=draft.partnership, code="x", title="X", by=coordinator
        )


def test_a_coordinator_begins_a_version_of_a_shipped_set(shipped, partnership, coordinator):
    version = standard_sets.begin_version(
        standard_set=shipped, partnership=partnership, code="ours", title="Ours", by=coordinator
    )

    assert version.partnership == partnership
    assert [q.lineage for q in version.questions] == [q.lineage for q in shipped.questions]


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods", "json", "yaml"])
def test_the_second_scale_works_end_to_end(fmt, partnership, coordinator):
    scale = factories.scale(ZERO_TO_THREE, code="zero-to-three")
    levels = [*DIGITS, "na"]
    questions = [row("1.1", levels=levels), row("1.10", levels=DIGITS)]
    made = standard_sets.import_new(
        table=table(questions, levels=levels),
        partnership=partnership,
        code="digits",
        title="Digits",
        scale=scale,
        by=coordinator,
    )
    standard_sets.publish(standard_set=made, by=coordinator)

    read = opened(standard_sets.export(made, fmt), fmt)

    assert read.columns[-5:] == [f"descriptor_{level}" for level in levels]
    assert [
        (r.values["code"], r.values["descriptor_0"], r.values["descriptor_na"]) for r in read.rows
    ] == [
        ("1.1", "0 for 1.1.", "na for 1.1."),
        ("1.10", "0 for 1.10.", ""),
    ]
    assert not set_contents.preview(table=read, standard_set=made).changes_anything


def test_an_export_says_what_the_set_is_called(version):
    header = opened(standard_sets.export(version, "xlsx"), "xlsx").header

    assert header == {
        "code": "ours-2",
        "title": "Our standards, second version",
        "scale": "rag",
        "based_on": "ours",
        "priorities": [
            {"code": "neglect", "title": "Neglect"},
            {"code": "early-help", "title": "Early help"},
        ],
    }


def test_an_export_gives_a_standards_title_once(draft):
    read = opened(standard_sets.export(draft, "csv"), "csv")

    assert [r.values["standard_title"] for r in read.rows] == ["Standard 1", "", "Standard 2"]


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods", "json", "yaml"])
def test_formulas_stay_texts(fmt, draft, coordinator):
    texts = ["=cmd()", "+1", "-1", "@SUM(A1)", "'=1", "\t=1"]
    questions = [
        row(f"1.{n}", text=text.strip(), guidance=text.strip()) for n, text in enumerate(texts, 1)
    ]
    standard_sets.import_rows(table=table(questions), standard_set=draft, by=coordinator)

    read = opened(standard_sets.export(draft, fmt), fmt)

    assert [r.values["text"] for r in read.rows] == [text.strip() for text in texts]


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods", "json", "yaml"])
def test_a_template_is_a_file_that_can_be_uploaded(fmt, partnership):
    scale = factories.scale()
    new = StandardSet(partnership=partnership, code="new", title="New", scale=scale)

    read = opened(standard_sets.template(scale, fmt), fmt)

    found = set_contents.preview(
        table=read, standard_set=new, priorities=read.header.get("priorities", [])
    )
    assert found.problems == []
    assert len(found.questions.new) == 1


def test_the_largest_import_stays_within_bounds(draft, coordinator, django_assert_max_num_queries):
    """Constant but for one write a question: records are found and belongings written at once."""
    questions = [row(f"{s}.{q}") for s in range(1, 21) for q in range(1, 11)]

    with django_assert_max_num_queries(200 + 20 + 60):
        standard_sets.import_rows(table=table(questions), standard_set=draft, by=coordinator)

    assert draft.questions.count() == 200
    assert connection.in_atomic_block
