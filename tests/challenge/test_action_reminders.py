"""Reminders of agreed actions by the calendar: before and after, once each."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from challenge.models import AgreedActionReminder
from challenge.operations.action_reminders import remind_due
from section11.people.models import Role
from section11.record.models import Email, Event
from tests import challenge_factories as made
from tests import factories

pytest_plugins = ["tests.challenge_subjects"]


@pytest.fixture
def action(results, challenge, cycle):
    """Due in 20 days; its agency has known for 40."""
    cycle.reminder_days = [30, 7, -1]
    cycle.save()
    made.release(challenge, days_ago=40)
    return made.agreed_action(challenged_agency=results, due_on=due(20))


def due(days):
    return timezone.localdate() + timedelta(days=days)


def at(monkeypatch, days):
    """Let today be so many days from now."""
    today = timezone.localdate() + timedelta(days=days)
    monkeypatch.setattr(timezone, "localdate", lambda *args: today if not args else args[0].date())


def test_the_lead_is_reminded_of_the_last_day_that_came_and_once(action, people):
    sent = [remind_due(), remind_due()]

    assert sent == [1, 0]
    reminder = AgreedActionReminder.objects.get()
    assert (reminder.to, reminder.days, reminder.due_on) == (people["lead"], 30, action.due_on)
    mail = Email.objects.get(template="action_reminder")
    assert action.get_absolute_url() in mail.body
    assert action.what not in mail.body
    assert Event.objects.filter(kind=Event.Kind.REMINDER_SENT, by=None).count() == 1


def test_each_day_of_the_calendar_reminds_before_and_after(action, monkeypatch):
    remind_due()
    at(monkeypatch, 13)
    remind_due()
    at(monkeypatch, 21)
    remind_due()

    assert sorted(AgreedActionReminder.objects.values_list("days", flat=True)) == [-1, 7, 30]
    assert Email.objects.filter(subject__startswith="An agreed action was due").count() == 1


def test_a_new_due_date_begins_anew(action):
    remind_due()
    action.due_on = due(25)
    action.save()

    assert remind_due() == 1


def test_every_lead_is_reminded_and_nobody_who_has_left(action, agency):
    factories.member(Role.LEAD, agency=agency)
    factories.member(Role.LEAD, agency=agency, is_active=False)

    assert remind_due() == 2


@pytest.mark.parametrize("state", ["done", "verified", "removed", "unreleased"])
def test_what_does_not_wait_for_the_agency_is_not_reminded_of(action, people, challenge, state):
    if state in ("done", "verified"):
        made.done(action, by=people["lead"])
    if state == "verified":
        action.status, action.verified_at = "verified", timezone.now()
        action.verified_by = people["coordinator"]
    if state == "removed":
        action.removed_at, action.removed_by = timezone.now(), people["coordinator"]
    action.save()
    if state == "unreleased":
        challenge.status, challenge.released_at, challenge.released_by = "published", None, None
        challenge.save()

    assert remind_due() == 0


def test_a_day_before_the_agency_was_told_reminds_of_nothing(action, challenge):
    made.release(challenge, days_ago=2)

    assert remind_due() == 0


def test_after_the_challenge_is_closed_actions_are_reminded_of_on(action, challenge, people):
    challenge.status, challenge.closed_at = "closed", timezone.now()
    challenge.closed_by = people["coordinator"]
    challenge.save()

    assert remind_due() == 1


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)])
def test_the_day_is_londons_across_the_clock_changes(action, challenge, monkeypatch, day):
    action.due_on = day + timedelta(days=7)
    action.save()
    challenge.released_at = made.at(day - timedelta(days=60), 12)
    challenge.save()
    monkeypatch.setattr(timezone, "now", lambda: made.at(day, 0, 30))

    assert remind_due() == 1
    assert AgreedActionReminder.objects.get().days == 7
