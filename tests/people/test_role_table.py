from django.urls import reverse

from section11.people import wording
from section11.people.models import Role
from section11.people.permissions import TABLE, Permission


def test_every_role_and_permission_has_words():
    assert set(wording.ROLES) == set(Role)
    assert set(wording.PERMISSIONS) == set(Permission)


def test_the_page_shows_the_table_by_which_it_is_decided(client, people):
    client.force_login(people["reader"])

    context = client.get(reverse("people:role-table")).context
    roles, rows = context["roles"], context["rows"]

    table = {
        (role.label, wording.PERMISSIONS[permission])
        for role, permissions in TABLE.items()
        for permission in permissions
    }
    assert {(role["label"], words) for role in roles for words in role["may"]} == table
    assert {(role, row["words"]) for row in rows for role in row["who"]} == table
