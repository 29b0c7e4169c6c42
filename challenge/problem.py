"""The timetable as a question and an answer, in plain values: no model, no solver.

`challenge.timetable` answers a `Problem` with an `Outcome`; `challenge.rules` checks any `Plan`
against a `Problem` without knowing how it was found. Both can be written to JSON
(`challenge.problem_json`), so that a hard case can be solved away from the database.

Ids are strings, unique among their kind, and mean nothing here. Names are for the sentences of an
explanation; a problem with every name empty is solved the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class Answer(StrEnum):
    """What somebody said of a half-day. Who said nothing is taken as unable to come."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


class Half(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Session:
    """A sitting that could be held: one half-day in one room.

    Sessions with the same `half_day` run side by side, so nobody is in two of them. `minutes` is
    how long it may last, breaks included.
    """

    id: str
    day: date
    half: Half
    starts_at: time
    minutes: int
    room: str = ""

    @property
    def half_day(self) -> str:
        """What availability is asked for: `2026-03-12 morning`."""
        return f"{self.day.isoformat()} {self.half}"


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency to be challenged once, for `minutes`.

    `heavy`: it has most to ask about (most red), so not all of these on one day. `available` is by
    half-day.
    """

    id: str
    name: str = ""
    sector: str = ""
    minutes: int = 40
    heavy: bool = False
    available: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """A panel member. `capacities` are those in which they may sit, such as `police` or `independent`.

    They never sit with an agency in `interests`. `met_last_time` are the agencies on whose panel
    they sat in the last cycle. `home` is the agency that they work for, if any; it is always among
    the interests too. `most` is the most sessions they sit in.
    """

    id: str
    name: str = ""
    capacities: frozenset[str] = frozenset()
    may_chair: bool = False
    most: int = 4
    home: str = ""
    interests: frozenset[str] = frozenset()
    met_last_time: frozenset[str] = frozenset()
    available: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """What every session must keep to.

    `required` says how many of each capacity a panel has at least; one person counts for each of
    the capacities they have. `reciprocal`: whether someone of agency A may challenge B while
    someone of B challenges A.
    """

    seats_least: int = 3
    seats_most: int = 5
    required: Mapping[str, int] = field(default_factory=dict)
    needs_chair: bool = True
    agencies_most: int = 3
    minutes_of_break: int = 10
    reciprocal: bool = True


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the objective counts, in points; the fewest points win.

    An agency left out costs so much that no saving elsewhere buys it. The defaults are those of
    docs/adr; a partnership may change them. How each is counted: `challenge.costs.parts`.
    """

    unplaced: int = 10_000
    session: int = 100
    if_need_be: int = 4
    load: int = 3
    same_sector: int = 5
    met_last_time: int = 6  # from the second on an agency's panel on: one familiar face is free
    heavy_day: int = 5
    journey: int = 2
    moved: int = 1_000
    reseated: int = 100


@dataclass(frozen=True, slots=True)
class Pins:
    """What the coordinator has fixed: `agency -> session`, and who sits, or does not, in a session.

    `held` sessions take place whatever; `shut` ones do not.
    """

    agencies: Mapping[str, str] = field(default_factory=dict)
    seated: frozenset[tuple[str, str]] = frozenset()  # (person, session)
    not_seated: frozenset[tuple[str, str]] = frozenset()
    held: frozenset[str] = frozenset()
    shut: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session as planned: its agencies in order, with the minute at which each begins counted
    from the session's start, its panel, and who chairs ("" where the rules ask for nobody).
    """

    agencies: tuple[str, ...]
    begins: tuple[int, ...]
    panel: tuple[str, ...]
    chair: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Session id -> its sitting; a session without an entry is not held."""

    sittings: Mapping[str, Sitting] = field(default_factory=dict)

    def session_of(self, agency: str) -> str | None:
        """The session in which the agency has its slot."""
        for session, sitting in self.sittings.items():
            if agency in sitting.agencies:
                return session
        return None


@dataclass(frozen=True, slots=True)
class Problem:
    """All that the timetable depends on. `published` is the plan that people have been told of:
    replanning changes as little of it as it must.
    """

    sessions: tuple[Session, ...]
    agencies: tuple[Agency, ...]
    people: tuple[Person, ...]
    rules: Rules = Rules()
    weights: Weights = Weights()
    pins: Pins = Pins()
    published: Plan | None = None


class Proof(StrEnum):
    """How good the plan is known to be."""

    OPTIMAL = "optimal"  # nothing better exists
    WITHIN = "within"  # at most `gap` worse than the best there could be
    STOPPED = "stopped"  # cancelled or out of time before there was any bound worth stating


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the objective: how many of it, what each costs, and what they cost together."""

    key: str
    count: int
    points: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that would make room for an agency left out, and who could do it.

    `kind` is `ask_person`, `ask_agency`, `more_sittings`, `another_session`, `unpin`, `drop_rule`;
    `who` the id of the person or agency; `session` the session it is about, where there is one.
    """

    kind: str
    sentence: str
    who: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Why some agencies cannot be placed: rules that cannot all be kept, of which none can be left
    out of the clash; in words, with what would help.
    """

    agencies: tuple[str, ...]
    rules: tuple[str, ...]
    sentence: str
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best plan found, what it costs, and how good it is known to be.

    `bound` is what no plan can cost less than; `gap` is (points - bound) / points. `moved` are
    published slots that changed session or time, `reseated` the (person, session) changed on a
    panel, both against `Problem.published`. `clashes` explain `unplaced`.
    """

    plan: Plan
    proof: Proof
    points: int
    bound: float
    gap: float
    parts: tuple[Part, ...]
    unplaced: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    reseated: tuple[tuple[str, str], ...] = ()
    clashes: tuple[Clash, ...] = ()
    seconds: float = 0.0
    fewest_moved: bool = False  # proved: no plan that places as many moves fewer published slots
