import pytest
from django.urls import reverse

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

    # session, person, roles, agencies, their places
    with django_assert_num_queries(5):
        response = client.get(URL)

    assert len(response.context["rows"]) == agencies
