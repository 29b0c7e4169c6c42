"""Why somebody cannot do what they look for on a standard set's page."""

from section11.people.permissions import Permission
from section11.web.exceptions import Reason, listed, why_not

from .models import StandardSet
from .permissions import permissions_anywhere

OTHERS = "Only the coordinator of the partnership that it belongs to writes and publishes it."
SHIPPED = "This set comes with the product, so nobody changes it here."


def reasons(standard_set: StandardSet, user) -> list[Reason]:
    """A Reason for each of change and publish that `user` cannot do now."""
    return listed(
        {
            "Why can't I change the questions?": _change(standard_set, user),
            "Why can't I publish it?": _publish(standard_set, user),
        }
    )


def _change(standard_set, user):
    if Permission.STANDARD_SET_EDIT in standard_set.permissions_of(user):
        return why_not(standard_set.must_be_draft)
    if standard_set.partnership_id:
        return OTHERS
    if Permission.STANDARD_SET_EDIT in permissions_anywhere(user):
        return f"{SHIPPED} Begin a new version of your own."
    return SHIPPED


def _publish(standard_set, user):
    """The page of publishing itself says what a draft still lacks."""
    may_edit = Permission.STANDARD_SET_EDIT in standard_set.permissions_of(user)
    return OTHERS if standard_set.is_draft and not may_edit else ""
