"""Every page that tests/access_table.py knows, as someone who may open it, on a screen and a phone."""

from itertools import groupby

import pytest
from django.conf import settings
from django.urls import reverse

from tests.access_table import ACCESS, PEOPLE
from tests.browser.accessibility import assert_accessible, violations
from tests.conftest import PageClient

pytest_plugins = ["tests.subjects", "tests.challenge_subjects", "tests.survey_subjects"]

NO_PAGES = (
    *("healthz", "rating-css", "-download", "-template", "-problem", "-file"),
    *("calendar-image", "calendar-feed", "chart-image", "agency-code"),
)
# Steps in the middle of signing in, or of a survey: tests/browser/test_sign_in.py and test_survey.py
# take them.
STEPS = (
    "answer-once",
    "answer-step",
    "answer-thanks",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
)
ONLY_IN_A_DEMO = ("demo:mail", "demo:mail-calendar")
# As whom a page is looked at: the first of these who may open it.
VIEWERS = [
    "lead",
    "coordinator",
    "approver",
    "board member",
    "seated member",
    "administrator",
    "anonymous",
]


def viewer(answers):
    answer = dict(zip(PEOPLE, answers.split(), strict=True))
    return next((person for person in VIEWERS if answer[person] == "in"), None)


SEEN = {name for name, method, _, answers in ACCESS if method == "get" and viewer(answers)}
# A row in which nobody may open it yet is one more way of saying no, where another row shows it.
PAGES = sorted(
    (subject or "", name, viewer(answers))
    for name, method, subject, answers in ACCESS
    if method == "get" and not name.endswith(NO_PAGES + STEPS + ONLY_IN_A_DEMO)
    if viewer(answers) or name not in SEEN
)


def test_every_page_has_a_viewer():
    assert [name for _, name, person in PAGES if person is None] == []


@pytest.mark.parametrize(
    ("subject", "pages"),
    [(subject, list(pages)) for subject, pages in groupby(PAGES, lambda page: page[0])],
    ids=lambda value: value or "nothing in particular" if isinstance(value, str) else "",
)
def test_pages(address, new_context, people, live_server, subject, pages):
    browsers = {}
    for _, name, person in pages:
        if person not in browsers:
            context = new_context()
            if people[person]:
                client = PageClient()  # one for two people would end the first one's session
                client.force_login(people[person])
                session = client.cookies[settings.SESSION_COOKIE_NAME].value
                context.add_cookies(
                    [
                        {
                            "name": settings.SESSION_COOKIE_NAME,
                            "value": session,
                            "url": live_server.url,
                        }
                    ]
                )
            browsers[person] = context.new_page()
        page, url = browsers[person], address(name, subject)

        answer = page.goto(url)

        assert (answer.status, page.url) == (200, f"{live_server.url}{url}")
        assert_accessible(page)


def test_the_mail_of_a_demo(page, live_server, settings, people, submitted):
    settings.DEMO = True

    answer = page.goto(reverse("demo:mail"))

    assert answer.status == 200
    assert page.get_by_role("article").count() > 0
    assert_accessible(page)


def test_the_rules_find_what_is_wrong(page):
    page.goto(reverse("people:sign-in"))
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('.govuk-button').style.color = '#00a000'")

    found = {line.partition(":")[0] for line in violations(page)}

    assert {"label", "color-contrast"} <= found


def test_the_sign_in_page_with_errors(page):
    page.goto(reverse("people:sign-in"))

    page.get_by_role("button", name="Sign in", exact=True).click()

    assert page.get_by_role("alert").inner_text() == (
        "There is a problem\nEnter your e-mail address\nEnter your password"
    )
    assert_accessible(page)
