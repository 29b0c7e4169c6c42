"""What is known of interests, as pages show it: of one panel member, of a whole challenge. A constant
number of queries, however many people and agencies.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F

from section11.people.models import Agency

from ..models import Challenge, ChallengeSession, Interest, PanelMember


@dataclass(frozen=True)
class OfMember:
    """One panel member's: what they declared, by agency, and what is known without it.

    `offered` are the agencies about which they are asked: not those which are theirs anyway; `since`
    the ids of those that were chosen after they declared.
    """

    member: PanelMember
    declared: dict[int, Interest]
    others: Sequence[Interest]
    offered: Sequence[Agency]
    since: frozenset[int]


@dataclass(frozen=True)
class Clash:
    """A member who sits, by the published timetable, with an agency that they may not meet."""

    interest: Interest
    session: ChallengeSession

    @property
    def sentence(self) -> str:
        member, agency = self.interest.panel_member, self.interest.agency
        return (
            f"{member} sits with {agency} in the {_inside(self.session)}, and may not."
            " The agency’s pack is closed to them. Replace them there, or move the agency."
        )


@dataclass
class Line:
    """One panel member in the list of a challenge; `unasked` counts agencies chosen since they
    declared.
    """

    member: PanelMember
    unasked: int = 0
    interests: list[Interest] = field(default_factory=list)


def _inside(session):
    """How it is called inside a sentence: session of Thursday 4 June 2026, 09:30."""
    name = str(session)
    return name[0].lower() + name[1:]


def of_member(member: PanelMember) -> OfMember:
    standing = list(
        member.interests.standing()
        .select_related("agency", "noted_by")
        .order_by("agency__name", "kind")
    )
    declared = {one.agency_id: one for one in standing if one.kind == Interest.Kind.DECLARED}
    others = [one for one in standing if one.kind != Interest.Kind.DECLARED]
    chosen_at = dict(member.challenge.agencies.current().values_list("agency", "chosen_at"))
    asked = chosen_at.keys() - {one.agency_id for one in others}
    offered = Agency.objects.filter(pk__in=asked | declared.keys()).order_by("name")
    since = frozenset(pk for pk in asked if _is_after(chosen_at[pk], member.declared_at))
    return OfMember(member, declared, others, list(offered), since)


def _is_after(chosen_at, declared_at):
    return declared_at is not None and chosen_at > declared_at


def of_challenge(challenge: Challenge) -> list[Line]:
    """Everybody on the panel, by name, with their standing interests."""
    members = challenge.panel_members.current().select_related("user", "declared_by")
    lines = {one.pk: Line(one) for one in members}
    chosen_at = list(challenge.agencies.current().values_list("chosen_at", flat=True))
    for line in lines.values():
        line.unasked = sum(_is_after(at, line.member.declared_at) for at in chosen_at)
    standing = challenge.interests.standing().filter(panel_member__in=lines)
    for one in standing.select_related("agency", "noted_by").order_by("agency__name", "kind"):
        lines[one.panel_member_id].interests.append(one)
    return list(lines.values())


def clashes(challenge: Challenge) -> list[Clash]:
    """Where the published timetable has a member sit with an agency that they may not meet."""
    pairs = (
        challenge.interests.standing()
        .filter(
            panel_member__left_at=None,
            panel_member__seats__left_at=None,
            panel_member__seats__session__cancelled_at=None,
            panel_member__seats__session__status__in=[
                ChallengeSession.Status.PREPARING,
                ChallengeSession.Status.OPEN,
            ],
            panel_member__seats__session__slots__cancelled_at=None,
            panel_member__seats__session__slots__challenged_agency__agency=F("agency"),
        )
        .annotate(session=F("panel_member__seats__session"))
        .select_related("agency", "panel_member__user")
        .order_by("panel_member__user__name", "agency__name", "pk")
    )
    found = defaultdict(list)
    for interest in pairs:
        found[interest.session, interest.panel_member_id, interest.agency_id].append(interest)
    sessions = ChallengeSession.objects.in_bulk({session for session, *_ in found})
    return [Clash(same[0], sessions[session]) for (session, *_), same in found.items()]
