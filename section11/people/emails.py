"""Mail about a person's own roles: a link each."""

from django.conf import settings
from django.urls import reverse

from section11.record import outbox

from .models import Role

# What somebody is told of a role by: who looks after a place sees whether it has arrived.
TEMPLATES = ["invitation", "role_given"]


def invitation(to, *, roles, name, by, key):
    """The link by which somebody comes in for the first time; `name` is what the inviter calls
    them.
    """
    address = settings.SITE_URL + reverse("people:invitation-accept", args=[key])
    return outbox.queue("invitation", to=to, roles=roles, name=name, by=by, address=address)


def role_given(to, *, roles, by):
    """Tell somebody who has come in before of their role."""
    return outbox.queue("role_given", to=to, roles=roles, by=by, address=f"{settings.SITE_URL}/")


def access_granted(grant):
    """Tell the coordinators that an administrator may read their partnership; why is on the page."""
    address = settings.SITE_URL + reverse("people:grant-list")
    held = grant.partnership.memberships.current().filter(role=Role.COORDINATOR)
    for coordinator in held.filter(user__is_active=True).select_related("user"):
        outbox.queue("access_granted", to=coordinator.user, grant=grant, address=address)


def agency_joined(place, *, by):
    """Tell the leads that a partnership has brought their agency in."""
    address = settings.SITE_URL + reverse("people:agency-list")
    for lead in place.agency.leads:
        outbox.queue("agency_joined", to=lead, place=place, by=by, address=address)
