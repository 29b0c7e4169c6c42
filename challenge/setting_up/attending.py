"""Who could come for an agency, and who of them must."""

from section11.people.models import Membership, Role

from ..models import ChallengedAgency

MUST_COME = [Role.LEAD, Role.APPROVER]


def people(challenged_agency: ChallengedAgency) -> list[tuple]:
    """(user, their roles in words, whether one like them must come) of the agency's people today,
    those of whom one must come first.
    """
    held = Membership.objects.current().filter(
        agency=challenged_agency.agency_id, user__is_active=True
    )
    by_user = {}
    for one in held.select_related("user").order_by("user__name", "pk"):
        by_user.setdefault(one.user_id, (one.person, []))[1].append(one)
    found = [
        (
            user,
            ", ".join(dict.fromkeys(one.get_role_display() for one in roles)),
            any(one.role in MUST_COME for one in roles),
        )
        for user, roles in by_user.values()
    ]
    return sorted(found, key=lambda one: not one[2])
