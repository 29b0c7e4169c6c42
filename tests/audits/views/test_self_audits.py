from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from section11.audits.models import SelfAudit, SignOff
from section11.audits.operations import cycles, self_audits
from section11.record.models import Email, Event
from tests import factories


@pytest.fixture
def complete(cycle, agency, people):
    """In progress, with nothing left to do."""
    return factories.self_audit(cycle=cycle, agency=agency, answered="green", by=people["lead"])


@pytest.fixture
def sent(complete, people):
    self_audits.send(self_audit=complete, by=people["lead"])
    complete.refresh_from_db()
    return complete


@pytest.fixture
def submitted(sent, people):
    self_audits.submit(self_audit=sent, name="Ann Approver", post="Director", by=people["approver"])
    sent.refresh_from_db()
    return sent


def page(self_audit, name):
    return reverse(f"audits:self-audit-{name}", args=[self_audit.pk])


def kinds(self_audit):
    return list(Event.objects.about(self_audit).order_by("pk").values_list("kind", flat=True))


def test_the_task_list_says_how_each_standard_stands(client, people, self_audit):
    first, second, third, fourth = self_audit.questions
    factories.answer(self_audit=self_audit, question=first)
    factories.answer(self_audit=self_audit, question=second)
    factories.answer(self_audit=self_audit, question=third, level="red", complete=False)
    client.force_login(people["lead"])

    text = client.get(self_audit.get_absolute_url()).text

    assert "1 of 2 standards ready" in text
    assert "2 of 2 questions ready" in text
    assert "0 of 2 questions ready" in text
    assert "In progress" in text
    assert "2.1: A red rating needs an action." in text
    assert "2.2: Choose a rating." in text


@pytest.mark.parametrize("questions", [1, 3])
def test_the_task_list_needs_the_same_queries_whatever_its_size(
    client, people, partnership, agency, django_assert_num_queries, questions
):
    cycle = factories.cycle(
        partnership=partnership,
        standard_set=factories.standard_set(standards=questions, questions=questions),
    )
    self_audit = factories.self_audit(cycle=cycle, agency=agency, answered="amber")
    client.force_login(people["lead"])

    with django_assert_num_queries(14):
        client.get(self_audit.get_absolute_url())


def test_what_is_left_is_said_and_stops_sending(client, people, self_audit):
    client.force_login(people["lead"])

    refused = client.post(page(self_audit, "send"), follow=True)

    assert "4 things are left to do" in refused.text
    self_audit.refresh_from_db()
    assert self_audit.status == SelfAudit.Status.NOT_STARTED
    check = client.get(page(self_audit, "check"))
    assert "4 things left to do before it can be sent" in check.text
    assert check.text.count("Choose a rating.") == 4


def test_the_lead_sends_a_complete_self_audit(client, people, complete):
    client.force_login(people["lead"])

    response = client.post(page(complete, "send"), follow=True)

    complete.refresh_from_db()
    assert complete.status == SelfAudit.Status.WITH_APPROVER
    assert complete.sent_by == people["lead"]
    assert "Sent for sign-off." in response.text
    mail = Email.objects.get(to=people["approver"])
    assert mail.subject == "A self-audit is waiting for your sign-off"
    assert complete.get_absolute_url() in mail.body
    assert kinds(complete) == [Event.Kind.SELF_AUDIT_SENT]


def test_the_approver_declares_and_submits(client, people, sent):
    client.force_login(people["approver"])

    response = client.post(
        page(sent, "sign-off"),
        {"name": "Ann Approver", "post": "Director", "declared": "on"},
        follow=True,
    )

    assert "Signed off and submitted" in response.text
    sent.refresh_from_db()
    assert sent.status == SelfAudit.Status.SUBMITTED
    assert sent.submitted_by == people["approver"]
    sign_off = SignOff.objects.get()
    assert (sign_off.number, sign_off.name, sign_off.post) == (1, "Ann Approver", "Director")
    assert sign_off.signed_at == sent.submitted_at
    assert kinds(sent)[-1] == Event.Kind.SELF_AUDIT_SUBMITTED


def test_a_declaration_needs_its_tick(client, people, sent):
    client.force_login(people["approver"])

    response = client.post(page(sent, "sign-off"), {"name": "Ann", "post": "Director"})

    assert "Tick the box to make the declaration" in response.text
    sent.refresh_from_db()
    assert sent.status == SelfAudit.Status.WITH_APPROVER


def test_nobody_signs_off_what_they_sent(client, people, complete, agency):
    both = people["lead"]
    factories.Membership.objects.create(
        user=both, role="approver", agency=agency, starts_on="2020-01-01"
    )
    self_audits.send(self_audit=complete, by=both)
    client.force_login(both)

    response = client.post(
        page(complete, "sign-off"), {"name": "A", "post": "B", "declared": "on"}, follow=True
    )

    assert "another person must sign it off" in response.text
    complete.refresh_from_db()
    assert complete.status == SelfAudit.Status.WITH_APPROVER


def test_an_agency_without_another_approver_is_told(client, people, complete, agency):
    agency.memberships.filter(role="approver").update(ends_on="2021-01-01")
    client.force_login(people["lead"])

    response = client.post(page(complete, "send"), follow=True)

    assert "Nobody can sign this self-audit off" in response.text
    complete.refresh_from_db()
    assert complete.status == SelfAudit.Status.IN_PROGRESS


