import threading
from datetime import timedelta

import pytest
from django.core import mail  # noqa: TID251 - looks into what was sent
from django.core.mail.backends import locmem  # noqa: TID251 - a mail server for tests
from django.db import connection, transaction
from django.utils import timezone

from section11.record import outbox
from section11.record.models import Email
from tests import factories


class RefusingBackend(locmem.EmailBackend):
    """A mail server that is not there for addresses at refused.example."""

    def send_messages(self, messages):
        for message in messages:
            if message.to[0].endswith("@refused.example"):
                raise ConnectionRefusedError("Connection refused")
        return super().send_messages(messages)


def waiting(to, **fields):
    fields = {"template": "sent_back", "subject": "A self-audit", "body": "See it.\n"} | fields
    return Email.objects.create(to=to, **fields)


def test_the_first_line_is_the_subject(people, self_audit):
    email = outbox.queue(
        "sign_off_wanted",
        to=people["approver"],
        self_audit=self_audit,
        address="https://x.example/",
    )

    assert email.subject == "A self-audit is waiting for your sign-off"
    assert email.body.startswith(f"Dear {people['approver'].name},\n")
    assert email.body.endswith("https://x.example/\n")


def test_mail_vanishes_with_its_transaction(people, self_audit):
    def change_and_fail():
        with transaction.atomic():
            outbox.queue("sent_back", to=people["lead"], self_audit=self_audit, address="")
            raise LookupError

    pytest.raises(LookupError, change_and_fail)

    assert Email.objects.count() == 0


def test_no_body_is_kept_of_mail_that_left(people, settings):
    gone, kept = waiting(people["lead"]), waiting(people["approver"])

    outbox.send_next()
    settings.DEMO = True
    outbox.send_next()

    assert [email.body for email in Email.objects.order_by("pk")] == ["", "See it.\n"]
    assert [message.body for message in mail.outbox] == [gone.body, kept.body]


def test_no_calendar_file_is_kept_of_mail_that_left(people):
    email = waiting(people["lead"], calendar="BEGIN:VCALENDAR\r\n", calendar_method="CANCEL")

    outbox.send_next()

    email.refresh_from_db()
    assert (email.calendar, email.calendar_method) == ("", "CANCEL")


def test_waiting_mail_is_sent_once_and_stamped(people):
    email = waiting(people["lead"])

    first, second = outbox.send_waiting(), outbox.send_waiting()

    email.refresh_from_db()
    assert (first, second) == (1, 0)
    assert [(m.subject, m.body, m.to) for m in mail.outbox] == [
        ("A self-audit", "See it.\n", [people["lead"].email])
    ]
    assert email.attempts == 1
    assert email.sent_at is not None


def test_the_oldest_goes_first(people):
    for days, subject in enumerate(["newest", "older", "oldest"]):
        queued_at = timezone.now() - timedelta(days=days)
        waiting(people["lead"], subject=subject, queued_at=queued_at)

    outbox.send_next()
    outbox.send_next()

    assert [m.subject for m in mail.outbox] == ["oldest", "older"]


def test_a_mail_server_that_refuses_delays_a_mail_and_loses_none(people, settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    refused = waiting(factories.user(email="someone@refused.example"))
    waiting(people["lead"])

    sent = outbox.send_waiting()

    refused.refresh_from_db()
    assert sent == 1
    assert [m.to for m in mail.outbox] == [[people["lead"].email]]
    assert refused.sent_at is None
    assert refused.last_error == "Connection refused"


def test_a_refused_mail_is_tried_again_later(people, settings):
    email = waiting(
        people["lead"], attempts=1, last_error="Connection refused", not_before=timezone.now()
    )

    sent = outbox.send_waiting()

    email.refresh_from_db()
    assert sent == 1
    assert (email.attempts, email.last_error) == (2, "")


def test_a_mail_that_another_worker_is_sending_is_left_alone(people):
    waiting(people["lead"], not_before=timezone.now() + timedelta(seconds=5))

    assert outbox.send_waiting() == 0
    assert mail.outbox == []


def test_sending_again_is_recognised_as_the_same_mail(people):
    email = waiting(people["lead"])
    outbox.send_waiting()
    Email.objects.filter(pk=email.pk).update(sent_at=None, not_before=None)  # died before it

    outbox.send_waiting()

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once():
    to = factories.user()
    for n in range(20):
        waiting(to, subject=f"Mail {n}")
    ready = threading.Barrier(2)
    sent = []

    def work():
        try:
            ready.wait()
            sent.append(outbox.send_waiting())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(sent) == 20
    assert sorted(m.subject for m in mail.outbox) == sorted(f"Mail {n}" for n in range(20))
    assert set(Email.objects.values_list("attempts", flat=True)) == {1}
