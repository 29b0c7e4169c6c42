from datetime import date, timedelta

import pytest
from django.utils import timezone

from section11.people import registry
from section11.people.models import Agency, PartnershipAgency, Role, Sector, Size, User
from section11.people.operations import agencies, memberships, partnerships, users
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from tests import factories

Basis = PartnershipAgency.ParticipationBasis


def last_event():
    event = Event.objects.first()
    return event.kind, event.by, event.agency_id, event.partnership_id


def test_a_person_may_sign_in_with_the_password_given(people):
    user = users.create(
        email="New@Example.org", name="New", password="a pass phrase", by=people["coordinator"]
    )

    assert User.objects.get(email="new@example.org").check_password("a pass phrase")
    assert last_event() == (Event.Kind.PERSON_ADDED, people["coordinator"], None, None)
    assert Event.objects.first().subject_id == user.pk


def test_a_person_without_a_password_cannot_sign_in(db):
    user = users.create(email="new@example.org", name="New", by=None)

    assert not user.has_usable_password()


def test_a_partnership_is_added(people):
    partnership = partnerships.create(name="Northern", short_name="N", by=people["coordinator"])

    assert last_event() == (
        Event.Kind.PARTNERSHIP_ADDED,
        people["coordinator"],
        None,
        partnership.pk,
    )


def test_an_agency_is_added(people):
    agency = agencies.create(
        name="Northern Police", short_name="Police", sector=Sector.POLICE, by=people["coordinator"]
    )

    assert agency.size == Size.LARGE
    assert last_event() == (Event.Kind.AGENCY_ADDED, people["coordinator"], agency.pk, None)


def test_an_agency_joins_a_partnership(partnership, people):
    agency = agencies.create(name="A", short_name="A", sector=Sector.FAITH, by=None)

    place = partnerships.join(
        partnership=partnership, agency=agency, basis=Basis.VOLUNTARY, by=people["coordinator"]
    )

    assert (place.basis, place.joined_on) == (Basis.VOLUNTARY, timezone.localdate())
    assert last_event() == (
        Event.Kind.AGENCY_JOINED,
        people["coordinator"],
        agency.pk,
        partnership.pk,
    )


def test_an_agency_joins_once(partnership, agency):
    with pytest.raises(RuleBroken, match=f"{agency} is in {partnership} already."):
        partnerships.join(partnership=partnership, agency=agency, basis=Basis.VOLUNTARY, by=None)


def test_a_change_of_profile_is_recorded_as_from_and_to(agency, people):
    agencies.change_profile(
        agency=agency, sector=Sector.VOLUNTARY, size=Size.LARGE, by=people["lead"]
    )

    assert last_event() == (Event.Kind.AGENCY_CHANGED, people["lead"], agency.pk, None)
    assert Event.objects.first().detail == {"sector": ["police", "voluntary"]}


def test_the_same_profile_again_is_no_change(agency, people):
    agencies.change_profile(agency=agency, sector=agency.sector, size=agency.size, by=None)

    assert Event.objects.count() == 0


@pytest.fixture
def told(monkeypatch):
    heard = []
    monkeypatch.setattr(registry, "profile_changed", [lambda **facts: heard.append(facts)])
    return heard


def test_higher_apps_are_told_of_a_change(agency, people, told):
    agencies.change_profile(agency=agency, sector=Sector.FIRE, size=Size.SMALL, by=people["lead"])

    assert told == [{"agency": agency, "by": people["lead"]}]
    assert (told[0]["agency"].sector, told[0]["agency"].size) == (Sector.FIRE, Size.SMALL)


def test_a_higher_app_that_cannot_follow_undoes_the_change(agency, people, monkeypatch):
    def refuse(**facts):
        raise RuleBroken("Not while a self-audit is being signed off.")

    monkeypatch.setattr(registry, "profile_changed", [refuse])

    with pytest.raises(RuleBroken):
        agencies.change_profile(agency=agency, sector=Sector.FIRE, size=Size.SMALL, by=None)

    assert Agency.objects.get(pk=agency.pk).sector == Sector.POLICE
    assert Event.objects.count() == 0


def test_a_role_holds_from_today(agency, people):
    user = factories.user()

    membership = memberships.give_role(
        user=user, role=Role.LEAD, agency=agency, by=people["coordinator"]
    )

    assert user.agency_ids(Role.LEAD) == {agency.pk}
    assert membership.starts_on == timezone.localdate()
    assert last_event() == (Event.Kind.ROLE_GIVEN, people["coordinator"], agency.pk, None)
    assert Event.objects.first().detail == {"role": "lead", "user": user.pk}


def test_a_role_in_a_partnership_belongs_to_its_record(partnership):
    user = factories.user()

    memberships.give_role(user=user, role=Role.LAY_MEMBER, partnership=partnership, by=None)

    assert user.partnership_ids() == {partnership.pk}
    assert last_event() == (Event.Kind.ROLE_GIVEN, None, None, partnership.pk)


def test_a_role_is_given_once(agency, people):
    with pytest.raises(RuleBroken, match=f"is safeguarding lead of {agency} already."):
        memberships.give_role(user=people["lead"], role=Role.LEAD, agency=agency, by=None)


def test_a_role_given_again_after_it_ended_holds_again(agency, people):
    held = people["reader"].memberships.get()
    memberships.end_role(membership=held, ends_on=timezone.localdate() - timedelta(days=1), by=None)
    ended = User.objects.get(pk=people["reader"].pk).agency_ids()

    memberships.give_role(user=people["reader"], role=Role.READER, agency=agency, by=None)

    assert ended == set()
    assert User.objects.get(pk=people["reader"].pk).agency_ids() == {agency.pk}


def test_an_ended_role_holds_to_the_end_of_its_last_day(agency, people):
    held = people["reader"].memberships.get()

    ended = memberships.end_role(
        membership=held, ends_on=timezone.localdate(), by=people["coordinator"]
    )

    assert ended.ends_on == timezone.localdate()
    assert people["reader"].memberships.current().count() == 1
    assert last_event() == (Event.Kind.ROLE_ENDED, people["coordinator"], agency.pk, None)


def test_a_role_cannot_end_before_it_began(people):
    held = people["reader"].memberships.get()

    with pytest.raises(RuleBroken, match="This role began on 1 January 2020, after that day."):
        memberships.end_role(membership=held, ends_on=date(2019, 12, 31), by=None)
