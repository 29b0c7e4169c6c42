"""Two people at the same moment: one effect, and the other is told what happened."""

import dataclasses
import uuid

import pytest
from django.db import IntegrityError

from section11.audits.merging import digest
from section11.audits.models import Answer, Clash, SelfAudit, SignOff
from section11.audits.operations import answers, self_audits
from section11.people.models import Role
from section11.web.exceptions import RuleBroken
from tests import factories
from tests.at_once import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def entry(question, **typed):
    """What someone sends who typed into an empty form."""
    drawn = {name: digest("") for name in answers.FIELDS}
    return answers.Entry(question=question, values=typed, base=drawn)


def test_different_fields_saved_at_once_merge(self_audit, people):
    question = self_audit.questions[0]

    at_once(
        lambda: answers.record_step(
            self_audit=self_audit,
            entries=[entry(question, narrative="From the lead")],
            by=people["lead"],
        ),
        lambda: answers.record_step(
            self_audit=self_audit,
            entries=[entry(question, impact="From the contributor")],
            by=people["contributor"],
        ),
    )

    answer = Answer.objects.get()
    assert (answer.narrative, answer.impact) == ("From the lead", "From the contributor")
    assert answer.history.count() == 2


def test_the_same_field_saved_at_once_keeps_both_texts(self_audit, people):
    question = self_audit.questions[0]

    at_once(
        *(
            lambda who=who: answers.record_step(
                self_audit=self_audit,
                entries=[entry(question, narrative=f"From the {who}")],
                by=people[who],
            )
            for who in ("lead", "contributor")
        )
    )

    texts = {Answer.objects.get().narrative, Clash.objects.get().text}
    assert texts == {"From the lead", "From the contributor"}


def test_two_approvers_at_once_sign_off_once(cycle, agency, people):
    sent = factories.self_audit(cycle=cycle, agency=agency, sent=True, by=people["lead"])
    approvers = [people["approver"], factories.member(Role.APPROVER, agency=agency)]

    outcomes = at_once(
        *(
            lambda by=by: self_audits.submit(self_audit=sent, name=by.name, post="Chief", by=by)
            for by in approvers
        )
    )

    [sign_off] = SignOff.objects.all()
    [told] = [outcome for outcome in outcomes if isinstance(outcome, RuleBroken)]
    assert f"signed off by {sign_off.by}" in told.sentence


def test_sending_during_an_edit_lets_one_of_them_through(cycle, agency, people):
    self_audit = factories.self_audit(
        cycle=cycle, agency=agency, answered="green", by=people["lead"]
    )
    answer = self_audit.answers.first()
    base = {name: digest(answers.as_text(answer, name)) for name in answers.FIELDS}
    edit = answers.Entry(question=answer.question, values={"impact": "Late words"}, base=base)

    sent, saved = at_once(
        lambda: self_audits.send(self_audit=self_audit, by=people["lead"]),
        lambda: answers.record_step(
            self_audit=self_audit, entries=[edit], by=people["contributor"]
        ),
    )

    self_audit.refresh_from_db()
    answer.refresh_from_db()
    assert sent is None
    assert self_audit.status == SelfAudit.Status.WITH_APPROVER
    if isinstance(saved, RuleBroken):
        assert "sent this self-audit for sign-off" in saved.sentence
        assert answer.impact != "Late words"
    else:
        assert answer.impact == "Late words"


def test_a_step_is_saved_whole_or_not_at_all(self_audit, people):
    first, second = self_audit.questions[:2]
    broken = {"kind": "link", "title": "A link without an address", "token": uuid.uuid4()}
    entries = [
        entry(first, narrative="One"),
        dataclasses.replace(entry(second, narrative="Two"), evidence=[broken]),
    ]

    with pytest.raises(IntegrityError):
        answers.record_step(self_audit=self_audit, entries=entries, by=people["lead"])

    assert not Answer.objects.exists()
    assert not Answer.history.exists()