def test_the_second_of_two_approvers_is_told_who_was_first(client, people, sent, agency):
    second = factories.member("approver", agency=agency)
    self_audits.submit(self_audit=sent, name="Ann", post="Director", by=people["approver"])
    client.force_login(second)

    response = client.post(
        page(sent, "sign-off"), {"name": "Bo", "post": "Chief", "declared": "on"}, follow=True
    )

    assert f"signed off by {people['approver']}" in response.text
    assert SignOff.objects.count() == 1


def test_sending_back_gives_the_reason(client, people, sent):
    client.force_login(people["approver"])

    client.post(page(sent, "send-back"), {"reason": "Question 1.1 is too short."})

    sent.refresh_from_db()
    assert sent.status == SelfAudit.Status.IN_PROGRESS
    client.force_login(people["lead"])
    assert "Question 1.1 is too short." in client.get(sent.get_absolute_url()).text
    assert Email.objects.filter(to=people["lead"], template="sent_back").exists()


def test_a_reopened_self_audit_keeps_what_was_submitted(client, people, submitted):
    client.force_login(people["coordinator"])
    client.post(page(submitted, "reopen"), {"reason": "The panel asked for more."})
    submitted.answers.update(narrative="Changed afterwards")

    submitted.refresh_from_db()
    assert submitted.status == SelfAudit.Status.IN_PROGRESS
    sign_off = SignOff.objects.get()
    client.force_login(people["lead"])
    page_then = client.get(sign_off.get_absolute_url()).text
    assert "What we do about 1.1." in page_then
    assert "Changed afterwards" not in page_then


def test_a_second_submission_is_numbered_and_the_first_stays(client, people, submitted):
    self_audits.reopen(self_audit=submitted, reason="More", by=people["coordinator"])
    submitted.answers.update(narrative="Second time")
    self_audits.send(self_audit=submitted, by=people["lead"])

    self_audits.submit(self_audit=submitted, name="Ann", post="Director", by=people["approver"])

    first, second = SignOff.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert first.content["standards"][0]["questions"][0]["narrative"] == "What we do about 1.1."
    assert second.content["standards"][0]["questions"][0]["narrative"] == "Second time"


def test_the_workbook_holds_everything_and_runs_nothing(client, people, complete):
    answer = complete.answers.get(question__code="1.1")
    factories.action(answer=answer, what="=cmd|'/c calc'!A1", lead="+Head")
    complete.answers.filter(pk=answer.pk).update(narrative='=HYPERLINK("http://x")')
    client.force_login(people["lead"])

    response = client.get(page(complete, "download"))

    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == ["Self-audit", "Answers", "Evidence", "Actions"]
    answers = list(book["Answers"].iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in answers] == ["1.1", "1.2", "2.1", "2.2"]
    assert answers[0][6] == '=HYPERLINK("http://x")'
    assert book["Answers"]["G2"].data_type == "s"
    assert book["Actions"]["B2"].value == "=cmd|'/c calc'!A1"
    assert book["Actions"]["B2"].data_type == "s"
    assert len(list(book["Evidence"].iter_rows())) == 1 + 4
    assert kinds(complete) == [Event.Kind.SELF_AUDIT_DOWNLOADED]


def test_a_submission_is_downloaded_as_it_was(client, people, submitted):
    submitted.answers.update(narrative="Changed behind its back")
    client.force_login(people["board member"])

    response = client.get(
        reverse("audits:submission-download", args=[submitted.sign_offs.get().pk])
    )

    book = load_workbook(BytesIO(response.content))
    assert book["Answers"]["G2"].value == "What we do about 1.1."
    about = dict(book["Self-audit"].iter_rows(min_row=2, values_only=True))
    assert about["Signed off by"] == "Ann Approver, Director"


def test_changing_the_sector_hides_and_shows_questions_and_loses_no_answer(
    client, people, complete, agency
):
    question = complete.questions[0]
    question.sectors = ["police"]
    question.save(update_fields=["sectors"])
    client.force_login(people["lead"])
    url = reverse("people:agency-edit", args=[agency.pk])

    client.post(url, {"sector": "housing", "size": "large"})

    answer = complete.answers.get(question=question)
    assert not answer.in_scope
    assert "1 of 1 question ready" in client.get(complete.get_absolute_url()).text
    client.post(url, {"sector": "police", "size": "large"})
    answer.refresh_from_db()
    assert answer.in_scope
    assert answer.narrative == "What we do about 1.1."
    assert "2 of 2 questions ready" in client.get(complete.get_absolute_url()).text


def test_a_submitted_self_audit_keeps_the_sector_it_was_answered_for(people, submitted, agency):
    agency.sector = "housing"
    agency.save(update_fields=["sector"])

    self_audits.rescope(agency=agency, by=people["coordinator"])

    submitted.refresh_from_db()
    assert submitted.sector == "police"


def test_a_closed_cycle_takes_no_more_answers(client, people, complete, cycle):
    cycles.close(cycle=cycle, by=people["coordinator"])
    client.force_login(people["lead"])

    response = client.post(page(complete, "send"), follow=True)

    assert "is closed, so its self-audits cannot be changed" in response.text
    complete.refresh_from_db()
    assert complete.status == SelfAudit.Status.IN_PROGRESS


def test_a_late_self_audit_says_so(client, people, self_audit):
    self_audit.due_on = timezone.localdate() - timedelta(days=1)
    self_audit.save(update_fields=["due_on"])
    client.force_login(people["lead"])

    assert "Late" in client.get(self_audit.get_absolute_url()).text


def test_every_status_says_where_it_may_go():
    assert set(SelfAudit.TRANSITIONS) == set(SelfAudit.Status)
