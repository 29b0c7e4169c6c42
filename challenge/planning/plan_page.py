"""A plan as its page shows it: days, sessions in them, agencies in order, panels, and loads."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from section11.web.clock import clock, week_day

from ..models import Capacity
from ..problem import Answer, Pins, Plan, Problem, Session
from .known import Known, id_of


def url_id(session: str) -> str:
    """A session's id as it stands in addresses."""
    return session.replace("/", "-")


def from_url(ref: str) -> str:
    return ref.replace("-", "/")


@dataclass(frozen=True)
class SlotLine:
    """An agency in its session."""

    id: str
    name: str
    begins: str
    ends: str
    is_long: bool
    if_need_be: bool
    pinned: bool
    is_first: bool


@dataclass(frozen=True)
class SeatLine:
    """Somebody on a panel."""

    id: str
    name: str
    capacities: str
    chairs: bool
    if_need_be: bool
    pinned: bool


@dataclass(frozen=True)
class SessionBlock:
    """A session with its agencies and its panel."""

    id: str
    begins: str
    ends: str
    half: str
    room: str
    held: bool  # pinned to take place
    slots: tuple[SlotLine, ...]
    seats: tuple[SeatLine, ...]

    @property
    def ref(self):
        return url_id(self.id)


@dataclass(frozen=True)
class FreeSession:
    """A session that the plan does not hold, and what is pinned of it, if anything."""

    ref: str
    text: str
    pin: str


@dataclass(frozen=True)
class Load:
    """How much of a person the plan asks."""

    name: str
    sessions: int
    most: int
    days: int
    if_need_be: int


