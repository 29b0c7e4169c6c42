import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from section11.people.models import Role
from section11.record.models import Email, Event
from tests import factories
from tests.people.signing_in import ask_for_code, enter_code, mailed_code, page, who_is_in

FORM = reverse("account_request_login_code")
CONFIRM = reverse("account_confirm_login_code")
HOME = reverse("web:home")


@pytest.fixture
def person(agency):
    return factories.member(Role.LEAD, agency=agency, email="lead@example.org")


def test_a_mailed_code_lets_in(client, person):
    asked = ask_for_code(client, " Lead@Example.org ")

    response = enter_code(client, mailed_code(person))

    assert page(asked) == CONFIRM
    assert page(response) == HOME
    assert who_is_in(client) == str(person.pk)
    assert [e.kind for e in Event.objects.all()] == [Event.Kind.SIGNED_IN]


def test_someone_without_a_password_comes_in_by_a_code(client, person):
    person.set_unusable_password()
    person.save()
    ask_for_code(client, person.email)

    enter_code(client, mailed_code(person).lower().replace("-", " "))

    assert who_is_in(client) == str(person.pk)


def test_the_mail_goes_through_the_outbox(client, person):
    ask_for_code(client, person.email)

    mail = Email.objects.get()
    assert (mail.to, mail.template, mail.sent_at) == (person, "sign_in_code", None)


@pytest.mark.parametrize("email", ["nobody@example.org", "left@example.org"])
def test_who_has_no_account_sees_the_same_page_and_gets_no_mail(client, person, email):
    factories.user(email="left@example.org", is_active=False)

    known = ask_for_code(client, person.email).text.replace(person.email, "")
    client.cookies.clear()
    unknown = ask_for_code(client, email)

    assert without_keys(unknown.text.replace(email, "")) == without_keys(known)
    assert [mail.to for mail in Email.objects.all()] == [person]


def without_keys(html):
    return [line for line in html.splitlines() if "csrfmiddlewaretoken" not in line]


def test_who_has_no_account_cannot_come_in_by_any_code(client, person):
    ask_for_code(client, "nobody@example.org")

    response = enter_code(client, "BCDF-GHJK")

    assert "That code is not right" in response.text
    assert who_is_in(client) is None


def test_a_wrong_code_is_said_and_recorded_and_the_third_ends_it(client, person):
    ask_for_code(client, person.email)

    first, second, third = [enter_code(client, "BCDF-GHJK") for _ in range(3)]
    late = enter_code(client, mailed_code(person))

    assert "That code is not right. Check it, or ask for a new one" in first.text
    assert "There were too many wrong codes" in third.text
    assert page(late) == FORM
    assert who_is_in(client) is None
    assert [e.kind for e in Event.objects.all()] == [Event.Kind.SIGN_IN_FAILED] * 3


def test_a_code_is_good_for_a_quarter_of_an_hour(client, person, monkeypatch):
    ask_for_code(client, person.email)
    later = time.time() + 15 * 60 + 5
    monkeypatch.setattr(time, "time", lambda: later)

    response = enter_code(client, mailed_code(person))

    assert page(response) == FORM
    assert who_is_in(client) is None


def test_a_code_is_good_in_the_browser_that_asked_for_it_only(client, person):
    ask_for_code(client, person.email)
    client.cookies.clear()

    response = enter_code(client, mailed_code(person))

    assert page(response) == FORM
    assert who_is_in(client) is None


def test_another_code_can_be_sent_and_the_first_no_longer_works(client, person):
    ask_for_code(client, person.email)
    first = mailed_code(person)

    again = client.post(CONFIRM, {"action": "resend"}, follow=True)
    refused = enter_code(client, first)
    enter_code(client, mailed_code(person))

    assert "Another code is on its way. The one before it works no more." in again.text
    assert "That code is not right" in refused.text
    assert who_is_in(client) == str(person.pk)


@pytest.mark.parametrize("email", ["lead@example.org", "nobody@example.org"])
@pytest.mark.database
def test_codes_for_one_address_are_limited_however_many_ask(client, person, email):
    for _ in range(3):
        client.cookies.clear()
        ask_for_code(client, email)
    client.cookies.clear()

    response = client.post(FORM, {"email": email})

    assert "Codes were sent to this address several times. Wait five minutes" in response.text


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ("", "Enter your e-mail address"),
        ("lead", "Enter an e-mail address such as name@example.org"),
    ],
)
def test_what_is_missing_is_said(client, db, sent, message):
    response = client.post(FORM, {"email": sent})

    assert f"Error:</span> {message}" in response.text


def test_it_goes_on_to_where_the_person_was_going(client, person):
    wanted = reverse("people:agency-list")
    ask_for_code(client, person.email, next=wanted)

    response = enter_code(client, mailed_code(person), next=wanted)

    assert page(response) == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_it_never_goes_on_to_another_site(client, person, elsewhere):
    ask_for_code(client, person.email, next=elsewhere)

    response = enter_code(client, mailed_code(person), next=elsewhere)

    assert page(response) == HOME


def test_a_new_session_begins(client, person):
    ask_for_code(client, person.email)
    before = client.session.session_key

    enter_code(client, mailed_code(person))

    assert client.session.session_key != before


ASK_ELSEWHERE = """
import django
django.setup()
from django.test import Client
from django.urls import reverse
print(Client().post(reverse("account_request_login_code"), {"email": "lead@example.org"}).text)
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other process is given a file")
@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_in_another_process(client, person):
    for _ in range(3):
        client.cookies.clear()
        ask_for_code(client, person.email)

    done = subprocess.run(
        [sys.executable, "-c", ASK_ELSEWHERE],
        cwd=settings.ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "section11.settings",
            "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert "Codes were sent to this address several times." in done.stdout
