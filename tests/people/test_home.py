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
