"""Asking the panel and the agencies when they can come, and reminding whoever has not said."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import AvailabilityReminder, Challenge
from ..setting_up import whom_to_ask
from . import personal_links
from .locking import lock, record


@transaction.atomic
def ask(*, challenge, due_on, by):
    """Ask everybody who has no link yet, by mail; return to whom one went.

    `due_on` is the last day to answer. Asking again writes to those who came since. Raises
    RuleBroken while there is nobody, no agency or no half-day to ask about.
    """
    challenge = lock(challenge)
    challenge.must_not_be_released()
    why = why_not_ask(challenge)
    if why:
        raise RuleBroken(why, challenge)
    if not timezone.localdate() <= due_on < challenge.first_day:
        raise RuleBroken(
            f"Let people answer by a day from today to before {challenge.first_day:%-d %B %Y}, the"
            " first day of the challenge.",
            challenge,
        )
    challenge.availability_due_on = due_on
    if not challenge.asked_at:
        challenge.asked_at, challenge.asked_by = timezone.now(), by
    challenge.save(update_fields=["availability_due_on", "asked_at", "asked_by"])
    asked = [one for one in whom_to_ask.find(challenge) if not one.has_link]
    for one in asked:
        _write(challenge, one, by=by)
    record(Event.Kind.AVAILABILITY_ASKED, challenge, by=by, people=len(asked), due_on=str(due_on))
    return asked


def why_not_ask(challenge):
    """The sentence that says what is missing before anybody is asked, or nothing."""
    if not challenge.possible_sessions.filter(is_shut=False).exists():
        return "Choose at least one half-day before you ask who can come."
    if not challenge.panel_members.current().exists():
        return "Add at least one panel member before you ask who can come."
    if not challenge.agencies.current().exists():
        return "Choose at least one agency before you ask who can come."
    return ""


@transaction.atomic
def send_again(*, panel_member=None, challenged_agency=None, by):
    """Send new links to one panel member, or for one agency; the earlier ones die. Return to whom."""
    whose = panel_member or challenged_agency
    challenge = lock(whose.challenge)
    challenge.must_take_answers()
    own = [
        one
        for one in whom_to_ask.find(challenge)
        if one.panel_member == panel_member and one.challenged_agency == challenged_agency
    ]
    if not own:
        raise RuleBroken("There is nobody to send it to: they no longer take part.", challenge)
    personal_links.withdraw(**own[0].whose)
    for one in own:
        _write(challenge, one, by=by)
    agency = challenged_agency.agency_id if challenged_agency else None
    record(Event.Kind.AVAILABILITY_ASKED, challenge, by=by, agency_id=agency, people=len(own))
    return own


def remind_due():
    """Send each person who has not answered the reminder that is due by the calendar of their
    challenge; return how many went.

    Safe to run at any time, often, late, and several times at once.
    """
    today = timezone.localdate()
    return sum(_remind(challenge, today) for challenge in _asked() if _days_due(challenge, today))


@transaction.atomic
def _remind(challenge, today):
    """What was read before may have changed meanwhile: the challenge is held and read anew."""
    challenge = lock(challenge)
    days = _days_due(challenge, today)
    if challenge.is_closed or not days:
        return 0
    [days] = days
    told = challenge.availability_reminders.filter(due_on=challenge.availability_due_on, days=days)
    told = set(told.values_list("to", flat=True))
    silent = defaultdict(list)
    for one in whom_to_ask.find(challenge):
        if one.has_link and not one.has_answered and one.user.pk not in told:
            silent[one.user.pk].append(one)
    for asked in silent.values():
        _remind_one(challenge, asked, days)
    return len(silent)


def _remind_one(challenge, asked, days):
    """One mail to one person, about all that they have not answered."""
    to = asked[0].user
    if days >= 0:
        keys = [(_agency(one), _new_key(one, by=challenge.asked_by)) for one in asked]
        email = emails.availability_reminder(challenge, to=to, keys=keys)
    else:
        agencies = [_agency(one) for one in asked if one.challenged_agency]
        is_own = any(one.panel_member for one in asked)
        email = emails.availability_missed(challenge, to=to, agencies=agencies, is_own=is_own)
    AvailabilityReminder.objects.create(
        challenge=challenge, to=to, due_on=challenge.availability_due_on, days=days, email=email
    )
    record(Event.Kind.REMINDER_SENT, challenge, by=None, to=to.name, days=days)


def _asked():
    return Challenge.objects.filter(
        asked_at__isnull=False, availability_due_on__isnull=False, status=Challenge.Status.PLANNING
    ).order_by("pk")


def _days_due(challenge, today):
    """[the one of the challenge's reminders whose day was last, as days before the answers are due]

    Only the last: whoever comes back to life after a week sends one mail, not three. Empty for a day
    that had passed when they were asked.
    """
    since, due = timezone.localdate(challenge.asked_at), challenge.availability_due_on
    passed = [d for d in challenge.reminder_days if since < due - timedelta(days=d) <= today]
    return sorted(passed)[:1]


def _write(challenge, one, *, by):
    key = _new_key(one, by=by)
    emails.availability_wanted(challenge, to=one.user, agency=_agency(one), key=key)


def _new_key(one, *, by):
    return personal_links.make(user=one.user, by=by, **one.whose)


def _agency(one):
    return one.challenged_agency and one.challenged_agency.agency
