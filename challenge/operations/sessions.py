from django.db import transaction
from django.utils import timezone

from section11.board import gatherings
from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import ChallengeSession, PanelSeat
from ..sessions import participants, session_rules
from ..sessions.session_checks import lacking


def lock(session):
    """The session read anew and held until the transaction ends, its challenge loaded."""
    return (
        ChallengeSession.objects.select_for_update(of=("self",))
        .select_related("challenge__cycle__partnership", "opened_by", "closed_by")
        .get(pk=session.pk)
    )


def lock_to_record(session):
    """The same, or RuleBroken where its record may not be written now."""
    held = lock(session)
    session_rules.must_be_recorded_now(held)
    return held


def record(kind, session, /, *, by, **detail):
    """An event about a session, for the partnership. It names no agency: what a panel does is not
    told to the agency's own people before the ratings are released.
    """
    return events.record(
        kind, session, by=by, partnership_id=session.challenge.cycle.partnership_id, **detail
    )


@transaction.atomic
def open_session(*, session, by):
    """Begin the session: what its members thought alone is open to the panel from now on, and
    changes no more; the record may be written.
    """
    session = lock(session)
    session_rules.must_open_now(session)
    session.move_to(ChallengeSession.Status.OPEN)
    session.opened_at, session.opened_by = timezone.now(), by
    session.save(update_fields=["status", "opened_at", "opened_by"])
    record(Event.Kind.SESSION_OPENED, session, by=by)
    return session


@transaction.atomic
def close(*, session, by, asks_for_feedback=True):
    """End the session, lock its record, and have its participants asked for feedback, unless that is
    not wanted. Raises RuleBroken, saying where, while a moderated rating differs from the agency's
    own and nobody has said why.
    """
    session = lock_to_record(session)
    if missing := lacking(session):
        raise RuleBroken(
            "The session cannot be closed yet. Say why the panel’s rating differs from the agency’s"
            f" own: {'; '.join(map(str, missing))}.",
            session,
        )
    session.move_to(ChallengeSession.Status.CLOSED)
    session.closed_at, session.closed_by = timezone.now(), by
    session.save(update_fields=["status", "closed_at", "closed_by"])
    record(Event.Kind.SESSION_CLOSED, session, by=by)
    if asks_for_feedback:
        gatherings.ask_for_feedback(
            cycle=session.challenge.cycle,
            key=f"challenge-session-{session.pk}",
            name=str(session),
            people=participants.of(session),
            at=session.closed_at,
            by=by,
        )
    return session


@transaction.atomic
def note_who_sat(*, session, came, drawn, by):
    """Note which panel members came: `came` are the ids of their seats, `drawn` of those that were
    ticked when the form was drawn, so that what another ticked meanwhile stands. Before the session
    opens too: where its chair is away, the coordinator leads it.
    """
    session = lock(session)
    session_rules.must_be_today(session)
    noted = 0
    for seat in PanelSeat.objects.current().filter(session=session):
        attended = seat.pk in came
        if seat.attended == attended or (
            seat.attended is not None and attended == (seat.pk in drawn)
        ):
            continue
        seat.attended = attended
        seat.save(update_fields=["attended"])
        noted += 1
    if noted:
        record(Event.Kind.SESSION_RECORDED, session, by=by, attendance="panel")


def note_pack(*, slot, by, standard=None):
    """Record that somebody opened a pack, or the answers to one standard of it."""
    events.record(
        Event.Kind.PACK_OPENED,
        slot,
        by=by,
        agency_id=slot.challenged_agency.agency_id,
        partnership_id=slot.session.challenge.cycle.partnership_id,
        **({"standard": standard.pk} if standard else {}),
    )
