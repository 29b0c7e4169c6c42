import pytest
from django.urls import reverse

from section11.people.models import Role, User
from section11.people.operations import invitations
from tests.people.mail import sent_to


@pytest.fixture
def url(partnership):
    return reverse("people:partnership-people", args=[partnership.pk])


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


def test_the_page_lists_who_serves_the_partnership(client, people, coordinator, url):
    response = client.get(url)

    assert {person.user for person in response.context["people"]} == {
        people[who]
        for who in (
            "coordinator",
            "chair",
            "board member",
            "panel member",
            "seated member",
            "conflicted member",
            "scrutineer",
            "lay member",
        )
    }


@pytest.mark.parametrize("members", [1, 3])
def test_the_number_of_queries_is_fixed(
    client, partnership, coordinator, url, django_assert_num_queries, members
):
    for number in range(members):
        invitations.invite(
            email=f"{number}@example.org",
            name="N",
            role=Role.BOARD_MEMBER,
            partnership=partnership,
            by=coordinator,
        )

    # session, person, roles, partnership, people, mail
    with django_assert_num_queries(6):
        response = client.get(url)

    assert len(response.context["people"]) == 8 + members


@pytest.mark.parametrize(
    "role", ["coordinator", "chair", "board_member", "panel_member", "scrutineer", "lay_member"]
)
def test_each_role_of_a_partnership_can_be_given(client, partnership, coordinator, url, role):
    invite_url = reverse("people:partnership-invite", args=[partnership.pk])

    response = client.post(
        invite_url, {"role": role, "name": "New", "email": "new@example.org"}, follow=True
    )

    user = User.objects.get(email="new@example.org")
    assert user.partnership_ids(Role(role)) == {partnership.pk}
    assert sent_to(user) == ["invitation"]
    assert response.redirect_chain == [(url, 302)]


@pytest.mark.parametrize("role", ["granted_reader", "administrator", "lead"])
def test_no_other_role_can_be_given(client, partnership, coordinator, role):
    invite_url = reverse("people:partnership-invite", args=[partnership.pk])

    response = client.post(invite_url, {"role": role, "name": "N", "email": "new@example.org"})

    assert list(response.context["form"].errors) == ["role"]
    assert not User.objects.filter(email="new@example.org").exists()


def test_the_only_coordinator_stays(client, partnership, coordinator):
    url = reverse("people:role-end", args=[coordinator.memberships.get().pk])

    response = client.post(url, follow=True)

    assert f"{coordinator} is the only coordinator of {partnership}." in response.text


def test_a_coordinator_ends_the_lead_of_an_agency_by_handing_it_on(
    client, agency, people, coordinator
):
    url = reverse("people:role-hand-on", args=[people["lead"].memberships.get().pk])

    response = client.post(url, {"to": people["reader"].pk, "stays": "no"})

    assert response.headers["Location"] == reverse("people:agency-people", args=[agency.pk])
    assert agency.leads == [people["reader"]]


def test_an_administrators_reading_is_not_among_the_peoples_roles(client, people, coordinator):
    granted = people["granted reader"].memberships.get(role=Role.GRANTED_READER)

    response = client.post(reverse("people:role-end", args=[granted.pk]))

    assert response.status_code == 404
