"""In what order agreed actions are looked at, and why. Pure: values in, values out.

It says where to look first and ranks no agency.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any, NamedTuple

ORDER_IN_WORDS = [
    "Overdue actions come first, the longest overdue at the top.",
    "Then those about a standard that the panel rated at the worst level.",
    "Then those about neglect or supervision, which the Board asked to see from every agency.",
    "Then the others. Within each group: first what is due first.",
    "Actions that are said to be done wait to be verified: they stand in their group by their due"
    " date, but are not overdue. What is verified comes last.",
]


class Risk(IntEnum):
    """Why an action stands where it stands, the highest first."""

    OVERDUE = 0
    WORST = 1
    PRIORITY = 2
    OTHER = 3
    CLOSED = 4


class Reason(NamedTuple):
    """What is said of an action beside it."""

    text: str
    colour: str


@dataclass(frozen=True)
class Line:
    """One action with what is known of its standard: `rated` is the moderated level, if any."""

    action: Any
    rated: Any = None
    is_worst: bool = False
    is_priority: bool = False
    escalated_to: str = ""

    @property
    def risk(self) -> Risk:
        if self.action.is_verified:
            return Risk.CLOSED
        if self.action.is_overdue:
            return Risk.OVERDUE
        if self.is_worst:
            return Risk.WORST
        return Risk.PRIORITY if self.is_priority else Risk.OTHER

    @property
    def reasons(self) -> list[Reason]:
        """All that makes it a risk, not only what decides its place."""
        found = []
        if days := self.action.days_overdue:
            found.append(Reason(f"{days} day{'' if days == 1 else 's'} overdue", "red"))
        if self.is_worst and not self.action.is_verified:
            found.append(Reason(f"Rated {self.rated.label.lower()}", "orange"))
        if self.is_priority and not self.action.is_verified:
            found.append(Reason("Board priority", "purple"))
        return found

    @property
    def key(self) -> tuple[Risk, date, str, int]:
        agency = self.action.challenged_agency.agency.name
        return self.risk, self.action.due_on, agency, self.action.pk


def ordered(lines: Iterable[Line]) -> list[Line]:
    """The riskiest first."""
    return sorted(lines, key=lambda line: line.key)
