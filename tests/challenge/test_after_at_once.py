"""Two people at the same moment, after the sessions: one of them is first, and the other is told."""

import uuid

import pytest

from challenge.models import AgreedActionEscalation, AgreedActionReminder, Reply
from challenge.operations import (
    action_escalations,
    action_reminders,
    action_updates,
    letters,
    releases,
    replies,
)
from section11.record.models import Email
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests.at_once import at_once

pytest_plugins = ["tests.challenge_subjects"]
pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def refused(results):
    return [one.sentence for one in results if isinstance(one, RuleBroken)]


def test_two_releases_are_one(rated, challenge, people):
    done = at_once(
        *[lambda: releases.release(challenge=challenge, without=[], by=people["coordinator"])] * 2
    )

    assert len(refused(done)) == 1
    assert Email.objects.filter(template="ratings_released", to=people["lead"]).count() == 1


def test_two_first_replies_are_one_and_the_second_is_told(rating, people):
    def reply_of(person):
        return lambda: replies.give(
            moderation=rating, stance="disputed", text=f"Of {person}.", by=people[person]
        )

    done = at_once(reply_of("lead"), reply_of("approver"))

    assert Reply.objects.count() == 1
    assert "replied to this rating while you were writing" in refused(done)[0]


def test_two_decisions_are_one(disputed, people):
    done = at_once(
        *[
            lambda: replies.decide(
                reply=disputed, decision="confirmed", reason="It stands.", by=people["coordinator"]
            )
        ]
        * 2
    )

    assert "decided on this reply" in refused(done)[0]


def test_verified_and_sent_back_at_once_is_one_of_them(agreed_done, people):
    done = at_once(
        lambda: action_updates.verify(action=agreed_done, by=people["scrutineer"]),
        lambda: action_updates.send_back(
            action=agreed_done, reason="Not yet.", by=people["coordinator"]
        ),
    )

    assert len(refused(done)) == 1
    assert agreed_done.updates.count() == 1


def test_one_form_posted_twice_at_once_is_one_update(agreed, people):
    token = uuid.uuid4()

    at_once(
        *[
            lambda: action_updates.update(
                action=agreed, text="Trained.", token=token, done=True, by=people["lead"]
            )
        ]
        * 2
    )

    assert agreed.updates.count() == Email.objects.filter(template="action_done").count() == 1


def test_two_workers_remind_once(agreed, challenge, cycle):
    cycle.reminder_days = [90]
    cycle.save()
    made.release(challenge, days_ago=60)

    sent = at_once(action_reminders.remind_due, action_reminders.remind_due)

    assert sum(sent) == AgreedActionReminder.objects.count() == 1


def test_two_escalations_from_one_page_are_one(agreed_overdue, people):
    done = at_once(
        *[
            lambda: action_escalations.escalate(
                action=agreed_overdue, step="lead", taken=0, by=people["coordinator"]
            )
        ]
        * 2
    )

    assert len(refused(done)) == AgreedActionEscalation.objects.count() == 1


def test_a_letter_is_released_once(letter, people):
    at_once(*[lambda: letters.release(letter=letter, by=people["coordinator"])] * 2)

    assert Email.objects.filter(template="letter_released", to=people["lead"]).count() == 1
