import pytest

from surveys.sets import columns


def test_choices_stand_between_semicolons_or_on_lines_of_their_own():
    assert columns.choices("Once a week, or more;Never") == ["Once a week, or more", "Never"]
    assert columns.choices("Weekly\nNever\n") == ["Weekly", "Never"]
    assert columns.choices("") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Weekly", "Give 2 to 12 choices with semicolons between them, not 1."),
        ("; ".join(map(str, range(13))), "not 13."),
        ("Weekly; weekly", "“Weekly” stands there twice."),
        ("Weekly; " + "x" * 101, "This has 101 characters; at most 100 fit."),
    ],
)
def test_choices_that_cannot_be_read(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        columns.choices(text)


def test_what_a_question_tests_keeps_its_order():
    assert columns.tests("b; a; b", known={"a", "b"}) == ["b", "a"]


def test_a_lineage_that_no_standard_set_has():
    with pytest.raises(ValueError, match="Did you mean supervision-frequency?"):
        columns.tests("supervision-frequencies", known={"supervision-frequency"})


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (columns.group, "x" * 101),
        (columns.text, "x" * 301),
        (columns.text, " "),
        (columns.hint, "x" * 501),
        (columns.code, "Question 1"),
        (columns.lineage, "Under_score"),
    ],
)
def test_texts_that_do_not_fit(parse, text):
    with pytest.raises(ValueError, match=r"."):
        parse(text)


def test_a_hint_may_be_blank():
    assert columns.hint(" ") == ""
