from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import Cycle, SelfAudit
from ..roll_up import RollUp


@transaction.atomic
def open_cycle(
    *,
    partnership,
    name,
    year,
    standard_set,
    opens_on,
    due_on,
    agencies,
    by,
    kind=Cycle.Kind.FULL,
    roll_up=RollUp.WORST,
    compared_with=None,
):
    """Open a cycle and give each agency its self-audit; return the cycle.

    Raises RuleBroken if the standard set is still a draft: what agencies answer must not change
    under them.
    """
    if standard_set.is_draft:
        raise RuleBroken("Publish the standard set before a cycle opens on it.", standard_set)
    cycle = Cycle.objects.create(
        partnership=partnership,
        name=name,
        year=year,
        kind=kind,
        standard_set=standard_set,
        roll_up=roll_up,
        compared_with=compared_with,
        opens_on=opens_on,
        due_on=due_on,
        status=Cycle.Status.OPEN,
    )
    SelfAudit.objects.bulk_create(
        SelfAudit(cycle=cycle, agency=agency, sector=agency.sector, size=agency.size, due_on=due_on)
        for agency in agencies
    )
    events.record(Event.Kind.CYCLE_OPENED, cycle, by=by, partnership_id=partnership.pk)
    return cycle


@transaction.atomic
def close(*, cycle, by):
    """End the cycle: its self-audits stay as they are, for reading."""
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    cycle.move_to(Cycle.Status.CLOSED)
    cycle.closed_at, cycle.closed_by = timezone.now(), by
    cycle.save(update_fields=["status", "closed_at", "closed_by"])
    events.record(Event.Kind.CYCLE_CLOSED, cycle, by=by, partnership_id=cycle.partnership_id)
