"""A form posted twice at the same moment: one reminder, one step, one sign-off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from section11.audits.exceptions import LinkRefused
from section11.audits.models import Escalation, SignOff
from section11.audits.operations import escalations, sign_off_links
from section11.record.models import Email
from section11.web.exceptions import RuleBroken
from tests import factories
from tests.at_once import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def overdue(cycle, agency, people):
    yesterday = timezone.localdate() - timedelta(days=1)
    return factories.self_audit(cycle=cycle, agency=agency, due_on=yesterday)


@pytest.fixture
def waiting(cycle, agency, people):
    return factories.self_audit(cycle=cycle, agency=agency, sent=True, by=people["lead"])


def test_two_reminders_from_one_form_are_one(overdue, people):
    drawn_at = timezone.now()

    done = at_once(
        *[
            lambda: escalations.remind_chosen(
                chosen=[overdue], drawn_at=drawn_at, by=people["coordinator"]
            )
        ]
        * 2
    )

    assert sorted(one.people for one in done) == [0, 1]
    assert Email.objects.count() == 1


def test_two_escalations_from_one_page_are_one(overdue, people):
    done = at_once(
        *[
            lambda: escalations.escalate(
                self_audit=overdue, step="lead", taken=0, by=people["coordinator"]
            )
        ]
        * 2
    )

    assert Escalation.objects.count() == Email.objects.count() == 1
    assert sum(isinstance(one, RuleBroken) for one in done) == 1


def test_two_links_for_one_approver_are_one(waiting, people):
    done = at_once(
        *[
            lambda: sign_off_links.send(
                self_audit=waiting, approver=people["approver"], by=people["lead"]
            )
        ]
        * 2
    )

    assert waiting.sign_off_links.count() == Email.objects.count() == 1
    assert sum(isinstance(one, RuleBroken) for one in done) == 1


def test_a_link_used_at_the_moment_it_is_withdrawn_does_one_or_the_other(waiting, people):
    link = sign_off_links.send(self_audit=waiting, approver=people["approver"], by=people["lead"])

    def sign():
        try:
            return sign_off_links.sign_off(link=link, name="Tom", post="Trustee")
        except LinkRefused as refused:
            return refused

    at_once(sign, lambda: sign_off_links.withdraw(link=link, by=people["lead"]), sign)

    link.refresh_from_db()
    assert bool(link.used_at) != bool(link.withdrawn_at)
    assert SignOff.objects.count() == bool(link.used_at)
