"""Whose standard sets a person may read and edit, by the one table in section11.people."""

from section11.people.models import Partnership
from section11.people.permissions import Permission, permissions_for, roles_with


def permissions_anywhere(user) -> frozenset[Permission]:
    """What the person may do in at least one agency or partnership."""
    return frozenset().union(
        *(
            permissions_for(user, agency_id=m.agency_id, partnership_ids=(m.partnership_id,))
            for m in user.current_memberships
        )
    )


def editable_partnerships(user):
    """The partnerships whose standard sets the person may make and change."""
    roles = roles_with(Permission.STANDARD_SET_EDIT)
    return Partnership.objects.filter(pk__in=user.partnership_ids(*roles))