@dataclass(frozen=True)
class Shown:
    """One plan, with the problem that it answers, and names as they are now."""

    known: Known
    asked: Problem
    plan: Plan
    published: Mapping[str, Session] | None = None  # also those that have been settled

    @cached_property
    def _sessions(self):
        return {one.id: one for one in self.asked.sessions} | dict(self.published or {})

    @cached_property
    def _agencies(self):
        return {one.id: one for one in self.asked.agencies}

    @cached_property
    def _people(self):
        return {one.id: one for one in self.asked.people}

    @property
    def pins(self) -> Pins:
        return self.asked.pins

    @cached_property
    def days(self) -> list[tuple[date, list[SessionBlock]]]:
        """The sessions by day, in order."""
        found: dict[date, list[SessionBlock]] = {}
        held = [self._sessions[key] for key in self.plan.sittings if key in self._sessions]
        for session in sorted(held, key=lambda one: (one.day, one.starts_at, one.room)):
            found.setdefault(session.day, []).append(self._block(session))
        return list(found.items())

    @property
    def count(self):
        return len(self.plan.sittings)

    @cached_property
    def unplaced(self) -> list[tuple[str, str]]:
        """(id, name) of agencies without a slot."""
        placed = {one for sitting in self.plan.sittings.values() for one in sitting.agencies}
        left = [one.id for one in self.asked.agencies if one.id not in placed]
        return sorted(((one, self.known.name_of(one)) for one in left), key=lambda pair: pair[1])

    @property
    def unplaced_names(self) -> list[str]:
        return [name for _, name in self.unplaced]

    @property
    def undeclared(self) -> list[str]:
        """Who sits and has not said in which agencies they have an interest, by name."""
        sits = {one for sitting in self.plan.sittings.values() for one in sitting.panel}
        found = [row for key, row in self.known.members.items() if key in sits]
        return sorted(str(row.user) for row in found if not row.declared_at)

    @cached_property
    def free(self) -> list[FreeSession]:
        """Sessions that could be held and are not."""
        pins = dict.fromkeys(self.pins.held, "pinned, takes place in the next planning")
        pins |= dict.fromkeys(self.pins.shut, "pinned, does not take place")
        return [
            FreeSession(url_id(one.id), in_words(one), pins.get(one.id, ""))
            for one in self.asked.sessions
            if one.id not in self.plan.sittings
        ]

    @property
    def has_pins(self) -> bool:
        pins = self.pins
        return bool(pins.agencies or pins.seated or pins.not_seated or pins.held or pins.shut)

    @cached_property
    def loads(self) -> list[Load]:
        """Everybody who could sit, those who sit most first."""
        sits, days, need = Counter(), {}, Counter()
        for key, sitting in self.plan.sittings.items():
            session = self._sessions.get(key)
            for one in sitting.panel:
                sits[one] += 1
                if session:
                    days.setdefault(one, set()).add(session.day)
                    need[one] += self._if_need_be(self._people.get(one), session)
        found = [
            Load(
                self.known.person_of(one),
                sits[one],
                self._people[one].most if one in self._people else sits[one],
                len(days.get(one, ())),
                need[one],
            )
            for one in dict.fromkeys([*self._people, *sits])
        ]
        return sorted(found, key=lambda load: (-load.sessions, load.name))

    def session_in_words(self, key: str) -> str:
        """`Monday 2 March 2026, morning`, for lists and choices."""
        session = self._sessions.get(key) or self.known.sessions.get(key)
        return in_words(session) if session else "A session that is no longer there"

    def time_in_words(self, key: str, minute: int) -> str:
        """When an agency begins."""
        session = self._sessions.get(key) or self.known.sessions.get(key)
        if session is None:
            return "a session that is no longer there"
        return f"{in_words(session)}, {clock(_at(session, minute))}"

    def _block(self, session):
        sitting = self.plan.sittings[session.id]
        slots = tuple(self._slots(session, sitting))
        last = max(
            (
                begin + self._minutes(agency)
                for agency, begin in zip(sitting.agencies, sitting.begins, strict=True)
            ),
            default=session.minutes,
        )
        return SessionBlock(
            id=session.id,
            begins=clock(session.starts_at),
            ends=clock(_at(session, last)),
            half=str(session.half),
            room=session.room,
            held=session.id in self.pins.held,
            slots=slots,
            seats=tuple(self._seats(session, sitting)),
        )

    def _minutes(self, agency):
        if agency in self._agencies:
            return self._agencies[agency].minutes
        row = self.known.agencies.get(agency)
        return row.minutes if row else 0

    def _slots(self, session, sitting):
        pairs = zip(sitting.agencies, sitting.begins, strict=True)
        for place, (agency, begin) in enumerate(pairs):
            row = self.known.agencies.get(agency)
            yield SlotLine(
                id=agency,
                name=self.known.name_of(agency),
                begins=clock(_at(session, begin)),
                ends=clock(_at(session, begin + self._minutes(agency))),
                is_long=bool(row and row.is_long),
                if_need_be=self._if_need_be(self._agencies.get(agency), session),
                pinned=self.pins.agencies.get(agency) == session.id,
                is_first=place == 0,
            )

    def _seats(self, session, sitting):
        for one in sorted(
            sitting.panel, key=lambda who: (who != sitting.chair, self.known.person_of(who))
        ):
            row = self.known.members.get(one)
            yield SeatLine(
                id=one,
                name=self.known.person_of(one),
                capacities=row.capacities_in_words if row else "",
                chairs=one == sitting.chair,
                if_need_be=self._if_need_be(self._people.get(one), session),
                pinned=(one, session.id) in self.pins.seated,
            )

    @staticmethod
    def _if_need_be(who, session):
        return bool(who and who.available.get(session.half_day) == Answer.IF_NEED_BE)


def in_words(session: Session) -> str:
    room = f", {session.room}" if session.room else ""
    return f"{week_day(session.day)}, {session.half}{room}"


def published_sessions(known: Known) -> dict[str, Session]:
    """All published sessions, those that have been settled too."""
    return {id_of(one): known.shown(one) for one in known.held}


def _at(session, minute) -> time:
    return (datetime.combine(session.day, session.starts_at) + timedelta(minutes=minute)).time()


def capacity(name: str) -> str:
    return Capacity(name).label
