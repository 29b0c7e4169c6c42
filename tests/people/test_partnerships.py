"""What an administrator of the service does with partnerships."""

import pytest
from django.urls import reverse

from section11.people.models import Partnership, Role, User
from section11.record.models import Email, Event
from tests import factories

LIST = reverse("people:partnership-list")
NEW = reverse("people:partnership-new")
GIVEN = {
    "partnership": "Northern  Partnership",
    "short_name": "North",
    "name": "Ann Ray",
    "email": "Ann@Example.org",
    "post": "Business manager",
}


@pytest.fixture
def administrator(client, people):
    client.force_login(people["administrator"])
    return people["administrator"]


def test_a_partnership_is_added_with_its_first_coordinator(client, administrator):
    response = client.post(NEW, GIVEN, follow=True)

    partnership = Partnership.objects.get(name="Northern Partnership")
    ann = User.objects.get(email="ann@example.org")
    assert ann.partnership_ids(Role.COORDINATOR) == {partnership.pk}
    assert Email.objects.get().to == ann
    assert "Northern Partnership was added, and its coordinator is invited." in response.text
    assert Event.objects.get(kind=Event.Kind.PARTNERSHIP_ADDED).by == administrator


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"email": "ann"}, "email", "Enter an e-mail address such as name@example.org"),
        ({"name": ""}, "name", "“Name of the coordinator” needs an answer"),
        ({"short_name": "x" * 41}, "short_name", None),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client, administrator, wrong, field, sentence):
    before = Partnership.objects.count()

    response = client.post(NEW, GIVEN | wrong)

    [said] = response.context["form"].errors[field]
    assert sentence in (said, None)
    assert "Northern  Partnership" in response.text
    assert (Partnership.objects.count(), Email.objects.count()) == (before, 0)


def test_a_name_that_is_taken_is_refused_whatever_the_capitals(client, administrator, partnership):
    response = client.post(NEW, GIVEN | {"partnership": partnership.name.upper()})

    [said] = response.context["form"].errors["partnership"]
    assert said == "There is a partnership of this name already"


def test_another_coordinator_is_invited(client, administrator, partnership):
    url = reverse("people:coordinator-new", args=[partnership.pk])

    response = client.post(url, {"name": "Ann Ray", "email": "ann@example.org"}, follow=True)

    ann = User.objects.get(email="ann@example.org")
    assert ann.partnership_ids(Role.COORDINATOR) == {partnership.pk}
    assert f"Invited to coordinate {partnership}." in response.text


def test_who_coordinates_it_already_is_not_invited_again(
    client, administrator, partnership, people
):
    url = reverse("people:coordinator-new", args=[partnership.pk])
    coordinator = people["coordinator"]

    response = client.post(url, {"name": "Somebody", "email": coordinator.email.upper()})

    [said] = response.context["form"].errors["email"]
    assert said == f"{coordinator} coordinates {partnership} already"
    assert 'value="Somebody"' in response.text


def test_the_list_says_who_coordinates_each(client, administrator, partnership, people):
    empty = factories.partnership()

    response = client.get(LIST)

    shown = {
        p.name: [m.person_name for m in p.coordinators] for p in response.context["partnerships"]
    }
    assert shown[partnership.name] == [people["coordinator"].name]
    assert shown[empty.name] == []
    assert "It has no coordinator." in response.text


@pytest.mark.parametrize("partnerships", [1, 3])
def test_the_number_of_queries_is_fixed(client, db, django_assert_num_queries, partnerships):
    person = factories.member(Role.ADMINISTRATOR)
    for _ in range(partnerships):
        partnership = factories.partnership()
        factories.member(Role.COORDINATOR, partnership=partnership)
    client.force_login(person)

    # session, person, roles, partnerships, their coordinators, what the person may read
    with django_assert_num_queries(6):
        response = client.get(LIST)

    assert len(response.context["partnerships"]) == partnerships


def test_only_administrators_find_the_way(client, people):
    linked = {}
    for name in ("administrator", "coordinator", "board member"):
        client.force_login(people[name])
        linked[name] = f'href="{LIST}"' in client.get(reverse("web:home")).text

    assert linked == {"administrator": True, "coordinator": False, "board member": False}
