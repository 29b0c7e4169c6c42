"""An administrator's reading of one partnership: for a reason, for a few days, in sight of its people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Role
from section11.people.operations import grants
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import factories

LIST = reverse("people:grant-list")


@pytest.fixture
def administrator(people):
    return people["administrator"]


@pytest.fixture
def url(partnership):
    return reverse("people:grant-new", args=[partnership.pk])


@pytest.fixture
def grant(people):
    return people["granted reader"].memberships.get(role=Role.GRANTED_READER)


def asked(days=7, reason="A lead cannot open a file."):
    return {"reason": reason, "ends_on": (timezone.localdate() + timedelta(days=days)).isoformat()}


def test_an_administrator_reads_for_a_reason_until_a_date(
    client, administrator, partnership, cycle, url
):
    client.force_login(administrator)
    before = client.get(cycle.get_absolute_url()).status_code

    response = client.post(url, asked(), follow=True)

    grant = administrator.memberships.get(role=Role.GRANTED_READER)
    assert (grant.partnership, grant.reason) == (partnership, "A lead cannot open a file.")
    assert grant.ends_on == timezone.localdate() + timedelta(days=7)
    assert "Its coordinators have been told." in response.text
    assert (before, client.get(cycle.get_absolute_url()).status_code) == (404, 200)


def test_it_is_recorded_with_the_reason(client, administrator, partnership, url):
    client.force_login(administrator)

    client.post(url, asked())

    event = Event.objects.get(kind=Event.Kind.ACCESS_GRANTED)
    assert (event.by, event.partnership_id) == (administrator, partnership.pk)
    assert event.detail["reason"] == "A lead cannot open a file."


def test_every_coordinator_is_told_without_the_reason(
    client, administrator, partnership, people, url
):
    second = factories.member(Role.COORDINATOR, partnership=partnership)
    gone = factories.member(Role.COORDINATOR, partnership=partnership, is_active=False)
    client.force_login(administrator)

    client.post(url, asked())

    mails = Email.objects.filter(template="access_granted")
    assert {mail.to for mail in mails} == {people["coordinator"], second}
    assert gone not in {mail.to for mail in mails}
    assert LIST in mails[0].body
    assert "cannot open a file" not in mails[0].body


@pytest.mark.parametrize(("days", "right"), [(-1, False), (0, True), (7, True), (8, False)])
def test_the_last_day_is_within_a_week(client, administrator, url, days, right):
    client.force_login(administrator)

    response = client.post(url, asked(days))

    assert grants.current().filter(user=administrator).exists() == right
    if not right:
        [said] = response.context["form"].errors["ends_on"]
        assert said.startswith("Choose a last day from ")
        assert "A lead cannot open a file." in response.text


def test_a_reason_is_needed(client, administrator, url):
    client.force_login(administrator)

    response = client.post(url, asked(reason="  "))

    assert list(response.context["form"].errors) == ["reason"]
    assert not grants.current().filter(user=administrator).exists()


def test_the_operation_holds_the_limit_too(administrator, partnership):
    late = timezone.localdate() + timedelta(days=8)

    with pytest.raises(RuleBroken, match="at most 7 days"):
        grants.give(partnership=partnership, reason="x", ends_on=late, by=administrator)


def test_who_may_read_already_is_told(client, administrator, url):
    client.force_login(administrator)
    client.post(url, asked())

    response = client.post(url, asked(), follow=True)

    assert "already. End that before you ask again." in response.text
    assert grants.current().filter(user=administrator).count() == 1


def test_a_coordinator_sees_who_may_read_and_why(client, people, administrator, partnership):
    day = timezone.localdate()
    grants.give(partnership=partnership, reason="Restore", ends_on=day, by=administrator)
    hidden = factories.partnership()
    grants.give(partnership=hidden, reason="Hidden", ends_on=day, by=administrator)
    client.force_login(people["coordinator"])

    response = client.get(LIST)

    assert {grant.reason for grant in response.context["grants"]} == {
        "Restore",
        "A lead cannot open a file.",
    }
    assert "Hidden" not in response.text


def test_the_home_page_of_a_coordinator_points_to_it(client, people):
    told = {}
    for name in ("coordinator", "coordinator elsewhere", "board member"):
        client.force_login(people[name])
        told[name] = "may read your partnership" in client.get(reverse("web:home")).text

    assert told == {"coordinator": True, "coordinator elsewhere": False, "board member": False}


@pytest.mark.parametrize("person", ["coordinator", "granted reader"])
def test_it_is_ended_at_once(client, people, cycle, grant, person):
    reader = people["granted reader"]
    client.force_login(reader)
    before = client.get(cycle.get_absolute_url()).status_code
    client.force_login(people[person])

    response = client.post(reverse("people:grant-end", args=[grant.pk]), follow=True)

    client.force_login(reader)
    assert f"{reader} may not read {grant.partnership} any more." in response.text
    assert (before, client.get(cycle.get_absolute_url()).status_code) == (200, 404)
    event = Event.objects.get(kind=Event.Kind.ROLE_ENDED)
    assert (event.by, event.partnership_id) == (people[person], grant.partnership_id)


def test_ending_it_twice_explains_itself(client, people, grant):
    client.force_login(people["coordinator"])
    url = reverse("people:grant-end", args=[grant.pk])
    client.post(url)

    response = client.post(url, follow=True)

    assert "This reading has ended already." in response.text


def test_it_ends_by_itself(client, people, grant, cycle):
    grant.starts_on = timezone.localdate() - timedelta(days=8)
    grant.ends_on = timezone.localdate() - timedelta(days=1)
    grant.save()
    client.force_login(people["granted reader"])

    assert client.get(cycle.get_absolute_url()).status_code == 404


def test_no_role_of_a_partnership_is_ended_by_this_address(client, people):
    held = people["chair"].memberships.get()
    client.force_login(people["coordinator"])

    assert client.post(reverse("people:grant-end", args=[held.pk])).status_code == 404


@pytest.mark.parametrize("readers", [1, 3])
def test_the_number_of_queries_is_fixed(client, partnership, django_assert_num_queries, readers):
    client.force_login(factories.member(Role.COORDINATOR, partnership=partnership))
    for _ in range(readers):
        factories.granted_reader(partnership=partnership)

    # session, person, roles, grants
    with django_assert_num_queries(4):
        response = client.get(LIST)

    assert len(response.context["grants"]) == readers
