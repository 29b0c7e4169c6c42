from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.audits.models import Cycle, Escalation
from section11.audits.operations import escalations
from section11.record.models import Email, Event
from tests import factories


@pytest.fixture(autouse=True)
def _signed_in(client, people):
    client.force_login(people["coordinator"])


@pytest.fixture
def overdue(cycle, agency, people):
    yesterday = timezone.localdate() - timedelta(days=1)
    return factories.self_audit(cycle=cycle, agency=agency, due_on=yesterday)


def url(self_audit):
    return reverse("audits:self-audit-escalate", args=[self_audit.pk])


def take(client, self_audit, step, taken, note=""):
    sent = {"step": step, "taken": taken, "note": note}
    return client.post(url(self_audit), sent, follow=True)


def steps():
    return list(Escalation.objects.values_list("step", flat=True))


def test_the_page_names_the_steps_the_people_and_the_next(client, people, overdue):
    text = client.get(url(overdue)).text

    for person in ("lead", "approver", "chief officer", "chair"):
        assert people[person].name in text
    assert text.count("The step before it comes first.") == 3
    assert 'value="lead"' in text
    assert 'value="approver"' not in text


def test_a_step_is_stamped_mailed_and_shown(client, people, overdue):
    response = take(client, overdue, "lead", 0, note="The Board asks.")

    escalation = Escalation.objects.get()
    assert (escalation.step, escalation.by, escalation.note) == (
        "lead",
        people["coordinator"],
        "The Board asks.",
    )
    mail = Email.objects.get()
    assert mail.to == people["lead"]
    assert overdue.get_absolute_url() in mail.body
    assert "The Board asks." in mail.body
    event = Event.objects.get(kind=Event.Kind.ESCALATED)
    assert (event.by, event.detail["step"]) == (people["coordinator"], "lead")
    assert "Escalated to safeguarding lead" in response.text
    assert "The Board asks." in client.get(url(overdue)).text


def test_the_steps_go_up_to_the_chair_who_gets_a_page_that_they_may_open(client, people, overdue):
    for taken, step in enumerate(Escalation.Step):
        take(client, overdue, step, taken)

    assert steps() == list(Escalation.Step)
    mail = Email.objects.get(to=people["chair"])
    assert overdue.cycle.get_absolute_url() in mail.body
    assert overdue.get_absolute_url() not in mail.body
    client.force_login(people["chair"])
    assert client.get(overdue.cycle.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("step", ["approver", "chair", "mayor"])
def test_a_step_out_of_turn_is_refused(client, overdue, step):
    response = take(client, overdue, step, 0)

    assert "not one of the available choices" in response.text
    assert steps() == []


def test_a_step_without_people_says_how_to_give_the_role_and_is_passed_over(
    client, people, overdue, agency
):
    agency.memberships.filter(role__in=["lead", "approver"]).delete()

    text = client.get(url(overdue)).text
    take(client, overdue, "chief_officer", 0)

    assert f"Nobody is safeguarding lead of {agency}." in text
    assert reverse("people:agency-people", args=[agency.pk]) in text
    assert steps() == ["chief_officer"]
    assert Email.objects.get().to == people["chief officer"]


def test_where_nobody_holds_any_role_it_says_so(client, people, overdue, agency, partnership):
    agency.memberships.all().delete()
    partnership.memberships.filter(role="chair").delete()

    assert "There is nobody to write to." in client.get(url(overdue)).text


def test_the_same_form_posted_twice_takes_one_step(client, people, overdue):
    take(client, overdue, "lead", 0)

    again = take(client, overdue, "lead", 0)

    assert "so nothing more was sent" in again.text
    assert steps() == ["lead"]


def test_the_same_step_once_more_has_to_be_chosen(client, people, overdue):
    take(client, overdue, "lead", 0)

    text = client.get(url(overdue)).text
    take(client, overdue, "lead", 1)

    assert "Safeguarding lead, once more: the last time was" in text
    assert steps() == ["lead", "lead"]


def test_a_submitted_self_audit_cannot_be_escalated(client, cycle, agency):
    submitted = factories.self_audit(
        cycle=cycle, agency=agency, submitted=True, due_on=timezone.localdate() - timedelta(days=9)
    )

    response = take(client, submitted, "lead", 0)

    assert "has submitted its self-audit: there is nothing to escalate." in response.text
    assert steps() == []


def test_what_is_not_overdue_cannot_be_escalated(client, self_audit, people):
    response = take(client, self_audit, "lead", 0)

    assert "only an overdue one can be escalated" in response.text
    assert steps() == []


def test_a_paused_cycle_is_not_escalated_in(client, overdue):
    Cycle.objects.update(status=Cycle.Status.PAUSED)

    assert "is paused, so nothing is escalated." in client.get(url(overdue), follow=True).text


def test_a_note_typed_while_another_took_the_step_is_shown_again(client, people, overdue):
    escalations.escalate(self_audit=overdue, step="lead", taken=0, by=people["coordinator"])
    note = "Please see to it before the Board meets. " * 4

    response = take(client, overdue, "lead", 0, note=note)

    assert response.status_code == 409
    assert "Please see to it before the Board meets." in response.text
    assert steps() == ["lead"]


def test_whoever_has_not_come_in_is_called_as_they_were_invited(client, people, overdue):
    people["lead"].name = "Planted name"
    people["lead"].last_login = None
    people["lead"].save(update_fields=["name", "last_login"])
    people["lead"].memberships.update(known_as="Lea Invited")

    text = client.get(url(overdue)).text

    assert "Lea Invited" in text
    assert "Planted name" not in text
