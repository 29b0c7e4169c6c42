"""A panel member's declaration: signed in, by personal link, and filled in by the coordinator."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from challenge.operations import asking, personal_links
from section11.people.models import Role
from section11.record.models import Email
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle, agency):
    found = made.challenge(cycle=cycle)
    made.challenged_agency(challenge=found, agency=agency)
    return found


@pytest.fixture
def member(challenge):
    return made.panel_member(challenge=challenge)


@pytest.fixture
def url(member):
    return reverse("challenge:declare", args=[member.pk])


@pytest.fixture
def key(member):
    return personal_links.make(user=member.user, panel_member=member, by=member.challenge.set_up_by)


@pytest.fixture
def by_link(key):
    return reverse("challenge:declare-by-link", args=[key])


def ticked(agency, reason="My sister works there", **more):
    return {f"agency_{agency.pk}": "on", f"reason_{agency.pk}": reason} | more


def words(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.text.partition("<main")[2]).split())


def errors(response):
    return [message for found in response.context["form"].errors.values() for message in found]


def standing(member):
    return {one.agency: one.reason for one in member.interests.standing()}


def test_every_agency_is_offered_with_a_reason(client, challenge, member, url, agency):
    client.force_login(member.user)

    page = client.get(url)

    assert f'name="agency_{agency.pk}"' in page.text
    assert f'name="reason_{agency.pk}"' in page.text
    assert "I have none to declare" in page.text


def test_an_interest_is_kept_and_shown_again(client, member, url, agency):
    client.force_login(member.user)

    response = client.post(url, ticked(agency), follow=True)

    assert "Your declaration is saved." in response.text
    assert standing(member) == {agency: "My sister works there"}
    assert 'value="My sister works there"' in client.get(url).text


def test_that_there_is_none_is_kept_and_shown_again(client, member, url):
    client.force_login(member.user)

    client.post(url, {"none": "on"})

    member.refresh_from_db()
    assert member.declared_by == member.user
    assert client.get(url).context["form"]["none"].value() is True


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Tick the agencies in which you have an interest, or this box"),
        ({"agency": "on"}, "Say what your interest in Hospital is"),
        ({"agency": "on", "reason": " "}, "Say what your interest in Hospital is"),
        ({"reason": "A friend"}, "Tick Hospital, or take out what you wrote about it"),
        (
            {"agency": "on", "reason": "A friend", "none": "on"},
            "You ticked an agency, so untick “I have none to declare”",
        ),
        (
            {"agency": "on", "reason": "x" * 501},
            "Say what your interest in Hospital is in at most 500 characters: you have 501",
        ),
    ],
)
def test_what_does_not_fit_together_is_said_and_kept_on_the_page(
    client, member, url, agency, sent, sentence
):
    agency.name = "Hospital"
    agency.save()
    client.force_login(member.user)
    data = {f"{name}_{agency.pk}" if name != "none" else name: v for name, v in sent.items()}

    response = client.post(url, data)

    assert errors(response) == [sentence]
    assert standing(member) == {}
    assert sent.get("reason", "").strip() in response.text


def test_a_forged_agency_is_not_taken(client, member, url):
    stranger = factories.agency(partnership=factories.partnership())
    client.force_login(member.user)

    client.post(url, ticked(stranger))

    assert standing(member) == {}


def test_what_is_known_already_is_not_asked_again(client, member, url, agency):
    made.interest(panel_member=member, agency=agency, kind="own_agency")
    client.force_login(member.user)

    page = client.get(url)

    assert f"{agency} : you work for it." in words(page)
    assert f'name="agency_{agency.pk}"' not in page.text


def test_a_recusal_is_shown_with_who_and_why(client, people, member, url, agency):
    made.interest(panel_member=member, agency=agency, kind="recused", reason="A complaint.")
    client.force_login(member.user)

    assert f"you were recused, by {member.user} on" in words(client.get(url))
    assert "A complaint." in words(client.get(url))


def test_a_page_drawn_before_another_declaration_is_looked_through_again(
    client, people, member, url, agency
):
    client.force_login(people["coordinator"])
    client.post(url, {"none": "on"})
    client.force_login(member.user)

    response = client.post(url, ticked(agency, drawn=""))

    assert f"{people['coordinator']} saved this declaration at" in errors(response)[0]
    assert 'value="My sister works there"' in response.text
    assert standing(member) == {}
    again = response.context["form"]["drawn"].value()
    client.post(url, ticked(agency, drawn=again))
    assert standing(member) == {agency: "My sister works there"}


def test_the_coordinator_fills_it_in_for_somebody_and_that_is_said(
    client, people, member, url, agency
):
    client.force_login(people["coordinator"])

    page = client.get(url)
    client.post(url, ticked(agency))

    assert f"You fill this in for {member}. It is recorded that it was you." in words(page)
    member.refresh_from_db()
    assert member.declared_by == people["coordinator"]


def test_a_closed_challenge_shows_what_was_declared(client, challenge, member, url, agency):
    made.interest(panel_member=member, agency=agency, reason="My sister works there")
    challenge.status, challenge.closed_at = "closed", timezone.now()
    challenge.closed_by = challenge.set_up_by
    challenge.save()
    client.force_login(member.user)

    page = client.get(url)

    assert "was closed by" in words(page)
    assert "My sister works there" in words(page)
    assert "<form" not in page.text.partition("<main")[2]


def test_whoever_left_the_panel_has_no_page_any_more(client, challenge, member, url):
    member.left_at, member.left_by = timezone.now(), challenge.set_up_by
    member.save()
    client.force_login(member.user)

    assert client.get(url).status_code == 404


class TestByLink:
    def test_the_mail_leads_to_it(self, challenge, member):
        made.possible_session(challenge=challenge)
        challenge.asked_at = challenge.asked_by = None
        challenge.save()

        asking.ask(
            challenge=challenge,
            due_on=timezone.localdate() + timedelta(days=7),
            by=challenge.set_up_by,
        )

        mail = Email.objects.get(to=member.user)
        [key] = re.findall(r"/declaration/([^/\s]+)/", mail.body)
        page = Client().get(reverse("challenge:declare-by-link", args=[key]))
        assert "Do you have an interest in any of these agencies?" in page.text

    def test_needs_no_account_and_leads_on_to_when_they_can_come(
        self, member, key, by_link, agency
    ):
        nobody = Client(enforce_csrf_checks=True)

        response = nobody.post(by_link, ticked(agency))

        assert response.url == reverse("challenge:availability-by-link", args=[key])
        assert standing(member) == {agency: "My sister works there"}
        member.refresh_from_db()
        assert member.declared_by == member.user

    def test_is_kept_secret_by_the_browser(self, by_link):
        response = Client().get(by_link)

        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response.headers["Cache-Control"]

    def test_that_was_forged_is_refused_in_a_sentence(self, db):
        response = Client().get(reverse("challenge:declare-by-link", args=["forged"]))

        assert response.status_code == 404
        assert "This link is not one of ours" in response.text

    def test_of_another_person_is_refused_in_a_sentence(self, client, people, by_link):
        client.force_login(people["chair"])

        response = client.get(by_link)

        assert response.status_code == 403
        assert "This link was sent to somebody else" in response.text

    def test_of_an_agency_is_not_for_declaring(self, challenge, agency):
        lead = factories.member(Role.LEAD, agency=agency)
        key = personal_links.make(
            user=lead,
            challenged_agency=challenge.agencies.get(agency=agency),
            by=challenge.set_up_by,
        )

        response = Client().get(reverse("challenge:declare-by-link", args=[key]))

        assert response.status_code == 404

    def test_that_was_withdrawn_keeps_what_was_typed(self, member, by_link, agency):
        personal_links.withdraw(panel_member=member)

        response = Client().post(by_link, ticked(agency, reason="My sister works there. " * 5))

        assert response.status_code == 410
        assert "My sister works there." in response.text
        assert standing(member) == {}


def test_agencies_chosen_after_somebody_declared_are_marked(client, challenge, member, url):
    member.declared_at, member.declared_by = timezone.now(), member.user
    member.save()
    new = factories.agency(partnership=challenge.partnership)
    made.challenged_agency(challenge=challenge, agency=new)
    client.force_login(member.user)

    text = client.get(url).text

    assert "1 agency was chosen since: please look through it and save again." in text
    assert f"{new} <strong>(chosen since)</strong></label>" in text
    assert text.count("(chosen since)") == 1


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_number_of_queries_does_not_grow(
    client, challenge, member, url, django_assert_num_queries, agencies
):
    for _ in range(agencies - 1):
        agency = factories.agency(partnership=challenge.partnership)
        made.challenged_agency(challenge=challenge, agency=agency)
        made.interest(panel_member=member, agency=agency)
    client.force_login(member.user)

    with django_assert_num_queries(7):
        client.get(url)
