"""The operations of survey sets."""

import io

import pytest

from section11.record.models import Event
from section11.standards.exceptions import ImportRefused
from section11.tables.reading import read
from section11.tables.writing import MIME
from section11.web.exceptions import RuleBroken
from surveys.models import SurveySet
from surveys.operations import survey_set_contents as contents
from surveys.operations import survey_sets
from tests import factories
from tests import survey_factories as made

from .files import row, rows, table

ODD = [
    row("01", group="=1+1", text="007", hint="1e5", lineage="first"),
    row(
        "2",
        group="=1+1",
        kind="choice",
        choices="Yes, “often”; no",
        tests="question-2-1; question-1-2",
    ),
    row("3", group="Ŵŷ 😀", kind="choices", choices="- a; @b; +c"),
    row("4", group="Ŵŷ 😀", kind="text", text="<b>?</b>"),
    row("5", group="Ŵŷ 😀", kind="yes_no", good_is_disagreeing="yes"),
]


def codes(survey_set):
    return [question.code for question in survey_set.questions.in_order()]


def import_rows(survey_set, by, questions):
    survey_sets.import_rows(table=table(questions), survey_set=survey_set, by=by)


def begin(published, by, **fields):
    fields = {"partnership": published.partnership, "code": "next", "title": "Next"} | fields
    return survey_sets.begin_version(survey_set=published, by=by, **fields)


def test_importing_makes_the_draft_what_the_file_says(draft, coordinator):
    changed = [row("3", text="Third comes first."), row("1"), row("4")]

    import_rows(draft, coordinator, changed)

    assert codes(draft) == ["3", "1", "4"]
    assert draft.questions.get(code="3").text == "Third comes first."


def test_questions_that_swap_their_codes_stay_the_same_rows(draft, coordinator):
    before = dict(draft.questions.values_list("lineage", "pk"))

    import_rows(
        draft, coordinator, [row("2", lineage="sentence-1"), row("1", lineage="sentence-2")]
    )

    assert dict(draft.questions.values_list("lineage", "pk")) == {
        lineage: before[lineage] for lineage in ("sentence-1", "sentence-2")
    }


def test_a_file_with_problems_changes_nothing_and_tells_all(draft, coordinator):
    bad = [row("1", kind="agreed", tests="question-1-2; question-9-9"), row("1", choices="A; B")]

    with pytest.raises(ImportRefused) as refused:
        import_rows(draft, coordinator, bad)

    assert [(p.row, p.column) for p in refused.value.problems] == [
        (1, "kind"),
        (1, "tests"),
        (2, "code"),
        (2, "choices"),
        (2, "lineage"),
    ]
    assert codes(draft) == ["1", "2", "3"]


def test_what_is_tested_stands_in_a_set_of_the_same_partnership(draft, coordinator):
    elsewhere = factories.standard_set(partnership=factories.partnership(), standards=5)
    assert elsewhere.questions.filter(lineage="question-5-1").exists()

    with pytest.raises(ImportRefused, match="“question-5-1” is not the lineage"):
        import_rows(draft, coordinator, [row(tests="question-5-1")])


@pytest.mark.parametrize("fmt", list(MIME))
def test_export_then_import_gives_back_an_identical_set(fmt, draft, coordinator, partnership):
    import_rows(draft, coordinator, ODD)

    data = survey_sets.export(draft, fmt)
    again = survey_sets.import_new(
        table=read(io.BytesIO(data), f"x.{fmt}"),
        partnership=partnership,
        code="again",
        title="Again",
        purpose="practitioners",
        by=coordinator,
    )

    assert contents.flat(again) == contents.flat(draft)
    assert contents.flat(draft)[1] == ODD


@pytest.mark.parametrize("fmt", list(MIME))
def test_the_template_can_be_imported(fmt, partnership, coordinator):
    standards = factories.standard_set()
    factories.question(
        standard=standards.standards.first(), order=9, lineage="supervision-frequency"
    )

    read_back = read(io.BytesIO(survey_sets.template(fmt)), f"x.{fmt}")
    imported = survey_sets.import_new(
        table=read_back,
        partnership=partnership,
        code="new",
        title="New",
        purpose="practitioners",
        by=coordinator,
    )

    assert codes(imported) == ["1"]
    if fmt != "csv":
        assert read_back.header["purpose"] == "practitioners"


def test_publishing_says_when_and_by_whom(draft, coordinator):
    survey_sets.publish(survey_set=draft, by=coordinator)

    draft.refresh_from_db()
    assert (draft.is_draft, draft.published_by) == (False, coordinator)
    assert [event.kind for event in Event.objects.about(draft).order_by("pk")] == [
        Event.Kind.SURVEY_SET_IMPORTED,
        Event.Kind.SURVEY_SET_PUBLISHED,
    ]


def test_a_set_without_questions_is_not_published(partnership, coordinator):
    empty = made.survey_set(partnership=partnership, questions=0, published=False)

    with pytest.raises(RuleBroken, match="has no questions yet"):
        survey_sets.publish(survey_set=empty, by=coordinator)


def test_a_published_set_never_changes(published, coordinator):
    with pytest.raises(RuleBroken, match="no longer changes"):
        import_rows(published, coordinator, rows("9"))
    with pytest.raises(RuleBroken, match="no longer changes"):
        survey_sets.publish(survey_set=published, by=coordinator)

    assert codes(published) == ["1", "2", "3"]


def test_a_new_version_has_all_questions_with_their_lineage(published, coordinator):
    version = begin(published, coordinator)

    assert (version.based_on, version.is_draft) == (published, True)
    assert contents.flat(version) == contents.flat(published)
    assert Event.objects.about(version).get().kind == Event.Kind.SURVEY_SET_COPIED


def test_a_version_is_begun_of_a_published_set_only(draft, coordinator):
    with pytest.raises(RuleBroken, match="Publish this survey set first"):
        begin(draft, coordinator)


def test_a_version_may_test_what_the_older_set_tests_though_no_set_asks_it_now(
    published, coordinator, standards
):
    standards.questions.filter(lineage="question-1-1").delete()

    assert codes(begin(published, coordinator)) == ["1", "2", "3"]


def test_one_code_is_given_once_in_a_partnership(published, coordinator):
    with pytest.raises(RuleBroken, match="There is a survey set with the code ours already"):
        begin(published, coordinator, code="ours")

    assert SurveySet.objects.count() == 1


def test_answers_that_could_not_be_compared_are_refused(version, coordinator):
    with pytest.raises(ImportRefused, match="The older set asks this as agreement"):
        import_rows(version, coordinator, [row("1", kind="yes_no")])
