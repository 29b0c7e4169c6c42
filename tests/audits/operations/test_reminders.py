from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from section11.audits.models import Cycle, Reminder
from section11.audits.operations import reminders
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import factories


def test_a_reminder_is_a_row_a_mail_and_an_event(self_audit, people):
    reminder = reminders.remind(self_audit=self_audit, to=people["lead"], days=7)

    event = Event.objects.get()
    assert (reminder.to, reminder.due_on, reminder.days) == (people["lead"], self_audit.due_on, 7)
    assert reminder.email == Email.objects.get()
    assert (event.kind, event.by, event.agency_id) == ("reminder_sent", None, self_audit.agency_id)
    assert event.detail == {"to": people["lead"].name, "days": 7}


def test_the_mail_says_when_it_is_due_and_where_it_is(self_audit, people):
    email = reminders.remind(self_audit=self_audit, to=people["lead"], days=7).email

    day = f"{self_audit.due_on:%-d %B %Y}"
    assert email.subject == f"A self-audit is due on {day}"
    assert email.body == (
        f"Dear {people['lead'].name},\n\n"
        f"The self-audit of {self_audit.agency} for {self_audit.cycle} is due on {day}."
        " It has not been submitted yet.\n\n"
        f"Open it here:\nhttp://127.0.0.1:8000/self-audits/{self_audit.pk}/\n"
    )


def test_the_mail_says_that_it_is_overdue_and_who_has_it(cycle, agency, people):
    day = timezone.localdate() - timedelta(days=1)
    sent = factories.self_audit(cycle=cycle, agency=agency, sent=True, due_on=day)

    email = reminders.remind(self_audit=sent, to=people["approver"], days=-1).email

    assert email.subject == f"A self-audit was due on {day:%-d %B %Y}"
    assert f"was due on {day:%-d %B %Y}. It is waiting for sign-off.\n" in email.body


def test_a_person_may_add_a_note_and_remind_again(self_audit, people):
    given = {"self_audit": self_audit, "to": people["lead"], "by": people["coordinator"]}

    reminders.remind(**given, note="Ring me & we will do it together.")
    reminders.remind(**given)

    first, second = Email.objects.all()
    assert f"\n\n{people['coordinator'].name} writes:\n\nRing me & we" in first.body
    assert "writes" not in second.body
    assert Reminder.objects.filter(days=None, sent_by=people["coordinator"]).count() == 2


def test_the_calendar_reminds_once(self_audit, people):
    reminders.remind(self_audit=self_audit, to=people["lead"], days=7)

    again = reminders.remind(self_audit=self_audit, to=people["lead"], days=7)

    assert again is None
    assert Email.objects.count() == Event.objects.count() == 1


@pytest.mark.database
def test_the_database_itself_keeps_it_to_once(self_audit, people):
    reminder = reminders.remind(self_audit=self_audit, to=people["lead"], days=7)
    reminder.pk = None

    with pytest.raises(IntegrityError, match="one_reminder|UNIQUE"), transaction.atomic():
        reminder.save(force_insert=True)

    assert Reminder.objects.count() == 1


def test_who_has_submitted_is_not_reminded(cycle, agency, people):
    submitted = factories.self_audit(cycle=cycle, agency=agency, submitted=True)

    with pytest.raises(RuleBroken, match="has submitted its self-audit"):
        reminders.remind(self_audit=submitted, to=people["lead"], days=7)

    assert Email.objects.count() == 0


def test_nobody_is_reminded_while_the_cycle_is_paused(self_audit, people):
    Cycle.objects.update(status=Cycle.Status.PAUSED)

    with pytest.raises(RuleBroken, match="is paused, so nobody is reminded"):
        reminders.remind(self_audit=self_audit, to=people["lead"], by=people["coordinator"])

    assert Email.objects.count() == 0
