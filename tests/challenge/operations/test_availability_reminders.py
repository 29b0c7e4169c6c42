from datetime import timedelta

import pytest
from django.utils import timezone

from challenge.models import AvailabilityReminder, Challenge, PersonalLink
from challenge.operations import asking, panel
from section11.people.models import Membership, Role
from section11.record.models import Email, Event
from tests import challenge_factories as made
from tests.at_once import at_once

REMINDERS = ["availability_reminder", "availability_missed"]


@pytest.fixture
def challenge(cycle, agency, people):
    """Everybody was asked ten days ago."""
    found = made.challenge(cycle=cycle)
    made.possible_session(challenge=found)
    made.panel_member(challenge=found, user=people["lay member"])
    made.challenged_agency(challenge=found, agency=agency)
    asking.ask(challenge=found, due_on=found.availability_due_on, by=people["coordinator"])
    Challenge.objects.update(asked_at=timezone.now() - timedelta(days=10))
    return found


def due_in(days):
    Challenge.objects.update(availability_due_on=timezone.localdate() + timedelta(days=days))


def reminded():
    return {one.to for one in Email.objects.filter(template__in=REMINDERS)}


@pytest.mark.parametrize("days", [7, 2])
def test_whoever_has_not_answered_is_reminded_on_the_day(challenge, people, days):
    due_in(days)

    sent = asking.remind_due()

    assert sent == 2
    assert reminded() == {people["lay member"], people["lead"]}
    assert set(AvailabilityReminder.objects.values_list("days", flat=True)) == {days}
    assert Event.objects.filter(kind=Event.Kind.REMINDER_SENT, by=None).count() == 2


@pytest.mark.parametrize("days", [8, 30])
def test_nobody_is_reminded_before_its_day(challenge, days):
    due_in(days)

    assert asking.remind_due() == 0


def test_it_goes_once_however_often_the_worker_looks(challenge):
    due_in(2)

    assert [asking.remind_due() for _ in range(3)] == [2, 0, 0]


def test_days_that_the_worker_missed_bring_one_reminder(challenge):
    due_in(1)

    assert asking.remind_due() == 2
    assert set(AvailabilityReminder.objects.values_list("days", flat=True)) == {2}


def test_whoever_has_answered_is_not_reminded(challenge, people):
    for of in (challenge.panel_members.get(), challenge.agencies.get()):
        of.answered_at, of.answered_by = timezone.now(), people["coordinator"]
        of.save()
    due_in(2)

    assert asking.remind_due() == 0


def test_a_reminder_holds_a_new_link_and_the_earlier_one_goes_on_working(challenge, people):
    due_in(2)

    asking.remind_due()

    links = PersonalLink.objects.filter(user=people["lay member"], withdrawn_at=None)
    assert links.count() == 2
    assert Email.objects.get(to=people["lay member"], template=REMINDERS[0]).body.count("http") == 1


def test_somebody_asked_twice_gets_one_mail_with_both_links(challenge, partnership, agency):
    person = Membership.objects.get(role=Role.LEAD, agency=agency).user
    Membership.objects.create(
        user=person, role=Role.BOARD_MEMBER, partnership=partnership, starts_on="2020-01-01"
    )
    panel.add(challenge=challenge, users=[person.pk], by=challenge.set_up_by)
    asking.ask(challenge=challenge, due_on=challenge.availability_due_on, by=challenge.set_up_by)
    Challenge.objects.update(asked_at=timezone.now() - timedelta(days=10))
    due_in(2)

    asking.remind_due()

    body = Email.objects.get(to=person, template=REMINDERS[0]).body
    assert body.count("http") == 2
    assert "For your place on the panel:" in body
    assert f"For {agency.name}:" in body


def test_after_the_day_they_are_told_that_it_has_passed(challenge, people):
    due_in(-1)

    sent = asking.remind_due()

    assert sent == 2
    mail = Email.objects.get(to=people["lay member"], template="availability_missed")
    assert "we have not heard when you can come" in mail.body
    assert people["coordinator"].email in mail.body
    assert "/availability/" not in mail.body
    lead = Email.objects.get(to=people["lead"], template="availability_missed")
    assert f"when {challenge.agencies.get().agency} can come" in lead.body


def test_whoever_was_never_asked_is_not_reminded(challenge):
    made.panel_member(challenge=challenge)
    due_in(2)

    assert asking.remind_due() == 2


@pytest.mark.parametrize("status", ["published", "closed"])
def test_once_the_timetable_is_published_nobody_is_reminded(challenge, status):
    now, by = timezone.now(), challenge.set_up_by
    closed = {"closed_at": now, "closed_by": by} if status == "closed" else {}
    Challenge.objects.update(status=status, published_at=now, published_by=by, **closed)
    due_in(2)

    assert asking.remind_due() == 0


def test_a_new_deadline_begins_anew(challenge):
    due_in(2)
    asking.remind_due()
    due_in(7)

    assert asking.remind_due() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_two_workers_send_each_reminder_once(challenge):
    due_in(2)

    at_once(asking.remind_due, asking.remind_due)

    assert Email.objects.filter(template__in=REMINDERS).count() == 2
    assert AvailabilityReminder.objects.count() == 2
