import pytest

from section11.audits import why_not
from section11.audits.operations import cycles, self_audits
from section11.people.models import Role, User
from tests import factories

EDIT = "Why can't I change the answers?"
SEND = "Why can't I send it for sign-off?"
SIGN_OFF = "Why can't I sign it off?"
REOPEN = "Why can't I reopen it?"


def told(self_audit, user):
    agency = self_audit.agency
    reasons = why_not.reasons(
        self_audit,
        user,
        self_audit.permissions_of(user),
        leads=agency.leads,
        approvers=agency.approvers,
    )
    return {reason.question: reason.sentence for reason in reasons}


def test_a_lead_is_told_who_signs_off(people, self_audit):
    found = told(self_audit, people["lead"])

    assert found == {
        SIGN_OFF: f"Only the agency's approver signs it off. Its approver is {people['approver']}."
    }


def test_a_contributor_is_told_who_sends_it(people, self_audit):
    found = told(self_audit, people["contributor"])

    assert found[SEND] == (
        f"Only the agency's safeguarding lead sends it. Its lead is {people['lead']}."
    )
    assert EDIT not in found


def test_two_approvers_are_both_named(people, self_audit, agency):
    factories.member(Role.APPROVER, agency=agency, name="Zoe Second")

    found = told(self_audit, people["lead"])

    assert "Its approvers are " in found[SIGN_OFF]
    assert found[SIGN_OFF].endswith(", Zoe Second.")


def test_an_agency_without_an_approver_is_told_so(partnership, cycle):
    agency = factories.agency(partnership=partnership)
    lead = factories.member(Role.LEAD, agency=agency)
    self_audit = factories.self_audit(cycle=cycle, agency=agency)

    found = told(self_audit, lead)

    assert found[SIGN_OFF].endswith("The agency has no approver yet.")


def test_an_approver_is_told_that_it_is_still_worked_on(people, self_audit):
    found = told(self_audit, people["approver"])

    assert "not waiting for sign-off" in found[SIGN_OFF]
    assert EDIT in found


def test_whoever_sent_it_is_told_that_another_signs_off(people, cycle, agency):
    self_audit = factories.self_audit(cycle=cycle, agency=agency, sent=True)
    sender = User.objects.get(pk=self_audit.sent_by_id)
    sender.memberships.create(role=Role.APPROVER, agency=agency)

    found = told(self_audit, sender)

    assert found[SIGN_OFF] == "You sent it for sign-off, so another person must sign it off."
    assert found[EDIT].endswith("Ask the approver to send it back.")


def test_after_submission_the_agency_is_told_who_reopens(people, cycle, agency):
    self_audit = factories.self_audit(cycle=cycle, agency=agency, sent=True)
    self_audit = self_audits.submit(
        self_audit=self_audit, name="Ann", post="Chief officer", by=people["approver"]
    ).self_audit

    lead, coordinator = told(self_audit, people["lead"]), told(self_audit, people["coordinator"])

    assert lead[REOPEN].startswith("Only the partnership's coordinator reopens")
    assert "signed off by" in lead[EDIT]
    assert REOPEN not in coordinator


def test_a_coordinator_is_told_that_only_a_submitted_one_is_reopened(people, self_audit):
    assert "only a submitted one" in told(self_audit, people["coordinator"])[REOPEN]


def test_a_closed_cycle_is_the_reason_of_everything(people, cycle, self_audit):
    cycles.close(cycle=cycle, by=people["coordinator"])
    self_audit.refresh_from_db()

    found = told(self_audit, people["lead"])

    assert found[EDIT] == found[SEND] == f"{cycle} is closed, so its self-audits cannot be changed."


@pytest.mark.parametrize("who", ["board member", "scrutineer", "granted reader", "neighbour"])
def test_nobody_else_is_told_who_the_agencys_people_are(people, self_audit, who):
    assert told(self_audit, people[who]) == {}


def test_the_task_list_and_the_check_page_say_why(client, people, self_audit):
    client.force_login(people["reader"])

    for page in ("", "check/"):
        answer = client.get(f"{self_audit.get_absolute_url()}{page}")

        assert (
            "Only the agency&#x27;s safeguarding lead and contributors fill it in." in answer.text
        )
