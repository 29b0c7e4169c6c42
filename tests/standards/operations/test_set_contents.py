import pytest

from section11.standards.checks import Problem
from section11.standards.exceptions import ImportRefused
from section11.standards.models import StandardSet
from section11.standards.operations import set_contents, standard_sets
from section11.standards.operations.parts import FieldChange
from tests import factories
from tests.standards.files import row, rows, table


def codes(entries):
    return [entry.code for entry in entries]


def preview(standard_set, questions, **options):
    return set_contents.preview(table=table(questions), standard_set=standard_set, **options)


def test_the_same_file_again_changes_nothing(draft):
    found = preview(draft, rows(priorities="neglect"))

    assert not found.changes_anything
    assert found.problems == []
    assert codes(found.questions.unchanged) == ["1.1", "1.2", "2.1"]
    assert codes(found.standards.unchanged) == ["1", "2"]
    assert codes(found.priorities.unchanged) == ["neglect", "early-help"]


def test_new_changed_unchanged_and_removed_are_told_apart(draft):
    questions = [
        row("1.1", priorities="neglect"),
        row("1.2", essential="yes", sectors="police; housing", descriptor_red="Redder."),
        row("3.1"),
    ]

    found = preview(draft, questions)

    assert codes(found.questions.unchanged) == ["1.1"]
    assert codes(found.questions.new) == ["3.1"]
    assert codes(found.questions.removed) == ["2.1"]
    [changed] = found.questions.changed
    assert (changed.code, changed.title) == ("1.2", "Question 1.2?")
    assert changed.changes == (
        FieldChange("essential", "no", "yes"),
        FieldChange("sectors", "all", "housing; police"),
        FieldChange("priorities", "neglect", ""),
        FieldChange("descriptor_red", "red for 1.2.", "Redder."),
    )
    assert codes(found.standards.new) == ["3"]
    assert codes(found.standards.removed) == ["2"]


def test_a_changed_title_of_a_standard_is_told_of_the_standard_alone(draft):
    questions = rows(priorities="neglect")
    questions[2]["standard_title"] = "Neglect"

    found = preview(draft, questions)

    assert [entry.changes for entry in found.standards.changed] == [
        (FieldChange("standard_title", "Standard 2", "Neglect"),)
    ]
    assert not found.questions


def test_a_question_that_swaps_its_place_is_changed(draft):
    first, second, third = rows(priorities="neglect")
    second["standard_title"], first["standard_title"] = "Standard 1", ""

    found = preview(draft, [second, first, third])

    assert [entry.changes for entry in found.questions.changed] == [
        (FieldChange("place", "2", "1"),),
        (FieldChange("place", "1", "2"),),
    ]


def test_a_question_moved_up_by_another_is_unchanged(draft):
    questions = [
        row("1.0"),
        row("1.2", priorities="neglect", standard_title=""),
        row("2.1", priorities="neglect"),
    ]

    found = preview(draft, questions)

    assert codes(found.questions.unchanged) == ["1.2", "2.1"]
    assert codes(found.questions.new) == ["1.0"]
    assert codes(found.questions.removed) == ["1.1"]


def test_a_question_that_changes_its_standard_is_told_so_once(draft):
    questions = [row("1.2", priorities="neglect"), row("2.1", priorities="neglect")]
    questions.append(row("1.1", standard_code="2", standard_title="", priorities="neglect"))

    found = preview(draft, questions)

    assert [entry.changes for entry in found.questions.changed] == [
        (FieldChange("standard_code", "1", "2"),)
    ]


def test_changed_priorities_are_told(draft):
    priorities = [
        {"code": "early-help", "title": "Early Help"},
        {"code": "neglect", "title": "Neglect"},
        {"code": "adolescents", "title": "Adolescents"},
    ]

    found = preview(draft, rows(priorities="neglect"), priorities=priorities)

    assert codes(found.priorities.new) == ["adolescents"]
    assert [(entry.code, entry.changes) for entry in found.priorities.changed] == [
        (
            "early-help",
            (FieldChange("title", "Early help", "Early Help"), FieldChange("place", "2", "1")),
        ),
        ("neglect", (FieldChange("place", "1", "2"),)),
    ]


