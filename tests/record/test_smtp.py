"""Mail leaves through a real mail server, which accepts, refuses, delays and drops."""

from datetime import timedelta

import pytest
from django.utils import timezone

from section11.record import outbox
from tests import factories, mail_server
from tests.record.test_outbox import waiting


@pytest.fixture
def server(settings):
    with mail_server.running() as (server, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
        yield server


def sent_to(name, **fields):
    email = waiting(factories.user(email=f"{name}@agency.example"), **fields)
    outbox.send_waiting()
    email.refresh_from_db()
    return email


def minutes_until_next(email):
    return round((email.not_before - timezone.now()) / timedelta(minutes=1))


def test_an_accepted_mail_arrives_whole(db, server):
    email = sent_to("lead", subject="Prüfung – due", body="Dear Zoë,\n\nhttps://x.example/1/\n")

    [(message, to)] = server.mails
    assert email.sent_at is not None
    assert to == "lead@agency.example"
    assert "Message-ID" in message
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"].startswith("=?utf-8?")
    assert "Dear Zoë" in message.get_payload(decode=True).decode()


FILE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    "SUMMARY:Prüfung\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation_arrives_so_that_calendar_programs_offer_to_accept_it(db, server, method):
    sent_to("lead", body="Dear Zoë,\n", calendar=FILE, calendar_method=method)

    [(message, _)] = server.mails
    [both, file] = message.get_payload()
    [text, calendar] = both.get_payload()
    assert message.get_content_type() == "multipart/mixed"
    assert both.get_content_type() == "multipart/alternative"
    assert text.get_content_type() == "text/plain"
    assert text.get_payload(decode=True).decode() == "Dear Zoë,\r\n"
    assert calendar.get_content_type() == "text/calendar"
    assert (calendar.get_param("method"), calendar.get_param("charset")) == (method, "utf-8")
    assert calendar.get_payload(decode=True).decode() == FILE
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invitation.ics")
    assert file.get_payload(decode=True).decode() == FILE


def test_a_mail_without_a_calendar_file_is_plain_text(db, server):
    sent_to("lead")

    [(message, _)] = server.mails
    assert message.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("gone", "550 5.1.1 No such mailbox"), ("spam", "554 5.7.1 This looks like spam")],
)
def test_what_is_refused_for_good_bounces_and_is_not_tried_again(db, server, name, reason):
    email = sent_to(name)

    assert (email.sent_at, email.attempts, email.last_error) == (None, 1, reason)
    assert email.bounced_at is not None
    assert outbox.send_next() is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("full", "452 4.2.2 The mailbox is full"),
        ("slow", "timed out"),
        ("dropped", "Connection unexpectedly closed"),
    ],
)
def test_what_may_go_better_later_is_tried_again_later(db, server, name, reason):
    email = sent_to(name)

    assert (email.sent_at, email.bounced_at, email.attempts) == (None, None, 1)
    assert reason in email.last_error
    assert minutes_until_next(email) == 1
    assert outbox.send_next() is None


def test_a_server_that_is_away_is_waited_for(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.free_port()

    email = sent_to("lead")

    assert (email.sent_at, email.bounced_at) == (None, None)
    assert "Connection refused" in email.last_error


def test_each_wait_is_longer_and_the_last_attempt_gives_up(db, server):
    email = sent_to("full")
    waits = [minutes_until_next(email)]
    while not email.bounced_at:
        email.not_before = timezone.now()
        email.save(update_fields=["not_before"])
        outbox.send_next()
        email.refresh_from_db()
        waits.append(minutes_until_next(email))

    assert waits[:-1] == [1, 5, 15, 60, 240, 720, 1440, 1440, 1440]
    assert email.attempts == outbox.ATTEMPTS == 10
    assert email.last_error == "Given up after 10 attempts: 452 4.2.2 The mailbox is full"
    assert outbox.send_next() is None


def test_a_mail_accepted_on_a_connection_that_then_drops_is_sent_again_as_the_same(db, server):
    email = sent_to("lost")
    email.not_before = None
    email.save(update_fields=["not_before"])

    outbox.send_next()

    first, second = [message["Message-ID"] for message, _ in server.mails]
    assert first == second


def test_an_address_that_cannot_be_written_to_stops_nothing(db, server):
    broken = waiting(factories.user(email="lead@agency.example\nbcc: x@y.example"))
    fine = waiting(factories.user())

    sent = outbox.send_waiting()

    broken.refresh_from_db()
    fine.refresh_from_db()
    assert sent == 1
    assert fine.sent_at is not None
    assert broken.sent_at is None
    assert broken.last_error.startswith("Invalid address")


def test_one_bad_address_holds_up_nobody_else(db, server):
    for name in ("gone", "full", "dropped", "lead"):
        waiting(factories.user(email=f"{name}@agency.example"))

    sent = outbox.send_waiting()

    assert sent == 1
    assert [to for _, to in server.mails] == ["lead@agency.example"]


def test_a_password_that_is_refused_is_no_fault_of_the_mail(db, server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "section11", "wrong"

    email = sent_to("lead")

    assert (email.sent_at, email.bounced_at) == (None, None)
    assert email.last_error.startswith("535 ")
