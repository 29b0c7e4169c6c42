"""What the home page shows of self-audits."""

from section11.web.home import Section

from .models import SelfAudit


def own_self_audits(request):
    """The self-audits of the person's own agencies, the open ones first; None without an agency."""
    agencies = request.user.agency_ids()
    if not agencies:
        return None
    found = (
        SelfAudit.objects.filter(agency__in=agencies)
        .select_related("agency", "cycle__partnership")
        .order_by("-cycle__opens_on", "agency__name")
    )
    now = [self_audit for self_audit in found if self_audit.cycle.is_open]
    earlier = [self_audit for self_audit in found if not self_audit.cycle.is_open]
    return Section("audits/_home.html", {"now": now, "earlier": earlier}, order=10)
