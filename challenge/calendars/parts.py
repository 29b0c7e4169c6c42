"""Who has which part in the sessions to come: what their calendars should say."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from section11.people.models import Membership, Role, User

from ..models import ChallengedAgency, ChallengeSession, PanelSeat, Slot


class Key(NamedTuple):
    """Whose entry, about which session; of a panel member where there is no agency."""

    user: int
    session: int
    agency: int | None = None


@dataclass(frozen=True)
class Part:
    """A person's time in a session: on its panel, or for an agency."""

    user: User
    session: ChallengeSession
    challenged_agency: ChallengedAgency | None
    starts_at: datetime
    ends_at: datetime

    @property
    def key(self):
        agency = self.challenged_agency
        return Key(self.user.pk, self.session.pk, agency.pk if agency else None)

    @property
    def place(self):
        """Where, and the link if there is one."""
        session = self.session
        return "; online: ".join(filter(None, [session.where, session.link]))


def to_come(challenge):
    """Everybody's parts in the challenge's sessions that are not over, by key."""
    now = timezone.now()
    sessions = ChallengeSession.objects.held().filter(challenge=challenge, ends_at__gt=now)
    sessions = {session.pk: session for session in sessions.select_related("room")}
    for session in sessions.values():
        session.challenge = challenge
    found = [*_of_panels(sessions), *_of_agencies(sessions)]
    return {part.key: part for part in found if part.ends_at > now}


def _of_panels(sessions):
    seats = PanelSeat.objects.current().filter(
        session__in=sessions, panel_member__user__is_active=True
    )
    for seat in seats.select_related("panel_member__user"):
        session = sessions[seat.session_id]
        yield Part(seat.panel_member.user, session, None, session.starts_at, session.ends_at)


def _of_agencies(sessions):
    """Whoever was named to attend; the leads where nobody was."""
    slots = (
        Slot.objects.kept().filter(session__in=sessions).select_related("challenged_agency__agency")
    )
    slots = list(slots.prefetch_related("challenged_agency__attending__user"))
    leads = _leads({slot.challenged_agency.agency_id for slot in slots})
    for slot in slots:
        challenged = slot.challenged_agency
        named = [a.user for a in challenged.attending.all() if a.user.is_active]
        for user in named or leads[challenged.agency_id]:
            session = sessions[slot.session_id]
            yield Part(user, session, challenged, slot.starts_at, slot.ends_at)


def _leads(agencies):
    """Today's leads of each agency, by its id."""
    leads = defaultdict(list)
    held = Membership.objects.current().filter(
        role=Role.LEAD, agency__in=agencies, user__is_active=True
    )
    for membership in held.select_related("user").order_by("pk"):
        leads[membership.agency_id].append(membership.user)
    return leads
