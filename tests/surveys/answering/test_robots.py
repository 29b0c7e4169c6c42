"""A robot is held up, and nobody's address is kept for it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from section11.record.models import Email
from surveys.answering import ceiling
from surveys.models import SealedAnswers, SurveyDraft
from tests import survey_factories as made
from tests.surveys.respondents import Respondent, start_of, step_of


def test_a_robot_is_held_up_without_its_address_being_kept(surveyed, monkeypatch):
    monkeypatch.setattr(ceiling, "STARTS_A_MINUTE", 20)
    answers = [Client().post(start_of(surveyed)).status_code for _ in range(50)]

    assert answers.count(302) <= 40  # a new minute may begin meanwhile
    assert answers.count(302) == SurveyDraft.objects.count()
    assert answers[-1] == 429


def test_a_robot_does_not_hold_up_another_agency(survey, surveyed, monkeypatch):
    monkeypatch.setattr(ceiling, "STARTS_A_MINUTE", 3)
    other = made.surveyed_agency(survey=survey)
    for _ in range(8):
        Client().post(start_of(surveyed))

    assert Client().post(start_of(other)).status_code == 302


def test_after_a_minute_the_link_is_free_again(surveyed, monkeypatch, set_clock):
    monkeypatch.setattr(ceiling, "STARTS_A_MINUTE", 2)
    now = set_clock(timezone.now())
    stopped = [Client().post(start_of(surveyed)).status_code for _ in range(3)]

    set_clock(now + timedelta(seconds=60))

    assert stopped == [302, 302, 429]
    assert Client().post(start_of(surveyed)).status_code == 302


def test_invented_cookies_are_no_way_round_it(surveyed, monkeypatch):
    monkeypatch.setattr(ceiling, "STARTS_A_MINUTE", 5)

    for n in range(20):
        browser = Client(headers={"cookie": f"survey=invented{n}"})
        browser.post(step_of(surveyed, "1"), {"1-q-q1": "5"})

    assert SurveyDraft.objects.count() <= 10  # a new minute may begin meanwhile


def test_pages_posted_without_a_start_write_nothing(surveyed):
    for n in range(20):
        Client().post(step_of(surveyed, "1"), {"1-q-q1": "5", "n": n})
        Client().post(step_of(surveyed, "send"))

    assert not SurveyDraft.objects.exists()
    assert not SealedAnswers.objects.exists()


@pytest.mark.parametrize(("headcount", "most"), [(None, 2000), (3, 13), (50, 60), (1000, 1200)])
def test_a_link_takes_little_more_than_the_stated_staff(headcount, most):
    assert ceiling.most(made.SurveyedAgency(headcount=headcount)) == most


@pytest.fixture
def nearly_full(people, surveyed):
    made.sealed(surveyed_agency=surveyed, times=11)
    surveyed.headcount, surveyed.headcount_at = 2, timezone.now()
    surveyed.headcount_by = people["lead"]
    surveyed.save()
    return surveyed


def test_the_coordinator_is_told_once_that_a_link_is_full(people, nearly_full):
    Respondent(nearly_full).answers(q1="4")
    late = Respondent(nearly_full)

    page = late.answers(q1="4")

    assert page.status_code == 409
    assert "The partnership’s coordinator has been told" in page.text
    assert SealedAnswers.objects.count() == 12
    mail = Email.objects.get(template="survey_link_full")
    assert mail.to == people["coordinator"]
    assert nearly_full.get_absolute_url() in mail.body


def test_what_was_answered_stays_on_the_device_while_the_link_is_full(people, nearly_full):
    Respondent(nearly_full).answers(q1="4")
    late = Respondent(nearly_full)
    late.answers(q1="4")
    nearly_full.headcount = 40
    nearly_full.save()

    late.sends()

    assert SealedAnswers.objects.count() == 13


def test_drafts_by_one_link_have_an_end_too(people, nearly_full, monkeypatch):
    monkeypatch.setattr(ceiling, "DRAFTS_FOR_EACH", 0.25)

    statuses = [Client().post(start_of(nearly_full)).status_code for _ in range(4)]

    assert statuses == [302, 302, 302, 409]
    assert Email.objects.filter(template="survey_link_full").count() == 1
