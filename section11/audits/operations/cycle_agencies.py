"""Which agencies take part in a cycle, and by when: an agency is in when it has a self-audit."""

from django.db import transaction
from django.utils import timezone

from section11.people.models import Agency
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import SelfAudit
from . import cycles, self_audits


@transaction.atomic
def change(*, cycle, bring_in, leave_out, by):
    """Bring agencies of the partnership into the cycle and leave others out (ids both); return how
    many came in and how many are out.

    An agency that is in, or out, already stays so. Raises RuleBroken for one that has started, and
    for one that is not in the partnership today. After launch the leads are told.
    """
    cycle = cycles.lock(cycle)
    cycle.must_not_be_closed()
    wanted = Agency.objects.filter(pk__in=bring_in).exclude(self_audits__cycle=cycle)
    _must_be_current(cycle, wanted)
    made = cycles.bring_in(cycle, wanted, by=by)
    if made and cycle.launched_at:
        _date_must_be_ahead(cycle, cycle.due_on)
        for self_audit in made:
            emails.about_cycle("cycle_launched", self_audit, to=self_audit.agency.leads)
    return len(made), _leave_out(cycle, leave_out, by=by)


def _must_be_current(cycle, agencies):
    places = cycle.partnership.agency_places.current()
    away = agencies.exclude(pk__in=places.values("agency_id")).first()
    if away:
        raise RuleBroken(
            f"{away} is not in {cycle.partnership} today, so it cannot be brought in.",
            cycle.manage_url,
        )


def _date_must_be_ahead(cycle, due_on):
    if due_on < timezone.localdate():
        raise RuleBroken(
            f"{due_on:%-d %B %Y} is past: choose a later due date first.", cycle.manage_url
        )


def _leave_out(cycle, agencies, *, by):
    chosen = (
        cycle.self_audits.select_for_update(of=("self",))
        .select_related("agency", "cycle__partnership")
        .filter(agency__in=agencies)
        .order_by("pk")
    )
    left = list(chosen)
    for self_audit in left:
        self_audit.must_not_be_started()
        self_audits.record(Event.Kind.SELF_AUDIT_LEFT_OUT, self_audit, by=by)
        if cycle.launched_at:
            emails.left_out(self_audit, to=self_audit.agency.leads)
    SelfAudit.objects.filter(pk__in=[self_audit.pk for self_audit in left]).delete()
    return len(left)


@transaction.atomic
def set_due_date(*, cycle, agencies, due_on, by):
    """Give these agencies (ids) another due date; return how many had a different one.

    Those that have submitted keep theirs. After launch the leads are told.
    """
    cycle = cycles.lock(cycle)
    cycle.must_not_be_closed()
    _date_must_be_ahead(cycle, due_on)
    if due_on < cycle.opens_on:
        raise RuleBroken(
            f"{cycle} opens on {cycle.opens_on:%-d %B %Y}, after that day.", cycle.manage_url
        )
    chosen = cycle.self_audits.filter(agency__in=agencies)
    moved = cycles.move_due_dates(cycle, chosen, due_on)
    if moved:
        cycles.record(
            Event.Kind.CYCLE_CHANGED,
            cycle,
            by=by,
            due_on=due_on.isoformat(),
            agencies=[self_audit.agency_id for self_audit in moved],
        )
    return len(moved)


@transaction.atomic
def extend(*, self_audit, due_on, reason, by):
    """Give one agency more time, with a reason that its people read."""
    self_audit = self_audits.lock(self_audit)
    self_audit.must_have_a_date_to_change()
    if due_on <= self_audit.due_on:
        raise RuleBroken(
            f"It is due by {self_audit.due_on:%-d %B %Y} already: more time means a later date.",
            self_audit.cycle.manage_url,
        )
    _date_must_be_ahead(self_audit.cycle, due_on)
    self_audit.due_on = due_on
    self_audit.extended_at, self_audit.extended_by = timezone.now(), by
    self_audit.extension_reason = reason
    self_audit.save(update_fields=["due_on", "extended_at", "extended_by", "extension_reason"])
    self_audits.record(
        Event.Kind.SELF_AUDIT_EXTENDED, self_audit, by=by, due_on=due_on.isoformat(), reason=reason
    )
    if self_audit.cycle.launched_at:
        emails.about_cycle("extended", self_audit, to=self_audit.agency.leads)
