"""A cycle from its plan to its end. Which agencies take part, and when, is `cycle_agencies`."""

from django.db import transaction
from django.utils import timezone

from section11.people.models import Partnership
from section11.people.operations import held
from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails, leads
from ..models import Cycle, SelfAudit
from ..roll_up import RollUp
from . import self_audits

# What may still be changed once agencies work on their self-audits.
SAFE = {"name", "due_on", "reminder_days"}


@transaction.atomic
def plan(*, partnership, by, **values):
    """Plan a cycle, seen by nobody but those who read results until it is launched; return it.

    `values` are those of `Cycle`. Raises RuleBroken where they cannot go together.
    """
    _hold(partnership)
    cycle = Cycle(partnership=partnership, **values)
    _check(cycle)
    cycle.save()
    record(Event.Kind.CYCLE_PLANNED, cycle, by=by)
    return cycle


@transaction.atomic
def change(*, cycle, by, **values):
    """Change the plan; once it is launched only what is in SAFE. The same values do nothing.

    With the due date move the agencies that had the old one; those with a date of their own keep
    it. After launch their leads are told.
    """
    _hold(cycle.partnership)
    cycle = lock(cycle)
    cycle.must_not_be_closed()
    before = {name: getattr(cycle, name) for name in values}
    changed = [name for name in values if values[name] != before[name]]
    if not changed:
        return cycle
    if not cycle.is_planned and not SAFE.issuperset(changed):
        raise RuleBroken(
            f"{cycle} is {cycle.get_status_display().lower()}: what agencies are asked, and when it"
            " opened, can no longer be changed.",
            cycle.manage_url,
        )
    for name in changed:
        setattr(cycle, name, values[name])
    _check(cycle)
    cycle.save(update_fields=changed)
    if "due_on" in changed:
        move_due_dates(cycle, cycle.self_audits.filter(due_on=before["due_on"]), cycle.due_on)
    record(Event.Kind.CYCLE_CHANGED, cycle, by=by, changed=sorted(changed))
    return cycle


@transaction.atomic
def launch(*, cycle, by):
    """Open the cycle, from today; send the invitations of its agencies that were kept back, and
    tell each agency's leads. Return it.

    Raises RuleBroken if it was launched before, has no agency, or a due date is past.
    """
    cycle = lock(cycle)
    cycle.must_not_be_launched()
    why = why_not_launch(cycle)
    if why:
        raise RuleBroken(why, cycle.manage_url)
    cycle.opens_on = timezone.localdate()
    return _open(cycle, by=by)


def why_not_launch(cycle):
    """The sentence that says what is missing before launch, or nothing."""
    today = timezone.localdate()
    self_audits = cycle.self_audits.select_related("agency").order_by("due_on")
    first = self_audits.first()
    if first is None:
        return "Choose at least one agency before you launch the cycle."
    if cycle.due_on < today:
        return f"The due date, {cycle.due_on:%-d %B %Y}, is past. Change it before you launch."
    if first.due_on < today:
        return (
            f"The due date of {first.agency}, {first.due_on:%-d %B %Y}, is past. Change it before"
            " you launch."
        )
    return ""


@transaction.atomic
def open_cycle(*, partnership, agencies, by, **values):
    """Plan a cycle, bring the agencies in and open it, at whatever dates; return the cycle."""
    cycle = plan(partnership=partnership, by=by, **{"roll_up": RollUp.WORST} | values)
    bring_in(cycle, agencies, by=by)
    return _open(cycle, by=by)


def _open(cycle, *, by):
    cycle.move_to(Cycle.Status.OPEN)
    cycle.launched_at, cycle.launched_by = timezone.now(), by
    cycle.save(update_fields=["status", "opens_on", "launched_at", "launched_by"])
    record(Event.Kind.CYCLE_OPENED, cycle, by=by)
    held.send(partnerships={cycle.partnership_id}, agencies=_agencies(cycle), by=by)
    _tell_leads("cycle_launched", cycle)
    return cycle


def held_back(cycle):
    """The roles of the cycle's agencies whose people its launch invites."""
    return held.waiting({cycle.partnership_id}, _agencies(cycle))


def _agencies(cycle):
    return cycle.self_audits.values("agency")


@transaction.atomic
def pause(*, cycle, reason, by):
    """Let nobody type, send or sign off until it is resumed. What was saved is kept.

    The leads of agencies that have not submitted are told, with the reason.
    """
    cycle = lock(cycle)
    if cycle.is_planned:
        raise RuleBroken(f"{cycle} has not been launched yet.", cycle.manage_url)
    _move(cycle, Cycle.Status.PAUSED)
    record(Event.Kind.CYCLE_PAUSED, cycle, by=by, reason=reason)
    _tell_leads("cycle_paused", cycle, by=by, reason=reason)


