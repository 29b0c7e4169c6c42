"""What the home page shows of people."""

from section11.web.home import Section

from .operations import grants
from .permissions import TABLE, Permission, partnerships_with


def current_grants(request):
    """Whether an administrator may read a partnership that the person coordinates."""
    overseen = partnerships_with(Permission.GRANT_END, request.user)
    if not overseen or not grants.current().filter(partnership__in=overseen).exists():
        return None
    return Section("people/home_grants.html", order=5)


def your_roles(request):
    """What the person is, and whose people they look after."""
    roles = request.user.memberships.current().select_related("agency", "partnership")
    if not roles:
        return None
    looks_after = {Permission.AGENCY_PEOPLE, Permission.PARTNERSHIP_PEOPLE}
    context = {
        "roles": roles,
        "looked_after": [m for m in roles if m.place and looks_after & TABLE[m.role]],
    }
    return Section("people/home_your_roles.html", context, order=900)
