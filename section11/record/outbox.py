"""Mail as rows. `queue` is the only constructor of Email; `send_waiting` the only sender."""

from django.conf import settings
from django.core.mail import EmailMessage  # noqa: TID251 - this is the sender
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from .models import Email


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
    """Send what waits, oldest first; return how many went.

    Each mail is locked, sent and stamped in its own transaction, so that two workers never send
    the same one, and a mail server that refuses delays a mail but never loses it.
    """
    sent = 0
    for pk in list(Email.objects.filter(sent_at=None).values_list("pk", flat=True)[:limit]):
        sent += _send(pk)
    return sent


@transaction.atomic
def _send(pk):
    email = (
        Email.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("to")
        .filter(pk=pk, sent_at=None)
        .first()
    )
    if email is None:
        return 0
    email.attempts += 1
    try:
        EmailMessage(email.subject, email.body, settings.DEFAULT_FROM_EMAIL, [email.to.email]).send()
        email.sent_at = timezone.now()
        email.last_error = ""
    except OSError as error:  # smtplib's errors are OSErrors
        email.last_error = str(error)
    email.save(update_fields=["attempts", "sent_at", "last_error"])
    return int(email.sent_at is not None)
