from types import SimpleNamespace

import pytest

from surveys import agreement
from surveys.models import SurveyQuestion


def question(kind, *, good_is_disagreeing=False, choices=()):
    return SimpleNamespace(
        kind=kind, good_is_disagreeing=good_is_disagreeing, choices=list(choices)
    )


@pytest.mark.parametrize(
    ("kind", "reversed_", "good"),
    [
        ("agreement", False, {"4", "5"}),
        ("agreement", True, {"1", "2"}),
        ("yes_no", False, {"yes"}),
        ("yes_no", True, {"no"}),
    ],
)
def test_which_answers_say_the_good_thing(kind, reversed_, good):
    asked = question(kind, good_is_disagreeing=reversed_)

    said = {value for value in agreement.values(asked) if agreement.says_good(asked, value)}

    assert said == good == agreement.good_values(asked)


@pytest.mark.parametrize("kind", ["choice", "choices", "text"])
def test_a_question_that_nobody_can_agree_with_does_not_count(kind):
    asked = question(kind, choices=["Weekly", "Monthly"])

    assert agreement.says_good(asked, "0") is None
    assert agreement.good_values(asked) == frozenset()


def test_choices_are_stored_by_their_place():
    asked = question("choices", choices=["Weekly", "Monthly"])

    assert agreement.values(asked) == ("0", "1")
    assert agreement.label(asked, "1") == "Monthly"


@pytest.mark.parametrize("kind", SurveyQuestion.Kind.values)
def test_every_answer_of_every_kind_has_words(kind):
    asked = question(kind, choices=["Weekly", "Monthly"])

    labels = [agreement.label(asked, value) for value in agreement.values(asked)]

    assert len(set(labels)) == len(labels)
    assert bool(labels) == (kind != "text")
