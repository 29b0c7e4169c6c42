import time

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from section11.people.operations import users
from section11.record.models import Email, Event
from tests import factories
from tests.people.signing_in import (
    ask_for_code,
    by_password,
    enter_code,
    mailed_code,
    page,
    who_is_in,
)

YOURS = reverse("people:your-sign-in")
PASSWORD = reverse("people:password")
CONFIRM = reverse("account_reauthenticate")
HOME = reverse("web:home")
NEW = "four violet kettles"


@pytest.fixture
def lead(people):
    return people["lead"]


@pytest.fixture
def visitor(lead):
    """The lead, signed in through the page."""
    visitor = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    by_password(visitor, lead)
    return visitor


@pytest.fixture
def phone(lead):
    """The lead, signed in on another device too."""
    phone = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/605.1"})
    by_password(phone, lead)
    return phone


def kinds(user):
    return [event.kind for event in Event.objects.filter(by=user).order_by("pk")]


def test_the_page_is_in_the_menu(visitor):
    assert f'href="{YOURS}"' in visitor.get(HOME).text


def test_the_page_names_each_session_and_which_is_this(visitor, phone):
    response = visitor.get(YOURS)

    shown = {(s["browser"], s["is_this"]) for s in response.context["sessions"]}
    assert shown == {("Firefox on Windows", True), ("Safari on iPhone", False)}


def test_the_page_asks_the_same_of_the_database_for_one_session_and_for_three(
    lead, visitor, phone, django_assert_num_queries
):
    phone.post(reverse("people:sign-out"))
    with django_assert_num_queries(5):
        visitor.get(YOURS)
    for _ in range(2):
        by_password(Client(), lead)

    with django_assert_num_queries(5):
        visitor.get(YOURS)


def test_a_session_elsewhere_can_be_ended(lead, visitor, phone):
    session = UserSession.objects.get(user_agent__contains="iPhone")

    visitor.post(reverse("people:session-end", args=[session.pk]))

    assert phone.get(HOME).headers["Location"].startswith(reverse("people:sign-in"))
    assert visitor.get(HOME).status_code == 200
    assert kinds(lead)[-1] == Event.Kind.SESSION_ENDED


def test_nobody_ends_the_session_of_somebody_else(people, visitor):
    by_password(Client(), people["reader"])
    session = UserSession.objects.get(user=people["reader"])

    response = visitor.post(reverse("people:session-end", args=[session.pk]))

    assert response.status_code == 404
    assert UserSession.objects.filter(pk=session.pk).exists()


def test_every_other_session_can_be_ended_at_once(visitor, phone):
    visitor.post(reverse("people:other-sessions-end"))

    assert who_is_in(phone) is None
    assert visitor.get(HOME).status_code == 200


def test_a_new_password_ends_every_other_session_and_is_told_by_mail(lead, visitor, phone):
    response = visitor.post(PASSWORD, {"password": NEW, "again": NEW}, follow=True)

    lead.refresh_from_db()
    assert "Your password is set." in response.text
    assert lead.check_password(NEW)
    assert who_is_in(phone) is None
    assert visitor.get(HOME).status_code == 200
    assert [s["is_this"] for s in visitor.get(YOURS).context["sessions"]] == [True]
    assert kinds(lead)[-2:] == [Event.Kind.SESSION_ENDED, Event.Kind.PASSWORD_CHANGED]
    assert Email.objects.get().template == "sign_in_changed"


def test_a_forgotten_password_is_replaced_after_a_code(lead):
    visitor = Client()
    ask_for_code(visitor, lead.email)
    enter_code(visitor, mailed_code(lead))

    visitor.post(PASSWORD, {"password": NEW, "again": NEW})

    lead.refresh_from_db()
    assert lead.check_password(NEW)


