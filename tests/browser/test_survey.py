"""A practitioner answers a survey: on a phone of 360 px, without JavaScript, from link to thanks."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from surveys.answering import box
from surveys.models import SealedAnswers
from surveys.running import links
from tests import survey_factories as made
from tests.browser.accessibility import PHONE, assert_accessible
from tests.surveys.respondents import start_of


@pytest.fixture
def surveyed(cycle, agency):
    survey_set = made.survey_set(questions=0)
    for order, kind in enumerate(["agreement", "yes_no", "choice", "choices", "text"], 1):
        made.question(
            survey_set=survey_set,
            order=order,
            kind=kind,
            group="Supervision" if order < 4 else "In your own words",
            choices=["Weekly", "Monthly"] if kind.startswith("choice") else [],
            hint="Think of the last three months." if order == 1 else "",
        )
    return made.survey(cycle=cycle, agencies=[agency], survey_set=survey_set).agencies.get()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def choose(page, question, answer):
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def test_a_practitioner_answers_on_a_phone_without_javascript(live_server, new_context, surveyed):
    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(start_of(surveyed))

    press(page, "Start")
    choose(page, "Which of these is nearest to your work?", "I manage others")
    press(page, "Save and go on")
    choose(page, "Survey question 1?", "Agree")
    choose(page, "Survey question 2?", "Don’t know")
    press(page, "Save and go on")
    choose(page, "Survey question 4?", "Weekly")
    page.get_by_label("Survey question 5?").fill("More time for visits")
    press(page, "Save and go on")
    expect(page.get_by_text("You have answered 4 of 5 questions.")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Survey question 5?")).to_have_value("More time for visits")
    press(page, "Save and go on")
    press(page, "Send my answers")

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    [sent] = SealedAnswers.objects.all()
    assert box.open_sealed(sent.sealed) == {
        "role_group": "I manage others",
        "answers": {
            "survey-question-1": "4",
            "survey-question-2": "dont_know",
            "survey-question-4": ["0"],
            "survey-question-5": "More time for visits",
        },
    }
    assert [cookie["name"] for cookie in page.context.cookies()] == ["survey"]


def test_whoever_comes_back_on_the_same_device_goes_on(live_server, new_context, surveyed):
    context = new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(start_of(surveyed))
    press(page, "Start")
    press(page, "Save and go on")
    choose(page, "Survey question 1?", "Agree")
    press(page, "Save and go on")
    # A page that is closed on its way to the next sometimes never says that it is closed.
    expect(page.get_by_role("heading", name="In your own words")).to_be_visible()
    page.close()

    page = context.new_page()
    page.goto(start_of(surveyed))

    expect(page.get_by_text("You have begun on this device.")).to_be_visible()
    press(page, "Go on")
    expect(page.get_by_role("heading", name="In your own words")).to_be_visible()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_role("heading", name="Supervision")).to_be_visible()
    expect(page.get_by_label("Agree", exact=True)).to_be_checked()


def test_the_pages_can_be_used_by_everybody(live_server, new_context, surveyed, complaints):
    page = new_context().new_page()
    page.goto(start_of(surveyed))
    press(page, "Start")
    assert_accessible(page)
    press(page, "Save and go on")
    assert_accessible(page)
    choose(page, "Survey question 1?", "Agree")
    press(page, "Save and go on")
    page.get_by_label("Survey question 5?").fill("943 476 5919 " * 100)
    press(page, "Save and go on")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Survey question 5?").fill("943 476 5919")
    press(page, "Save and go on")
    expect(page.get_by_text("Look again at what you wrote")).to_be_visible()
    assert_accessible(page)
    press(page, "Save and go on")
    assert_accessible(page)
    press(page, "Send my answers")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert_accessible(page)
    page.goto(reverse("surveys:answer-start", args=[f"{links.key_of(surveyed)[:-1]}7"]))
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()
    assert_accessible(page)
    assert complaints
    complaints.clear()  # the browser says that the last page was a 404
