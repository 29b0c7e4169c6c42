import pytest
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Agency, PartnershipAgency, Role
from section11.record.models import Email, Event
from tests import factories

URL = reverse("people:agency-new")


@pytest.fixture
def details(partnership):
    return {
        "partnership": partnership.pk,
        "name": "Northern  Police",
        "short_name": "Police",
        "sector": "police",
        "size": "large",
        "statutory_partner": "police",
        "basis": "section_11",
        "joined_on": "1/4/2026",
    }


def test_an_agency_is_added(client, people, partnership, details):
    client.force_login(people["coordinator"])

    response = client.post(URL, details, follow=True)

    place = partnership.agency_places.get(agency__name="Northern Police")
    assert (place.agency.statutory_partner, place.basis) == ("police", "section_11")
    assert str(place.joined_on) == "2026-04-01"
    assert f"Northern Police takes part in {partnership}." in response.text
    assert [event.kind for event in Event.objects.all()] == [
        Event.Kind.AGENCY_JOINED,
        Event.Kind.AGENCY_ADDED,
    ]


def test_a_missing_answer_is_named_and_the_rest_stays(client, people, details):
    client.force_login(people["coordinator"])

    response = client.post(URL, details | {"basis": "", "sector": ""})

    assert response.context["form"].errors == {
        "basis": ["Choose why the agency takes part"],
        "sector": ["Choose a sector"],
    }
    assert 'value="Northern  Police"' in response.text


def test_an_agency_that_is_in_is_not_added_again_whatever_the_capitals(
    client, people, agency, partnership, details
):
    client.force_login(people["coordinator"])

    response = client.post(URL, details | {"name": agency.name.upper()})

    [sentence] = response.context["form"].errors["name"]
    assert sentence == f"{agency} is in {partnership} already"
    assert partnership.agency_places.filter(agency=agency).count() == 1


def test_an_agency_that_another_partnership_has_is_brought_in_by_its_exact_name(
    client, people, partnership, details
):
    elsewhere = factories.partnership(name="Hidden Hills")
    shared = factories.agency(partnership=elsewhere, name="Shared Trust", sector="acute_trust")
    lead = factories.member(Role.LEAD, agency=shared)
    client.force_login(people["coordinator"])

    response = client.post(URL, details | {"name": "Shared Trust"}, follow=True)

    shared.refresh_from_db()
    assert shared.sector == "acute_trust"
    assert {place.partnership for place in shared.places.all()} == {elsewhere, partnership}
    assert "Hidden Hills" not in response.text
    mail = Email.objects.get()
    assert (mail.template, mail.to) == ("agency_joined", lead)
    assert partnership.name in mail.body


def test_an_agency_that_left_comes_back_from_that_day(client, people, agency, partnership, details):
    PartnershipAgency.objects.filter(agency=agency).update(left_on="2021-01-01")
    client.force_login(people["coordinator"])

    client.post(URL, details | {"name": agency.name})

    place = agency.places.get()
    assert (place.left_on, str(place.joined_on)) == (None, "2026-04-01")


def test_the_partnership_is_asked_for_only_where_there_is_a_choice(client, people, partnership):
    client.force_login(people["coordinator"])
    alone = client.get(URL).context["form"]["partnership"].is_hidden
    second = factories.partnership()
    factories.Membership.objects.create(
        user=people["coordinator"], role=Role.COORDINATOR, partnership=second
    )

    form = client.get(URL).context["form"]

    assert alone
    assert not form["partnership"].is_hidden
    assert set(form.fields["partnership"].queryset) == {partnership, second}
    assert form.initial["joined_on"] == timezone.localdate()


def test_an_agency_is_added_to_no_partnership_of_others(client, people, details):
    elsewhere = factories.partnership()
    client.force_login(people["coordinator"])

    response = client.post(URL, details | {"partnership": elsewhere.pk})

    assert list(response.context["form"].errors) == ["partnership"]
    assert not Agency.objects.filter(name="Northern Police").exists()
