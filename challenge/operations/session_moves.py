"""A published session held at another time or place than planned, by hand."""

from django.db import transaction

from section11.record.models import Event
from section11.web.clock import clock, week_day
from section11.web.exceptions import RuleBroken

from ..calendars import session_moves
from . import calendars, locking, sessions


@transaction.atomic
def move(*, session, spot, saw, agreed=False, by):
    """Hold the session at `spot` instead, its slots with it, and tell whom it concerns.

    `saw` is the digest of the time and place that the person saw (`session_moves.seen`); `agreed`
    says that whoever did not say they can come then has agreed to. Raises RuleBroken where it
    cannot be, or if somebody moved it meanwhile. The same time and place does nothing.
    """
    challenge = locking.lock(session.challenge)
    session = sessions.lock(session)
    session.challenge = challenge
    session_moves.must_be_movable(session)
    if saw != session_moves.seen(session):
        raise RuleBroken(session_moves.changed_meanwhile(session), challenge)
    if spot == session_moves.spot_of(session):
        return session
    for _, sentence in session_moves.problems(session, spot):
        raise RuleBroken(f"{sentence}.", challenge)
    if not agreed and (unsure := session_moves.who_said_no(session, spot)):
        raise RuleBroken(f"Not everybody can come then: {', '.join(unsure)}.", challenge)
    _write(session, spot)
    sessions.record(
        Event.Kind.SESSION_MOVED,
        session,
        by=by,
        to=f"{week_day(session.starts_at)}, {clock(session.starts_at)}",
        place=session.where,
    )
    calendars.tell(challenge=challenge, by=by)
    return session


def _write(session, spot):
    by = spot.starts_at - session.starts_at
    session.possible_session = session_moves.half_day_of(session, spot)
    session.starts_at, session.ends_at = session.starts_at + by, session.ends_at + by
    session.room, session.place, session.online_link = spot.room, spot.place, spot.online_link
    session.save(
        update_fields=["possible_session", "starts_at", "ends_at", "room", "place", "online_link"]
    )
    if by:
        for slot in session.slots.kept():
            slot.starts_at += by
            slot.save(update_fields=["starts_at"])
