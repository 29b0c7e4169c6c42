"""Which interests follow from what is known of people and agencies: nobody needs to declare them.

Pure: ids and names in, findings out. `challenge/operations/interests.py` keeps them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Structural(StrEnum):
    """The kinds of `Interest` that are found, the strongest first."""

    OWN_AGENCY = "own_agency"
    TIED_AGENCY = "tied_agency"
    RECIPROCAL = "reciprocal"
    SAT_LAST_TIME = "sat_last_time"


@dataclass(frozen=True, slots=True)
class Member:
    """A panel member: their id, who they are, and the agencies in which they hold a role today."""

    id: int
    person: int
    works_for: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Tie:
    """One agency commissions or inspects the other; `sentence` says which."""

    agency: int
    other: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Found:
    """Why a member never meets an agency; `reason` says what the kind leaves open, if anything."""

    member: int
    agency: int
    kind: Structural
    reason: str = ""

    @property
    def key(self) -> tuple[int, int, str]:
        return self.member, self.agency, str(self.kind)


def structural(
    *,
    agencies: Collection[int],
    members: Collection[Member],
    ties: Iterable[Tie] = (),
    sat_last_time: Iterable[tuple[int, int]] = (),
    sit_now: Iterable[tuple[int, int]] = (),
) -> list[Found]:
    """The interests of `members` in `agencies`, one for each member, agency and kind.

    `sat_last_time`: (person, agency) of the last challenge, where the same person may not return.
    `sit_now`: (member id, agency) of the published timetable, where two agencies may not challenge
    each other.
    """
    own = [
        Found(member.id, agency, Structural.OWN_AGENCY)
        for member in members
        for agency in member.works_for
    ]
    at_home = {(found.member, found.agency) for found in own}
    others = [*_tied(members, ties), *_reciprocal(members, sit_now), *_met(members, sat_last_time)]
    found = own + [one for one in others if (one.member, one.agency) not in at_home]
    asked = sorted((one for one in found if one.agency in agencies), key=_order)
    return [next(same) for _, same in groupby(asked, key=_key)]


def _tied(members, ties):
    """Whoever works for one side of a tie does not challenge the other, whichever way it goes."""
    for tie in ties:
        for home, other in ((tie.agency, tie.other), (tie.other, tie.agency)):
            for member in members:
                if home in member.works_for:
                    yield Found(member.id, other, Structural.TIED_AGENCY, tie.sentence)


def _reciprocal(members, sit_now):
    """Where somebody of one agency challenges another, nobody of the other challenges the first."""
    works_for = {member.id: member.works_for for member in members}
    for sitting, challenged in sit_now:
        for challenger in works_for.get(sitting, ()):
            for member in members:
                if challenged in member.works_for:
                    yield Found(member.id, challenger, Structural.RECIPROCAL)


def _met(members, sat_last_time):
    for person, agency in sat_last_time:
        for member in members:
            if member.person == person:
                yield Found(member.id, agency, Structural.SAT_LAST_TIME)


def _key(found):
    return found.key


def _order(found):
    return found.key, found.reason
