from section11.standards import checks
from section11.standards.checks import Problem

from .files import row, rows, table

LEVELS = {"red": True, "amber": True, "green": True, "na": False}


def of_rows(questions, older=None):
    return checks.of_rows(table(questions).rows, older=older)


def test_a_good_file_has_no_problem():
    assert of_rows(rows()) == []
    assert checks.of_columns(table(rows()).columns, levels=LEVELS, is_version=False) == []


def test_a_level_that_does_not_count_needs_no_descriptor_but_may_have_one():
    names = [*table(rows()).columns, "descriptor_na"]

    assert checks.of_columns(names, levels=LEVELS, is_version=False) == []


def test_missing_columns_are_told():
    names = [n for n in table(rows()).columns if n not in ("lineage", "descriptor_red", "guidance")]

    problems = checks.of_columns(names, levels=LEVELS, is_version=False)

    assert problems == [
        Problem(None, "lineage", "This column is missing."),
        Problem(None, "descriptor_red", "This column is missing."),
    ]


def test_a_version_says_what_became_of_each_question():
    names = [n for n in table(rows()).columns if n not in ("change", "came_from")]

    assert checks.of_columns(names, levels=LEVELS, is_version=False) == []
    assert checks.of_columns(names, levels=LEVELS, is_version=True) == [
        Problem(None, "change", "This column is missing."),
        Problem(None, "came_from", "This column is missing."),
    ]


def test_unknown_columns_are_told_with_the_nearest_known():
    names = [*table(rows()).columns, "guidence", "descriptor_blue", "zzz"]

    assert checks.of_columns(names, levels=LEVELS, is_version=False) == [
        Problem(None, "guidence", "There is no such column. Did you mean guidance?"),
        Problem(None, "descriptor_blue", "There is no such column. Did you mean descriptor_amber?"),
        Problem(None, "zzz", "There is no such column."),
    ]


def test_a_file_without_questions():
    assert checks.of_rows([], older=None) == [Problem(None, "", "The file has no questions.")]


def test_codes_are_told_when_they_stand_twice():
    questions = [row("1.1"), row("1.10"), row("1.1", lineage="other"), row("1.1", lineage="third")]
    questions[3] |= {"code": "01.1"}

    hint = " If you meant 1.10: a spreadsheet drops the last nought of a number, so format the column as text."
    assert of_rows(questions) == [
        Problem(3, "code", f"Row 1 has the code 1.1 as well. Each question needs its own.{hint}"),
        Problem(4, "code", f"Row 1 has the code 1.1 as well. Each question needs its own.{hint}"),
    ]


def test_lineages_are_told_when_they_stand_twice():
    questions = [row("1.1", lineage="a"), row("1.2", lineage="b"), row("2.1", lineage="a")]

    assert of_rows(questions) == [
        Problem(3, "lineage", "Row 1 has the lineage a as well. Each question needs its own.")
    ]


def test_a_standard_without_a_question():
    questions = [row("1.1"), {"standard_code": "2", "standard_title": "Empty"}]

    assert of_rows(questions) == [
        Problem(2, "code", "Standard 2 has no question. Add one or delete the row.")
    ]


def test_a_heading_on_a_row_of_its_own():
    questions = [{"standard_code": "1", "standard_title": "Standard 1"}, row("1.1")]

    assert of_rows(questions) == [
        Problem(
            1,
            "code",
            "This row has a standard but no question. Write the title on the row of the"
            " standard's first question.",
        )
    ]


def test_rows_of_a_standard_that_contradict_each_other():
    questions = [
        row("1.1", standard_summary="One."),
        row("1.2", standard_title="", standard_summary="Two."),
        row("1.3", standard_title="Another", standard_summary="One."),
        row("2.1"),
    ]

    assert of_rows(questions) == [
        Problem(
            2,
            "standard_summary",
            "Standard 1 is described differently in row 1. Write the same, or leave it blank here.",
        ),
        Problem(
            3,
            "standard_title",
            "Standard 1 is described differently in row 1. Write the same, or leave it blank here.",
        ),
    ]


OLDER = {"a": "Question a?", "b": "Question b?", "c": "Question c?"}


def of_version(**cells):
    return of_rows([row("1.1", lineage="a", text="Question a?", **cells)], OLDER)


