"""What a coordinator reads of all agencies at once: it agrees with what each of them sees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from section11.audits import progress, progress_lines, task_list
from section11.audits.checks import TEXT_LIMIT, Lack
from section11.audits.models import Clash, DataWarning
from section11.audits.operations import escalations, reminders, self_audits
from section11.audits.progress_lines import Mail, Order, Show
from section11.people.models import Role
from section11.record import outbox
from section11.record.models import Email, Event
from tests import factories


@pytest.fixture
def lead(agency):
    return factories.member(Role.LEAD, agency=agency, name="Lea Lead")


@pytest.fixture
def coordinator(partnership):
    return factories.member(Role.COORDINATOR, partnership=partnership, name="Cora Coordinator")


@pytest.fixture
def complete(cycle, agency, lead):
    return factories.self_audit(cycle=cycle, agency=agency, answered="green", by=lead)


def line_of(self_audit):
    lines = progress.read(self_audit.cycle)
    return next(line for line in lines if line.self_audit.pk == self_audit.pk)


def essential(self_audit):
    return self_audit.answers.get(question__code="1.1")


def take_rating(answer):
    answer.level = None


def take_evidence(answer):
    answer.evidence.update(removed_at=timezone.now(), removed_by=answer.updated_by)


def rate_without_action(answer):
    answer.level = factories.level("red")


def give_action_without_date(answer):
    factories.action(answer=answer, due_on=None)


def take_reason(answer):
    answer.level = factories.level("na")


def write_too_much(answer):
    answer.narrative = "x" * (TEXT_LIMIT + 1)


def clash(answer):
    Clash.objects.create(
        answer=answer, field="impact", by=answer.updated_by, other_by=answer.updated_by
    )


def warn(answer):
    DataWarning.objects.create(
        answer=answer, field="impact", kind="nhs_number", sentence="?", match_digest="0" * 64
    )


@pytest.mark.database
@pytest.mark.parametrize(
    ("spoil", "lack"),
    [
        (take_rating, Lack.RATING),
        (take_evidence, Lack.EVIDENCE),
        (rate_without_action, Lack.ACTION),
        (give_action_without_date, Lack.LEAD_OR_DATE),
        (take_reason, Lack.REASON),
        (write_too_much, Lack.SHORTER_TEXT),
        (clash, Lack.CHOICE),
        (warn, Lack.CHILD_DATA),
    ],
)
def test_what_is_missing_is_what_the_task_list_says(complete, spoil, lack):
    answer = essential(complete)

    spoil(answer)
    answer.save()

    line, tasks = line_of(complete), task_list.read(complete)
    assert dict(line.missing) == {lack: 1}
    assert (line.ready, line.standards, line.left) == (1, 2, 1)
    assert (tasks.standards_ready, len(tasks.tasks), tasks.stops) == (1, 2, 1)


def test_questions_that_an_agency_is_not_asked_are_not_missing(partnership, cycle):
    for question in factories.Question.objects.filter(standard__code="2"):
        question.sectors = ["housing"]
        question.save()
    police = factories.agency(partnership=partnership)
    housing = factories.agency(partnership=partnership, sector="housing")
    asked = [factories.self_audit(cycle=cycle, agency=agency) for agency in (police, housing)]

    lines = [line_of(self_audit) for self_audit in asked]

    assert [(line.standards, line.left) for line in lines] == [(1, 2), (2, 4)]


def test_a_submitted_self_audit_lacks_nothing(cycle, agency):
    submitted = factories.self_audit(cycle=cycle, agency=agency, submitted=True)
    submitted.answers.update(level=None)

    line = line_of(submitted)

    assert (line.ready, line.left) == (2, 0)


def test_the_last_act_is_the_agencys_own(complete, lead, coordinator):
    self_audits.record(Event.Kind.STANDARD_SAVED, complete, by=lead)
    reminders.remind(self_audit=complete, to=lead, by=coordinator)

    line = line_of(complete)

    assert (line.self_audit.act_by, line.act) == ("Lea Lead", "saved a standard")
    assert line.self_audit.reminded_at is not None


def test_an_agency_that_did_nothing_has_no_last_act(self_audit):
    assert line_of(self_audit).self_audit.act_at is None


@pytest.mark.parametrize(
    ("state", "mail"),
    [
        ({}, Mail.WAITING),
        ({"sent_at": timezone.now()}, Mail.DELIVERED),
        ({"bounced_at": timezone.now()}, Mail.BOUNCED),
    ],
)
def test_a_lead_is_shown_with_the_last_mail_to_them(complete, lead, coordinator, state, mail):
    reminders.remind(self_audit=complete, to=lead, by=coordinator)
    Email.objects.update(sent_at=timezone.now() - timedelta(days=1))
    reminders.remind(self_audit=complete, to=lead, by=coordinator)
    Email.objects.filter(sent_at=None).update(**state)

    line = line_of(complete)

    assert [(one.name, one.mail) for one in line.leads] == [("Lea Lead", mail)]
    assert Show.BOUNCED.holds_for(line) == (mail is Mail.BOUNCED)


def test_who_led_before_and_who_has_left_lead_no_more(self_audit, agency):
    agency.memberships.update(ends_on=timezone.localdate() - timedelta(days=1))
    left = factories.member(Role.LEAD, agency=agency)
    left.is_active = False
    left.save(update_fields=["is_active"])

    line = line_of(self_audit)

    assert line.leads == []
    assert Show.NO_LEAD.holds_for(line)


def test_a_lead_who_is_known_elsewhere_is_called_as_here_and_their_mail_there_not_told(
    self_audit, agency
):
    agency.memberships.all().delete()
    known = factories.user(name="Planted name")
    outbox.queue("role_given", to=known, roles=[], by=known)
    factories.Membership.objects.create(
        user=known, role=Role.LEAD, agency=agency, starts_on="2020-01-01", known_as="Lea Invited"
    )

    line = line_of(self_audit)

    assert [(lead.name, lead.mail) for lead in line.leads] == [("Lea Invited", None)]


def test_the_last_step_of_an_escalation_is_shown(complete, lead, coordinator):
    complete.due_on = timezone.localdate() - timedelta(days=3)
    complete.save(update_fields=["due_on"])
    escalations.escalate(self_audit=complete, step="lead", taken=0, by=coordinator)

    line = line_of(complete)

    assert (line.escalation.step, line.escalation.by) == ("lead", coordinator)
    assert line.days_late == 3


def test_choices_and_orders(partnership, cycle):
    today = timezone.localdate()
    agencies = {
        name: factories.agency(partnership=partnership, name=name, sector=sector)
        for name, sector in (("Ash", "police"), ("Birch", "housing"), ("Cedar", "police"))
    }
    factories.self_audit(cycle=cycle, agency=agencies["Ash"], answered="green")
    factories.self_audit(cycle=cycle, agency=agencies["Birch"], due_on=today - timedelta(days=1))
    factories.self_audit(cycle=cycle, agency=agencies["Cedar"], sent=True)
    lines = progress.read(cycle)

    def names(**choice):
        return [line.name for line in progress_lines.chosen(lines, **choice)]

    assert names() == ["Birch", "Ash", "Cedar"]
    assert names(order=Order.NAME) == ["Ash", "Birch", "Cedar"]
    assert names(order=Order.LEAST_READY) == ["Birch", "Ash", "Cedar"]
    assert names(show=Show.LATE) == ["Birch"]
    assert names(show=Show.NOT_STARTED) == ["Birch"]
    assert names(show=Show.IN_PROGRESS) == ["Ash"]
    assert names(show=Show.WITH_APPROVER) == ["Cedar"]
    assert names(show=Show.SUBMITTED) == []
    assert names(sector="police", order=Order.NAME) == ["Ash", "Cedar"]
    assert progress_lines.tally(lines)[Show.LATE] == 1


def test_who_is_reminded_follows_who_has_it(partnership, cycle):
    open_one, sent_one = (factories.agency(partnership=partnership) for _ in range(2))
    working = factories.self_audit(cycle=cycle, agency=open_one)
    waiting = factories.self_audit(cycle=cycle, agency=sent_one, sent=True)
    factories.Membership.objects.create(
        user=waiting.sent_by, role=Role.APPROVER, agency=sent_one, starts_on="2020-01-01"
    )
    approver = factories.member(Role.APPROVER, agency=sent_one)

    people = progress.to_remind([working, waiting])

    assert [held.user for held in people[working.pk]] == open_one.leads
    assert [held.user for held in people[waiting.pk]] == [approver]
