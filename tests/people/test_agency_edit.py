import pytest
from django.urls import reverse

from section11.people import people_list
from section11.people.models import PartnershipAgency, Sector, Size
from section11.record.models import Event
from tests import factories


@pytest.fixture
def url(agency):
    return reverse("people:agency-edit", args=[agency.pk])


DETAILS = {
    "name": "Young Carers",
    "short_name": "YC",
    "sector": "voluntary",
    "size": "small",
    "statutory_partner": "",
}


def test_the_lead_changes_sector_and_size(client, people, agency, url):
    client.force_login(people["lead"])

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


def test_a_coordinator_changes_the_name_too(client, people, agency, url):
    client.force_login(people["coordinator"])

    response = client.post(url, DETAILS, follow=True)

    agency.refresh_from_db()
    assert (agency.name, agency.short_name, agency.sector) == ("Young Carers", "YC", "voluntary")
    assert response.redirect_chain == [(url, 302)]
    assert sorted(Event.objects.get().detail) == ["name", "sector", "short_name", "size"]


def test_a_name_that_another_agency_has_is_refused_and_what_was_typed_stays(
    client, people, agency, url, partnership
):
    other = factories.agency(partnership=partnership)
    client.force_login(people["coordinator"])

    response = client.post(url, DETAILS | {"name": other.name.upper()})

    assert response.context["form"].errors == {
        "name": [
            "This name cannot be used. Add what tells the agency from others, such as its place"
        ]
    }
    assert 'value="YC"' in response.text


@pytest.fixture
def shared(agency):
    """A partnership that nobody here may know of has the agency too."""
    hidden = factories.partnership(name="Hidden Hills", short_name="Hidden")
    PartnershipAgency.objects.create(partnership=hidden, agency=agency, basis="voluntary")
    return hidden


def test_a_coordinator_changes_no_agency_that_another_partnership_has(
    client, people, agency, url, shared
):
    client.force_login(people["coordinator"])

    page = client.get(url)
    answer = client.post(url, DETAILS, follow=True)

    agency.refresh_from_db()
    assert page.context["form"] is None
    assert "This agency&#x27;s own lead changes these." in page.text
    assert "This agency&#x27;s own lead changes these." in answer.text
    assert agency.name != "Young Carers"


def test_a_coordinator_is_not_told_where_else_the_agency_sits(client, people, url, shared):
    client.force_login(people["lead"])
    lead_reads = client.get(url).text
    client.force_login(people["coordinator"])

    coordinator_reads = client.get(url).text + client.get(reverse("people:agency-list")).text

    assert "Hidden" in lead_reads
    assert "Hidden" not in coordinator_reads


def test_the_lead_of_a_shared_agency_still_changes_its_profile(client, people, agency, url, shared):
    client.force_login(people["lead"])

    client.post(url, {"sector": "voluntary", "size": "small"})

    agency.refresh_from_db()
    assert agency.sector == Sector.VOLUNTARY


def test_who_coordinates_both_partnerships_changes_what_they_share(
    client, people, agency, url, shared
):
    factories.Membership.objects.create(
        user=people["coordinator"], role="coordinator", partnership=shared
    )
    client.force_login(people["coordinator"])

    client.post(url, DETAILS)

    agency.refresh_from_db()
    assert agency.name == "Young Carers"


def test_the_partnership_that_came_later_does_not_put_people_into_a_shared_agency(
    client, people, agency, url, shared
):
    later = factories.member("coordinator", partnership=shared)
    people_url = reverse("people:agency-people", args=[agency.pk])
    offered = {}
    for name, person in (("first", people["coordinator"]), ("later", later)):
        client.force_login(person)
        listed = client.get(reverse("people:agency-list")).text
        opened = [client.get(address).status_code for address in (url, people_url)]
        offered[name] = (people_url in listed, people_url in client.get(url).text, opened)

    assert offered == {"first": (True, True, [200, 200]), "later": (False, False, [200, 403])}
    assert not people_list.looked_after_by(later).filter(agency=agency).exists()
    assert people_list.looked_after_by(people["coordinator"]).filter(agency=agency).exists()


def test_an_agency_is_looked_after_by_whom_it_is_left_with(client, people, agency, shared):
    later = factories.member("coordinator", partnership=shared)
    agency.places.filter(partnership=people["coordinator"].memberships.get().partnership).update(
        left_on="2021-01-01"
    )
    client.force_login(later)

    response = client.get(reverse("people:agency-people", args=[agency.pk]))

    assert response.context["agency"] == agency
