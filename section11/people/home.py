"""What the home page shows of people."""

from section11.web.home import Section

from .operations import grants
from .permissions import Permission, partnerships_with


def current_grants(request):
    """Whether an administrator may read a partnership that the person coordinates."""
    overseen = partnerships_with(Permission.GRANT_END, request.user)
    if not overseen or not grants.current().filter(partnership__in=overseen).exists():
        return None
    return Section("people/home_grants.html", order=5)
