import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from section11.audits.models import SelfAudit, SignOff, SignOffLink
from section11.audits.operations import self_audits, sign_off_links
from section11.people.models import Role
from section11.record.models import Email, Event
from tests import factories

DECLARED = {"name": "Tom Trustee", "post": "Trustee", "declared": "on"}


@pytest.fixture
def sent(cycle, agency, people):
    return factories.self_audit(cycle=cycle, agency=agency, sent=True, by=people["lead"])


@pytest.fixture
def link(sent, people):
    return sign_off_links.send(self_audit=sent, approver=people["approver"], by=people["lead"])


@pytest.fixture
def address(link):
    """Of the page, as it stands in the mail."""
    return re.search(r"https?://[^/]+(/sign-off/\S+/)", mail().body)[1]


def mail():
    return Email.objects.get(template="sign_off_link")


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def status_of(self_audit):
    self_audit.refresh_from_db()
    return self_audit.status


# The lead sends it


def test_the_lead_sends_a_link_to_an_approver(client, people, sent):
    client.force_login(people["lead"])
    url = reverse("audits:self-audit-sign-off-link", args=[sent.pk])

    page = client.get(url)
    response = client.post(url, {"approver": people["approver"].pk}, follow=True)

    assert people["approver"].email in page.text
    assert f"on its way to {people['approver'].email}" in response.text
    made = SignOffLink.objects.get()
    assert mail().to == people["approver"]
    assert made.key_digest not in mail().body
    assert made.expires_at - made.made_at > timedelta(days=13)
    assert kinds() == [Event.Kind.SIGN_OFF_LINK_SENT]


def test_the_key_is_shown_to_nobody_but_the_approver(client, people, sent, address):
    client.force_login(people["lead"])

    page = client.get(reverse("audits:self-audit-sign-off-link", args=[sent.pk]))

    assert address not in page.text
    assert address.split("/")[2] not in str(Event.objects.values_list("detail", "about"))


def test_whoever_sent_it_for_sign_off_gets_no_link(client, people, sent, agency):
    factories.Membership.objects.create(
        user=people["lead"], role=Role.APPROVER, agency=agency, starts_on="2020-01-01"
    )
    client.force_login(people["lead"])
    url = reverse("audits:self-audit-sign-off-link", args=[sent.pk])

    response = client.post(url, {"approver": people["lead"].pk})

    assert "not one of the available choices" in response.text
    assert not SignOffLink.objects.exists()


def test_without_another_approver_it_says_so(client, people, sent, agency):
    agency.memberships.filter(role=Role.APPROVER).delete()
    client.force_login(people["lead"])

    page = client.get(reverse("audits:self-audit-sign-off-link", args=[sent.pk]))

    assert "There is nobody to send it to." in page.text


def test_a_second_link_while_the_first_works_is_refused(client, people, sent, link):
    client.force_login(people["lead"])
    url = reverse("audits:self-audit-sign-off-link", args=[sent.pk])

    response = client.post(
        url, {"approver": people["approver"].pk}, follow=True, headers={"referer": url}
    )

    assert "Withdraw it first if another is needed." in response.text
    assert SignOffLink.objects.count() == 1


def test_a_self_audit_that_is_still_worked_on_has_no_link(client, people, self_audit):
    client.force_login(people["lead"])
    url = reverse("audits:self-audit-sign-off-link", args=[self_audit.pk])

    response = client.get(url, follow=True)

    assert "is not waiting for sign-off" in response.text


# The approver opens it


def test_the_link_shows_the_whole_self_audit_to_someone_not_signed_in(
    client, people, sent, address
):
    factories.evidence(
        answer=sent.answers.first(),
        kind="file",
        reference="",
        file=ContentFile(b"%PDF-1.7", name="minutes.pdf"),
        file_name="minutes.pdf",
        sha256="0" * 64,
    )

    page = client.get(address)

    assert page.status_code == 200
    for question in sent.questions:
        assert f"What we do about {question.code}." in page.text
    assert "minutes.pdf" in page.text
    assert "/evidence/" not in page.text
    assert escape(self_audits.DECLARATION) in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]
    assert status_of(sent) == SelfAudit.Status.WITH_APPROVER


def test_the_declaration_submits_in_the_approvers_name(client, people, sent, link, address):
    response = client.post(address, DECLARED, follow=True)

    assert "Signed off and submitted. Thank you." in response.text
    assert status_of(sent) == SelfAudit.Status.SUBMITTED
    assert sent.submitted_by == people["approver"]
    sign_off = SignOff.objects.get()
    assert (sign_off.by, sign_off.name) == (people["approver"], "Tom Trustee")
    event = Event.objects.get(kind=Event.Kind.SELF_AUDIT_SUBMITTED)
    assert (event.by, event.detail["link"]) == (people["approver"], link.pk)
    assert Email.objects.filter(to=people["lead"], template="self_audit_submitted").exists()


