"""What is still going on for an agency in a partnership, told before its part there is ended."""

from .models import Cycle, SelfAudit


def self_audits(*, agency, partnership):
    """Each self-audit that is not submitted, in words, with the address of its page."""
    found = (
        SelfAudit.objects.filter(agency=agency, cycle__partnership=partnership)
        .exclude(status=SelfAudit.Status.SUBMITTED)
        .exclude(cycle__status=Cycle.Status.CLOSED)
        .select_related("cycle")
        .order_by("cycle__opens_on", "pk")
    )
    return [
        (f"Self-audit for {s.cycle}: {s.get_status_display().lower()}", s.get_absolute_url())
        for s in found
    ]
