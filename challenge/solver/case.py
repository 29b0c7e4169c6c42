"""A problem prepared for counting: who could be where, by numbers instead of ids."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..problem import Answer, Problem

USABLE = (Answer.YES, Answer.IF_NEED_BE)


@dataclass(frozen=True)
class Case:
    """`problem` with what its rules say already of each agency and person by themselves.

    `a`, `p` and `s` are places in `problem.agencies`, `.people` and `.sessions`. `slots[a]` and
    `seats[p]` are the sessions in which that agency, that person could be, in order; nothing
    here looks at two of them together.
    """

    problem: Problem

    @cached_property
    def agency_number(self) -> dict[str, int]:
        return {agency.id: a for a, agency in enumerate(self.problem.agencies)}

    @cached_property
    def person_number(self) -> dict[str, int]:
        return {person.id: p for p, person in enumerate(self.problem.people)}

    @cached_property
    def session_number(self) -> dict[str, int]:
        return {session.id: s for s, session in enumerate(self.problem.sessions)}

    @cached_property
    def slots(self) -> list[list[int]]:
        """For each agency the sessions it could come to: available, and long enough for it."""
        return [
            [
                s
                for s, session in enumerate(self.problem.sessions)
                if agency.available.get(session.half_day) in USABLE
                and agency.minutes <= session.minutes
            ]
            for agency in self.problem.agencies
        ]

    @cached_property
    def seats(self) -> list[list[int]]:
        """For each person the sessions they could sit in."""
        return [
            [
                s
                for s, session in enumerate(self.problem.sessions)
                if person.available.get(session.half_day) in USABLE and person.most > 0
            ]
            for person in self.problem.people
        ]

    @cached_property
    def could_come(self) -> list[list[int]]:
        """For each session the agencies that could come, in order."""
        return _turned(self.slots, len(self.problem.sessions))

    @cached_property
    def could_sit(self) -> list[list[int]]:
        """For each session the people who could sit in it, in order."""
        return _turned(self.seats, len(self.problem.sessions))

    @cached_property
    def interests(self) -> list[set[int]]:
        """For each person the agencies they never sit with; their own is always among them."""
        number = self.agency_number
        return [
            {number[agency] for agency in person.interests | {person.home} if agency in number}
            for person in self.problem.people
        ]

    @cached_property
    def met(self) -> list[set[int]]:
        """For each person the agencies met last time with whom they might sit again."""
        number = self.agency_number
        return [
            {number[agency] for agency in person.met_last_time if agency in number} - interests
            for person, interests in zip(self.problem.people, self.interests, strict=True)
        ]

    @cached_property
    def half_days(self) -> dict[str, list[int]]:
        """Sessions that run side by side."""
        found = defaultdict(list)
        for s, session in enumerate(self.problem.sessions):
            found[session.half_day].append(s)
        return dict(found)

    @cached_property
    def days(self) -> list[list[int]]:
        """The sessions of each day, in the order of days."""
        found = defaultdict(list)
        for s, session in enumerate(self.problem.sessions):
            found[session.day].append(s)
        return [found[day] for day in sorted(found)]

    @cached_property
    def halves_a_day(self) -> int:
        """How many sessions one person can sit in on one day at most."""
        sessions = self.problem.sessions
        return max((len({sessions[s].half for s in day}) for day in self.days), default=1)

    def if_need_be(self, who: object, s: int) -> bool:
        """Whether the agency or person would come to the session only if need be."""
        return who.available.get(self.problem.sessions[s].half_day) is Answer.IF_NEED_BE

    @cached_property
    def sectors(self) -> dict[str, set[int]]:
        """The agencies of each sector; an agency without one is alike to no other."""
        found = defaultdict(set)
        for a, agency in enumerate(self.problem.agencies):
            if agency.sector:
                found[agency.sector].add(a)
        return dict(found)


def _turned(places: list[list[int]], sessions: int) -> list[list[int]]:
    found = [[] for _ in range(sessions)]
    for who, their in enumerate(places):
        for s in their:
            found[s].append(who)
    return found


class PinNumbers:
    """The pins by number; those of what the problem does not have are left out."""

    def __init__(self, case):
        pins, sessions, people = case.problem.pins, case.session_number, case.person_number
        self.held = numbers(sorted(pins.held), sessions)
        self.shut = set(numbers(sorted(pins.shut), sessions))
        self.agency = {
            case.agency_number[a]: sessions[s]
            for a, s in sorted(pins.agencies.items())
            if a in case.agency_number and s in sessions
        }
        self.seated = defaultdict(list)
        for p, s in sorted(pins.seated):
            if p in people and s in sessions:
                self.seated[sessions[s]].append(people[p])
        self.not_seated = {
            (people[p], sessions[s]) for p, s in pins.not_seated if p in people and s in sessions
        }
        # Nobody sits where nobody is questioned, unless somebody said so.
        self.open_empty = {*self.held, *self.seated}


def numbers(ids: Iterable[str], number: Mapping[str, int]) -> list[int]:
    """The numbers of these ids; those of what the problem does not have are left out."""
    return [number[one] for one in ids if one in number]
