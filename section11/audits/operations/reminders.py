"""Reminders: one by one here; to a selection of agencies by a coordinator in `escalations`."""

from django.db import transaction

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import Reminder
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
    if days is not None and _made(self_audit, to=to, due_on=due_on, days=days):
        return None
    email = emails.reminder(self_audit, to=to, by=by, note=note)
    self_audits.record(Event.Kind.REMINDER_SENT, self_audit, by=by, to=to.name, days=days)
    return Reminder.objects.create(
        self_audit=self_audit, to=to, due_on=due_on, days=days, email=email, sent_by=by
    )


def _made(self_audit, **which):
    return self_audit.reminders.filter(**which).exists()


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
