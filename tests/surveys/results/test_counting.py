"""The box is opened once: what is left of the answers are numbers and texts."""

import json

import pytest

from section11.record.models import Event
from surveys.answering import box
from surveys.models import (
    AnswerCount,
    FreeText,
    QuestionCount,
    SealedAnswers,
    SurveyDraft,
    SurveyToken,
)
from surveys.operations import counting, surveys
from tests import survey_factories as made

GROUP = made.ROLE_GROUPS[0]


@pytest.fixture
def survey(cycle, agency):
    """One question of each kind."""
    asked = made.survey_set(questions=1)
    made.question(survey_set=asked, kind="yes_no")
    made.question(survey_set=asked, kind="choice", choices=["Weekly", "Monthly"])
    made.question(survey_set=asked, kind="choices", choices=["Mail", "Meeting", "Never"])
    made.question(survey_set=asked, kind="text", tests=[])
    return made.survey(cycle=cycle, agencies=[agency], survey_set=asked)


@pytest.fixture
def surveyed(survey):
    return survey.agencies.get()


def close(survey):
    return surveys.close(survey=survey, by=survey.set_up_by)


def values():
    rows = AnswerCount.objects.order_by("question__order", "role_group", "value")
    return list(rows.values_list("question__order", "role_group", "value", "count"))


def people():
    rows = QuestionCount.objects.order_by("question__order", "role_group")
    return list(rows.values_list("question__order", "role_group", "count"))


@pytest.mark.database
def test_each_kind_of_answer_is_counted(survey, surveyed):
    said = {
        "survey-question-1": "4",
        "survey-question-2": "dont_know",
        "survey-question-3": "1",
        "survey-question-4": ["0", "2"],
        "survey-question-5": "More supervision.",
    }
    made.sealed(surveyed_agency=surveyed, answers=said, role_group=GROUP, times=2)
    made.sealed(surveyed_agency=surveyed, answers={"survey-question-1": "1"})

    close(survey)

    assert values() == [
        (1, "", "1", 1),
        (1, GROUP, "4", 2),
        (2, GROUP, "dont_know", 2),
        (3, GROUP, "1", 2),
        (4, GROUP, "0", 2),
        (4, GROUP, "2", 2),
    ]
    assert people() == [(1, "", 1), *((order, GROUP, 2) for order in range(1, 6))]
    assert list(FreeText.objects.values_list("text", flat=True)) == ["More supervision."] * 2


@pytest.mark.parametrize(
    "answers",
    [
        {"survey-question-1": "6"},
        {"survey-question-1": ["4"]},
        {"survey-question-1": 4},
        {"survey-question-3": "2"},
        {"survey-question-4": ["9"]},
        {"survey-question-5": "   "},
        {"survey-question-5": ["a list"]},
        {"never-asked": "4"},
    ],
)
def test_what_could_not_be_answered_counts_for_nothing(survey, surveyed, answers):
    made.sealed(surveyed_agency=surveyed, answers=answers)

    close(survey)

    surveyed.refresh_from_db()
    assert (values(), people(), FreeText.objects.count()) == ([], [], 0)
    assert surveyed.answered == 1


def test_a_role_group_that_was_not_offered_is_as_none(survey, surveyed):
    made.sealed(
        surveyed_agency=surveyed, answers={"survey-question-1": "4"}, role_group="Chief executive"
    )

    close(survey)

    assert values() == [(1, "", "4", 1)]


@pytest.mark.database
def test_answers_drafts_and_personal_links_are_destroyed(survey, surveyed):
    made.sealed(surveyed_agency=surveyed, times=3)
    made.token(surveyed_agency=surveyed, is_used=True)
    SurveyDraft.objects.create(key_digest="a" * 64, surveyed_agency=surveyed, sealed="…")

    close(survey)

    assert not SealedAnswers.objects.exists()
    assert not SurveyDraft.objects.exists()
    assert not SurveyToken.objects.exists()


def test_those_of_another_survey_stay(survey, surveyed, cycle, agency):
    other = made.survey(cycle=cycle, agencies=[agency]).agencies.get()
    made.sealed(surveyed_agency=other)
    made.token(surveyed_agency=other)

    close(survey)

    assert (SealedAnswers.objects.count(), SurveyToken.objects.count()) == (1, 1)


def test_what_cannot_be_opened_is_spoilt_and_said(survey, surveyed):
    made.sealed(surveyed_agency=surveyed, times=2)
    SealedAnswers.objects.create(surveyed_agency=surveyed, sealed="no box at all")

    close(survey)

    survey.refresh_from_db()
    surveyed.refresh_from_db()
    event = Event.objects.get(kind=Event.Kind.SURVEY_COUNTED)
    assert (survey.spoilt, surveyed.answered) == (1, 2)
    assert event.detail == {"answered": 2, "spoilt": 1}


def test_an_agency_of_which_nobody_answered_says_nought(survey, surveyed):
    close(survey)

    surveyed.refresh_from_db()
    assert surveyed.answered == 0
    assert survey.agencies.get().answer_counts.count() == 0


def test_a_survey_is_counted_once(survey, surveyed):
    made.sealed(surveyed_agency=surveyed)
    close(survey)
    survey.refresh_from_db()
    at = survey.counted_at

    counting.count(survey)

    survey.refresh_from_db()
    assert survey.counted_at == at
    assert values() == [(1, "", "4", 1)]
    assert Event.objects.filter(kind=Event.Kind.SURVEY_COUNTED).count() == 1


def test_texts_are_shuffled_and_tell_no_role_group(survey, surveyed):
    written = [f"Text {number:02}" for number in range(40)]
    for text in written:
        made.sealed(surveyed_agency=surveyed, answers={"survey-question-5": text}, role_group=GROUP)

    close(survey)

    stored = list(FreeText.objects.order_by("pk").values_list("text", flat=True))
    assert sorted(stored) == written
    assert stored != written  # once in 40! they would be, by chance
    assert not {"role_group", "at", "order"} & {field.name for field in FreeText._meta.fields}


def test_what_looks_like_a_childs_data_is_marked(survey, surveyed):
    made.sealed(
        surveyed_agency=surveyed,
        answers={"survey-question-5": "I worried about NHS 943 476 5919 last week."},
    )

    close(survey)

    [text] = FreeText.objects.all()
    assert text.warnings == ["“••• ••• ••19” looks like an NHS number."]
    assert not text.is_decided


def test_the_record_holds_no_answer(survey, surveyed):
    made.sealed(surveyed_agency=surveyed, answers={"survey-question-5": "Zanzibar"})

    close(survey)

    assert "Zanzibar" not in json.dumps(list(Event.objects.values("about", "detail")))


def test_who_handed_in_nothing_answered_no_question(survey, surveyed):
    SealedAnswers.objects.create(surveyed_agency=surveyed, sealed=box.seal({}))

    close(survey)

    surveyed.refresh_from_db()
    assert (surveyed.answered, values()) == (1, [])
