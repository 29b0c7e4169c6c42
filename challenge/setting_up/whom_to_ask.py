"""Who says when they can come: each panel member, and for each agency its leads or, without one,
its approvers. Five queries, however many they are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from section11.people.models import Membership, Role, User

from ..models import Challenge, ChallengedAgency, PanelMember, PersonalLink


@dataclass(frozen=True)
class Asked:
    """One person, for themselves or for an agency. `has_link`: they were sent a link that works."""

    user: User
    panel_member: PanelMember | None = None
    challenged_agency: ChallengedAgency | None = None
    has_link: bool = False

    @property
    def has_answered(self) -> bool:
        return (self.panel_member or self.challenged_agency).answered_at is not None

    @property
    def whose(self) -> dict[str, PanelMember | ChallengedAgency]:
        """As keyword arguments: for whom they answer."""
        if self.panel_member:
            return {"panel_member": self.panel_member}
        return {"challenged_agency": self.challenged_agency}


def find(challenge: Challenge) -> list[Asked]:
    """Everybody who is asked: the panel by name, then the agencies by name."""
    members = list(challenge.panel_members.current().select_related("user"))
    agencies = list(challenge.agencies.current().select_related("agency"))
    linked = set(
        PersonalLink.objects.filter(withdrawn_at=None, user__is_active=True)
        .filter(panel_member__challenge=challenge)
        .values_list("user", "panel_member")
    )
    linked_for = set(
        PersonalLink.objects.filter(withdrawn_at=None, user__is_active=True)
        .filter(challenged_agency__challenge=challenge)
        .values_list("user", "challenged_agency")
    )
    speakers = _speakers([one.agency_id for one in agencies])
    for one in [*members, *agencies]:
        one.challenge = challenge
    return [
        Asked(one.user, panel_member=one, has_link=(one.user_id, one.pk) in linked)
        for one in members
        if one.user.is_active
    ] + [
        Asked(user, challenged_agency=one, has_link=(user.pk, one.pk) in linked_for)
        for one in agencies
        for user in speakers[one.agency_id]
    ]


def without_anybody(challenge: Challenge, asked: Iterable[Asked]) -> list[ChallengedAgency]:
    """The agencies for which nobody can be asked: they have neither lead nor approver."""
    spoken_for = {one.challenged_agency.pk for one in asked if one.challenged_agency}
    agencies = challenge.agencies.current().select_related("agency")
    return [one for one in agencies if one.pk not in spoken_for]


def _speakers(agencies):
    held = Membership.objects.current().filter(
        agency__in=agencies, role__in=[Role.LEAD, Role.APPROVER], user__is_active=True
    )
    leads, approvers = defaultdict(dict), defaultdict(dict)
    for one in held.select_related("user").order_by("user__name", "pk"):
        (leads if one.role == Role.LEAD else approvers)[one.agency_id][one.user_id] = one.person
    return {pk: list((leads[pk] or approvers[pk]).values()) for pk in agencies}
