"""Reminders by the calendar of agreed actions that fall due or are overdue.

The days are those by which the cycle reminds of self-audits.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from section11.people.models import Membership, Role
from section11.record.models import Event

from .. import after_emails
from ..models import AgreedAction, AgreedActionReminder
from .action_updates import lock, record

WAITING = [AgreedAction.Status.OPEN, AgreedAction.Status.SENT_BACK]


def remind_due():
    """Send each current lead the reminder of each action that is due by the calendar; return how
    many went. Safe to run at any time, often, late, and several times at once.
    """
    today = timezone.localdate()
    waiting = list(_waiting())
    if not waiting:
        return 0
    leads, made = _leads(waiting), _made(waiting)
    sent = 0
    for action in waiting:
        days = _days_due(action, today)
        for lead in leads[action.challenged_agency.agency_id]:
            if days is not None and (action.pk, lead.pk, action.due_on, days) not in made:
                sent += _remind(action, to=lead, today=today)
    return sent


def _days_due(action, today):
    """Of the cycle's reminders the one whose day was last, as days before the due date; or None.

    Only the last, as for self-audits; none for a day that had passed when the agency was told.
    """
    challenge = action.challenged_agency.challenge
    since = timezone.localdate(challenge.released_at)
    due = [
        days
        for days in challenge.cycle.reminder_days
        if since < action.due_on - timedelta(days) <= today
    ]
    return min(due, default=None)


@transaction.atomic
def _remind(action, *, to, today):
    """Whether that person was reminded: what was read before may have changed meanwhile."""
    action = lock(action)
    days = _days_due(action, today)
    if action.status not in WAITING or action.removed_at or days is None:
        return False
    once = {"to": to, "due_on": action.due_on, "days": days}
    if action.reminders.filter(**once).exists():
        return False
    email = after_emails.action_reminder(action, to=to)
    AgreedActionReminder.objects.create(action=action, email=email, **once)
    record(Event.Kind.REMINDER_SENT, action, by=None, to=to.name, days=days)
    return True


def _waiting():
    return (
        AgreedAction.objects.released()
        .filter(status__in=WAITING)
        .select_related("challenged_agency__challenge__cycle")
        .order_by("due_on", "pk")
    )


def _leads(actions):
    """Today's leads of the agencies, by agency."""
    leads = defaultdict(list)
    agencies = {action.challenged_agency.agency_id for action in actions}
    held = Membership.objects.current().filter(
        role=Role.LEAD, agency__in=agencies, user__is_active=True
    )
    for membership in held.select_related("user").order_by("pk"):
        leads[membership.agency_id].append(membership.user)
    return leads


def _made(actions):
    """The reminders made already, as what there is one of."""
    made = AgreedActionReminder.objects.filter(action__in=[action.pk for action in actions])
    return set(made.values_list("action_id", "to_id", "due_on", "days"))
