"""Each reminder goes once, however many workers run or die."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from section11.audits.models import Reminder
from section11.record.models import Email, Event
from tests import factories, mail_server
from tests.worker import wait_until, working

AGENCIES = 50


@pytest.fixture
def due(transactional_db):
    """A cycle in which each of the agencies, with one lead, is to be reminded today."""
    cycle = factories.cycle(partnership=factories.partnership())
    due_on = timezone.localdate() + timedelta(days=7)
    for _ in range(AGENCIES):
        agency = factories.agency(partnership=cycle.partnership)
        factories.self_audit(cycle=cycle, agency=agency, due_on=due_on)
    return cycle


def kill_at(port, reached):
    """Start a worker, and end it without a warning once `reached()`."""
    with working(port) as worker:
        wait_until(reached)
        worker.kill()


@pytest.mark.database
def test_workers_that_are_killed_lose_no_reminder_and_send_none_twice(due):
    with mail_server.running() as (server, port):
        kill_at(port, lambda: Reminder.objects.count() >= 5)
        after_first = Reminder.objects.count()
        kill_at(port, lambda: Reminder.objects.count() >= after_first + 5)
        after_second = Reminder.objects.count()
        kill_at(port, lambda: len(server.mails) >= 5)
        after_third = len(server.mails)
        # The one that a worker had in hand as it died is taken again ten minutes later.
        Email.objects.filter(sent_at=None).update(not_before=None)
        with working(port), working(port):
            wait_until(lambda: not Email.objects.filter(sent_at=None).exists())

    made = [Reminder.objects.count(), Email.objects.count(), Event.objects.count()]
    arrived = Counter(to for _, to in server.mails)
    again = Counter(message["Message-ID"] for message, _ in server.mails)
    assert 5 <= after_first < after_second < AGENCIES
    assert after_third < AGENCIES
    assert made == [AGENCIES] * 3
    assert Reminder.objects.values("to").distinct().count() == AGENCIES
    assert len(arrived) == len(again) == AGENCIES
    assert sum(arrived.values()) <= AGENCIES + 1  # the one in hand as the third was killed


@pytest.mark.database
def test_two_workers_at_once_send_each_reminder_once(due):
    with mail_server.running() as (server, port), working(port) as one, working(port) as other:
        wait_until(lambda: Email.objects.filter(sent_at__isnull=False).count() == AGENCIES)
        ended = []
        for worker in (one, other):
            worker.terminate()
            ended.append(worker.wait(30))

    assert ended == [0, 0]
    assert Counter(to for _, to in server.mails).most_common(1)[0][1] == 1
    assert len(server.mails) == Reminder.objects.count() == Email.objects.count() == AGENCIES
    assert set(Email.objects.values_list("attempts", flat=True)) == {1}