def test_a_browser_that_tells_no_origin_may_send_the_form(sent, address):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(address, DECLARED, headers={"origin": "null"})

    assert response.status_code == 302
    assert status_of(sent) == SelfAudit.Status.SUBMITTED


def test_a_declaration_without_its_tick_keeps_what_was_typed(client, sent, address):
    response = client.post(address, {"name": "Tom Trustee", "post": "Trustee"})

    assert "Tick the box to make the declaration" in response.text
    assert 'value="Tom Trustee"' in response.text
    assert status_of(sent) == SelfAudit.Status.WITH_APPROVER


def test_the_approver_sends_it_back_with_a_reason(client, people, sent, link, address):
    response = client.post(f"{address}send-back/", {"reason": "Say more of 1.1."}, follow=True)

    assert f"Sent back to {people['lead'].name}" in response.text
    assert status_of(sent) == SelfAudit.Status.IN_PROGRESS
    assert sent.return_reason == "Say more of 1.1."
    event = Event.objects.get(kind=Event.Kind.SELF_AUDIT_SENT_BACK)
    assert (event.by, event.detail["link"]) == (people["approver"], link.pk)


def test_the_approver_signed_in_may_use_it_too(client, people, sent, address):
    client.force_login(people["approver"])

    assert client.get(address).status_code == 200


# It dies


def use(link, people):
    sign_off_links.sign_off(link=link, name="Tom", post="Trustee")


def expire(link, people):
    SignOffLink.objects.update(expires_at=timezone.now())


def withdraw(link, people):
    sign_off_links.withdraw(link=link, by=people["lead"])


def end_role(link, people):
    people["approver"].memberships.update(ends_on=timezone.localdate() - timedelta(days=1))


def deactivate(link, people):
    people["approver"].is_active = False
    people["approver"].save(update_fields=["is_active"])


def move_on(link, people):
    self_audits.send_back(self_audit=link.self_audit, reason="Too short", by=people["approver"])


def move_on_and_come_back(link, people):
    move_on(link, people)
    self_audits.send(self_audit=link.self_audit, by=people["lead"])


DEATHS = [
    (use, "was used on"),
    (expire, "worked until"),
    (withdraw, "was withdrawn on"),
    (end_role, "is no longer an approver"),
    (deactivate, "is no longer an approver"),
    (move_on, "no longer waits for this sign-off"),
    (move_on_and_come_back, "no longer waits for this sign-off"),
]


@pytest.mark.parametrize(("die", "why"), DEATHS)
def test_a_dead_link_says_why_shows_nothing_and_is_on_record(
    client, people, sent, link, address, die, why
):
    die(link, people)

    page = client.get(address)

    assert page.status_code == 410
    assert why in page.text
    assert "What we do about" not in page.text
    assert sent.agency.name not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    refusal = Event.objects.get(kind=Event.Kind.LINK_REFUSED)
    assert (refusal.by, refusal.detail["link"]) == (None, link.pk)


@pytest.mark.parametrize(("die", "why"), DEATHS)
def test_nothing_typed_is_lost_when_the_link_dies_under_the_form(
    client, people, sent, link, address, die, why
):
    client.get(address)
    die(link, people)
    before = status_of(sent)

    response = client.post(f"{address}send-back/", {"reason": "Say more of supervision."})

    assert why in response.text
    assert "Say more of supervision." in response.text
    assert status_of(sent) == before


def test_the_same_declaration_twice_signs_off_once(client, sent, address):
    client.post(address, DECLARED)

    again = client.post(address, DECLARED)

    assert again.status_code == 410
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize("key", ["x", "0" * 64, "a" * 43, "%F0%9F%99%82", "..%2e"])
def test_a_forged_link_is_refused_calmly_and_on_record(client, sent, link, key):
    page = client.get(f"/sign-off/{key}/")

    assert page.status_code == 404
    assert "This link is not one of ours, or it was not copied whole." in page.text
    refusal = Event.objects.get(kind=Event.Kind.LINK_REFUSED)
    assert (refusal.by, refusal.about) == (None, "A sign-off link that is not ours")


def test_the_stored_digest_opens_nothing(client, link):
    assert client.get(f"/sign-off/{link.key_digest}/").status_code == 404


def test_a_forwarded_link_opened_under_another_name_is_refused(client, people, sent, address):
    client.force_login(people["lead"])

    page = client.post(address, DECLARED)

    assert page.status_code == 403
    assert "This link was sent to somebody else" in page.text
    assert Event.objects.get(kind=Event.Kind.LINK_REFUSED).by == people["lead"]
    assert status_of(sent) == SelfAudit.Status.WITH_APPROVER


def test_the_lead_withdraws_a_link_once(client, people, sent, link, address):
    client.force_login(people["lead"])
    url = reverse("audits:sign-off-link-withdraw", args=[link.pk])

    client.post(url)
    client.post(url)

    link.refresh_from_db()
    assert link.withdrawn_at is not None
    assert kinds().count(Event.Kind.SIGN_OFF_LINK_WITHDRAWN) == 1
