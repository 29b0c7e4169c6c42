"""Calendars put right: whoever's part in a session changed is told, and nobody else.

What each person was last told is a row (`CalendarEntry`); what they should know follows from the
sessions, slots and seats. The difference is mailed.
"""

from django.db import transaction
from django.utils import timezone

from ..calendars import calendar_mail, parts
from ..models import CalendarEntry, Challenge
from .locking import lock


@transaction.atomic
def tell(*, challenge, by):
    """Mail everybody whose part in the sessions to come has changed, with a file for their calendar:
    an invitation, a change under the same UID, or a cancellation; return the mails.

    To be called after any change of a session, a slot, a seat or of who attends, in its
    transaction. Called again it sends nothing. `by` is nobody where the service did it.
    """
    challenge = lock(challenge)
    wanted, known = parts.to_come(challenge), _known(challenge)
    _carry_over(wanted, known)
    organiser = calendar_mail.organiser_of(challenge)
    mails = [
        mail
        for key, want in wanted.items()
        if (mail := _put_right(known.get(key), want, by=by, organiser=organiser))
    ]
    for key, entry in known.items():
        if key not in wanted and not entry.cancelled_at and entry.ends_at > timezone.now():
            mails += _cancel(entry, by=by, organiser=organiser)
    return mails


def put_right():
    """Tell those whose part changed without anybody's hand: a lead who took over, a person who left.

    The worker's job; it writes only where there is something to tell.
    """
    running = Challenge.objects.exclude(
        status__in=[Challenge.Status.PLANNING, Challenge.Status.CLOSED]
    )
    for challenge in running.select_related("cycle__partnership"):
        if _differs(challenge):
            tell(challenge=challenge, by=None)


def _differs(challenge):
    wanted, known = parts.to_come(challenge), _known(challenge)
    told = {
        key: (entry.starts_at, entry.ends_at, entry.place)
        for key, entry in known.items()
        if not entry.cancelled_at and (entry.ends_at > timezone.now() or key in wanted)
    }
    return told != {key: (w.starts_at, w.ends_at, w.place) for key, w in wanted.items()}


def _known(challenge):
    """What everybody was told last, by key."""
    entries = CalendarEntry.objects.filter(challenge=challenge).select_related(
        "user", "challenged_agency__agency", "challenge__cycle__partnership"
    )
    return {parts.Key(e.user_id, e.session_id, e.challenged_agency_id): e for e in entries}


def _carry_over(wanted, known):
    """An agency whose slot went to another session keeps its entry, which so moves in calendars."""
    freed = {
        (key.user, key.agency): key
        for key, entry in known.items()
        if key.agency and key not in wanted and not entry.cancelled_at
    }
    for key, want in wanted.items():
        old = freed.pop((key.user, key.agency), None) if key not in known else None
        if old:
            known[key] = entry = known.pop(old)
            entry.session = want.session
            entry.save(update_fields=["session"])


def _put_right(entry, want, *, by, organiser):
    """The mail that tells of `want`, or None if they know it."""
    if entry is None:
        return calendar_mail.invite(_new_entry(want), by=by, organiser=organiser)
    was = {"starts_at": entry.starts_at, "ends_at": entry.ends_at, "place": entry.place}
    now = {"starts_at": want.starts_at, "ends_at": want.ends_at, "place": want.place}
    if was == now and not entry.cancelled_at:
        return None
    returns = entry.cancelled_at is not None
    _save(entry, **now, cancelled_at=None)
    if returns:
        return calendar_mail.invite(entry, by=by, organiser=organiser)
    return calendar_mail.change(entry, was=was, by=by, organiser=organiser)


def _new_entry(want):
    return CalendarEntry.objects.create(
        user=want.user,
        challenge=want.session.challenge,
        session=want.session,
        challenged_agency=want.challenged_agency,
        starts_at=want.starts_at,
        ends_at=want.ends_at,
        place=want.place,
    )


def _cancel(entry, *, by, organiser):
    """Note that it is off; tell whoever still uses the service."""
    _save(entry, cancelled_at=timezone.now())
    active = entry.user.is_active
    return [calendar_mail.cancel(entry, by=by, organiser=organiser)] if active else []


def _save(entry, **fields):
    """A change, which counts SEQUENCE up."""
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.sequence += 1
    entry.told_at = timezone.now()
    entry.save(update_fields=[*fields, "sequence", "told_at"])
