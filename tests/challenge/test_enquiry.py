from challenge.sessions.enquiry import THEMES, Question, Rule, Standard, propose, reasons
from section11.board import focus


def standard(*questions, id=1, title="Recruitment", disputes=()):  # noqa: A002 - as it is called
    return Standard(id=id, title=title, questions=questions, disputes=disputes)


def test_a_good_standard_with_evidence_gets_no_line():
    good = standard(Question("1.1", "Green"))

    assert propose([good]) == []


def test_the_worst_rating_gets_a_line_that_names_the_questions():
    red = standard(
        Question("1.1", "Red", is_worst=True),
        Question("1.2", "Green"),
        Question("1.3", "Red", is_worst=True),
    )

    [line] = propose([red])

    assert line.rules == (Rule.WORST,)
    assert line.because == "Rated red: 1.1, 1.3."
    assert "1.1, 1.3" in line.text
    assert "1.2" not in line.text


def test_a_fall_says_from_what_to_what():
    fell = standard(Question("1.1", "Amber", fell_from="Green"))

    [line] = propose([fell])

    assert line.rules == (Rule.FELL,)
    assert line.because == "Fell since last cycle: 1.1 from green to amber."


def test_a_good_rating_without_evidence_asks_what_could_be_shown():
    bare = standard(Question("1.1", "Green", lacks_evidence=True))

    [line] = propose([bare])

    assert line.rules == (Rule.NO_EVIDENCE,)
    assert line.because == "Rated green without evidence: 1.1."
    assert "What could you show us for 1.1" in line.text


def test_what_others_say_against_it_is_told_as_they_say_it():
    disputed = standard(Question("1.1", "Green"), disputes=["Practitioners disagree: 4 of 30."])

    [line] = propose([disputed])

    assert line.rules == (Rule.DISPUTED,)
    assert line.because == "Practitioners disagree: 4 of 30."


def test_last_cycles_text_asks_what_has_changed():
    same = standard(Question("1.1", "Green", is_unchanged=True))

    [line] = propose([same])

    assert line.rules == (Rule.UNCHANGED,)
    assert line.because == "The text is last cycle’s, word for word: 1.1."


def test_neglect_and_supervision_are_always_asked_about():
    themes = [
        standard(Question("1.1", "Green"), id=1, title="Neglect"),
        standard(Question("2.1", "Green"), id=2, title="Staff supervision"),
    ]

    lines = propose(themes)

    assert [(one.standard_id, one.rules) for one in lines] == [
        (1, (Rule.THEME,)),
        (2, (Rule.THEME,)),
    ]
    assert [one.text for one in lines] == [THEMES["neglect"], THEMES["supervision"]]


def test_the_themes_are_those_that_the_board_looks_at():
    assert set(THEMES) == set(focus.IN_TITLE)


def test_one_line_for_a_standard_gives_every_reason_and_asks_the_most_pressing():
    both = standard(
        Question("1.1", "Red", is_worst=True, fell_from="Amber"),
        Question("1.2", "Green", lacks_evidence=True),
        title="Neglect",
    )

    [line] = propose([both])

    assert line.rules == (Rule.WORST, Rule.FELL, Rule.NO_EVIDENCE, Rule.THEME)
    assert line.because == (
        "Rated red: 1.1. Fell since last cycle: 1.1 from amber to red."
        " Rated green without evidence: 1.2. Every agency is asked about this."
    )
    assert line.text.startswith("What stands in the way on 1.1")


def test_the_most_pressing_lines_come_first_and_equals_keep_their_order():
    lines = propose(
        [
            standard(Question("1.1", "Green"), id=1, title="Neglect"),
            standard(Question("2.1", "Red", is_worst=True), id=2),
            standard(Question("3.1", "Amber", fell_from="Green"), id=3),
            standard(Question("4.1", "Red", is_worst=True), id=4),
            standard(Question("5.1", "Red", is_worst=True, is_unchanged=True), id=5),
        ]
    )

    assert [one.standard_id for one in lines] == [5, 2, 4, 3, 1]


def test_what_speaks_against_a_rating_leaves_out_what_everybody_is_asked():
    plain = standard(Question("1.1", "Green", is_unchanged=True), title="Neglect")

    assert reasons(plain) == ["The text is last cycle’s, word for word: 1.1."]
