"""A respondent's way from the link to the thank-you, on one device."""

from django.test import Client
from django.urls import reverse

from section11.record.models import Event
from surveys.answering.device import Device
from surveys.models import SealedAnswers, SurveyDraft
from surveys.operations import answering
from surveys.running import links
from tests import survey_factories as made
from tests.surveys.respondents import Respondent, in_the_box, start_of


def test_the_start_says_what_happens_to_answers_and_what_not_to_write(client, surveyed, survey):
    page = client.get(start_of(surveyed))

    assert survey.name in page.text
    assert surveyed.agency.name in page.text
    assert "What happens to your answers" in page.text
    assert "only of 10 people or more" in page.text
    assert "who may then show it to your agency and the Board" in page.text
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

    assert response.url == somebody.address("you") + "?begun"


def test_without_role_groups_nothing_is_asked_about_them(survey, somebody):
    survey.role_groups = []
    survey.save()

    response = somebody.starts()

    assert response.url == somebody.address("1") + "?begun"


def test_each_group_of_questions_is_a_page(somebody):
    somebody.starts()

    pages = [somebody.opens(step).text for step in ("1", "2", "3")]

    titles = ["Supervision", "Training", "In your words"]
    assert all(title in page for title, page in zip(titles, pages, strict=True))
    assert "page 2 of 4" in pages[0]
    assert "5 questions on 4 pages: about two minutes." in somebody.opens().text


def test_answers_of_every_kind_come_into_the_box(somebody):
    somebody.starts()
    somebody.fills_in("you", role_group="I manage others")
    somebody.fills_in("1", q1="4", q2="dont_know")
    somebody.fills_in("2", q3="1", q4=["0", "2"])
    somebody.fills_in("3", q5="More time.\r\nLess paper.")

    response = somebody.sends()

    assert response.url == reverse(
        "surveys:answer-thanks", args=[links.key_of(somebody.surveyed_agency)]
    )
    assert "Your answers have been sent" in somebody.browser.get(response.url).text
    answers = {
        "supervision": "4",
        "tool": "dont_know",
        "often": "1",
        "which": ["0", "2"],
        "change": "More time.\nLess paper.",
    }
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


def test_going_on_leads_to_the_page_after_the_last_that_was_answered(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4", q2="yes")

    assert somebody.starts().url == somebody.address("2") + "?begun"
    assert SurveyDraft.objects.count() == 1


def test_going_on_does_not_lead_back_to_what_was_left_out(somebody):
    somebody.starts()
    somebody.fills_in("1", q1="4")
    somebody.fills_in("3", q5="More time for visits")

    assert somebody.starts().url == somebody.address("send") + "?begun"


def test_a_browser_that_keeps_no_cookie_is_told_so_after_the_button(surveyed):
    browser = Client()
    begun = browser.post(start_of(surveyed))
    browser.cookies.clear()

    page = browser.get(begun.url, follow=True)

    assert page.redirect_chain == [(f"{start_of(surveyed)}?begun", 302)]
    assert "your browser keeps no cookie from us" in page.text
    assert "your browser keeps no cookie from us" not in browser.get(start_of(surveyed)).text


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


def test_without_a_script_too_an_answer_once_given_can_be_left_out_again(somebody):
    somebody.starts()
    asked_first = somebody.opens("1").text
    somebody.fills_in("1", q1="4", q2="yes")
    asked_again = somebody.opens("1").text
    somebody.fills_in("1", q1="", q2="yes")
    somebody.sends()

    assert "Leave this question out" not in asked_first
    assert asked_again.count("Leave this question out") == 2
    assert in_the_box()[0]["answers"] == {"tool": "yes"}


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


def test_nothing_a_respondent_does_is_an_event(surveyed, somebody):
    before = Event.objects.count()

    somebody.answers(role_group="I manage others", q1="4")

    assert Event.objects.count() == before


def test_a_gatherings_survey_names_the_gathering(client, cycle, survey_set):
    survey = made.survey(
        cycle=cycle,
        agencies=[],
        survey_set=survey_set,
        gathering="Session of 3 March",
        gathering_key="session-3",
    )
    surveyed = survey.agencies.create(agency=None)

    page = client.get(start_of(surveyed)).text
    Respondent(surveyed, browser=client).answers(q1="4")
    thanks = client.get(start_of(surveyed), follow=True).text

    assert "Session of 3 March" in page
    assert "read by the partnership’s coordinator and nobody else" in page
    assert "read by the coordinator alone" in thanks


def test_the_pages_ask_nothing_of_who_is_signed_in(client, people, surveyed):
    client.force_login(people["coordinator"])

    page = client.get(start_of(surveyed))

    assert people["coordinator"].name not in page.text
