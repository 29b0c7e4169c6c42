from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.record.test_outbox import waiting

MAIL = reverse("demo:mail")


@pytest.fixture
def demo(settings, db):
    settings.DEMO = True


def subjects(page):
    return [email.subject for email, _ in page.context["mails"]]


def test_outside_a_demo_there_is_no_such_page(client, db):
    waiting(factories.user(), subject="Your code is 123456")

    page = client.get(MAIL)

    assert page.status_code == 404
    assert "123456" not in page.text


def test_in_a_demo_anybody_reads_every_mail_the_newest_first(client, demo):
    now = timezone.now()
    waiting(factories.user(), subject="Older", queued_at=now - timedelta(days=1))
    waiting(factories.user(name="Ann"), subject="Newer", body="Your code is 123456.\n\nBye\n")

    page = client.get(MAIL)

    assert page.status_code == 200
    assert subjects(page) == ["Newer", "Older"]
    assert "To Ann, person" in page.text
    assert "Your code is 123456.<br><br>Bye" in page.text


def test_links_can_be_followed_and_nothing_else_is_markup(client, demo):
    waiting(
        factories.user(), body="See <b>https://x.example/a?b=1&c=2</b>, or (http://y.example/)."
    )

    text = client.get(MAIL).text

    assert 'href="http://y.example/">http://y.example/</a>).' in text
    assert "&lt;b&gt;" in text
    assert "<b>" not in text
    assert 'href="https://x.example/a?b=1&amp;c=2' in text


def test_the_calendar_file_of_a_mail_can_be_opened(client, demo):
    email = waiting(factories.user(), calendar="BEGIN:VCALENDAR\r\n", calendar_method="REQUEST")
    file = reverse("demo:mail-calendar", args=[email.pk])

    page, opened = client.get(MAIL), client.get(file)

    assert f'href="{file}"' in page.text
    assert opened.content == b"BEGIN:VCALENDAR\r\n"
    assert opened.headers["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"


def test_a_mail_without_a_calendar_file_has_no_link_to_one(client, demo):
    email = waiting(factories.user())

    assert client.get(reverse("demo:mail-calendar", args=[email.pk])).status_code == 404
    assert "invitation.ics" not in client.get(MAIL).text


def test_it_can_be_narrowed_to_one_person(client, demo):
    ann = factories.user()
    waiting(ann, subject="To Ann")
    waiting(ann, subject="To Ann again")
    waiting(factories.user(), subject="To Bob")
    factories.user(name="Nobody wrote to me")

    page = client.get(MAIL, {"to": ann.pk})

    assert subjects(page) == ["To Ann again", "To Ann"]
    assert "Nobody wrote to me" not in page.text


@pytest.mark.parametrize("to", ["0", "x", "99999999999999999999"])
def test_somebody_unknown_is_a_sentence_and_everything_is_shown(client, demo, to):
    waiting(factories.user(), subject="To Ann")

    page = client.get(MAIL, {"to": to})

    assert page.status_code == 200
    assert "Choose somebody from the list" in page.text
    assert subjects(page) == ["To Ann"]


def test_what_became_of_a_mail_is_said(client, demo):
    to = factories.user()
    waiting(to, sent_at=timezone.now())
    assert "waiting to be sent" not in client.get(MAIL).text

    waiting(to)
    waiting(to, bounced_at=timezone.now(), last_error="550 No such mailbox")
    text = client.get(MAIL).text

    assert text.count("; waiting to be sent") == 1
    assert text.count("; refused: 550 No such mailbox") == 1


def test_twenty_are_on_a_page_and_the_person_is_kept_from_page_to_page(client, demo):
    ann = factories.user()
    for number in range(25):
        waiting(ann, subject=f"Mail {number}")

    first = client.get(MAIL, {"to": ann.pk})
    second = client.get(MAIL, {"to": ann.pk, "page": 2})

    assert (len(subjects(first)), len(subjects(second))) == (20, 5)
    assert f'href="?to={ann.pk}&amp;page=2" rel="next"' in first.text
    assert f'href="?to={ann.pk}&amp;page=1" rel="prev"' in second.text


def test_without_mail_it_says_so(client, demo):
    assert "No mail yet." in client.get(MAIL).text


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_three_queries(client, demo, django_assert_num_queries, rows):
    for _ in range(rows):
        waiting(factories.user())

    with django_assert_num_queries(3):
        client.get(MAIL)


def test_the_sign_in_page_and_the_foot_of_every_page_lead_to_it_in_a_demo(client, demo, settings):
    link = f'href="{MAIL}"'
    factories.member(
        "lead",
        agency=factories.agency(partnership=factories.partnership()),
        email="lead@merton-demo.example",
    )

    in_demo = client.get(reverse("people:sign-in")).text
    settings.DEMO = False
    elsewhere = client.get(reverse("people:sign-in")).text

    assert in_demo.count(link) == 2
    assert link not in elsewhere
