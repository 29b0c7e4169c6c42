"""The running order of a session as one person may know it, and where the clock stands in it.

`order` asks the database a constant number of questions; `Clock` none.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from ..models import (
    AgreedAction,
    ChallengeSession,
    Finding,
    KeyLineOfEnquiry,
    MemberRating,
    Moderation,
    PanelSeat,
    Slot,
)


@dataclass(frozen=True)
class Place:
    """One agency's time, with how far everything about it is."""

    slot: Slot
    standards: int
    rated: int  # standards that the reader rated alone
    enquiries: int
    moderated: int
    findings: int
    actions: int

    @property
    def agency(self):
        return self.slot.challenged_agency.agency


@dataclass(frozen=True)
class Order:
    places: Sequence[Place]
    withheld: int  # how many agencies are not told of, because of an interest

    def place_of(self, pk: int | None) -> Place | None:
        return next((one for one in self.places if one.slot.pk == pk), None)


def order(session: ChallengeSession, user, seat: PanelSeat | None) -> Order:
    """What `user` may see of the session's running order."""
    slots = list(
        Slot.objects.visible_to(user)
        .filter(session=session)
        .select_related("challenged_agency__agency", "challenged_agency__self_audit")
    )
    for slot in slots:
        slot.session = session
        slot.challenged_agency.challenge = session.challenge
        slot.challenged_agency.self_audit.cycle = session.challenge.cycle
        slot.challenged_agency.self_audit.agency = slot.challenged_agency.agency
    counts = _counts(slots, seat)
    return Order(
        places=[
            Place(
                slot=slot,
                standards=len(slot.challenged_agency.self_audit.standards),
                rated=counts["rated"][slot.pk],
                **{
                    name: counts[name][slot.challenged_agency_id]
                    for name in ("enquiries", "moderated", "findings", "actions")
                },
            )
            for slot in slots
        ],
        withheld=session.slots.kept().count() - len(slots),
    )


def _counts(slots, seat) -> dict[str, Counter]:
    """How many there are of what, by challenged agency; what the reader rated, by slot."""
    agencies = [slot.challenged_agency_id for slot in slots]
    own = MemberRating.objects.filter(slot__in=slots, level__isnull=False)
    rated = own.filter(panel_member=seat.panel_member_id) if seat else own.none()
    rows = {
        "enquiries": KeyLineOfEnquiry.objects.kept(),
        "moderated": Moderation.objects.filter(level__isnull=False),
        "findings": Finding.objects.kept(),
        "actions": AgreedAction.objects.kept(),
    }
    counts = {
        name: _by("challenged_agency", found.filter(challenged_agency__in=agencies))
        for name, found in rows.items()
    }
    return counts | {"rated": _by("slot", rated)}


def _by(column, rows) -> Counter:
    return Counter(dict(rows.order_by().values_list(column).annotate(Count("pk"))))


@dataclass(frozen=True)
class Clock:
    """Where the clock stands: which agency is on, which is next, and how much time is left."""

    now: datetime
    current: Place | None
    following: Place | None
    minutes_left: int  # of the current agency's time
    until: datetime | None

    @property
    def minutes_to_next(self) -> int | None:
        if self.following is None:
            return None
        return _minutes(self.following.slot.starts_at - self.now)


def clock(places: Sequence[Place], now: datetime) -> Clock:
    """By the running order alone: in a break nobody is on."""
    current = next((one for one in places if one.slot.starts_at <= now < one.slot.ends_at), None)
    following = next((one for one in places if one.slot.starts_at > now), None)
    until = current.slot.ends_at if current else None
    return Clock(now, current, following, _minutes(until - now) if until else 0, until)


def _minutes(time: timedelta) -> int:
    """Whole minutes, rounded up: with ten seconds to go there is a minute left."""
    return -int(-time.total_seconds() // 60)
