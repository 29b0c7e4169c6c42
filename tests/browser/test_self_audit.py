"""The main job, as its people do it: answer, send, sign off, and the Board sees the row change."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from section11.audits.models import Evidence, SelfAudit
from tests import factories
from tests.browser.accessibility import assert_accessible

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SCREENS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


def go_to(page, self_audit):
    page.goto(self_audit.get_absolute_url())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_lead_completes_a_standard_with_evidence_and_an_action(
    new_context, sign_in, people, self_audit, scripts
):
    page = new_context(java_script_enabled=scripts, viewport=SCREENS["phone"]).new_page()
    sign_in(page, people["lead"])
    page.get_by_role("link", name=f"{self_audit.agency}: {self_audit.cycle}").click()
    page.get_by_role("link", name="1 Standard 1").click()
    first = page.get_by_role("region", name="1.1 Question 1.1?")
    second = page.get_by_role("region", name="1.2 Question 1.2?")

    first.get_by_label("Green", exact=True).check()
    first.get_by_label("What do you do now?").fill("We have a lead.")
    first.get_by_label("What difference does it make for children?").fill("They are heard.")
    first.get_by_text("Add evidence").click()
    first.get_by_label("What is it?").fill("Supervision policy")
    first.locator("input[type=file]").set_input_files(
        {"name": "policy.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    second.get_by_label("Red", exact=True).check()
    second.get_by_text("Add an action").click()
    second.get_by_label("What will improve?").fill("Write the policy")
    second.get_by_label("Who leads it?").fill("Head of service")
    second.get_by_label("Due date").fill("27/3/2027")
    page.get_by_role("button", name="Save and come back later").click()

    row = page.get_by_role("listitem").filter(has_text="1 Standard 1")
    expect(row).to_contain_text("2 of 2 questions ready")
    expect(row).to_contain_text("Ready")
    evidence = Evidence.objects.get()
    assert (evidence.title, evidence.file_name) == ("Supervision policy", "policy.pdf")
    with evidence.file.open() as stored:
        assert stored.read() == PDF


@pytest.mark.parametrize("screen", SCREENS)
def test_the_pages_of_a_self_audit_are_accessible(new_context, sign_in, people, self_audit, screen):
    asked = self_audit.questions
    answer = factories.answer(self_audit=self_audit, question=asked[0])
    factories.action(answer=answer)
    page = new_context(viewport=SCREENS[screen]).new_page()
    sign_in(page, people["lead"])

    for name, args in [
        ("web:home", []),
        ("audits:self-audit-detail", [self_audit.pk]),
        ("audits:standard-edit", [self_audit.pk, "1"]),
        ("audits:self-audit-check", [self_audit.pk]),
        ("audits:evidence-edit", [answer.evidence.get().pk]),
        ("audits:action-edit", [answer.actions.get().pk]),
    ]:
        page.goto(reverse(name, args=args))
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_a_refused_step_is_accessible_and_keeps_what_was_typed(
    new_context, sign_in, people, self_audit
):
    page = new_context().new_page()
    sign_in(page, people["lead"])
    page.goto(reverse("audits:standard-edit", args=[self_audit.pk, "1"]))
    first = page.get_by_role("region", name="1.1 Question 1.1?")
    first.get_by_label("What do you do now?").fill("Kept whatever happens")
    first.get_by_text("Add evidence").click()
    first.locator("input[type=file]").set_input_files(
        {"name": "policy.pdf", "mimeType": "application/pdf", "buffer": b"<html><script>"}
    )

    page.get_by_role("button", name="Save and continue").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(first.get_by_label("What do you do now?")).to_have_value("Kept whatever happens")
    assert_accessible(page)


def test_a_lost_session_loses_nothing_typed(new_context, sign_in, people, self_audit, complaints):
    context = new_context()
    page = context.new_page()
    sign_in(page, people["lead"])
    page.goto(reverse("audits:standard-edit", args=[self_audit.pk, "1"]))
    first = page.get_by_role("region", name="1.1 Question 1.1?")
    first.get_by_label("What do you do now?").fill("Typed for an hour")
    context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Save and come back later").click()
    assert_accessible(page)
    page.get_by_role("button", name="Save what I typed").click()
    expect(page.get_by_text("You are not signed in yet.")).to_be_visible()
    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    sign_in(opened.value, people["lead"])
    page.get_by_role("button", name="Save what I typed").click()
    expect(page.get_by_role("heading", name="You are signed in. One more step")).to_be_visible()
    page.get_by_role("button", name="Save what I typed").click()
    page.wait_for_url(f"**{self_audit.get_absolute_url()}")

    assert self_audit.answers.get().narrative == "Typed for an hour"
    assert [line for line in complaints if "401" not in line] == []
    complaints.clear()


def test_from_sending_to_the_board(new_context, sign_in, people, cycle, agency):
    self_audit = factories.self_audit(
        cycle=cycle, agency=agency, answered="amber", by=people["lead"]
    )
    board = new_context().new_page()
    sign_in(board, people["board member"])
    heatmap = reverse("board:heatmap", args=[cycle.pk])
    board.goto(heatmap)
    row = board.get_by_role("row").filter(has_text=agency.short_name)
    expect(row).not_to_contain_text("Amber")

    lead = new_context().new_page()
    sign_in(lead, people["lead"])
    lead.goto(reverse("audits:self-audit-check", args=[self_audit.pk]))
    lead.get_by_role("button", name="Send for sign-off").click()
    expect(lead.get_by_text("Sent for sign-off.")).to_be_visible()

    approver = new_context().new_page()
    sign_in(approver, people["approver"])
    go_to(approver, self_audit)
    approver.get_by_role("link", name="Sign off").click()
    assert_accessible(approver)
    approver.get_by_label("I make this declaration").check()
    approver.get_by_role("button", name="Sign off and submit").click()
    expect(approver.get_by_text("Signed off and submitted")).to_be_visible()
    assert SelfAudit.objects.get().status == SelfAudit.Status.SUBMITTED

    board.goto(heatmap)
    expect(row).to_contain_text("Amber")
    with board.expect_download() as download:
        board.get_by_role("link", name="PNG").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_two_people_at_once_see_both_texts(new_context, sign_in, people, self_audit):
    url = reverse("audits:standard-edit", args=[self_audit.pk, "1"])
    pages = {}
    for who in ("lead", "contributor"):
        pages[who] = new_context().new_page()
        sign_in(pages[who], people[who])
        pages[who].goto(url)
        pages[who].get_by_label("What do you do now?").first.fill(f"The {who}'s text")

    for who in ("contributor", "lead"):
        pages[who].get_by_role("button", name="Save and continue").click()
        pages[who].wait_for_load_state()

    page = pages["lead"]
    page.get_by_role("button", name="Save, see both and choose").click()
    expect(page.get_by_text("The lead's text")).to_be_visible()
    expect(page.get_by_text("The contributor's text")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Both, one under the other").check()
    page.get_by_role("button", name="Save").click()
    assert self_audit.answers.get().narrative == "The contributor's text\n\nThe lead's text"


def test_whoever_saves_and_stays_is_still_at_their_question(
    new_context, sign_in, people, self_audit
):
    page = new_context(viewport=SCREENS["phone"]).new_page()
    sign_in(page, people["lead"])
    page.goto(reverse("audits:standard-edit", args=[self_audit.pk, "1"]))
    second = page.get_by_role("region", name="1.2 Question 1.2?")

    second.get_by_label("What do you do now?").fill("We have a lead.")
    second.get_by_role("button", name="Save and stay at question 1.2").click()

    expect(page.get_by_role("alert")).to_contain_text("Saved")
    expect(second.get_by_role("heading", name="1.2 Question 1.2?")).to_be_in_viewport()
