from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.audits.models import Cycle, Reminder
from section11.audits.operations import reminders
from section11.people.models import Role
from section11.record.models import Email, Event
from tests import factories


@pytest.fixture(autouse=True)
def _signed_in(client, people):
    client.force_login(people["coordinator"])


@pytest.fixture
def behind(cycle, agency, people):
    return factories.self_audit(cycle=cycle, agency=agency)


@pytest.fixture
def without_people(cycle, partnership):
    return factories.self_audit(
        cycle=cycle, agency=factories.agency(partnership=partnership, name="Nobody there")
    )


@pytest.fixture
def drawn(client, cycle):
    """What the preview of these self-audits would send."""

    def of(*self_audits):
        ids = [one.pk for one in self_audits]
        page = client.post(reverse("audits:cycle-remind", args=[cycle.pk]), {"chosen": ids})
        form = page.context["form"]
        return {"chosen": ids, "note": "", "drawn_at": form["drawn_at"].value()}

    return of


def preview(client, cycle, *self_audits):
    url = reverse("audits:cycle-remind", args=[cycle.pk])
    return client.post(url, {"chosen": [one.pk for one in self_audits]}, follow=True)


def send(client, cycle, sent):
    return client.post(reverse("audits:cycle-remind-send", args=[cycle.pk]), sent, follow=True)


def test_the_preview_says_who_gets_what_and_sends_nothing(client, people, cycle, behind):
    text = preview(client, cycle, behind).text

    assert people["lead"].name in text
    assert f"The self-audit of {behind.agency.name}" in text
    assert "[Your own words, if you write any]" in text
    assert not Email.objects.exists()


def test_the_preview_names_agencies_with_nobody_to_remind_and_those_that_submitted(
    client, cycle, partnership, behind, without_people
):
    done = factories.agency(partnership=partnership, name="Done already")
    submitted = factories.self_audit(cycle=cycle, agency=done, submitted=True)
    without_people.agency.memberships.all().delete()

    text = preview(client, cycle, behind, without_people, submitted).text

    assert "Nobody to remind." in text
    assert "Nobody there" in text
    assert "Not reminded, because submitted:" in text
    assert text.count('name="chosen"') == 1


def test_the_chosen_are_reminded_in_the_coordinators_words(client, people, cycle, behind, drawn):
    sent = drawn(behind) | {"note": "The Board meets on 3 December."}

    response = send(client, cycle, sent)

    assert "1 person of 1 agency has been sent a reminder." in response.text
    mail = Email.objects.get()
    assert mail.to == people["lead"]
    assert "The Board meets on 3 December." in mail.body
    assert f"{people['coordinator'].name} writes:" in mail.body
    assert Reminder.objects.get().sent_by == people["coordinator"]
    assert Event.objects.filter(kind=Event.Kind.REMINDER_SENT).count() == 1


def test_the_form_posted_twice_sends_once(client, cycle, behind, drawn):
    sent = drawn(behind)
    send(client, cycle, sent)

    again = send(client, cycle, sent)

    assert "had been reminded since you opened the form, so not again" in again.text
    assert Email.objects.count() == 1


def test_who_was_reminded_within_the_hour_is_left_out_unless_ticked(
    client, people, cycle, behind, drawn
):
    reminders.remind(self_audit=behind, to=people["lead"], by=people["coordinator"])

    page = preview(client, cycle, behind)
    send(client, cycle, drawn(behind))

    assert "Reminded within the last hour" in page.text
    assert " checked " not in page.text
    assert Email.objects.count() == 2


def test_a_reminder_of_yesterday_is_no_reason_to_leave_out(client, people, cycle, behind):
    reminders.remind(self_audit=behind, to=people["lead"], by=people["coordinator"])
    Reminder.objects.update(sent_at=timezone.now() - timedelta(days=1))

    page = preview(client, cycle, behind)

    assert "Reminded within the last hour" not in page.text


def test_what_waits_for_sign_off_is_the_approvers(client, people, cycle, agency, drawn):
    waiting = factories.self_audit(cycle=cycle, agency=agency, sent=True)

    send(client, cycle, drawn(waiting))

    assert Email.objects.get().to == people["approver"]


def test_who_submits_between_preview_and_sending_is_not_reminded(
    client, people, cycle, behind, drawn
):
    sent = drawn(behind)
    factories.SelfAudit.objects.filter(pk=behind.pk).update(
        status="submitted",
        sent_at=timezone.now(),
        sent_by=people["lead"],
        submitted_at=timezone.now(),
        submitted_by=people["approver"],
    )

    response = send(client, cycle, sent)

    assert "submitted meanwhile, so not reminded" in response.text
    assert not Email.objects.exists()


def test_a_lead_who_left_between_preview_and_sending_is_said(client, cycle, behind, drawn):
    sent = drawn(behind)
    behind.agency.memberships.filter(role=Role.LEAD).delete()

    response = send(client, cycle, sent)

    assert "nobody there to remind: give the agency a lead" in response.text


@pytest.mark.parametrize("ticked", [[], ["no number"], ["9" * 30]])
def test_without_a_tick_nothing_is_sent_and_it_says_so(client, cycle, behind, ticked):
    url = reverse("audits:cycle-remind", args=[cycle.pk])

    response = client.post(url, {"chosen": ticked}, follow=True)

    assert "Tick the agencies that you want to remind, then try again." in response.text


def test_an_agency_of_another_cycle_is_not_reminded(client, partnership, cycle):
    other = factories.cycle(partnership=partnership)
    theirs = factories.self_audit(cycle=other, agency=factories.agency(partnership=partnership))

    response = preview(client, cycle, theirs)

    assert "Tick the agencies that you want to remind" in response.text


def test_a_note_that_is_too_long_comes_back_with_the_ticks(client, cycle, behind, drawn):
    response = send(client, cycle, drawn(behind) | {"note": "word " * 500})

    assert "can have at most 2,000 characters" in response.text
    assert "word word" in response.text
    assert not Email.objects.exists()


def test_a_form_that_did_not_come_back_whole_is_refused(client, cycle, behind, drawn):
    response = send(client, cycle, drawn(behind) | {"drawn_at": "yesterday-ish"})

    assert "This form did not come back whole." in response.text
    assert not Email.objects.exists()


def test_a_paused_cycle_reminds_nobody(client, cycle, behind, drawn):
    sent = drawn(behind)
    Cycle.objects.update(status=Cycle.Status.PAUSED)

    response = send(client, cycle, sent)

    assert "is paused, so nobody is reminded." in response.text
    assert not Email.objects.exists()


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_preview_needs_the_same_queries_whatever_is_chosen(
    client, partnership, cycle, django_assert_num_queries, agencies
):
    chosen = [
        factories.self_audit(
            cycle=cycle, agency=factories.agency(partnership=partnership), answered="amber"
        )
        for _ in range(agencies)
    ]

    with django_assert_num_queries(6):
        preview(client, cycle, *chosen)


def test_whoever_has_not_come_in_is_called_as_they_were_invited(client, people, cycle, behind):
    people["lead"].name = "Planted name"
    people["lead"].last_login = None
    people["lead"].save(update_fields=["name", "last_login"])
    people["lead"].memberships.update(known_as="Lea Invited")

    text = preview(client, cycle, behind).text

    assert "Lea Invited" in text
    assert "Planted name" not in text
