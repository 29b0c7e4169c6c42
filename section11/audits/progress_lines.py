"""A line for each agency of a cycle, and which of them a coordinator asks to see, in what order.

Values only: `progress` reads them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.utils import timezone

from section11.record.models import Event

from .models import Escalation, SelfAudit


class Mail(StrEnum):
    """What became of a mail."""

    DELIVERED = "Mail delivered"
    WAITING = "Mail waiting to be sent"
    BOUNCED = "Mail bounced"


class Lead(NamedTuple):
    """Who leads, and what became of the last mail to them; nothing where none was ever sent."""

    name: str
    mail: Mail | None
    mailed_at: datetime | None

    @property
    def bounced(self) -> bool:
        return self.mail is Mail.BOUNCED


@dataclass(frozen=True)
class Line:
    """One agency. The self-audit carries its last act and reminder: `act_at`, `act_by`,
    `act_kind`, `reminded_at`.
    """

    self_audit: SelfAudit
    standards: int
    ready: int
    missing: Counter
    leads: list[Lead]
    escalation: Escalation | None

    @property
    def name(self) -> str:
        return self.self_audit.agency.name

    @property
    def act(self) -> str:
        """The last act in words, as the record has it."""
        return str(Event.Kind(self.self_audit.act_kind).label)

    @property
    def days_late(self) -> int:
        return (timezone.localdate() - self.self_audit.due_on).days

    @property
    def left(self) -> int:
        return self.missing.total()

    @property
    def left_in_words(self) -> str:
        return ", ".join(f"{lack} {count}" for lack, count in self.missing.most_common())


class Show(StrEnum):
    """Which agencies a coordinator may ask for."""

    LATE = "late"
    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    WITH_APPROVER = "with-approver"
    SUBMITTED = "submitted"
    NO_LEAD = "no-lead"
    BOUNCED = "bounced"

    @property
    def label(self) -> str:
        return {
            Show.LATE: "Late",
            Show.NO_LEAD: "Without a lead",
            Show.BOUNCED: "Mail bounced",
        }.get(self) or SelfAudit.Status(self.replace("-", "_")).label

    def holds_for(self, line: Line) -> bool:
        match self:
            case Show.LATE:
                return line.self_audit.is_late
            case Show.NO_LEAD:
                return not line.leads
            case Show.BOUNCED:
                return any(lead.bounced for lead in line.leads)
        return line.self_audit.status == self.replace("-", "_")


class Order(StrEnum):
    DUE = "due"
    NAME = "name"
    LEAST_READY = "least-ready"

    @property
    def label(self) -> str:
        return {
            Order.DUE: "Due date",
            Order.NAME: "Name",
            Order.LEAST_READY: "Least ready first",
        }[self]

    def key(self, line: Line):
        match self:
            case Order.DUE:
                return line.self_audit.due_on, line.name
            case Order.LEAST_READY:
                return line.ready / (line.standards or 1), line.name
        return line.name


def tally(lines: Iterable[Line]) -> dict[Show, int]:
    """How many agencies each choice would show."""
    lines = list(lines)
    return {show: sum(show.holds_for(line) for line in lines) for show in Show}


def chosen(lines: Iterable[Line], *, show=None, sector="", order=Order.DUE) -> list[Line]:
    found = [
        line
        for line in lines
        if (show is None or show.holds_for(line)) and sector in ("", line.self_audit.sector)
    ]
    return sorted(found, key=order.key)
