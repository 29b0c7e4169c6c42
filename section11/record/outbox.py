"""Mail as rows. `queue` is the only constructor of Email; `send_next` the only sender.

A mail is taken, sent and stamped, and no transaction is open while the mail server answers: on
SQLite every other writer would wait for it. A worker that dies between sending and stamping
leaves a mail that is sent again after `IN_HAND`, with the same Message-ID, by which mail programs
know that they have it.
"""

import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: TID251 - this sends
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.encoding import force_str

from .models import Email

# Far longer than EMAIL_TIMEOUT: whoever took a mail so long ago is not sending it any more.
IN_HAND = timedelta(minutes=10)
# What to wait after each attempt that failed. A mail server may be away for a weekend.
WAITS = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    *[timedelta(hours=24)] * 3,
]
ATTEMPTS = len(WAITS) + 1


def queue(template, *, to=None, to_address="", calendar="", method="", **context):
    """Put a mail into the outbox, in the caller's transaction.

    `template` names `templates/emails/<template>.txt`: its first line is the subject, the rest
    the body. `to` is a User; somebody without an account has a `to_address` instead. Never pass
    an answer: a mail holds a link, not content. `calendar` is an .ics file that goes with it, and
    `method` what that asks of a calendar program: REQUEST or CANCEL.
    """
    text = render_to_string(f"emails/{template}.txt", {"to": to, **context})
    subject, _, body = text.strip().partition("\n")
    return Email.objects.create(
        to=to,
        address=to_address,
        template=template,
        subject=subject.strip()[:200],
        body=body.strip() + "\n",
        calendar=calendar,
        calendar_method=method,
    )


def send_waiting():
    """Send what waits, oldest first; return how many went. Safe to run several times at once."""
    sent = 0
    while email := send_next():
        sent += email.sent_at is not None
    return sent


def send_next():
    """Try to send the mail that waits longest; return it with what became of it, or None.

    What the mail server refuses for good is stamped as bounced. Anything else that goes wrong is
    tried again after the next of `WAITS`, and given up after the last.
    """
    email = _take()
    if email is None:
        return None
    try:
        with get_connection() as connection:
            connection.send_messages([_message(email)])
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; others' a bad address
        _not_sent(email, error)
    else:
        _done_with(email, sent_at=timezone.now(), last_error="")
    return email


@transaction.atomic
def _take():
    """The mail that waits longest, marked so that no other worker takes it; or None."""
    now = timezone.now()
    email = (
        Email.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("to")
        .filter(Q(not_before=None) | Q(not_before__lte=now), sent_at=None, bounced_at=None)
        .first()
    )
    if email is not None:
        _stamp(email, not_before=now + IN_HAND, attempts=email.attempts + 1)
    return email


class _Message(EmailMultiAlternatives):
    """A mail whose calendar part names its method: only then do programs offer to accept it."""

    calendar_method = ""

    def message(self):
        made = super().message()
        for part in made.walk():
            if part.get_content_type() == "text/calendar":
                part.set_param("method", self.calendar_method)
        return made


def _message(email):
    message = _Message(
        email.subject,
        email.body,
        settings.DEFAULT_FROM_EMAIL,
        [email.to.email if email.to else email.address],
        headers={
            "Message-ID": f"<section11-{email.pk}-{email.queued_at:%Y%m%d%H%M%S}@{_host()}>",
            # Nobody's "I am away" answers it.
            "Auto-Submitted": "auto-generated",
        },
    )
    if email.calendar:
        message.calendar_method = email.calendar_method
        message.attach_alternative(email.calendar, "text/calendar")
        # Whose mail program knows no invitations opens the same file by hand.
        message.attach("invitation.ics", email.calendar.encode(), "application/ics")
    return message


def _not_sent(email, error):
    if _is_for_good(error):
        _give_up(email, _reason(error))
    elif email.attempts >= ATTEMPTS:
        _give_up(email, f"Given up after {email.attempts} attempts: {_reason(error)}")
    else:
        wait = WAITS[email.attempts - 1]
        _stamp(email, not_before=timezone.now() + wait, last_error=_reason(error))


def _give_up(email, reason):
    _done_with(email, bounced_at=timezone.now(), last_error=reason)


def _done_with(email, **fields):
    """Stamp it, and keep no body: there may be a link or a code in it that lets somebody in. Nor
    the address of somebody without an account: nothing here is ever done with it again.

    The demo keeps them, for its mail page is the only mailbox there is.
    """
    gone = {} if settings.DEMO else {"body": "", "calendar": "", "address": ""}
    _stamp(email, **fields, **gone)


def _stamp(email, **fields):
    for name, value in fields.items():
        setattr(email, name, value)
    email.save(update_fields=list(fields))


def _is_for_good(error):
    """Whether the server refused this recipient or this text, and would again.

    A refusal of the sender or the password says nothing of the mail: that will be put right.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _reason(error):
    """What the server said, in a line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        [(code, said)] = error.recipients.values()
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    else:
        return str(error) or type(error).__name__
    return f"{code} {force_str(said, errors='replace')}".replace("\x00", "")


def _host():
    return settings.SITE_URL.partition("://")[2].partition(":")[0]
