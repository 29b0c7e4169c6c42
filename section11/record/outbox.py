"""Mail as rows. `queue` is the only constructor of Email; `send_waiting` the only sender.

A mail is taken, sent and stamped, and no transaction is open while the mail server answers: on
SQLite every other writer would wait for it. A worker that dies between sending and stamping
leaves a mail that is sent again after `RETRY`, with the same Message-ID, by which mail programs
know that they have it.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage  # noqa: TID251 - this is the sender
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from .models import Email

# Far longer than EMAIL_TIMEOUT: whoever took a mail so long ago is not sending it any more.
RETRY = timedelta(minutes=10)


def queue(template, *, to, **context):
    """Put a mail into the outbox, in the caller's transaction.

    `template` names `templates/emails/<template>.txt`: its first line is the subject, the rest
    the body. `to` is a User. Never pass an answer: a mail holds a link, not content.
    """
    text = render_to_string(f"emails/{template}.txt", {"to": to, **context})
    subject, _, body = text.strip().partition("\n")
    return Email.objects.create(
        to=to, template=template, subject=subject.strip()[:200], body=body.strip() + "\n"
    )


def send_waiting(*, limit=100):
    """Send what waits, oldest first, at most `limit`; return how many went.

    Safe to run several times at once. A mail that the server refuses stays, with the reason, and
    is tried again after `RETRY`.
    """
    sent = 0
    for _ in range(limit):
        email = _take()
        if email is None:
            break
        sent += _send(email)
    return sent


@transaction.atomic
def _take():
    """The mail that waits longest, marked so that no other worker takes it; or None."""
    now = timezone.now()
    email = (
        Email.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("to")
        .filter(Q(taken_at=None) | Q(taken_at__lt=now - RETRY), sent_at=None)
        .first()
    )
    if email is not None:
        email.taken_at = now
        email.attempts = F("attempts") + 1
        email.save(update_fields=["taken_at", "attempts"])
    return email


def _send(email):
    message = EmailMessage(
        email.subject,
        email.body,
        settings.DEFAULT_FROM_EMAIL,
        [email.to.email],
        headers={"Message-ID": f"<section11-{email.pk}-{email.queued_at:%Y%m%d%H%M%S}@{_host()}>"},
    )
    try:
        message.send()
    except OSError as error:  # smtplib's errors are OSErrors
        email.last_error = str(error)
        email.save(update_fields=["last_error"])
        return 0
    email.sent_at = timezone.now()
    email.last_error = ""
    email.save(update_fields=["sent_at", "last_error"])
    return 1


def _host():
    return settings.SITE_URL.partition("://")[2].partition(":")[0]
