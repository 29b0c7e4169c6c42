"""Agreed actions on their way to verified closure, as their agency and those who follow them see it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from challenge.models import AgreedActionEscalation
from section11.audits.models import Escalation
from section11.people.models import Membership, Role
from section11.record.models import Email, Event
from tests import challenge_factories as made
from tests import factories

pytest_plugins = ["tests.challenge_subjects"]

PDF = b"%PDF-1.7\n1 0 obj\n"
LONG = "Every manager was trained in May, and the register of the course shows that they were. " * 2


@pytest.fixture
def as_(client, people):
    """as_("lead") signs that person in."""
    return lambda person: client.force_login(people[person])


def url(action, page="action-detail"):
    return reverse(f"challenge:{page}", args=[action.pk])


def update(client, action, **fields):
    return client.post(url(action, "action-update"), {"text": LONG, **fields}, follow=True)


def verify(client, action, verdict, reason=""):
    sent = {"verdict": verdict, "reason": reason}
    return client.post(url(action, "action-verify"), sent, follow=True)


def test_an_update_with_proof_is_kept(client, as_, people, agreed, settings):
    as_("contributor")

    shown = update(client, agreed, file=SimpleUploadedFile("Cofrestr tŷ.pdf", PDF))

    made_ = agreed.updates.get()
    assert (made_.text, made_.by, made_.status) == (LONG.strip(), people["contributor"], "")
    assert (made_.file_name, made_.file_kind) == ("Cofrestr tŷ.pdf", "PDF")
    assert (Path(settings.MEDIA_ROOT) / made_.file.name).read_bytes() == PDF
    assert "Cofrestr tŷ.pdf" in shown.text
    agreed.refresh_from_db()
    assert agreed.status == "open"
    assert Event.objects.filter(kind=Event.Kind.AGREED_ACTION_UPDATED).count() == 1
    file = client.get(reverse("challenge:update-file", args=[made_.pk]))
    assert b"".join(file.streaming_content) == PDF
    assert file["Content-Type"] == "application/octet-stream"
    assert Event.objects.filter(kind=Event.Kind.EVIDENCE_DOWNLOADED).count() == 1


def test_a_form_posted_twice_adds_once(client, as_, agreed):
    as_("lead")
    token = "6f0c7a52-8b42-4f3c-9d6e-0f6a3b1c2d4e"

    update(client, agreed, token=token, done="on")
    shown = update(client, agreed, token=token, done="on")

    assert agreed.updates.count() == 1
    assert Email.objects.filter(template="action_done").count() == 1
    assert "It waits to be verified" not in shown.text


def test_an_empty_update_is_refused(client, as_, agreed):
    as_("lead")

    assert "Say what has happened, or add proof" in update(client, agreed, text="").text
    assert "Say what was done" in update(client, agreed, text="", done="on").text
    assert not agreed.updates.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("virus.pdf", b"MZ", "not a kind of file that we take"),
        ("Smith, John 01-02-2015.pdf", PDF, "looks like a date of birth"),
    ],
)
def test_a_hostile_file_keeps_the_text(client, as_, agreed, name, content, sentence):
    as_("lead")

    shown = update(client, agreed, file=SimpleUploadedFile(name, content))

    assert sentence in shown.text
    assert LONG.strip() in shown.text
    assert "Choose it again" in shown.text
    assert not agreed.updates.exists()


def test_whoever_says_that_it_is_no_childs_data_is_on_record(client, as_, people, agreed):
    born = "Born 01/02/2015, says the form that we print as an example."
    soon = agreed.due_on + timedelta(days=9)
    changed = {"lead": agreed.lead, "due_on": f"{soon:%d/%m/%Y}", "reason": born}
    back = {"verdict": "sent_back", "reason": born}
    closed = {"verdict": "verified", "reason": born}

    for person, page, typed in (
        ("coordinator", "action-change", changed),
        ("lead", "action-update", {"text": born, "done": "on"}),
        ("coordinator", "action-verify", back),
        ("lead", "action-update", {"text": born, "done": "on"}),
        ("coordinator", "action-verify", closed),
    ):
        as_(person)
        shown = client.post(url(agreed, page), typed)
        tick = shown.context["form"].looked_like
        client.post(url(agreed, page), {**typed, "no_child": tick})

    told = Event.objects.filter(kind=Event.Kind.WARNING_CONFIRMED).order_by("pk")
    assert [(one.by, one.detail["field"]) for one in told] == [
        (people["coordinator"], "reason"),
        (people["lead"], "text"),
        (people["coordinator"], "reason"),
        (people["lead"], "text"),
        (people["coordinator"], "reason"),
    ]
    assert {one.detail["kind"] for one in told} == {"date_of_birth"}


def test_done_waits_for_somebody_else_to_verify_it(client, as_, people, agreed):
    as_("lead")

    shown = update(client, agreed, done="on")

    agreed.refresh_from_db()
    assert (agreed.status, agreed.done_by) == ("done", people["lead"])
    assert "Said to be done" in shown.text
    mail = Email.objects.get(template="action_done")
    assert (mail.to, url(agreed) in mail.body) == (people["coordinator"], True)
    assert agreed.what not in mail.body


def test_said_to_be_done_twice_is_told_who_was_first(client, as_, people, agreed_done):
    as_("approver")

    shown = update(client, agreed_done, done="on")

    assert (
        "This action is done: somebody else may verify it"
        not in client.get(url(agreed_done, "action-update")).text
    )
    assert agreed_done.updates.count() == 1  # more proof may come
    assert "Saved." in shown.text


def test_a_scrutineer_verifies_and_closes_it(client, as_, people, agreed_done):
    as_("scrutineer")

    verify(client, agreed_done, "verified", "I have seen the register.")

    agreed_done.refresh_from_db()
    assert (agreed_done.status, agreed_done.verified_by) == ("verified", people["scrutineer"])
    assert agreed_done.updates.get().text == "I have seen the register."
    assert Event.objects.filter(kind=Event.Kind.AGREED_ACTION_VERIFIED).count() == 1
    assert Email.objects.filter(template="action_verified", to=people["lead"]).exists()
    as_("lead")
    shown = update(client, agreed_done)
    assert shown.status_code == 409
    assert f"{people['scrutineer'].name} verified this action on" in shown.text
    assert LONG.strip() in shown.text


def test_it_is_sent_back_with_a_reason_and_done_again(client, as_, people, agreed_done):
    as_("chair")

    assert "Say what is missing" in verify(client, agreed_done, "sent_back").text
    verify(client, agreed_done, "sent_back", "The register names half of them.")

    agreed_done.refresh_from_db()
    assert (agreed_done.status, agreed_done.done_by) == ("sent_back", None)
    assert Email.objects.filter(template="action_sent_back", to=people["lead"]).exists()
    as_("lead")
    assert "The register names half of them." in client.get(url(agreed_done)).text
    update(client, agreed_done, done="on")
    agreed_done.refresh_from_db()
    assert agreed_done.status == "done"


def test_who_did_it_does_not_verify_it(client, as_, people, agreed, agency):
    Membership.objects.create(
        user=people["coordinator"], role=Role.LEAD, agency=agency, starts_on=timezone.localdate()
    )
    made.done(agreed, by=people["approver"])
    as_("coordinator")

    shown = verify(client, agreed, "verified", "Seen.")

    assert "Somebody else verifies an action than those who did it" in shown.text
    agreed.refresh_from_db()
    assert agreed.status == "done"
    assert "Why can’t I verify it?" in client.get(url(agreed)).text


def test_who_verifies_second_is_told_who_was_first(client, as_, people, agreed_done):
    as_("scrutineer")
    verify(client, agreed_done, "verified")
    as_("chair")

    shown = client.post(
        url(agreed_done, "action-verify"), {"verdict": "sent_back", "reason": LONG}, follow=True
    )

    assert f"{people['scrutineer'].name} verified this action on" in shown.text
    assert LONG.strip() in shown.text


def test_nothing_is_followed_before_the_release(client, as_, rated):
    action = made.agreed_action(challenged_agency=rated.challenged_agency)
    as_("lead")
    assert client.get(url(action)).status_code == 404
    as_("coordinator")

    shown = client.get(url(action))

    assert "its actions are not followed yet" in " ".join(shown.text.split())
    assert "Add an update" not in shown.text


def test_an_overdue_action_that_was_sent_back_says_both(client, as_, agreed_overdue):
    agreed_overdue.status = "sent_back"
    agreed_overdue.save()
    as_("lead")

    text = client.get(url(agreed_overdue)).text

    assert "Overdue" in text
    assert "Sent back" in text


def test_the_coordinator_gives_more_time_with_a_reason(client, as_, people, agreed_overdue):
    as_("coordinator")
    later = timezone.localdate() + timedelta(days=90)

    client.post(
        url(agreed_overdue, "action-change"),
        {"lead": "New head", "due_on": f"{later:%d/%m/%Y}", "reason": "A new trainer began."},
    )

    agreed_overdue.refresh_from_db()
    assert (agreed_overdue.lead, agreed_overdue.due_on) == ("New head", later)
    text = client.get(url(agreed_overdue)).text
    assert "A new trainer began." in text
    assert "Led by New head instead of Head of service." in text
    assert Email.objects.filter(template="action_moved", to=people["lead"]).exists()


def test_a_new_due_date_is_not_past(client, as_, agreed):
    as_("coordinator")
    sent = {"lead": "X", "due_on": "01/02/2020", "reason": "Why not."}

    shown = client.post(url(agreed, "action-change"), sent)

    assert "Enter a due date that is not past" in shown.text


def escalate(client, action, step, taken, note=""):
    sent = {"step": step, "taken": taken, "note": note}
    return client.post(url(action, "action-escalate"), sent, follow=True)


def test_an_overdue_action_goes_up_the_steps_of_the_cycle(client, as_, people, agreed_overdue):
    as_("coordinator")
    page = client.get(url(agreed_overdue, "action-escalate")).text
    assert page.count("The step before it comes first.") == 3

    for taken, step in enumerate(Escalation.Step):
        escalate(client, agreed_overdue, step, taken, note="The Board asks.")

    steps = AgreedActionEscalation.objects.values_list("step", flat=True)
    assert list(steps) == list(Escalation.Step)
    mail = Email.objects.get(template="action_escalated", to=people["chair"])
    assert "The Board asks." in mail.body
    assert agreed_overdue.what not in mail.body
    assert Event.objects.filter(kind=Event.Kind.AGREED_ACTION_ESCALATED).count() == 4
    assert "Board chair" in client.get(url(agreed_overdue)).text


def test_a_step_taken_meanwhile_is_not_taken_twice(client, as_, people, agreed_overdue):
    as_("coordinator")
    escalate(client, agreed_overdue, "lead", 0)

    shown = escalate(client, agreed_overdue, "lead", 0)

    assert "has taken it to the safeguarding lead since you opened the page" in shown.text
    assert AgreedActionEscalation.objects.count() == 1


def test_a_chair_with_an_interest_is_not_written_to(client, as_, people, challenge, agreed_overdue):
    member = made.panel_member(challenge=challenge, user=people["chair"])
    made.interest(panel_member=member, agency=agreed_overdue.challenged_agency.agency)
    as_("coordinator")

    page = client.get(url(agreed_overdue, "action-escalate")).text

    assert "Nobody is board chair of" in page
    as_("chair")
    assert client.get(url(agreed_overdue)).status_code == 404


def test_only_what_is_overdue_is_escalated(client, as_, agreed, agreed_done):
    as_("coordinator")

    shown = client.get(url(agreed, "action-escalate"), follow=True)

    assert "verify it, or send it back" in shown.text


def test_a_lay_member_does_not_see_names_and_files_of_an_action(client, panel_member, agreed):
    panel_member.capacities = ["young_scrutineer"]
    panel_member.save()
    client.force_login(panel_member.user)

    assert client.get(url(agreed)).status_code == 404


def test_the_agencys_page_lists_its_own_and_no_others(
    client, as_, partnership, challenge, agreed, agreed_overdue
):
    other = factories.agency(partnership=partnership)
    rated = made.rated(challenge=challenge, agency=other)
    made.agreed_action(challenged_agency=rated.challenged_agency, what="Another agency's action")
    as_("reader")

    text = client.get(reverse("challenge:action-list")).text

    assert text.count("Train every manager") == 2
    assert "Another agency" not in text
    assert "1 day overdue" in text


def test_home_says_what_is_open_and_overdue(client, as_, agreed, agreed_overdue):
    as_("lead")
    assert "2 actions of your agency are not closed yet" in client.get("/").text
    as_("board member")
    assert "2 agreed actions not closed" in client.get("/").text
    as_("lay member")
    assert "agreed action" not in client.get("/").text


@pytest.mark.parametrize("actions", [1, 3])
@pytest.mark.parametrize(
    ("person", "name", "expected"), [("lead", "action-list", 5), ("lead", "action-detail", 8)]
)
def test_the_number_of_queries_does_not_grow(
    client, as_, people, results, actions, person, name, expected
):
    found = [made.agreed_action(challenged_agency=results) for _ in range(actions)]
    for number in range(actions):
        found[0].updates.create(by=people["lead"], text=f"Update {number}")
    as_(person)

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(f"challenge:{name}", args=[found[0].pk] if "detail" in name else []))

    assert len(queries) == expected
