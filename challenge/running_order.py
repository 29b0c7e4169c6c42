"""The sessions of a challenge as one person may see them: when, where, who sits, who comes when.

Whoever reads results sees the whole; an agency's own people their own slot. What is withheld for an
interest is counted, not named. A constant number of queries.
"""

# To the owner of the calendar: the first version of this file was overwritten by mistake (a name
# taken twice). This is written anew from how it is used; put yours back if you have it.

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils import timezone

from section11.people import withheld
from section11.people.permissions import Permission

from .models import Attendee, Challenge, ChallengeSession, PanelSeat, Slot


@dataclass(frozen=True)
class SlotSeen:
    """One agency's time; `attending` are the names of those who come for it."""

    starts_at: datetime
    ends_at: datetime
    agency: object
    attending: Sequence[str]


@dataclass(frozen=True)
class SessionSeen:
    """`whole`: the person sees the panel and all slots, not their own agency's time alone."""

    session: ChallengeSession
    starts_at: datetime
    ends_at: datetime
    slots: Sequence[SlotSeen]
    seats: Sequence[PanelSeat]
    whole: bool
    seated: bool
    is_yours: bool
    withheld: int

    @property
    def on(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def lines(self) -> list[tuple[datetime, datetime, SlotSeen | None]]:
        """(from, until, slot) in turn; without a slot it is a break."""
        found, until = [], None
        for slot in self.slots:
            if until is not None and until < slot.starts_at and not self.withheld:
                found.append((until, slot.starts_at, None))
            found.append((slot.starts_at, slot.ends_at, slot))
            until = slot.ends_at
        return found


def seen(challenge: Challenge, user) -> list[SessionSeen]:
    """The sessions that take place or took place, in order."""
    reads = Permission.CHALLENGE_VIEW in challenge.permissions_of(user)
    own = user.agency_ids()
    barred = withheld.agencies(user, challenge.cycle.partnership_id) - own
    attending = Attendee.objects.select_related("user")
    slots = (
        Slot.objects.kept()
        .select_related("challenged_agency__agency")
        .prefetch_related(Prefetch("challenged_agency__attending", queryset=attending))
    )
    seats = PanelSeat.objects.current().select_related("panel_member__user")
    sessions = (
        challenge.sessions.held()
        .select_related("room", "challenge")
        .prefetch_related(Prefetch("slots", queryset=slots), Prefetch("seats", queryset=seats))
    )
    found = [_seen(session, user, reads, own, barred) for session in sessions]
    return [one for one in found if one is not None]


def _seen(session, user, reads, own, barred):
    seats, slots = list(session.seats.all()), list(session.slots.all())
    seated = any(seat.panel_member.user_id == user.pk for seat in seats)
    mine = [slot for slot in slots if slot.challenged_agency.agency_id in own]
    whole = reads or seated
    shown = [slot for slot in slots if slot.challenged_agency.agency_id not in barred]
    if not whole:
        if not mine:
            return None
        shown = mine
    return SessionSeen(
        session=session,
        starts_at=session.starts_at if whole else mine[0].starts_at,
        ends_at=session.ends_at if whole else mine[-1].ends_at,
        slots=[_slot(slot, whole or slot in mine) for slot in shown],
        seats=seats if whole else [],
        whole=whole,
        seated=seated,
        is_yours=seated or bool(mine),
        withheld=len(slots) - len(shown) if whole else 0,
    )


def _slot(slot, names):
    challenged = slot.challenged_agency
    coming = [str(one.user) for one in challenged.attending.all()] if names else []
    return SlotSeen(slot.starts_at, slot.ends_at, challenged.agency, coming)
