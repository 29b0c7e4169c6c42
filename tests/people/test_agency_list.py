from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Role
from tests import factories

URL = reverse("people:agency-list")


@pytest.mark.parametrize(
    ("person", "sees", "edits"),
    [
        ("outsider", False, False),
        ("neighbour", False, False),
        ("reader", True, False),
        ("lead", True, True),
        ("approver", True, False),
        ("coordinator", True, True),
        ("coordinator elsewhere", False, False),
        ("board member", True, False),
    ],
)
def test_each_sees_their_own_agencies(client, people, agency, person, sees, edits):
    client.force_login(people[person])

    rows = client.get(URL).context["rows"]

    assert [row["editable"] for row in rows if row["agency"] == agency] == [edits] * sees


def test_why_each_takes_part_is_said(client, people, agency, partnership):
    client.force_login(people["lead"])

    response = client.get(URL)

    assert f"Section 11 body in {partnership.short_name}" in response.text


def test_someone_without_a_role_is_told(client, db):
    client.force_login(factories.user())

    assert "You have no part in any agency or partnership yet." in client.get(URL).text


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_number_of_queries_is_fixed(client, partnership, django_assert_num_queries, agencies):
    client.force_login(factories.member(Role.COORDINATOR, partnership=partnership))
    for _ in range(agencies):
        factories.agency(partnership=partnership)
        factories.agency(partnership=partnership).places.update(left_on="2021-01-01")

    # session, person, roles, whose people are looked after, invitations kept back, agencies, their
    # places, files that wait, agencies that left
    with django_assert_num_queries(9):
        response = client.get(URL)

    assert len(response.context["rows"]) == agencies


def test_agencies_that_left_or_join_later_stay_in_sight_of_who_manages_them(
    client, people, partnership
):
    left = factories.agency(partnership=partnership, name="Left Trust").places.get()
    left.left_on = date(2021, 1, 1)
    left.save()
    later = factories.agency(partnership=partnership, name="Later Trust").places.get()
    later.joined_on = timezone.localdate() + timedelta(days=9)
    later.save()
    client.force_login(people["coordinator"])

    response = client.get(URL)

    assert [place.agency.name for place in response.context["other_places"]] == [
        "Later Trust",
        "Left Trust",
    ]
    assert "until 1 January 2021" in response.text


def test_only_who_manages_agencies_is_offered_to_add_one(client, people):
    offered = {}
    for person in ("coordinator", "lead", "board member"):
        client.force_login(people[person])
        offered[person] = "Add an agency" in client.get(URL).text

    assert offered == {"coordinator": True, "lead": False, "board member": False}
