"""Who leads the agencies of a cycle today, in one query."""

from collections import defaultdict

from section11.people.models import Membership, Role


def by_agency(cycle):
    """Today's leads of each agency of the cycle, by the agency's id; none where nobody leads."""
    held = (
        Membership.objects.current()
        .filter(role=Role.LEAD, agency__self_audits__cycle=cycle, user__is_active=True)
        .select_related("user")
        .order_by("user__name")
    )
    leads = defaultdict(list)
    for membership in held:
        leads[membership.agency_id].append(membership.person)
    return leads
