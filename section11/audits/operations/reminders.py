"""Reminders: to one person, and by the calendar to every lead whose self-audit falls due.

Those to a selection of agencies are in `escalations`.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from section11.people.models import Membership, Role
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import Cycle, Reminder, SelfAudit
from . import self_audits


@transaction.atomic
def remind(*, self_audit, to, days=None, by=None, note=""):
    """Write to `to` that the self-audit is due or overdue; return the Reminder.

    By a person: `by`, with a `note` of theirs if they like. By the calendar: `days` before the due
    date (negative: after it), and None is returned if that reminder was made before. Raises
    RuleBroken where there is nothing to remind of.
    """
    self_audit = self_audits.lock(self_audit)
    _must_want_one(self_audit)
    due_on = self_audit.due_on
    if days is not None and self_audit.reminders.filter(to=to, due_on=due_on, days=days).exists():
        return None
    email = emails.reminder(self_audit, to=to, by=by, note=note)
    self_audits.record(Event.Kind.REMINDER_SENT, self_audit, by=by, to=to.name, days=days)
    return Reminder.objects.create(
        self_audit=self_audit, to=to, due_on=due_on, days=days, email=email, sent_by=by
    )


def remind_due():
    """Send each current lead the reminder that is due by the calendar of the cycle; return how many.

    Safe to run at any time, often, late, and several times at once.
    """
    today = timezone.localdate()
    leads, made = _leads(), _made()
    sent = 0
    for self_audit in _not_submitted():
        days = _days_due(self_audit, today)
        for lead in leads[self_audit.agency_id]:
            if days is not None and (self_audit.pk, lead.pk, self_audit.due_on, days) not in made:
                sent += _remind_by_calendar(self_audit, to=lead, today=today)
    return sent


def _days_due(self_audit, today):
    """Of the cycle's reminders the one whose day was last, as days before the due date; or None.

    Only the last: whoever comes back to life after a week sends one mail, not three. None for a
    day that had passed when the cycle was launched, or the self-audit given its due date.
    """
    cycle = self_audit.cycle
    since = timezone.localdate(cycle.launched_at) if cycle.launched_at else cycle.opens_on
    if self_audit.extended_at:
        since = max(since, timezone.localdate(self_audit.extended_at))
    due = [d for d in cycle.reminder_days if since < self_audit.due_on - timedelta(d) <= today]
    return min(due, default=None)


@transaction.atomic
def _remind_by_calendar(self_audit, *, to, today):
    """Whether that lead was reminded: what was read before may have changed meanwhile."""
    self_audit = self_audits.lock(self_audit)
    days = _days_due(self_audit, today)
    if days is None or self_audit.is_submitted or not self_audit.cycle.is_open:
        return False
    return remind(self_audit=self_audit, to=to, days=days) is not None


def _not_submitted():
    return (
        SelfAudit.objects.filter(cycle__status=Cycle.Status.OPEN)
        .exclude(status=SelfAudit.Status.SUBMITTED)
        .select_related("cycle")
        .order_by("due_on", "pk")
    )


def _leads():
    """Today's leads of each agency, by its id."""
    leads = defaultdict(list)
    held = Membership.objects.current().filter(role=Role.LEAD, user__is_active=True)
    for membership in held.select_related("user").order_by("pk"):
        leads[membership.agency_id].append(membership.user)
    return leads


def _made():
    """The reminders made by the calendar, as what there is one of."""
    made = Reminder.objects.filter(days__isnull=False, self_audit__cycle__status=Cycle.Status.OPEN)
    return set(made.values_list("self_audit_id", "to_id", "due_on", "days"))


def _must_want_one(self_audit):
    if self_audit.is_submitted:
        raise RuleBroken(
            f"{self_audit.agency} has submitted its self-audit: there is nothing to remind of.",
            self_audit,
        )
    if not self_audit.cycle.is_open:
        raise RuleBroken(
            f"{self_audit.cycle} is {self_audit.cycle.get_status_display().lower()},"
            " so nobody is reminded.",
            self_audit,
        )
