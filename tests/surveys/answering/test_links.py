"""Links that are closed, not yet open, forged, guessed, renewed or used."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.models import SealedAnswers, SurveyToken
from surveys.operations import links as link_operations
from surveys.running import links
from tests import survey_factories as made
from tests.surveys.respondents import Respondent, in_the_box, start_of, step_of

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    "key", ["nonsense", "1-aaaaaaaaaaaaaaaa", "zzzzzzzzzz-aaaaaaaaaaaaaaaa", "once", "1"]
)
def test_a_guessed_link_is_told_calmly(client, surveyed, key):
    page = client.get(reverse("surveys:answer-start", args=[key]))

    assert page.status_code == 404
    assert "Scan the code on the poster again" in page.text


def test_the_link_of_one_agency_does_not_make_that_of_another(client, survey, surveyed):
    other = made.surveyed_agency(survey=survey)
    number = links.key_of(other).partition("-")[0]
    proof = links.key_of(surveyed).partition("-")[2]

    page = client.get(reverse("surveys:answer-start", args=[f"{number}-{proof}"]))

    assert page.status_code == 404


def test_a_link_typed_in_capitals_works(client, surveyed):
    typed = reverse("surveys:answer-start", args=[links.key_of(surveyed).upper()])

    assert client.get(typed).url == start_of(surveyed)


def test_a_draft_opens_by_its_own_link_only(survey, surveyed, somebody):
    other = made.surveyed_agency(survey=survey)
    somebody.starts()
    carried = Client(headers={"cookie": f"survey={somebody.cookies['survey']}"})

    assert carried.get(step_of(other, "1")).url == start_of(other)


def test_a_survey_that_opens_later_says_when(client, survey, surveyed):
    survey.opens_on = timezone.localdate() + timedelta(days=3)
    survey.save()

    page = client.get(start_of(surveyed))

    assert page.status_code == 403
    assert f"It opens on {survey.opens_on:%-d %B %Y}" in page.text


def test_a_survey_that_nobody_has_opened_says_no_day(client, cycle, agency, survey_set):
    planned = made.survey(cycle=cycle, agencies=[agency], survey_set=survey_set, status="planned")

    page = client.get(start_of(planned.agencies.get()))

    assert page.status_code == 403
    assert "Come back later" in page.text


def test_a_closed_survey_takes_no_answers_and_shows_what_was_typed(survey, somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4")
    made.closed(survey)

    page = somebody.fills_in("3", q5="I had just written this")

    assert page.status_code == 410
    assert "This survey is closed" in page.text
    assert "What would you change?" in page.text
    assert "I had just written this" in page.text


def test_after_the_last_day_nothing_is_taken_though_nobody_closed_it(survey, somebody, set_clock):
    somebody.starts()
    somebody.fills_in("1", q1="4")
    day = survey.closes_on + timedelta(days=1)
    set_clock(datetime(day.year, day.month, day.day, 0, 1, tzinfo=LONDON))

    page = somebody.sends()

    assert page.status_code == 410
    assert not SealedAnswers.objects.exists()


def test_until_the_last_minute_of_the_last_day_answers_are_taken(survey, somebody, set_clock):
    somebody.starts()
    somebody.fills_in("1", q1="4")
    day = survey.closes_on
    set_clock(datetime(day.year, day.month, day.day, 23, 59, tzinfo=LONDON))

    somebody.sends()

    assert SealedAnswers.objects.count() == 1


def test_a_renewed_link_shows_what_was_typed_by_the_old_one(people, surveyed, somebody):
    somebody.starts()
    somebody.surveyed_agency = surveyed.survey.agencies.get()
    link_operations.renew(surveyed_agency=surveyed, by=people["coordinator"])

    page = somebody.fills_in("3", q5="I had just written this")

    assert page.status_code == 404
    assert "replaced by a newer one" in page.text
    assert "I had just written this" in page.text


@pytest.fixture
def by_token(survey):
    survey.access = survey.Access.TOKENS
    survey.save()
    return survey.agencies.get()


def test_a_personal_link_leads_to_the_same_pages(by_token):
    _, key = made.token(surveyed_agency=by_token)
    somebody = Respondent(by_token, token=key)

    somebody.answers(q1="4")

    assert in_the_box() == [{"role_group": "", "answers": {"supervision": "4"}}]
    assert SurveyToken.objects.get().is_used
    assert somebody.cookies == {"survey": "answered"}


def test_opening_a_personal_link_does_not_use_it(client, by_token):
    _, key = made.token(surveyed_agency=by_token)

    client.get(reverse("surveys:answer-once", args=[key]))
    client.get(start_of(by_token))

    assert not SurveyToken.objects.get().is_used


def test_a_personal_link_is_used_once_on_whatever_device(by_token):
    _, key = made.token(surveyed_agency=by_token)
    Respondent(by_token, token=key).answers(q1="4")

    page = Respondent(by_token, token=key).opens()

    assert page.status_code == 410
    assert "Answers were sent by this personal link already" in page.text


def test_a_personal_link_begun_on_two_devices_sends_once(by_token):
    _, key = made.token(surveyed_agency=by_token)
    phone, desk = Respondent(by_token, token=key), Respondent(by_token, token=key)
    for one in (phone, desk):
        one.starts()
        one.fills_in("1", q1="4")

    phone.sends()
    page = desk.sends()

    assert page.status_code == 410
    assert SealedAnswers.objects.count() == 1


def test_one_device_takes_two_personal_links_one_after_the_other(by_token):
    (_, hers), (_, his) = [made.token(surveyed_agency=by_token) for _ in range(2)]
    shared = Respondent(by_token, token=hers)
    shared.answers(q1="4")

    Respondent(by_token, token=his, browser=shared.browser).answers(q1="2")

    assert SealedAnswers.objects.count() == 2


def test_whoever_uses_a_device_after_another_does_not_see_their_draft(by_token):
    (_, hers), (_, his) = [made.token(surveyed_agency=by_token) for _ in range(2)]
    shared = Respondent(by_token, token=hers)
    shared.starts()
    shared.fills_in("3", q5="What she wrote")

    other = Respondent(by_token, token=his, browser=shared.browser)

    assert "begun on this device" not in other.opens().text
    assert other.opens("3").url == start_of(by_token)


def test_without_a_personal_link_the_agencys_address_opens_nothing(client, by_token):
    page = client.get(start_of(by_token))

    assert page.status_code == 403
    assert "Open the link in the newest e-mail" in page.text
    assert client.post(start_of(by_token)).status_code == 403


def test_a_forged_personal_link_is_told_calmly(client, by_token):
    page = client.get(reverse("surveys:answer-once", args=["forged"]))

    assert page.status_code == 404
    assert "Open the link in the newest e-mail" in page.text


def test_a_personal_link_of_a_closed_survey_is_told_so(client, by_token):
    _, key = made.token(surveyed_agency=by_token)
    made.closed(by_token.survey)

    page = client.get(reverse("surveys:answer-once", args=[key]))

    assert "its survey has closed" in page.text


def test_a_personal_link_of_another_agency_does_not_open_this_one(survey, by_token):
    other = made.surveyed_agency(survey=survey)
    _, key = made.token(surveyed_agency=other)
    carried = Client(headers={"cookie": f"survey_once={key}"})

    assert carried.post(start_of(by_token)).status_code == 403
