import pytest

from section11.standards.checks import Problem
from surveys.models import SurveyQuestion
from surveys.sets import checks, columns
from surveys.sets.checks import Before
from surveys.sets.columns import COLUMNS

from .files import row, rows, table

ANOTHER = "Give this question a lineage of its own: the answers could not be compared."


def of_rows(questions, older=None, *, must_test=True):
    return checks.of_rows(table(questions).rows, older=older or {}, must_test=must_test)


def test_a_good_file_has_no_problem():
    assert checks.of_columns(COLUMNS) == []
    assert of_rows(rows()) == []


def test_only_the_hint_may_be_left_out():
    assert [problem.column for problem in checks.of_columns([])] == [
        name for name in COLUMNS if name != "hint"
    ]


def test_an_unknown_column_is_told_with_the_nearest_known():
    assert checks.of_columns([*COLUMNS, "choises"]) == [
        Problem(None, "choises", "There is no such column. Did you mean choices?")
    ]


def test_a_file_without_questions():
    assert of_rows([]) == [Problem(None, "", "The file has no questions.")]


def test_more_questions_than_anybody_answers():
    [problem] = of_rows([row(str(n)) for n in range(41)])

    assert problem.sentence.startswith("There are 41 questions. At most 40 fit")


def test_a_group_that_begins_again_is_told():
    questions = [row("1"), row("2", group="Neglect"), row("3")]

    [problem] = of_rows(questions)

    assert (problem.row, problem.column) == (3, "group")
    assert problem.sentence.startswith("The group “Your supervision” ended in row 1.")


@pytest.mark.parametrize("column", ["code", "lineage"])
def test_codes_and_lineages_are_told_when_they_stand_twice(column):
    first = row("1")

    [problem] = of_rows([first, row("2") | {column: first[column]}])

    assert (problem.row, problem.column) == (2, column)
    assert problem.sentence == (
        f"Row 1 has the {column} {first[column]} as well. Each question needs its own."
    )


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_a_question_of_choices_needs_some(kind):
    assert of_rows([row(kind=kind, choices="Weekly; Never")]) == []
    assert [p.column for p in of_rows([row(kind=kind)])] == ["choices"]


@pytest.mark.parametrize("kind", ["agreement", "yes_no", "text"])
def test_other_questions_have_no_choices(kind):
    [problem] = of_rows([row(kind=kind, choices="Weekly; Never")])

    assert problem.sentence == f"A question of the kind {kind} has no choices. Leave this blank."


def test_only_what_has_a_good_end_can_be_turned_round():
    turned = [row(kind=kind, good_is_disagreeing="yes") for kind in ("agreement", "yes_no")]
    text = row(kind="text", good_is_disagreeing="yes")

    assert [of_rows([one]) for one in turned] == [[], []]
    assert [problem.column for problem in of_rows([text])] == ["good_is_disagreeing"]


def test_a_question_for_practitioners_says_what_it_tests():
    assert [problem.column for problem in of_rows([row(tests="")])] == ["tests"]
    assert of_rows([row(tests="")], must_test=False) == []


@pytest.mark.parametrize(
    ("before", "column", "sentence"),
    [
        (Before("yes_no", (), False), "kind", f"The older set asks this as yes_no. {ANOTHER}"),
        (
            Before("agreement", (), True),
            "good_is_disagreeing",
            f"The older set has the good answer at the other end. {ANOTHER}",
        ),
    ],
)
def test_a_question_whose_answers_mean_something_else_needs_a_new_lineage(before, column, sentence):
    assert of_rows([row()], {"sentence-1": before}) == [Problem(1, column, sentence)]


def test_choices_that_changed_need_a_new_lineage():
    older = {"sentence-1": Before("choice", ("Weekly", "Never"), False)}

    same = of_rows([row(kind="choice", choices="Weekly;  Never")], older)
    other = of_rows([row(kind="choice", choices="Weekly; Monthly; Never")], older)

    assert same == []
    assert other == [Problem(1, "choices", f"The older set has other choices. {ANOTHER}")]


@pytest.mark.parametrize("kind", ["", "agreed"])
def test_what_cannot_be_read_is_left_to_the_columns(kind):
    odd = row(kind=kind, choices="A; A", good_is_disagreeing="perhaps", lineage="???", code="")
    older = {"???": Before("agreement", (), True)}

    assert of_rows([odd], older) == []


def test_choices_that_are_missing_are_told_once():
    older = {"sentence-1": Before("choice", ("Weekly", "Never"), False)}

    [problem] = of_rows([row(kind="choice")], older)

    assert problem.sentence.startswith("A question of the kind choice needs choices")


def test_the_kinds_are_those_of_the_model():
    assert tuple(SurveyQuestion.Kind.values) == columns.KINDS
