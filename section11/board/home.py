"""What the home page shows to those who read results."""

from section11.audits.models import Cycle
from section11.people.permissions import Permission, roles_with
from section11.web.home import Section

from . import numbers


def reads_results(user):
    return bool(user.partnership_ids(*roles_with(Permission.CYCLE_VIEW)))


def open_cycles(request):
    """The open cycles of the partnerships whose results the person reads; None for others."""
    if not reads_results(request.user):
        return None
    cycles = numbers.with_progress(Cycle.objects.visible_to(request.user), user=request.user)
    return Section(
        "board/_home.html", {"cycles": cycles.filter(status=Cycle.Status.OPEN)}, order=20
    )
