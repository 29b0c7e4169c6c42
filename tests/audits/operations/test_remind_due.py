from datetime import date, timedelta

import pytest
from django.utils import timezone

from section11.audits.models import Cycle, Reminder, SelfAudit
from section11.audits.operations import reminders
from section11.people.models import Membership, Role
from section11.record.models import Email
from tests import factories
from tests.at_once import at_once

TODAY = timezone.localdate


def due_in(days, self_audit):
    """Let the self-audit be due so many days from today."""
    self_audit.due_on = TODAY() + timedelta(days=days)
    self_audit.save(update_fields=["due_on"])


def wanted(*days):
    Cycle.objects.update(reminder_days=days)


def made():
    return list(Reminder.objects.order_by("pk").values_list("days", flat=True))


@pytest.mark.parametrize("days", [30, 7, 1, -1, -7, -30])
def test_a_reminder_goes_on_its_day(self_audit, days):
    Cycle.objects.update(opens_on=date(2020, 1, 1))
    due_in(days, self_audit)

    sent = reminders.remind_due()

    assert sent == 1
    assert made() == [days]


@pytest.mark.parametrize("days", [31, 400])
def test_none_goes_before_its_day(self_audit, days):
    due_in(days, self_audit)

    assert reminders.remind_due() == 0


def test_it_goes_once_however_often_the_worker_looks(self_audit):
    due_in(7, self_audit)

    sent = [reminders.remind_due() for _ in range(3)]

    assert sent == [1, 0, 0]
    assert Email.objects.count() == 1


def test_days_that_the_worker_missed_bring_one_reminder_the_last(self_audit):
    Cycle.objects.update(opens_on=date(2020, 1, 1))
    due_in(-10, self_audit)

    sent = [reminders.remind_due() for _ in range(2)]

    assert sent == [1, 0]
    assert made() == [-7]


def test_days_before_the_launch_bring_none(self_audit):
    Cycle.objects.update(
        opens_on=date(2020, 1, 1), launched_at=timezone.now(), launched_by=factories.user()
    )
    due_in(7, self_audit)

    assert reminders.remind_due() == 0


def test_without_a_launch_the_opening_day_counts(self_audit):
    Cycle.objects.update(opens_on=TODAY())
    due_in(5, self_audit)

    assert reminders.remind_due() == 0


def test_a_new_due_date_begins_anew(self_audit):
    due_in(1, self_audit)
    reminders.remind_due()
    self_audit.extended_at = timezone.now() - timedelta(days=3)
    self_audit.extended_by, self_audit.extension_reason = factories.user(), "Flood"
    self_audit.save()
    due_in(7, self_audit)

    sent = reminders.remind_due()

    assert sent == 1
    assert made() == [1, 7]


def test_more_time_brings_no_reminder_of_days_that_had_passed(self_audit):
    self_audit.extended_at = timezone.now()
    self_audit.extended_by, self_audit.extension_reason = factories.user(), "Flood"
    self_audit.save()
    due_in(5, self_audit)

    assert reminders.remind_due() == 0


def test_the_cycle_says_which_days(self_audit):
    wanted(14)
    due_in(7, self_audit)

    reminders.remind_due()

    assert made() == [14]


def test_a_cycle_without_days_reminds_nobody(self_audit):
    wanted()
    due_in(0, self_audit)

    assert reminders.remind_due() == 0


@pytest.mark.parametrize("status", ["planned", "paused"])
def test_a_cycle_that_is_not_open_reminds_nobody(self_audit, status):
    Cycle.objects.update(status=status)
    due_in(7, self_audit)

    assert reminders.remind_due() == 0


def test_a_paused_cycle_reminds_once_it_goes_on(self_audit):
    due_in(7, self_audit)
    Cycle.objects.update(status="paused")
    while_paused = reminders.remind_due()
    Cycle.objects.update(status="open")

    assert (while_paused, reminders.remind_due()) == (0, 1)


def test_an_agency_that_has_submitted_is_left_in_peace(cycle, agency):
    factories.self_audit(
        cycle=cycle, agency=agency, submitted=True, due_on=TODAY() + timedelta(days=7)
    )

    assert reminders.remind_due() == 0


def test_every_lead_of_today_is_reminded_and_nobody_else(self_audit):
    due_in(7, self_audit)
    first = self_audit.agency.leads[0]
    second = factories.member(Role.LEAD, agency=self_audit.agency)
    gone = factories.member(Role.LEAD, agency=self_audit.agency)
    Membership.objects.filter(user=gone).update(ends_on=TODAY() - timedelta(days=1))
    factories.member(Role.LEAD, agency=self_audit.agency, is_active=False)

    sent = reminders.remind_due()

    assert sent == 2
    assert {email.to for email in Email.objects.all()} == {first, second}


def test_looking_takes_as_many_queries_for_many_agencies_as_for_one(
    partnership, cycle, django_assert_num_queries
):
    for number in (1, 3):
        while cycle.self_audits.count() < number:
            agency = factories.agency(partnership=partnership)
            due_in(7, factories.self_audit(cycle=cycle, agency=agency))
        reminders.remind_due()

        with django_assert_num_queries(3):
            reminders.remind_due()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_remind_once():
    cycle = factories.cycle(partnership=factories.partnership())
    for _ in range(5):
        agency = factories.agency(partnership=cycle.partnership)
        due_in(7, factories.self_audit(cycle=cycle, agency=agency))

    sent = at_once(*[reminders.remind_due] * 3)

    assert sum(sent) == 5
    assert Email.objects.count() == Reminder.objects.count() == 5


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_due_date_moved_at_that_moment_is_not_mistaken_for_the_old_one():
    cycle = factories.cycle(partnership=factories.partnership())
    agency = factories.agency(partnership=cycle.partnership)
    self_audit = factories.self_audit(cycle=cycle, agency=agency)
    due_in(7, self_audit)

    at_once(lambda: due_in(30, SelfAudit.objects.get()), reminders.remind_due)

    days = Reminder.objects.get().days
    assert Reminder.objects.get().due_on == TODAY() + timedelta(days=days)
