"""An agency's part in a partnership: why and since when it takes part, its end and its return."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Agency
from section11.people.operations import partnerships
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from tests import factories


@pytest.fixture
def place(agency):
    return agency.places.get()


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


def url(name, place):
    return reverse(f"people:place-{name}", args=[place.pk])


def last_event():
    event = Event.objects.first()
    return event.kind, event.agency_id, event.partnership_id


def test_why_and_since_when_are_changed(client, coordinator, place):
    response = client.post(
        url("edit", place), {"basis": "voluntary", "joined_on": "2/3/2021"}, follow=True
    )

    place.refresh_from_db()
    assert (place.basis, place.joined_on) == ("voluntary", date(2021, 3, 2))
    assert response.redirect_chain == [(url("edit", place), 302)]
    assert last_event() == (Event.Kind.AGENCY_CHANGED, place.agency_id, place.partnership_id)
    assert Event.objects.first().detail == {
        "basis": ["section_11", "voluntary"],
        "joined_on": ["2020-01-01", "2021-03-02"],
    }


def test_the_same_again_is_no_change(client, coordinator, place):
    client.post(url("edit", place), {"basis": "section_11", "joined_on": "1/1/2020"})

    assert not Event.objects.exists()


def test_an_agency_does_not_begin_after_its_end(client, coordinator, place):
    place.left_on = timezone.localdate() + timedelta(days=5)
    place.save()
    late = timezone.localdate() + timedelta(days=6)

    response = client.post(
        url("edit", place), {"basis": "section_11", "joined_on": late.isoformat()}
    )

    [sentence] = response.context["form"].errors["joined_on"]
    assert sentence == f"Its part ends on {place.left_on:%-d %B %Y}, before that day"


def test_its_part_ends_on_a_day_for_a_reason(client, coordinator, place, self_audit):
    yesterday = timezone.localdate() - timedelta(days=1)

    response = client.post(
        url("end", place), {"left_on": yesterday.isoformat(), "reason": "Merged"}, follow=True
    )

    place.refresh_from_db()
    assert place.left_on == yesterday
    assert "What it submitted stays." in response.text
    assert last_event() == (Event.Kind.AGENCY_LEFT, place.agency_id, place.partnership_id)
    assert Event.objects.first().detail["reason"] == "Merged"
    assert not Agency.objects.visible_to(coordinator).filter(pk=place.agency_id).exists()
    assert place.agency.self_audits.get() == self_audit


def test_what_still_goes_on_is_pointed_out(client, coordinator, place, self_audit):
    response = client.get(url("end", place))

    assert f"Self-audit for {self_audit.cycle}: not started" in response.text
    assert self_audit.get_absolute_url() in response.text


def test_what_is_submitted_is_not_pointed_out(client, coordinator, place, cycle, agency):
    factories.self_audit(cycle=cycle, agency=agency, submitted=True)

    assert client.get(url("end", place)).context["unfinished"] == []


def test_what_goes_on_in_another_partnership_is_not_told(client, coordinator, place, agency):
    hidden = factories.cycle(partnership=factories.partnership(), name="Hidden cycle")
    factories.self_audit(cycle=hidden, agency=agency)

    assert "Hidden cycle" not in client.get(url("end", place)).text


def test_an_end_before_the_beginning_is_refused_and_the_reason_stays(client, coordinator, place):
    response = client.post(url("end", place), {"left_on": "31/12/2019", "reason": "Merged"})

    [sentence] = response.context["form"].errors["left_on"]
    assert sentence == "It joined on 1 January 2020, after that day"
    assert "Merged" in response.text


def test_an_end_needs_a_reason(client, coordinator, place):
    response = client.post(url("end", place), {"left_on": "1/1/2026", "reason": " "})

    assert list(response.context["form"].errors) == ["reason"]


def test_an_agency_that_left_is_brought_back(client, coordinator, place):
    place.left_on = date(2021, 1, 1)
    place.save()

    response = client.post(url("return", place), follow=True)

    place.refresh_from_db()
    assert (place.left_on, place.joined_on) == (None, timezone.localdate())
    assert f"{place.agency} takes part in {place.partnership} again." in response.text
    assert last_event()[0] == Event.Kind.AGENCY_JOINED


def test_an_end_that_has_not_come_is_taken_back(client, coordinator, place):
    place.left_on = timezone.localdate() + timedelta(days=30)
    place.save()

    client.post(url("return", place))

    place.refresh_from_db()
    assert (place.left_on, place.joined_on) == (None, date(2020, 1, 1))


def test_an_agency_that_never_left_is_not_brought_back(client, coordinator, place):
    response = client.post(url("return", place), follow=True)

    assert f"{place.agency} is in {place.partnership} already." in response.text
    assert not Event.objects.exists()


def test_a_part_that_has_ended_is_not_ended_again(place):
    place.left_on = date(2021, 1, 1)
    place.save()

    with pytest.raises(RuleBroken, match="has ended already"):
        partnerships.end_place(place=place, left_on=date(2022, 1, 1), reason="x", by=None)
