"""What differs between two timetables, and why what was published has to change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from ..problem import Answer, Plan, Problem

USABLE = (Answer.YES, Answer.IF_NEED_BE)
BY_HAND = "Changed by hand."


class Moved(NamedTuple):
    """An agency whose slot differs: (session, minute) before and after, or None for no slot."""

    agency: str
    before: tuple[str, int] | None
    after: tuple[str, int] | None

    @property
    def keeps_session(self) -> bool:
        """Only its time within the session differs."""
        return bool(self.before and self.after and self.before[0] == self.after[0])


class Reseated(NamedTuple):
    """Who left a session's panel, who joined it, and who chairs it now if another than before."""

    session: str
    left: tuple[str, ...]
    joined: tuple[str, ...]
    chair: str


@dataclass(frozen=True)
class Differences:
    moved: tuple[Moved, ...]
    reseated: tuple[Reseated, ...]
    begun: tuple[str, ...]  # sessions held now and not before
    ended: tuple[str, ...]  # sessions held before and not now

    def __bool__(self):
        return bool(self.moved or self.reseated or self.begun or self.ended)


def between(before: Plan, after: Plan) -> Differences:
    """What differs, agencies and sessions in the order of the later plan."""
    then, now = _slots(before), _slots(after)
    both = [one for one in after.sittings if one in before.sittings]
    return Differences(
        moved=tuple(
            Moved(agency, then.get(agency), now.get(agency))
            for agency in dict.fromkeys([*now, *then])
            if then.get(agency) != now.get(agency)
        ),
        reseated=tuple(
            found
            for session in both
            if (found := _reseated(session, before.sittings[session], after.sittings[session]))
        ),
        begun=tuple(one for one in after.sittings if one not in before.sittings),
        ended=tuple(one for one in before.sittings if one not in after.sittings),
    )


def _slots(plan):
    return {
        agency: (session, begin)
        for session, sitting in plan.sittings.items()
        for agency, begin in zip(sitting.agencies, sitting.begins, strict=True)
    }


def _reseated(session, before, after):
    left = tuple(one for one in before.panel if one not in after.panel)
    joined = tuple(one for one in after.panel if one not in before.panel)
    chair = after.chair if after.chair != before.chair else ""
    return Reseated(session, left, joined, chair) if left or joined or chair else None


@dataclass(frozen=True)
class Why:
    """Why something of the plan `before` cannot stay, as the problem stands now.

    `agency` and `person` give names by ids. `by_hand`: somebody changed the later one, so that what
    nothing forces was their wish.
    """

    problem: Problem
    before: Plan
    agency: Callable[[str], str]
    person: Callable[[str], str]
    by_hand: bool = False

    def of_slot(self, moved: Moved) -> str:
        """Why the agency's slot changes, in a sentence."""
        if moved.before is None:
            return "It had no slot before."
        agency = self._agencies.get(moved.agency)
        if agency is None:
            return "It is no longer among the agencies to be challenged."
        session = moved.before[0]
        if session not in self._half_days:
            return "No session can be held there any more."
        if agency.available.get(self._half_days[session]) not in USABLE:
            return "It can no longer come then."
        lost = [
            why
            for one in self.before.sittings[session].panel
            if (why := self.of_seat(one, session))
        ]
        if moved.keeps_session:
            return "The order of its session changes."
        if lost:
            return lost[0]
        return BY_HAND if self.by_hand else "To make room for the other changes."

    def of_panel(self, reseated: Reseated) -> str:
        """Why the session's panel changes, in sentences."""
        found = [self.of_seat(who, reseated.session) for who in reseated.left]
        wished = BY_HAND if self.by_hand else "For a better timetable."
        return " ".join(dict.fromkeys(filter(None, found))) or wished

    def of_seat(self, person: str, session: str) -> str:
        """Why the person cannot sit there any more, in a sentence; nothing if they could."""
        found = self._people.get(person)
        name = self.person(person)
        if found is None:
            return f"{name} is no longer on the panel."
        if session not in self._half_days:
            return "No session can be held there any more."
        if found.available.get(self._half_days[session]) not in USABLE:
            return f"{name} can no longer come then."
        barred = found.interests.intersection(self.before.sittings[session].agencies)
        if barred:
            return f"{name} has an interest in {self.agency(min(barred))}."
        return ""

    @property
    def _agencies(self):
        return {one.id: one for one in self.problem.agencies}

    @property
    def _people(self):
        return {one.id: one for one in self.problem.people}

    @property
    def _half_days(self):
        return {one.id: one.half_day for one in self.problem.sessions}