@transaction.atomic
def resume(*, cycle, by):
    """Go on after a pause. Due dates stay as they are."""
    cycle = lock(cycle)
    if cycle.is_planned:
        raise RuleBroken(f"{cycle} has not been launched yet.", cycle.manage_url)
    _move(cycle, Cycle.Status.OPEN)
    record(Event.Kind.CYCLE_RESUMED, cycle, by=by)
    _tell_leads("cycle_resumed", cycle)


@transaction.atomic
def close(*, cycle, by):
    """End the cycle: its self-audits stay as they are, for reading."""
    cycle = lock(cycle)
    cycle.must_not_be_closed()
    cycle.move_to(Cycle.Status.CLOSED)
    # Whoever is signing off at this moment is through first, or finds the cycle closed.
    statuses = list(cycle.self_audits.select_for_update().order_by("pk"))
    open_ones = sum(not self_audit.is_submitted for self_audit in statuses)
    cycle.closed_at, cycle.closed_by = timezone.now(), by
    cycle.save(update_fields=["status", "closed_at", "closed_by"])
    record(Event.Kind.CYCLE_CLOSED, cycle, by=by, not_submitted=open_ones)


def lock(cycle):
    """The cycle read anew and held until the transaction ends, partnership and set loaded."""
    return (
        Cycle.objects.select_for_update(of=("self",))
        .select_related("partnership", "standard_set")
        .get(pk=cycle.pk)
    )


def bring_in(cycle, agencies, *, by):
    """Give each agency its self-audit; return those made. The caller holds the cycle."""
    made = SelfAudit.objects.bulk_create(
        SelfAudit(
            cycle=cycle,
            agency=agency,
            sector=agency.sector,
            size=agency.size,
            due_on=cycle.due_on,
        )
        for agency in agencies
    )
    for self_audit in made:
        self_audits.record(Event.Kind.SELF_AUDIT_ADDED, self_audit, by=by)
    return made


def move_due_dates(cycle, chosen, due_on):
    """Give those of the self-audits `chosen` that are not submitted another due date; return those
    that had a different one. After launch their leads are told. The caller holds the cycle.
    """
    moved = list(
        chosen.select_for_update(of=("self",))
        .select_related("agency", "cycle__partnership")
        .exclude(status=SelfAudit.Status.SUBMITTED)
        .exclude(due_on=due_on)
        .order_by("pk")
    )
    to = leads.by_agency(cycle) if cycle.launched_at else {}
    for self_audit in moved:
        self_audit.due_on = due_on
        emails.about_cycle("due_date_moved", self_audit, to=to.get(self_audit.agency_id, []))
    SelfAudit.objects.bulk_update(moved, ["due_on"])
    return moved


def record(kind, cycle, /, *, by, **detail):
    """An event about a cycle, for its partnership."""
    return events.record(kind, cycle, by=by, partnership_id=cycle.partnership_id, **detail)


def _move(cycle, status):
    cycle.move_to(status)
    cycle.save(update_fields=["status"])


def _hold(partnership):
    """Until the transaction ends no other cycle of the partnership is planned or renamed."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)


def _check(cycle):
    """Raise RuleBroken where the values of the cycle cannot go together."""
    back = cycle.manage_url if cycle.pk else None
    if cycle.standard_set.is_draft:
        raise RuleBroken(
            "Publish the standard set before a cycle uses it: what agencies answer must not change"
            " under them.",
            cycle.standard_set,
        )
    if cycle.standard_set.partnership_id not in (None, cycle.partnership_id):
        raise RuleBroken("This standard set belongs to another partnership.", back)
    if cycle.due_on < cycle.opens_on:
        raise RuleBroken("The due date is before the day on which the cycle opens.", back)
    others = Cycle.objects.filter(partnership=cycle.partnership).exclude(pk=cycle.pk)
    if others.filter(name__iexact=cycle.name).exists():
        raise RuleBroken(f"There is a cycle called {cycle.name} already.", back)
    if cycle.compared_with and cycle.compared_with not in others:
        raise RuleBroken("A cycle is compared with an earlier one of its own partnership.", back)


def _tell_leads(template, cycle, **context):
    """Write to the leads of each agency that has not submitted."""
    to = leads.by_agency(cycle)
    waiting = cycle.self_audits.exclude(status=SelfAudit.Status.SUBMITTED)
    for self_audit in waiting.select_related("agency", "cycle__partnership"):
        emails.about_cycle(template, self_audit, to=to[self_audit.agency_id], **context)
