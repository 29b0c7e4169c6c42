"""What the home page shows of self-audits, and of the cycles that a coordinator runs."""

from django.utils import timezone

from section11.people.models import Partnership
from section11.people.permissions import Permission, roles_with
from section11.web.home import Section

from .models import Cycle, SelfAudit
from .next_steps import next_step


def own_self_audits(request):
    """The self-audits of the person's own agencies, those going on first; None without an agency."""
    agencies = request.user.agency_ids()
    if not agencies:
        return None
    found = (
        SelfAudit.objects.filter(agency__in=agencies)
        .exclude(cycle__status=Cycle.Status.PLANNED)
        .select_related("agency", "cycle__partnership")
        .order_by("-cycle__opens_on", "agency__name")
    )
    now = [self_audit for self_audit in found if not self_audit.cycle.is_closed]
    earlier = [self_audit for self_audit in found if self_audit.cycle.is_closed]
    return Section("audits/_home.html", {"now": now, "earlier": earlier}, order=10)


def cycles_run(request):
    """The cycles that the person runs, each with what is next; None for others."""
    served = request.user.partnership_ids(*roles_with(Permission.CYCLE_MANAGE))
    if not served:
        return None
    cycles = (
        Cycle.objects.run_by(request.user)
        .exclude(status=Cycle.Status.CLOSED)
        .with_counts()
        .select_related("partnership")
        .order_by("partnership__name", "-opens_on", "-pk")
    )
    today = timezone.localdate()
    context = {
        "cycles": [(cycle, next_step(cycle, today=today)) for cycle in cycles],
        "partnerships": Partnership.objects.filter(pk__in=served),
    }
    return Section("audits/_cycles_run.html", context, order=15)
