import pytest
from django.urls import reverse

from section11.people.models import Sector, Size
from section11.record.models import Event


@pytest.fixture
def url(agency):
    return reverse("people:agency-edit", args=[agency.pk])


@pytest.mark.parametrize("person", ["lead", "coordinator"])
def test_sector_and_size_are_changed(client, people, agency, url, person):
    client.force_login(people[person])

    response = client.post(url, {"sector": "voluntary", "size": "small"}, follow=True)

    agency.refresh_from_db()
    assert (agency.sector, agency.size) == (Sector.VOLUNTARY, Size.SMALL)
    assert response.redirect_chain == [(url, 302)]
    assert "Self-audits that are not submitted follow the change." in response.text


def test_the_page_says_what_a_change_does(client, people, agency, url):
    client.force_login(people["lead"])

    response = client.get(url)

    assert "Changing this shows or hides questions. No answer is lost." in response.text
    assert response.context["form"].initial == {"sector": "police", "size": "large"}


def test_a_sector_that_does_not_exist_is_refused(client, people, agency, url):
    client.force_login(people["lead"])

    response = client.post(url, {"sector": "wizardry", "size": "small"})

    agency.refresh_from_db()
    assert list(response.context["form"].errors) == ["sector"]
    assert agency.sector == Sector.POLICE
    assert Event.objects.count() == 0