def test_kept_reworded_split_merged_and_new_as_they_should_be():
    questions = [
        row("1.1", lineage="a", text=" Question  a?", change="kept"),
        row("1.2", lineage="b", text="Better b?", change="reworded"),
        row("1.3", lineage="d", change="split", came_from="b"),
        row("1.4", lineage="e", change="merged", came_from="b; c"),
        row("1.5", lineage="f", change="new"),
    ]

    assert of_rows(questions, OLDER) == []


def test_without_an_older_set_lineages_are_taken_at_their_word():
    questions = [
        row("1.1", lineage="a", change="kept"),
        row("1.2", lineage="b", change="merged", came_from="x; y"),
    ]

    assert of_rows(questions) == []


def test_a_lineage_that_cannot_be_read_is_told_elsewhere():
    assert of_rows([row("1.1", lineage="Bad Lineage", change="kept")], OLDER) == []


def test_kept_with_other_words():
    assert of_rows([row("1.1", lineage="a", text="Other?", change="kept")], OLDER) == [
        Problem(
            1,
            "change",
            "This question says kept, but its wording differs from the older set's."
            " Write reworded, or put the older wording back.",
        )
    ]


def test_kept_or_reworded_but_not_in_the_older_set():
    questions = [
        row("1.1", lineage="aa", change="kept"),
        row("1.2", lineage="zz", change="reworded"),
    ]

    assert of_rows(questions, OLDER) == [
        Problem(
            1,
            "lineage",
            "This question says kept, but the older set has no question with the lineage “aa”."
            " Did you mean a?",
        ),
        Problem(
            2,
            "lineage",
            "This question says reworded, but the older set has no question with the lineage “zz”.",
        ),
    ]


def test_new_but_in_the_older_set():
    assert of_version(change="new") == [
        Problem(
            1,
            "change",
            "The older set has a question with the lineage “a”, so this one is kept or reworded."
            " A new question needs a lineage of its own.",
        )
    ]


def test_split_with_the_lineage_it_was_split_from():
    assert of_version(change="split", came_from="b") == [
        Problem(
            1,
            "lineage",
            "A split question needs a lineage of its own, but the older set has “a” already.",
        )
    ]


def test_split_and_merged_say_from_what():
    questions = [
        row("1.1", lineage="d", change="split"),
        row("1.2", lineage="e", change="merged", came_from="a"),
    ]

    assert of_rows(questions, OLDER) == [
        Problem(1, "came_from", "A split question names the lineage it came from."),
        Problem(2, "came_from", "A merged question names at least two lineages it came from."),
    ]


def test_others_came_from_nothing():
    assert of_version(change="reworded", came_from="b") == [
        Problem(
            1,
            "came_from",
            "Only a split or merged question came from others; this one says reworded."
            " Leave it blank or correct the change.",
        )
    ]


def test_coming_from_what_the_older_set_does_not_have():
    questions = [row("1.1", lineage="d", change="split", came_from="question-z")]

    assert of_rows(questions, OLDER) == [
        Problem(
            1,
            "came_from",
            "The older set has no question with the lineage “question-z”.",
        )
    ]


def test_coming_from_itself():
    questions = [row("1.1", lineage="d", change="split", came_from="d")]

    assert of_rows(questions) == [
        Problem(1, "came_from", "This question says that it came from itself.")
    ]


def test_coming_from_each_other_in_a_circle():
    questions = [
        row("1.1", lineage="a", change="split", came_from="c"),
        row("1.2", lineage="b", change="split", came_from="a"),
        row("1.3", lineage="c", change="split", came_from="b"),
        row("1.4", lineage="d", change="split", came_from="a"),  # leads into it, is not in it
    ]

    assert [(p.row, p.column) for p in of_rows(questions)] == [
        (1, "came_from"),
        (2, "came_from"),
        (3, "came_from"),
    ]
    assert of_rows(questions)[0].sentence == (
        "This goes round in a circle: “a” came from “c”, which in the end came from “a”."
    )


def test_a_problem_says_where_it_is():
    assert str(Problem(3, "code", "No.")) == "Row 3, column code: No."
    assert str(Problem(None, "code", "No.")) == "Column code: No."
    assert str(Problem(None, "", "No.")) == "The file: No."