def test_a_preview_writes_nothing(draft, django_assert_num_queries):
    before = set_contents.fingerprint(draft)

    with django_assert_num_queries(12) as captured:
        preview(draft, [row("1.1"), row("4.1")])

    assert {query["sql"].split()[0] for query in captured.captured_queries} == {"SELECT"}
    assert set_contents.fingerprint(draft) == before


def test_a_preview_asks_the_database_as_often_for_many_questions(draft, django_assert_num_queries):
    questions = [row(f"{s}.{q}") for s in range(1, 9) for q in range(1, 9)]

    with django_assert_num_queries(12):
        preview(draft, questions)


def test_the_fingerprint_changes_with_the_contents_alone(draft, coordinator):
    before = set_contents.fingerprint(draft)
    standard_sets.import_rows(
        table=table(rows(priorities="neglect")), standard_set=draft, by=coordinator
    )

    assert set_contents.fingerprint(draft) == before

    standard_sets.import_rows(table=table(rows()), standard_set=draft, by=coordinator)
    assert set_contents.fingerprint(draft) != before


def test_columns_left_out_leave_things_as_they_are(draft, coordinator):
    questions = rows()
    for question in questions:
        del question["guidance"], question["priorities"], question["sectors"]

    standard_sets.import_rows(table=table(questions), standard_set=draft, by=coordinator)

    question = draft.questions.get(code="1.1")
    assert question.guidance == "Guidance 1.1."
    assert [p.code for p in question.priorities.all()] == ["neglect"]


def bad(place, **cells):
    """The good rows with one of them spoilt."""
    questions = rows()
    questions[place - 1] |= cells
    return questions


NOT_A_CODE = "“{}” is not a code such as 3 or 3.10: numbers and full stops only."

BAD = {
    "duplicate code": (
        bad(2, code="1.1"),
        [
            (
                2,
                "code",
                "Row 1 has the code 1.1 as well. Each question needs its own. If you meant 1.10: a"
                " spreadsheet drops the last nought of a number, so format the column as text.",
            )
        ],
    ),
    "duplicate lineage": (
        bad(3, lineage="question-1-1"),
        [
            (
                3,
                "lineage",
                "Row 1 has the lineage question-1-1 as well. Each question needs its own.",
            )
        ],
    ),
    "missing descriptor": (
        bad(2, descriptor_amber=""),
        [(2, "descriptor_amber", "This must not be empty.")],
    ),
    "unknown sector": (
        bad(1, sectors="police; armada"),
        [(1, "sectors", "“armada” is not a sector. Leave it blank or write all for every sector.")],
    ),
    "unknown priority": (
        bad(1, priorities="neglekt"),
        [(1, "priorities", "“neglekt” is not a priority of this set. Did you mean neglect?")],
    ),
    "neither yes nor no": (
        bad(3, essential="perhaps", asked_of_small="2"),
        [
            (3, "essential", "Write yes or no, not “perhaps”."),
            (3, "asked_of_small", "Write yes or no, not “2”."),
        ],
    ),
    "unknown change": (
        bad(1, change="moved"),
        [(1, "change", "“moved” is not known here. Write kept, reworded, split, merged or new.")],
    ),
    "code that is none": (bad(2, code="1.b"), [(2, "code", NOT_A_CODE.format("1.b"))]),
    "standard code that is none": (
        bad(2, standard_code="one", standard_title=""),
        [(2, "standard_code", NOT_A_CODE.format("one"))],
    ),
    "no text": (bad(1, text=""), [(1, "text", "This must not be empty.")]),
    "text too long": (
        bad(1, guidance="x" * 16_001),
        [(1, "guidance", "This has 16,001 characters; at most 16,000 fit.")],
    ),
    "title too long": (
        bad(3, standard_title="x" * 151),
        [(3, "standard_title", "This has 151 characters; at most 150 fit.")],
    ),
    "standard without a title": (
        bad(3, standard_title=""),
        [
            (
                3,
                "standard_title",
                "The standard has no title. Write it on the row of its first question.",
            )
        ],
    ),
    "invisible character": (
        bad(1, evidence="a\x07b"),
        [
            (
                1,
                "evidence",
                "The text holds an invisible character (U+0007) that no spreadsheet can keep."
                " Delete it.",
            )
        ],
    ),
    "cyclic standard": (
        bad(1, change="split", came_from="question-1-1"),
        [(1, "came_from", "This question says that it came from itself.")],
    ),
    "empty standard": (
        [*rows(), {"standard_code": "3", "standard_title": "Empty"}],
        [(4, "code", "Standard 3 has no question. Add one or delete the row.")],
    ),
    "no rows": ([], [(None, "", "The file has no questions.")]),
}


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_file_is_refused_with_row_column_and_reason_and_nothing_is_applied(
    name, draft, coordinator
):
    questions, expected = BAD[name]
    names = list(row())
    spoilt = standard_sets.as_table(names, [{n: q.get(n, "") for n in names} for q in questions])
    before = set_contents.fingerprint(draft)

    with pytest.raises(ImportRefused) as refused:
        standard_sets.import_rows(table=spoilt, standard_set=draft, by=coordinator)

    assert refused.value.problems == [Problem(*problem) for problem in expected]
    assert set_contents.fingerprint(draft) == before
    assert preview(draft, rows()).problems == []


