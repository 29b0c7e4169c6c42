from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Invitation, Role
from section11.people.operations import handovers, invitations
from section11.record.models import Event
from tests import factories
from tests.people.mail import link


@pytest.fixture
def membership(agency, people):
    return invitations.invite(
        email="new@example.org",
        name="New Person",
        role=Role.CONTRIBUTOR,
        agency=agency,
        by=people["lead"],
    )


@pytest.fixture
def url(membership):
    return link(membership.user)


def who_is_in(client):
    return client.session.get("_auth_user_id")


def test_the_page_says_who_invited_whom_to_what(client, agency, people, url):
    text = client.get(url).text

    assert "Welcome, New Person" in text
    assert f"{people['lead'].name} has invited you" in text
    assert f"<li>Contributor, {agency}</li>" in text
    assert "<strong>new@example.org</strong>" in text


def test_opening_the_link_neither_uses_it_up_nor_lets_anybody_in(client, membership, url):
    client.get(url)
    client.head(url)

    assert who_is_in(client) is None
    assert membership.user.invitations.get().used_at is None


def test_coming_in_signs_in_and_uses_the_link_up(client, membership, agency, url):
    response = client.post(url)

    assert response.headers["Location"] == reverse("web:home")
    assert who_is_in(client) == str(membership.user.pk)
    assert membership.user.invitations.get().used_at is not None
    used = Event.objects.get(kind=Event.Kind.INVITATION_USED)
    assert (used.by, used.agency_id) == (membership.user, agency.pk)


def test_whoever_came_in_is_told_how_they_sign_in_next_time(client, url):
    response = client.post(url, follow=True)

    assert "Next time sign in with your e-mail address and a code" in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_opening_ones_own_link_once_more_leads_home(client, membership, url, method):
    client.post(url)

    response = getattr(client, method)(url)

    assert response.headers["Location"] == reverse("web:home")
    assert who_is_in(client) == str(membership.user.pk)
    assert not Event.objects.filter(kind=Event.Kind.LINK_REFUSED).exists()


def test_a_new_session_begins(client, url):
    client.get(url)
    client.session.save()
    before = client.session.session_key

    client.post(url)

    assert client.session.session_key != before


def used(membership):
    invitations.accept(invitation=membership.user.invitations.get())


def replaced(membership):
    invitations.send(membership=membership, by=None)


def withdrawn(membership):
    handovers.leave(membership=membership, by=None)


def role_ended(membership):
    membership.user.memberships.update(ended_at=timezone.now())


def expired(membership):
    then = timezone.now() - timedelta(days=14)
    Invitation.objects.update(sent_at=then, expires_at=then + timedelta(days=14))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("happens", "title", "refusal"),
    [
        (used, "This link has been used", "used"),
        (replaced, "There is a newer link", "replaced"),
        (withdrawn, "This invitation was withdrawn", "withdrawn"),
        (role_ended, "This invitation was withdrawn", "withdrawn"),
        (expired, "This link has expired", "expired"),
    ],
)
def test_a_link_that_is_dead_says_why_and_what_to_do(
    client, agency, membership, url, method, happens, title, refusal
):
    happens(membership)

    response = getattr(client, method)(url)

    assert (response.status_code, who_is_in(client)) == (410, None)
    assert f'<h1 class="govuk-heading-l">{title}</h1>' in response.text
    assert "new@example.org" not in response.text
    assert "New Person" not in response.text
    event = Event.objects.get(kind=Event.Kind.LINK_REFUSED)
    assert (event.by, event.agency_id, event.detail) == (None, agency.pk, {"refusal": refusal})


def test_a_link_that_nobody_made_says_so_and_leaves_no_trace(client, url):
    response = client.get(reverse("people:invitation-accept", args=["forged"]))

    assert response.status_code == 404
    assert "This link does not work" in response.text
    assert "Copy the whole link from the latest e-mail" in response.text
    assert not Event.objects.filter(kind=Event.Kind.LINK_REFUSED).exists()


def test_a_link_passed_on_to_somebody_signed_in_is_not_for_them(client, membership, people, url):
    client.force_login(people["reader"])

    response = client.post(url)

    assert "This link is not for you" in response.text
    assert f"You are signed in as {people['reader']}" in response.text
    assert "New Person" not in response.text
    assert who_is_in(client) == str(people["reader"].pk)
    assert membership.user.invitations.get().used_at is None
    event = Event.objects.get(kind=Event.Kind.LINK_REFUSED)
    assert (event.by, event.detail) == (people["reader"], {"refusal": "forwarded"})


def test_an_invitation_to_two_places_shows_both(client, partnership, membership, agency, people):
    other = factories.agency(partnership=partnership)
    invitations.invite(
        email="new@example.org",
        name="Nuala",
        role=Role.READER,
        agency=other,
        by=people["neighbour"],
    )

    text = client.get(link(membership.user)).text

    assert f"<li>Contributor, {agency}</li>" in text
    assert f"<li>Reader, {other}</li>" in text
