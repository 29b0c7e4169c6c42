"""The people of the demo, as the sign-in page offers them.

Known by their address: nobody real has one that ends in .example (RFC 2606).
"""

from dataclasses import dataclass

from django.conf import settings

from . import wording
from .models import Membership, Role

PASSWORD = "demo-section-11"  # noqa: S105 - no secret: the demo's sign-in page prints it


@dataclass(frozen=True)
class DemoPerson:
    """`role` reads as "Approver, Merton Police"; `does` completes "This person ..."."""

    name: str
    email: str
    role: str
    does: str


def everyone() -> list[DemoPerson]:
    """The demo's people in the order in which they were made; nobody unless this is a demo."""
    if not settings.DEMO:
        return []
    roles = (
        Membership.objects.current()
        .filter(user__is_active=True, user__email__endswith=".example")
        .select_related("user", "agency", "partnership")
        .order_by("user_id", "pk")
    )
    return [
        DemoPerson(
            name=held.user.name,
            email=held.user.email,
            role=f"{held.get_role_display()}, {held.agency or held.partnership}",
            does=wording.ROLES[Role(held.role)],
        )
        for held in roles
    ]