def test_every_problem_of_a_file_is_told_in_the_order_of_the_file(draft):
    questions = [
        row("1.1", essential="maybe", descriptor_red=""),
        row("1.1", sectors="polise", standard_title=""),
        row("2.x", lineage="Bad Lineage"),
    ]
    for question in questions:
        del question["descriptor_green"]
        question["colour"] = "red"

    found = preview(draft, questions)

    assert [(p.row, p.column) for p in found.problems] == [
        (None, "descriptor_green"),
        (None, "colour"),
        (1, "essential"),
        (1, "descriptor_red"),
        (2, "code"),
        (2, "sectors"),
        (2, "lineage"),
        (3, "code"),
        (3, "lineage"),
    ]
    assert not found.changes_anything


def test_a_missing_column_is_told_once_and_the_rest_is_still_checked(draft):
    questions = rows()
    for question in questions:
        del question["lineage"], question["standard_title"]
    questions[1]["essential"] = "?"

    found = preview(draft, questions)

    assert [(p.row, p.column) for p in found.problems] == [
        (None, "standard_title"),
        (None, "lineage"),
        (2, "essential"),
    ]


def test_codes_and_places_can_be_swapped(draft, coordinator):
    """Two questions trade codes, two standards trade places: no record stands in another's way."""
    questions = [
        row("2.1", lineage="question-2-1"),
        row("1.1", lineage="question-1-2"),
        row("1.2", lineage="question-1-1", standard_title=""),
    ]
    before = {q.lineage: q.pk for q in draft.questions}

    standard_sets.import_rows(table=table(questions), standard_set=draft, by=coordinator)

    assert [(q.code, q.lineage) for q in draft.questions] == [
        ("2.1", "question-2-1"),
        ("1.1", "question-1-2"),
        ("1.2", "question-1-1"),
    ]
    assert {q.lineage: q.pk for q in draft.questions} == before
    assert list(draft.standards.values_list("order", "code")) == [(1, "2"), (2, "1")]


def test_a_question_moves_to_another_standard_and_the_empty_one_goes(draft, coordinator):
    questions = [*rows("1.1", "1.2"), row("1.3", lineage="question-2-1", standard_title="")]

    standard_sets.import_rows(table=table(questions), standard_set=draft, by=coordinator)

    assert [str(standard) for standard in draft.standards.all()] == ["1 Standard 1"]
    assert [q.lineage for q in draft.questions] == ["question-1-1", "question-1-2", "question-2-1"]


def test_a_new_set_is_previewed_before_it_exists(partnership):
    new = StandardSet(partnership=partnership, code="new", title="New", scale=factories.scale())

    found = preview(new, rows())

    assert codes(found.questions.new) == ["1.1", "1.2", "2.1"]
    assert codes(found.standards.new) == ["1", "2"]
    assert not StandardSet.objects.filter(code="new").exists()
