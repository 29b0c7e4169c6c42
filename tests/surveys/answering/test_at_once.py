"""Respondents and those who run the survey at the same moment: nothing is lost, nothing counts twice."""

import pytest

from surveys import exceptions
from surveys.answering import box
from surveys.answering.device import Device
from surveys.models import AnswerCount, SealedAnswers, SurveyDraft, SurveyToken
from surveys.operations import answering
from surveys.operations import links as link_operations
from surveys.operations import surveys as survey_operations
from surveys.running import links
from tests import survey_factories as made
from tests.at_once import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def surveyed(cycle, agency):
    return made.survey(cycle=cycle, agencies=[agency]).agencies.get()


def ready(surveyed, *, token="", **answers):
    """A device and its paper, all answered but not sent."""
    device = Device.new(token)
    paper = answering.begin(surveyed_agency=surveyed, device=device)
    answers = answers or {"survey-question-1": "4"}
    answering.save_page(paper=paper, role_group="", answers=answers)
    return device, answering.find(key=links.key_of(surveyed), device=device)


def tried(act, **kwargs):
    """`act` for at_once: what it returns, or the refusal."""

    def run():
        try:
            return act(**kwargs)
        except exceptions.AnsweringRefused as refused:
            return refused

    return run


def test_a_button_pressed_twice_sends_once(surveyed):
    device, paper = ready(surveyed)
    again = answering.find(key=links.key_of(surveyed), device=device)

    results = at_once(
        tried(answering.hand_in, paper=paper, device=device),
        tried(answering.hand_in, paper=again, device=device),
    )

    assert SealedAnswers.objects.count() == 1
    assert [type(one) for one in results if one] == [exceptions.DraftLost]


def test_one_personal_link_on_two_devices_sends_once(surveyed):
    surveyed.survey.access = "tokens"
    surveyed.survey.save()
    _, key = made.token(surveyed_agency=surveyed)
    (phone, on_phone), (desk, on_desk) = ready(surveyed, token=key), ready(surveyed, token=key)

    results = at_once(
        tried(answering.hand_in, paper=on_phone, device=phone),
        tried(answering.hand_in, paper=on_desk, device=desk),
    )

    assert SealedAnswers.objects.count() == 1
    assert [type(one) for one in results if one] == [exceptions.PersonalLinkUsed]


def test_many_who_send_at_once_are_all_in_the_box(surveyed):
    papers = [ready(surveyed, **{"survey-question-1": str(n)}) for n in range(1, 6)]

    results = at_once(*[tried(answering.hand_in, paper=p, device=d) for d, p in papers])

    assert results == [None] * 5
    values = [
        box.open_sealed(one.sealed)["answers"]["survey-question-1"]
        for one in SealedAnswers.objects.all()
    ]
    assert sorted(values) == ["1", "2", "3", "4", "5"]


def test_personal_links_used_at_once_are_all_marked(surveyed):
    surveyed.survey.access = "tokens"
    surveyed.survey.save()
    keys = [made.token(surveyed_agency=surveyed)[1] for _ in range(3)]
    papers = [ready(surveyed, token=key) for key in keys]

    at_once(*[tried(answering.hand_in, paper=p, device=d) for d, p in papers])

    assert SurveyToken.objects.filter(is_used=True).count() == 3


def test_answers_sent_as_the_survey_closes_are_counted_or_refused(surveyed):
    device, paper = ready(surveyed)

    _, refused = at_once(
        lambda: survey_operations.close(survey=surveyed.survey, by=surveyed.survey.set_up_by),
        tried(answering.hand_in, paper=paper, device=device),
    )

    surveyed.refresh_from_db()
    assert surveyed.answered == (0 if refused else 1)
    assert AnswerCount.objects.count() == surveyed.answered
    assert not SealedAnswers.objects.exists()
    assert not SurveyDraft.objects.exists()


def test_answers_sent_as_the_link_is_renewed_do_not_outlive_it(surveyed):
    device, paper = ready(surveyed)

    at_once(
        lambda: link_operations.renew(surveyed_agency=surveyed, by=surveyed.survey.set_up_by),
        tried(answering.hand_in, paper=paper, device=device),
    )

    assert not SealedAnswers.objects.exists()
    assert not SurveyDraft.objects.exists()


def test_two_tabs_that_save_at_once_lose_nothing(surveyed):
    device, first = ready(surveyed)
    tabs = [first, *(answering.find(key=links.key_of(surveyed), device=device) for _ in range(2))]

    at_once(
        *[
            tried(answering.save_page, paper=tab, role_group=None, answers={f"of-tab-{n}": "4"})
            for n, tab in enumerate(tabs)
        ]
    )

    kept = answering.find(key=links.key_of(surveyed), device=device)
    assert set(kept.answers["answers"]) == {"survey-question-1", "of-tab-0", "of-tab-1", "of-tab-2"}


def test_a_survey_closed_between_load_and_save_refuses_the_page(surveyed):
    _, paper = ready(surveyed)
    survey_operations.close(survey=surveyed.survey, by=surveyed.survey.set_up_by)

    with pytest.raises(exceptions.DraftLost):
        answering.save_page(paper=paper, role_group=None, answers={"survey-question-2": "4"})


def test_two_tabs_that_begin_anew_at_once_make_one_draft(surveyed):
    device = Device.new()

    first, second = at_once(*[tried(answering.begin, surveyed_agency=surveyed, device=device)] * 2)

    assert SurveyDraft.objects.count() == 1
    assert first.draft.pk == second.draft.pk
