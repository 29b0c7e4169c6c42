"""Whether one published session may be held at another time or place, in sentences."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from section11.audits.merging import digest
from section11.record.models import Event
from section11.web.clock import clock, week_day
from section11.web.exceptions import RuleBroken

from ..models import Availability, CalendarEntry, PanelMember, PossibleSession, Room
from ..problem import Answer
from . import parts

MIDDAY = time(12)


@dataclass(frozen=True)
class Spot:
    """When and where a session is held."""

    starts_at: datetime
    room: Room | None
    place: str
    online_link: str

    @property
    def on(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def half(self) -> str:
        morning = timezone.localtime(self.starts_at).time() < MIDDAY
        return PossibleSession.Half.MORNING if morning else PossibleSession.Half.AFTERNOON


def spot_of(session) -> Spot:
    """When and where it is now, in its own words and not its challenge's."""
    return Spot(session.starts_at, session.room, session.place, session.online_link)


def seen(session) -> str:
    """A digest of when and where it is: a form says with it what its person saw."""
    spot = spot_of(session)
    room = spot.room.pk if spot.room else ""
    return digest(f"{spot.starts_at.isoformat()} {room} {spot.place} {spot.online_link}")


def changed_meanwhile(session) -> str:
    """Says who was first, and what holds now."""
    moved = Event.objects.about(session).filter(kind=Event.Kind.SESSION_MOVED).first()
    who = moved.by if moved and moved.by else "Somebody"
    where = f", {session.where}" if session.where else ""
    return (
        f"{who} has changed this session since you opened the page. It is now on"
        f" {week_day(session.starts_at)}, {clock(session.starts_at)}{where}."
    )


def must_be_movable(session):
    """Raise RuleBroken once it can no longer be held at another time or place."""
    session.challenge.must_not_be_closed()
    if session.cancelled_at:
        raise RuleBroken("This session was cancelled.", session.challenge)
    if not session.is_preparing or session.starts_at <= timezone.now():
        raise RuleBroken(
            f"{session} has begun, so its time and place stay as they are.", session.challenge
        )


def problems(session, spot: Spot) -> list[tuple[str, str]]:
    """What rules the spot out, as (field, sentence)."""
    ends_at = spot.starts_at + (session.ends_at - session.starts_at)
    if spot.starts_at <= timezone.now():
        at = f"{week_day(spot.starts_at)}, {clock(spot.starts_at)}"
        return [("on", f"{at} is past. A session cannot be moved into the past")]
    if timezone.localdate(ends_at) != spot.on:
        return [
            ("at", f"A session that begins at {clock(spot.starts_at)} would end after midnight")
        ]
    return [*_no_half_day(session, spot), *_taken(session, spot, ends_at), *_twice(session, spot)]


def half_day_of(session, spot: Spot) -> PossibleSession | None:
    """The half-day of the challenge in which the spot lies."""
    return session.challenge.possible_sessions.filter(
        on=spot.on, half=spot.half, is_shut=False
    ).first()


def who_said_no(session, spot: Spot) -> list[str]:
    """Those of its panel and agencies who did not say that they can come on another half-day."""
    half_day = half_day_of(session, spot)
    if half_day is None or half_day.pk == session.possible_session_id:
        return []
    members = PanelMember.objects.filter(
        seats__in=session.seats.current(), user__is_active=True
    ).select_related("user")
    slots = session.slots.kept().select_related("challenged_agency__agency")
    agencies = [slot.challenged_agency for slot in slots]
    said = Availability.objects.filter(possible_session=half_day).exclude(answer=Answer.NO)
    can = set(said.values_list("panel_member", "challenged_agency"))
    return [
        *(member.user.name for member in members if (member.pk, None) not in can),
        *(one.agency.name for one in agencies if (None, one.pk) not in can),
    ]


def _no_half_day(session, spot):
    if half_day_of(session, spot):
        return
    yield (
        "on",
        f"The {spot.half} of {week_day(spot.on)} is not among the half-days of this challenge."
        " Choose another, or add it to them first",
    )


def _taken(session, spot, ends_at):
    """Another session in the same room; without rooms, in the same half-day."""
    others = session.challenge.sessions.held().exclude(pk=session.pk).filter(room=spot.room)
    overlaps = Q(starts_at__lt=ends_at, ends_at__gt=spot.starts_at)
    same_half_day = Q(possible_session__on=spot.on, possible_session__half=spot.half)
    other = others.filter(overlaps | same_half_day).first()
    if other:
        where = f"{spot.room} has another session" if spot.room else "There is another session"
        yield (
            "at",
            f"{where} then: {week_day(other.starts_at)}, {clock(other.starts_at)} to"
            f" {clock(other.ends_at)}",
        )


def _twice(session, spot):
    """Whoever would be in two places: on another panel, for an agency, or in another challenge."""
    by = spot.starts_at - session.starts_at
    coming = parts.to_come(session.challenge).values()
    here = [part for part in coming if part.session.pk == session.pk]
    busy = [
        (part.user.pk, part.starts_at, part.ends_at)
        for part in coming
        if part.session.pk != session.pk
    ]
    busy += _elsewhere(session, {part.user.pk for part in here})
    for part in here:
        starts_at, ends_at = part.starts_at + by, part.ends_at + by
        clash = _first(part.user.pk, starts_at, ends_at, busy)
        if clash:
            yield "at", f"{part.user.name} has another session then, {_span(*clash)}"


def _elsewhere(session, users):
    """What those people were told of sessions of other challenges."""
    entries = CalendarEntry.objects.filter(user__in=users, cancelled_at=None)
    others = entries.exclude(challenge=session.challenge)
    return list(others.values_list("user_id", "starts_at", "ends_at"))


def _first(user, starts_at, ends_at, busy):
    return next(
        (
            (begin, end)
            for who, begin, end in busy
            if who == user and begin < ends_at and end > starts_at
        ),
        None,
    )


def _span(begin, end):
    return f"from {clock(begin)} to {clock(end)}"
