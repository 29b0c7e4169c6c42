from django.urls import reverse

from section11.people.models import Role
from tests import factories


def test_home_says_which_roles_a_person_holds(client, agency, partnership):
    person = factories.member(Role.LEAD, agency=agency)
    factories.Membership.objects.create(
        user=person, role=Role.BOARD_MEMBER, partnership=partnership
    )
    client.force_login(person)

    text = client.get(reverse("web:home")).text

    assert f"<li>Safeguarding lead, {agency}</li>" in text
    assert f"<li>Board member, {partnership}</li>" in text


def test_home_leads_to_the_people_that_a_person_looks_after(client, agency, people, partnership):
    agency_url = reverse("people:agency-people", args=[agency.pk])
    partnership_url = reverse("people:partnership-people", args=[partnership.pk])
    found = {}
    for person in ("lead", "coordinator", "reader", "board member", "administrator"):
        client.force_login(people[person])
        text = client.get(reverse("web:home")).text
        found[person] = [url for url in (agency_url, partnership_url) if f'"{url}"' in text]

    assert found == {
        "lead": [agency_url],
        "coordinator": [partnership_url],
        "reader": [],
        "board member": [],
        "administrator": [],
    }
