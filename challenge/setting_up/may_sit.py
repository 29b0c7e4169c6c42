"""Who may sit on the panels of a partnership, and in which capacity they probably would."""

from collections.abc import Collection

from section11.people.models import Agency, Membership, Partnership, Role, Sector, User
from section11.people.permissions import Permission, roles_with

from ..models import Capacity, PanelMember

ROLES = [Role.PANEL_MEMBER, Role.BOARD_MEMBER, Role.CHAIR, Role.SCRUTINEER, Role.LAY_MEMBER]
_CHAIRS = {Role.CHAIR, Role.SCRUTINEER}
_OF_PARTNER = {
    Agency.StatutoryPartner.LOCAL_AUTHORITY: Capacity.LOCAL_AUTHORITY,
    Agency.StatutoryPartner.HEALTH: Capacity.HEALTH,
    Agency.StatutoryPartner.POLICE: Capacity.POLICE,
}
_OF_SECTOR = {
    Sector.POLICE: Capacity.POLICE,
    Sector.VOLUNTARY: Capacity.VOLUNTARY,
    Sector.FAITH: Capacity.VOLUNTARY,
    **dict.fromkeys(
        [Sector.EDUCATION, Sector.EARLY_YEARS, Sector.SCHOOL, Sector.COLLEGE], Capacity.EDUCATION
    ),
    **dict.fromkeys(
        [
            Sector.ICB,
            Sector.ACUTE_TRUST,
            Sector.COMMUNITY_HEALTH,
            Sector.MENTAL_HEALTH,
            Sector.AMBULANCE,
            Sector.PRIMARY_CARE,
        ],
        Capacity.HEALTH,
    ),
    **dict.fromkeys(
        [
            Sector.CHILDRENS_SOCIAL_CARE,
            Sector.YOUTH_JUSTICE,
            Sector.ADULT_SOCIAL_CARE,
            Sector.HOUSING,
            Sector.PUBLIC_HEALTH,
            Sector.COMMUNITY_SAFETY,
        ],
        Capacity.LOCAL_AUTHORITY,
    ),
}


def people(partnership: Partnership):
    """Users who hold one of ROLES in the partnership today, by name."""
    held = Membership.objects.current().filter(role__in=ROLES, partnership=partnership)
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return found.order_by("name", "pk")


def standing(partnership: Partnership, users: Collection[User]) -> dict[int, list[Membership]]:
    """What each of `users` (by id) is today: their roles in the partnership that let them sit, and
    those in its agencies.
    """
    agencies = partnership.agency_places.current().values("agency")
    held = Membership.objects.current().filter(user__in=users)
    own = held.filter(partnership=partnership, role__in=ROLES)
    found: dict[int, list[Membership]] = {user.pk: [] for user in users}
    for one in (own | held.filter(agency__in=agencies)).select_related("agency").order_by("pk"):
        found[one.user_id].append(one)
    return found


def unredacted(member: PanelMember, memberships: Collection[Membership]) -> str:
    """What undoes that their packs have no files and no names, as a sentence; "" where nothing does.

    A role of the Board shows whole self-audits, whoever holds it.
    """
    roles = roles_with(Permission.SELF_AUDIT_VIEW)
    held = [
        one.get_role_display() for one in memberships if one.partnership_id if one.role in roles
    ]
    if not held or not member.reads_redacted:
        return ""
    return (
        f"Their packs have no files and no names, but as {' and '.join(held).lower()} they read whole"
        " self-audits. The role lay member does not show those: give them that one alone."
    )


def likely(memberships: Collection[Membership]) -> tuple[list[str], bool]:
    """The capacities in which somebody with these roles probably sits, and whether they may chair.

    Only where to begin: the coordinator says.
    """
    roles = {one.role for one in memberships}
    found = {_of_agency(one.agency) for one in memberships if one.agency} - {None}
    if Role.LAY_MEMBER in roles:
        found.add(Capacity.LAY)
    if roles & _CHAIRS and not found:
        found.add(Capacity.INDEPENDENT)
    return sorted(str(one) for one in found or {Capacity.OTHER}), bool(roles & _CHAIRS)


def _of_agency(agency):
    return _OF_PARTNER.get(agency.statutory_partner) or _OF_SECTOR.get(agency.sector)
