"""What a timetable depends on, read from the rows of a challenge in a fixed number of queries.

Sessions that have begun, or whose record was opened, are settled: no timetable changes them or the
agencies questioned in them any more.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from ..conflicts.last_time import sat_last_time
from ..models import (
    Availability,
    Challenge,
    ChallengedAgency,
    ChallengeSession,
    Interest,
    PanelMember,
    PanelSeat,
    PossibleSession,
    Room,
    Slot,
)
from ..problem import Answer, Half, Session

NOON = 12


def session_id(possible_session_id, room_id=None) -> str:
    """The id of a session in a problem."""
    return f"{possible_session_id}/{room_id}" if room_id else str(possible_session_id)


def rows_of(session: str) -> tuple[int, int | None]:
    """The ids of its half-day and of its room, if any."""
    half_day, _, room = session.partition("/")
    return int(half_day), int(room) if room else None


def id_of(session: ChallengeSession) -> str:
    """The id in a problem of a published session."""
    return session_id(session.possible_session_id, session.room_id)


@dataclass(frozen=True)
class Known:
    """A challenge as it is now. Agencies and members that are out of it are here too, for their
    names; `answers` are by half-day's id, under ("agency" or "person", id).
    """

    challenge: Challenge
    half_days: Mapping[int, PossibleSession]
    rooms: Mapping[int, Room]
    agencies: Mapping[str, ChallengedAgency]
    members: Mapping[str, PanelMember]
    answers: Mapping[tuple[str, int], Mapping[int, Answer]]
    interests: tuple[Interest, ...]
    held: tuple[ChallengeSession, ...]
    met: frozenset[tuple[int, int]]  # (user, agency) of the challenge before
    now: datetime

    @cached_property
    def settled(self) -> tuple[ChallengeSession, ...]:
        """Published sessions that no timetable changes any more."""
        return tuple(one for one in self.held if self._is_settled(one))

    @cached_property
    def coming(self) -> tuple[ChallengeSession, ...]:
        """Published sessions that may still be planned anew."""
        return tuple(one for one in self.held if not self._is_settled(one))

    def _is_settled(self, session):
        return session.starts_at <= self.now or not session.is_preparing

    @cached_property
    def sessions(self) -> dict[str, Session]:
        """Every session that may be held from now on, in order, by its id; where it was published,
        as it is now: it may have been moved by hand.
        """
        found = {
            session_id(half_day.pk, room and room.pk): self._possible(half_day, room)
            for half_day in self.half_days.values()
            if not half_day.is_shut and half_day.starts_at > self.now
            for room in self.rooms.values() or [None]
        }
        found |= {id_of(one): self.shown(one) for one in self.coming if self._may_stay(one)}
        for one in self.settled:
            found.pop(id_of(one), None)
        return {one.id: one for one in sorted(found.values(), key=in_order)}

    def _may_stay(self, session):
        """Not on a half-day that was taken out of the challenge, unless it was moved off it."""
        half_day = self.half_days[session.possible_session_id]
        return not half_day.is_shut or session.starts_at != half_day.starts_at

    def _possible(self, half_day, room):
        return Session(
            id=session_id(half_day.pk, room and room.pk),
            day=half_day.on,
            half=Half(half_day.half),
            starts_at=timezone.localtime(half_day.starts_at).time(),
            minutes=self.challenge.minutes_of_session,
            room=room.name if room else "",
        )

    def shown(self, session: ChallengeSession) -> Session:
        """A published session, as the values that a problem is made of."""
        starts_at = timezone.localtime(session.starts_at)
        return Session(
            id=id_of(session),
            day=starts_at.date(),
            half=half_of(starts_at),
            starts_at=starts_at.time(),
            minutes=self.challenge.minutes_of_session,
            room=session.room.name if session.room else "",
        )

    def name_of(self, agency: str) -> str:
        """An agency's name, by its id in a problem."""
        found = self.agencies.get(agency)
        return str(found.agency) if found else "An agency that is gone"

    def person_of(self, member: str) -> str:
        """A panel member's name, by their id in a problem."""
        found = self.members.get(member)
        return str(found.user) if found else "A person who is gone"


def read(challenge: Challenge) -> Known:
    """Everything about the challenge that its timetable depends on."""
    # Those of people who have left the panel too: that they must be filled is what is asked.
    seats = PanelSeat.objects.filter(left_at=None).select_related("panel_member__user")
    slots = Slot.objects.kept().select_related("challenged_agency__agency")
    held = challenge.sessions.held().select_related("possible_session", "room")
    return Known(
        challenge=challenge,
        half_days={
            one.pk: _of(challenge, one) for one in challenge.possible_sessions.order_by("on")
        },
        rooms={one.pk: one for one in challenge.rooms.all()},
        agencies={str(one.pk): _of(challenge, one) for one in _agencies(challenge)},
        members={
            str(one.pk): _of(challenge, one)
            for one in challenge.panel_members.select_related("user")
        },
        answers=_answers(challenge),
        interests=tuple(challenge.interests.standing().order_by("pk")),
        held=tuple(
            _of(challenge, one)
            for one in held.prefetch_related(Prefetch("seats", seats), Prefetch("slots", slots))
        ),
        met=frozenset(sat_last_time(challenge)),
        now=timezone.now(),
    )


def half_of(moment: datetime) -> Half:
    return Half.MORNING if moment.hour < NOON else Half.AFTERNOON


def in_order(session: Session):
    """Sessions as they come, those side by side by their rooms."""
    return session.day, session.starts_at, session.room, session.id


def _of(challenge, row):
    """The row, with its challenge loaded."""
    row.challenge = challenge
    return row


def _agencies(challenge):
    """With `red`, how many answers are at the worst level."""
    worst = Q(
        self_audit__answers__level__order=0,
        self_audit__answers__level__counts_in_score=True,
        self_audit__answers__in_scope=True,
    )
    return challenge.agencies.select_related("agency", "self_audit").annotate(
        red=Count("self_audit__answers", filter=worst)
    )


def _answers(challenge):
    found = defaultdict(dict)
    rows = Availability.objects.filter(possible_session__challenge=challenge)
    for member, agency, half_day, answer in rows.values_list(
        "panel_member", "challenged_agency", "possible_session", "answer"
    ):
        found["person" if member else "agency", member or agency][half_day] = Answer(answer)
    return dict(found)