@pytest.mark.parametrize(
    ("password", "again", "message"),
    [
        ("", "", "Enter a new password"),
        ("short", "short", "This password is too short"),
        ("password1234", "password1234", "This password is too common"),
        (NEW, "four violet", "The two are not the same. Enter both again"),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_words(visitor, lead, password, again, message):
    response = visitor.post(PASSWORD, {"password": password, "again": again})

    lead.refresh_from_db()
    assert message in response.text
    assert lead.check_password(factories.PASSWORD)


def test_after_a_while_the_person_confirms_that_it_is_them(visitor, lead, monkeypatch):
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)

    asked = visitor.get(PASSWORD, follow=True)
    typed = visitor.post(PASSWORD, {"password": NEW, "again": NEW}, follow=True)
    wrong = visitor.post(f"{CONFIRM}?next={PASSWORD}", {"password": "wrong"})
    confirmed = visitor.post(
        f"{CONFIRM}?next={PASSWORD}", {"password": factories.PASSWORD}, follow=True
    )

    lead.refresh_from_db()
    assert (page(asked), page(typed)) == (CONFIRM, CONFIRM)
    assert "That is not your password" in wrong.text
    assert page(confirmed) == PASSWORD
    assert lead.check_password(factories.PASSWORD)
    assert NEW not in str(dict(visitor.session))


def test_after_a_while_a_second_step_is_not_set_up_unasked_either(visitor, monkeypatch):
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)

    response = visitor.get(reverse("mfa_activate_totp"), follow=True)

    assert page(response) == CONFIRM


def test_guessing_the_password_there_is_slowed_too(visitor, monkeypatch):
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    for _ in range(5):
        visitor.post(CONFIRM, {"password": "wrong"})

    response = visitor.post(CONFIRM, {"password": factories.PASSWORD})

    assert "That is not your password" in response.text


def test_someone_let_in_no_more_is_out_with_the_next_click(people, visitor, lead):
    users.deactivate(user=lead, by=people["coordinator"])

    assert visitor.get(HOME).headers["Location"].startswith(reverse("people:sign-in"))
    assert not UserSession.objects.filter(user=lead).exists()
    assert visitor.post(HOME, {"narrative": "Typed for an hour"}).status_code == 401


def test_a_session_ends_after_a_long_silence(visitor, monkeypatch, settings):
    settings.SESSION_IDLE_SECONDS = 600
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)

    response = visitor.get(HOME)

    assert response.headers["Location"].startswith(reverse("people:sign-in"))


def test_each_click_begins_the_silence_anew(visitor, monkeypatch, settings):
    settings.SESSION_IDLE_SECONDS = 600
    now = time.time()

    for seconds in (500, 1000, 1500):
        monkeypatch.setattr(time, "time", lambda at=now + seconds: at)
        assert visitor.get(HOME).status_code == 200


def test_however_busy_a_session_ends_at_last(visitor, monkeypatch, settings):
    settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE = 600, 1200
    now = time.time()

    answers = []
    for seconds in (500, 1000, 1201):
        monkeypatch.setattr(time, "time", lambda at=now + seconds: at)
        answers.append(visitor.get(HOME).status_code)

    assert answers == [200, 200, 302]


def test_the_clicks_of_a_minute_write_nothing(visitor):
    with CaptureQueriesContext(connection) as queries:
        visitor.get(HOME)

    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE"))] == []


def test_what_was_typed_over_a_long_silence_is_saved_after_signing_in_again(
    visitor, lead, agency, monkeypatch, settings
):
    settings.SESSION_IDLE_SECONDS = 600
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    url = reverse("people:agency-edit", args=[agency.pk])

    refused = visitor.post(url, {"sector": "health", "size": "small"})
    by_password(visitor, lead)
    offered = visitor.post(reverse("web:continue-saving"), {"held": refused.context["token"]})

    assert refused.status_code == 401
    assert f'action="{url}"' in offered.text
    assert 'name="sector" value="health"' in offered.text


def test_another_host_is_no_name_of_ours(client, lead):
    response = client.get(reverse("people:sign-in"), headers={"host": "evil.example"})

    assert response.status_code == 400


def test_who_is_somebody_else_in_the_same_browser_begins_anew(visitor, people):
    before = visitor.session.session_key

    by_password(visitor, people["reader"])

    assert who_is_in(visitor) == str(people["reader"].pk)
    assert visitor.session.session_key != before
    assert kinds(people["lead"])[-1] == Event.Kind.SIGNED_OUT
