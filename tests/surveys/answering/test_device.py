"""What a respondent's device keeps, and how it holds down answering twice."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.models import SealedAnswers
from tests.surveys.respondents import Respondent, start_of

LONDON = ZoneInfo("Europe/London")


def test_the_cookie_is_bound_to_the_survey_and_its_last_day(survey, somebody):
    cookie = somebody.starts().cookies["survey"]

    assert cookie["path"] == start_of(somebody.surveyed_agency)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert 13 * 86_400 < cookie["max-age"] <= 15 * 86_400


def test_over_https_the_cookie_is_sent_by_https_only(settings, somebody):
    settings.SESSION_COOKIE_SECURE = True

    assert somebody.starts().cookies["survey"]["secure"]


@pytest.mark.parametrize(
    ("closes_on", "hours"),
    [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2026, 11, 22), 24)],
)
def test_the_cookie_ends_with_londons_last_day_whatever_the_clocks_do(
    survey, somebody, set_clock, closes_on, hours
):
    survey.opens_on, survey.closes_on = closes_on - timedelta(days=7), closes_on
    survey.save()
    set_clock(datetime(closes_on.year, closes_on.month, closes_on.day, tzinfo=LONDON))

    assert somebody.starts().cookies["survey"]["max-age"] == hours * 3600


def test_a_way_through_the_survey_leaves_no_other_cookie_and_no_session(somebody):
    somebody.answers(q1="4")

    assert set(somebody.browser.cookies) == {"survey"}


def test_after_sending_the_cookie_says_the_same_for_everybody(surveyed, somebody):
    other = Respondent(surveyed)
    somebody.answers(q1="4")
    other.answers(q1="2")

    assert somebody.cookies == other.cookies == {"survey": "answered"}


def test_a_device_that_has_answered_is_thanked_and_asked_no_more(somebody):
    somebody.answers(q1="4")

    assert somebody.opens().url.endswith("/thank-you/")
    assert (
        "a colleague who answered on this device" in somebody.browser.get(somebody.opens().url).text
    )
    assert somebody.starts().url.endswith("/thank-you/")
    assert SealedAnswers.objects.count() == 1


def test_sending_twice_counts_once(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4")
    again = Respondent(somebody.surveyed_agency)
    again.browser.cookies = somebody.browser.cookies.copy()

    somebody.sends()
    page = again.sends()

    assert page.status_code == 409
    assert "they have arrived" in page.text
    assert SealedAnswers.objects.count() == 1


def test_sending_again_from_the_same_page_leads_to_the_thanks(somebody):
    somebody.answers(q1="4")

    assert somebody.browser.get(somebody.sends().url).url.endswith("/thank-you/")


def test_a_page_sent_after_the_answers_shows_what_was_typed(somebody):
    somebody.answers(q1="4")

    page = somebody.fills_in("3", q5="One more thing to say")

    assert page.status_code == 409
    assert "This device has answered already" in page.text
    assert "One more thing to say" in page.text


def test_the_thanks_are_for_those_who_answered(somebody):
    page = somebody.browser.get(somebody.address() + "thank-you/")

    assert page.url == somebody.address()
