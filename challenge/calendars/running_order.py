"""The published sessions of a challenge as one person may see them.

Whoever reads the whole timetable sees every session, a panel member those with a seat of theirs,
an agency's people its own slot and nothing else of the session. An agency that is withheld from
the person is counted, not named. A constant number of queries, whatever there is.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.utils import timezone

from section11.people import withheld
from section11.people.models import Agency
from section11.people.permissions import Permission

from ..models import ChallengeSession, PanelSeat, Slot


@dataclass(frozen=True)
class SlotSeen:
    """An agency's time. `attending` are the names of who comes, for those who may know."""

    slot: Slot
    agency: Agency
    is_own: bool
    attending: tuple[str, ...]

    @property
    def starts_at(self):
        return self.slot.starts_at

    @property
    def ends_at(self):
        return self.slot.ends_at


@dataclass(frozen=True)
class SessionSeen:
    """A session, or the part of it that the person sees: `whole` tells which."""

    session: ChallengeSession
    whole: bool
    slots: list[SlotSeen] = field(default_factory=list)
    seats: list[PanelSeat] = field(default_factory=list)
    withheld: int = 0  # slots of agencies that are not shown for an interest
    is_yours: bool = False  # theirs by a seat or by an agency
    seated: bool = False

    @property
    def starts_at(self) -> datetime:
        return self.session.starts_at if self.whole else self.slots[0].starts_at

    @property
    def ends_at(self) -> datetime:
        return self.session.ends_at if self.whole else self.slots[-1].ends_at

    @property
    def on(self):
        return timezone.localdate(self.starts_at)

    @property
    def is_over(self):
        return self.ends_at < timezone.now()

    @property
    def lines(self):
        """The slots in turn, and the breaks between them where none is left out:
        (from, until, slot or None).
        """
        lines = [(slot.starts_at, slot.ends_at, slot) for slot in self.slots]
        if self.withheld or not self.whole:
            return lines
        breaks = [
            (before.ends_at, after.starts_at, None)
            for before, after in pairwise(self.slots)
            if before.ends_at < after.starts_at
        ]
        return sorted(lines + breaks, key=lambda line: line[:2])


def seen(challenge, user):
    """What the person sees of the challenge's sessions, in their order."""
    viewer = _Viewer(challenge, user)
    sessions = challenge.sessions.held().select_related("room")
    shown = [viewer.see(session) for session in sessions]
    return sorted((one for one in shown if one), key=lambda one: (one.starts_at, one.session.pk))


class _Viewer:
    """Reads everything once; then each session is seen without a query."""

    def __init__(self, challenge, user):
        self.challenge, self.user = challenge, user
        self.own = user.agency_ids()
        partnership = challenge.cycle.partnership_id
        self.hidden = withheld.agencies(user, partnership) - self.own
        permissions = challenge.permissions_of(user)
        self.sees_all = Permission.TIMETABLE_VIEW in permissions
        self.runs = Permission.CHALLENGE_MANAGE in permissions
        self.seats = _by_session(
            PanelSeat.objects.current()
            .filter(session__challenge=challenge)
            .select_related("panel_member__user")
        )
        self.slots = _by_session(
            Slot.objects.kept()
            .filter(session__challenge=challenge)
            .select_related("challenged_agency__agency")
            .prefetch_related("challenged_agency__attending__user")
        )

    def see(self, session):
        session.challenge = self.challenge
        seats = self.seats[session.pk]
        mine = next((s for s in seats if s.panel_member.user_id == self.user.pk), None)
        slots = self.slots[session.pk]
        own = [slot for slot in slots if slot.challenged_agency.agency_id in self.own]
        if not (self.sees_all or mine or own):
            return None
        whole = bool(self.sees_all or mine)
        shown = [slot for slot in slots if not self._is_hidden(slot)] if whole else own
        named = self.runs or (mine is not None and not mine.panel_member.reads_redacted)
        return SessionSeen(
            session=session,
            whole=whole,
            slots=[self._slot(slot, named) for slot in shown],
            seats=seats if whole else [],
            withheld=len(slots) - len(shown) if whole else 0,
            is_yours=bool(mine or own),
            seated=mine is not None,
        )

    def _is_hidden(self, slot):
        return slot.challenged_agency.agency_id in self.hidden

    def _slot(self, slot, named):
        is_own = slot.challenged_agency.agency_id in self.own
        attending = slot.challenged_agency.attending.all() if named or is_own else ()
        return SlotSeen(
            slot=slot,
            agency=slot.challenged_agency.agency,
            is_own=is_own,
            attending=tuple(attendee.user.name for attendee in attending),
        )


def _by_session(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.session_id].append(row)
    return found
