"""A respondent's way from the link to the thank-you, on one device."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from section11.record.models import Email, Event
from surveys.answering import box, ceiling
from surveys.answering.device import Device
from surveys.models import SealedAnswers, SurveyDraft, SurveyToken
from surveys.operations import answering
from surveys.operations import links as link_operations
from surveys.running import links
from tests import survey_factories as made
from tests.surveys.respondents import Respondent, start_of, step_of

LONDON = ZoneInfo("Europe/London")
NHS_NUMBER = "943 476 5919"


@pytest.fixture
def survey_set(db):
    found = made.survey_set(questions=0)
    made.question(survey_set=found, group="Supervision", code="q1", lineage="supervision")
    made.question(survey_set=found, group="Supervision", code="q2", lineage="tool", kind="yes_no")
    choices = {"choices": ["Weekly", "Monthly", "100 % never"]}
    made.question(survey_set=found, group="Training", code="q3", lineage="often", kind="choice", **choices)
    made.question(survey_set=found, group="Training", code="q4", lineage="which", kind="choices", **choices)
    made.question(survey_set=found, group="In your words", code="q5", lineage="change", kind="text", text="What would you change?")
    return found


@pytest.fixture
def survey(cycle, agency, survey_set):
    return made.survey(cycle=cycle, agencies=[agency], survey_set=survey_set)


@pytest.fixture
def surveyed(survey):
    return survey.agencies.get()


@pytest.fixture
def somebody(surveyed):
    return Respondent(surveyed)


@pytest.fixture
def set_clock(monkeypatch):
    def set_to(moment):
        moment = moment.astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return set_to


def in_the_box():
    return [box.open_sealed(one.sealed) for one in SealedAnswers.objects.all()]


def test_the_start_says_what_happens_to_answers_and_what_not_to_write(client, surveyed, survey):
    page = client.get(start_of(surveyed))

    assert survey.name in page.text
    assert surveyed.agency.name in page.text
    assert "What happens to your answers" in page.text
    assert "only of 10 people or more" in page.text
    assert "What not to write" in page.text


def test_the_start_leaves_no_cookie(client, surveyed):
    client.get(start_of(surveyed))

    assert not client.cookies


def test_a_respondents_pages_hold_no_way_to_sign_in(client, surveyed, somebody):
    somebody.starts()

    for page in [client.get(start_of(surveyed)), somebody.opens("1"), somebody.opens("send")]:
        assert reverse("people:sign-in") not in page.text
        assert 'href="/"' not in page.text


def test_starting_leads_to_the_page_about_their_work(somebody):
    response = somebody.starts()

    assert response.url == somebody.address("you")


def test_without_role_groups_nothing_is_asked_about_them(survey, somebody):
    survey.role_groups = []
    survey.save()

    response = somebody.starts()

    assert response.url == somebody.address("1")


def test_each_group_of_questions_is_a_page(somebody):
    somebody.starts()

    pages = [somebody.opens(step).text for step in ("1", "2", "3")]

    assert [title in page for title, page in zip(["Supervision", "Training", "In your words"], pages)] == [True] * 3
    assert "page 2 of 4" in pages[0]


def test_answers_of_every_kind_come_into_the_box(somebody):
    somebody.starts()
    somebody.fills_in("you", role_group="I manage others")
    somebody.fills_in("1", q1="4", q2="dont_know")
    somebody.fills_in("2", q3="1", q4=["0", "2"])
    somebody.fills_in("3", q5="More time.\r\nLess paper.")

    response = somebody.sends()

    assert response.url == reverse("surveys:answer-thanks", args=[links.key_of(somebody.surveyed_agency)])
    assert "Your answers have been sent" in somebody.browser.get(response.url).text
    answers = {"supervision": "4", "tool": "dont_know", "often": "1", "which": ["0", "2"], "change": "More time.\nLess paper."}
    assert in_the_box() == [{"role_group": "I manage others", "answers": answers}]
    assert not SurveyDraft.objects.exists()


def test_a_role_group_can_be_left_out(somebody):
    somebody.answers(role_group="rather_not_say", q1="4")

    assert in_the_box() == [{"role_group": "", "answers": {"supervision": "4"}}]


def test_the_page_before_sending_says_what_is_not_answered(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4", q2="yes")

    page = somebody.opens("send").text

    assert "You have answered 2 of 5 questions." in page
    assert "What would you change?" in page
    assert somebody.address("3") in page


def test_what_was_answered_is_there_again_on_the_same_device(somebody):
    somebody.starts()
    somebody.fills_in("3", q5="More time for visits")

    assert "More time for visits" in somebody.opens("3").text
    assert "You have begun on this device." in somebody.opens().text


def test_going_on_leads_to_the_first_page_that_is_not_answered(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4", q2="yes")

    assert somebody.starts().url == somebody.address("2")
    assert SurveyDraft.objects.count() == 1


def test_another_device_sees_nothing_of_it(surveyed, somebody):
    somebody.starts()
    somebody.fills_in("3", q5="More time for visits")
    other = Respondent(surveyed)

    assert "begun on this device" not in other.opens().text
    assert other.opens("3").url == start_of(surveyed)


def test_an_answer_can_be_changed_and_taken_back(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4", q2="yes")
    somebody.fills_in("1", q1="2")
    somebody.sends()

    assert in_the_box()[0]["answers"] == {"supervision": "2"}


def test_two_tabs_of_one_device_lose_nothing_of_each_other(surveyed, somebody):
    somebody.starts()
    device = Device(mark=somebody.cookies["survey"])
    tabs = [answering.find(key=links.key_of(surveyed), device=device) for _ in range(2)]

    answering.save_page(paper=tabs[0], role_group=None, answers={"supervision": "4"})
    answering.save_page(paper=tabs[1], role_group=None, answers={"tool": "yes"})

    kept = answering.find(key=links.key_of(surveyed), device=device)
    assert kept.answers["answers"] == {"supervision": "4", "tool": "yes"}


def test_nothing_answered_is_not_sent(somebody):
    somebody.starts()

    page = somebody.sends()

    assert "You have not answered any question yet" in page.text
    assert not SealedAnswers.objects.exists()


def test_saving_a_page_asks_the_database_twice(somebody, django_assert_num_queries):
    somebody.starts()
    somebody.fills_in("1", q1="4")

    with django_assert_num_queries(2):
        somebody.fills_in("1", q1="5", q2="yes")


def test_opening_a_page_asks_the_database_once(somebody, django_assert_num_queries):
    somebody.starts()
    somebody.opens("1")

    with django_assert_num_queries(1):
        somebody.opens("1")


# Cookies


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


# Twice


def test_a_device_that_has_answered_is_thanked_and_asked_no_more(somebody):
    somebody.answers(q1="4")

    assert somebody.opens().url.endswith("/thank-you/")
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


# Links


@pytest.mark.parametrize("key", ["nonsense", "1-aaaaaaaaaaaaaaaa", "zzzzzzzzzz-aaaaaaaaaaaaaaaa", "once", "1"])
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


# Forms that are not as they should be


def test_an_answer_that_was_not_offered_is_refused_and_the_others_kept(somebody):
    somebody.starts()

    page = somebody.fills_in("1", q1="6", q2="yes")

    assert page.status_code == 200
    assert "choose from the answers on this page" in page.text
    somebody.sends()
    assert in_the_box()[0]["answers"] == {"tool": "yes"}


def test_several_answers_that_were_not_offered_are_refused(somebody):
    somebody.starts()

    page = somebody.fills_in("2", q4=["0", "9"], q3="1")

    assert "choose from the answers on this page" in page.text
    somebody.sends()
    assert in_the_box()[0]["answers"] == {"often": "1"}


def test_answers_to_questions_not_asked_are_left_out(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4", q77="5", q3="1", lineage="x", role_group="I manage others")
    somebody.sends()

    assert in_the_box() == [{"role_group": "", "answers": {"supervision": "4"}}]


def test_a_role_group_that_was_not_offered_is_refused(somebody):
    somebody.starts()

    page = somebody.fills_in("you", role_group="The only psychologist")

    assert "Choose from the groups on this page" in page.text


def test_fifty_thousand_characters_come_back_to_be_cut(somebody):
    somebody.starts()
    long = "too long " * 5_600

    page = somebody.fills_in("3", q5=long)

    assert page.status_code == 200
    assert "“What would you change?” can have at most 1000 characters: you have 50399" in page.text
    assert long.strip() in page.text


def test_the_longest_text_of_the_widest_letters_does_not_make_the_box_longer(surveyed, somebody):
    somebody.starts()
    somebody.fills_in("3", q5="🙂" * 1000)
    somebody.sends()
    Respondent(surveyed).answers(q1="4")

    lengths = {len(one.sealed) for one in SealedAnswers.objects.all()}

    assert len(lengths) == 1


def test_control_characters_are_taken_out(somebody):
    somebody.starts()
    somebody.fills_in("3", q5="More\x00 time\x1b\x07\nfor\tvisits")
    somebody.sends()

    assert in_the_box()[0]["answers"] == {"change": "More time\nforvisits"}


def test_a_step_that_is_none_leads_to_where_they_were(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4", q2="yes")

    assert somebody.opens("99").url == somebody.address("2")


def test_a_page_typed_after_the_draft_was_lost_begins_anew_with_it(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4")
    SurveyDraft.objects.all().delete()

    response = somebody.fills_in("2", q3="1")

    assert "look through them again" in somebody.browser.get(response.url).text
    somebody.sends()
    assert in_the_box()[0]["answers"] == {"often": "1"}


def test_a_damaged_draft_is_as_good_as_lost(somebody):
    somebody.starts()
    SurveyDraft.objects.update(sealed="damaged")

    assert somebody.opens("1").url == somebody.address()


def test_a_browser_without_cookies_shows_what_was_typed(surveyed):
    page = Client().post(step_of(surveyed, "3"), {"3-q-q5": "All that I wrote"})

    assert page.status_code == 403
    assert "Allow cookies" in page.text
    assert "All that I wrote" in page.text
    assert not SurveyDraft.objects.exists()


def test_a_form_from_another_site_needs_no_forged_key(surveyed):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(start_of(surveyed))

    assert response.status_code == 302
    assert "csrftoken" not in strict.cookies


# What looks like somebody's data


def test_what_looks_like_a_childs_data_is_pointed_out_and_kept(somebody):
    somebody.starts()

    page = somebody.fills_in("3", q5=f"It was {NHS_NUMBER} again")

    assert "Look again at what you wrote" in page.text
    assert "looks like an NHS number" in page.text
    assert NHS_NUMBER in somebody.opens("3").text


def test_whoever_looked_again_goes_on(somebody):
    somebody.starts()
    text = f"It was {NHS_NUMBER} again"
    looked_at = somebody.fills_in("3", q5=text).text.partition('name="3-looked_at" value="')[2][:16]

    response = somebody.fills_in("3", q5=text, looked_at=looked_at)

    assert response.url == somebody.address("send")


def test_another_text_is_looked_at_anew(somebody):
    somebody.starts()
    looked_at = somebody.fills_in("3", q5=f"It was {NHS_NUMBER}").text.partition('name="3-looked_at" value="')[2][:16]

    page = somebody.fills_in("3", q5=f"{NHS_NUMBER}, born 3/4/2019", looked_at=looked_at)

    assert "looks like a date of birth" in page.text


# Robots


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


# Personal links


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
    assert "Open the link in the e-mail" in page.text
    assert client.post(start_of(by_token)).status_code == 403


def test_a_forged_personal_link_is_told_calmly(client, by_token):
    page = client.get(reverse("surveys:answer-once", args=["forged"]))

    assert page.status_code == 403


def test_a_personal_link_of_another_agency_does_not_open_this_one(survey, by_token):
    other = made.surveyed_agency(survey=survey)
    _, key = made.token(surveyed_agency=other)
    carried = Client(headers={"cookie": f"survey_once={key}"})

    assert carried.post(start_of(by_token)).status_code == 403


def test_nothing_a_respondent_does_is_an_event(surveyed, somebody):
    before = Event.objects.count()

    somebody.answers(role_group="I manage others", q1="4")

    assert Event.objects.count() == before


def test_a_gatherings_survey_names_the_gathering(client, cycle, survey_set):
    survey = made.survey(cycle=cycle, agencies=[], survey_set=survey_set, gathering="Session of 3 March", gathering_key="session-3")
    surveyed = survey.agencies.create(agency=None)

    assert "Session of 3 March" in client.get(start_of(surveyed)).text


def test_the_pages_ask_nothing_of_who_is_signed_in(client, people, surveyed):
    client.force_login(people["coordinator"])

    page = client.get(start_of(surveyed))

    assert people["coordinator"].name not in page.text

