import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from challenge.models import PanelMember, Slot
from challenge.operations import panel, personal_links
from section11.people.models import Membership, Role
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle):
    return made.challenge(cycle=cycle)


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


@pytest.fixture
def url(challenge):
    return reverse("challenge:challenge-panel", args=[challenge.pk])


def give(user, role, **where):
    Membership.objects.create(user=user, role=role, starts_on="2020-01-01", **where)


def test_people_of_the_partnership_are_offered_and_added(
    client, challenge, coordinator, people, url
):
    page = client.get(url)
    offered = {pk for pk, _ in page.context["form"].fields["users"].choices}
    client.post(url, {"users": [people["lay member"].pk, people["chair"].pk]})

    sitting = ["chair", "board member", "panel member", "scrutineer", "lay member"]
    assert {people[name].pk for name in sitting} <= offered
    assert people["lead"].pk not in offered
    assert people["granted reader"].pk not in offered
    members = {one.user: one for one in challenge.panel_members.all()}
    assert set(members) == {people["lay member"], people["chair"]}
    assert members[people["lay member"]].capacities == ["lay"]
    assert members[people["lay member"]].reads_redacted
    assert members[people["chair"]].capacities == ["independent"]
    assert members[people["chair"]].may_chair
    event = Event.objects.about(challenge).get(kind=Event.Kind.PANEL_CHANGED)
    assert sorted(event.detail["added"]) == sorted(map(str, members))


@pytest.mark.parametrize(
    ("where", "capacity"),
    [
        ({"sector": "police"}, "police"),
        ({"sector": "icb", "statutory_partner": "health"}, "health"),
        ({"sector": "housing"}, "local_authority"),
        ({"sector": "school"}, "education"),
        ({"sector": "voluntary"}, "voluntary"),
        ({"sector": "fire"}, "other"),
    ],
)
def test_the_capacity_is_guessed_from_where_somebody_works(
    challenge, partnership, coordinator, where, capacity
):
    member = factories.member(Role.BOARD_MEMBER, partnership=partnership)
    give(member, Role.APPROVER, agency=factories.agency(partnership=partnership, **where))

    [added] = panel.add(challenge=challenge, users=[member.pk], by=coordinator)

    assert added.capacities == [capacity]


def test_whoever_has_no_role_that_lets_them_sit_is_refused(challenge, coordinator, people):
    with pytest.raises(RuleBroken, match="has no role in"):
        panel.add(challenge=challenge, users=[people["lead"].pk], by=coordinator)

    assert not challenge.panel_members.exists()


def test_whoever_works_for_a_challenged_agency_has_an_interest_at_once(
    challenge, agency, partnership, coordinator
):
    made.challenged_agency(challenge=challenge, agency=agency)
    member = factories.member(Role.BOARD_MEMBER, partnership=partnership)
    give(member, Role.LEAD, agency=agency)

    [added] = panel.add(challenge=challenge, users=[member.pk], by=coordinator)

    assert added.interests.standing().get().agency == agency


def test_adding_nobody_says_so(client, coordinator, url):
    response = client.post(url, {"users": []})
    response = client.post(url, {"users": [], "anything": "1"})

    assert "Tick at least one person" in response.text


def test_capacities_are_changed(client, challenge, coordinator):
    member = made.panel_member(challenge=challenge)
    url = reverse("challenge:panel-member-edit", args=[member.pk])

    client.post(url, {"capacities": ["police", "health"], "may_chair": "on", "sittings_most": "2"})

    member.refresh_from_db()
    assert member.capacities == ["health", "police"]
    assert member.may_chair
    assert member.sittings_most == 2
    event = Event.objects.about(challenge).get()
    assert event.detail["changed"] == ["capacities", "may_chair", "sittings_most"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"capacities": []}, "Choose at least one capacity"),
        ({"sittings_most": "0"}, "enter a number from 1 to 100"),
    ],
)
def test_what_is_wrong_with_a_member_is_said(client, challenge, coordinator, changes, sentence):
    member = made.panel_member(challenge=challenge)
    url = reverse("challenge:panel-member-edit", args=[member.pk])

    response = client.post(url, {"capacities": ["police"], "sittings_most": ""} | changes)

    assert sentence in response.text


def test_capacities_that_are_required_and_missing_are_said(client, challenge, coordinator, url):
    challenge.required_capacities = {"police": 1, "independent": 1}
    challenge.save()
    made.panel_member(challenge=challenge)

    page = client.get(url)

    assert "Each panel needs somebody of the capacity police, and nobody has it." in page.text
    assert "capacity independent" not in page.text
    assert "Each panel needs somebody who may chair, and nobody may." in page.text


def test_a_member_who_lost_their_role_is_marked(client, challenge, coordinator, url):
    made.panel_member(challenge=challenge, user=factories.user())

    page = client.get(url)

    assert "Holds no role any more that lets them sit" in page.text


# Off the panel


def test_a_member_is_taken_off_and_their_links_die(client, challenge, coordinator):
    member = made.panel_member(challenge=challenge)
    key = personal_links.make(user=member.user, panel_member=member, by=coordinator)

    client.post(reverse("challenge:panel-member-take-off", args=[member.pk]))
    response = client.get(reverse("challenge:availability-by-link", args=[key]))

    member.refresh_from_db()
    assert member.left_by == coordinator
    assert response.status_code == 410
    assert "This link was withdrawn on" in response.text


def test_whoever_is_off_a_published_panel_reads_no_pack(client, challenge, agency, coordinator):
    part = made.challenged_agency(challenge=challenge, agency=agency)
    member = made.panel_member(challenge=challenge)
    session = made.session(challenge=challenge)
    made.slot(session=session, challenged_agency=part)
    made.seat(session=session, panel_member=member)
    url = reverse("challenge:panel-member-take-off", args=[member.pk])

    before = Slot.objects.visible_to(member.user).count()
    page = client.get(url)
    client.post(url)

    assert before == 1
    assert "They sit in published sessions." in page.text
    assert Slot.objects.visible_to(member.user).count() == 0
    assert session.seats.filter(panel_member=member).exists()


def test_a_member_taken_off_twice_hears_who_was_first(challenge, coordinator, people):
    member = made.panel_member(challenge=challenge)
    panel.take_off(member=member, by=coordinator)

    with pytest.raises(RuleBroken, match=f"{coordinator} took {member} off the panel"):
        panel.take_off(member=member, by=coordinator)


def test_whoever_comes_back_is_as_they_were(challenge, coordinator, people):
    member = made.panel_member(
        challenge=challenge, user=people["panel member"], capacities=["police"]
    )
    panel.take_off(member=member, by=coordinator)

    panel.add(challenge=challenge, users=[member.user_id], by=coordinator)

    member.refresh_from_db()
    assert member.is_current
    assert member.capacities == ["police"]
    assert PanelMember.objects.count() == 1


def test_the_number_of_queries_does_not_grow(client, challenge, coordinator, partnership, url):
    made.panel_member(challenge=challenge)
    client.get(url)

    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        made.panel_member(challenge=challenge)
        factories.member(Role.BOARD_MEMBER, partnership=partnership)
    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert (len(one), len(three)) == (8, 8)


def test_a_redacted_member_whom_a_role_shows_whole_self_audits_is_pointed_out(
    client, challenge, coordinator, partnership, url
):
    lay = factories.member(Role.LAY_MEMBER, partnership=partnership)
    board = factories.member(Role.BOARD_MEMBER, partnership=partnership)
    quiet = made.panel_member(challenge=challenge, user=lay, capacities=["lay"])
    loud = made.panel_member(challenge=challenge, user=board, capacities=["young_scrutineer"])
    said = "as board member they read whole self-audits"

    text = client.get(url).text

    assert text.count("they read whole self-audits") == 1
    assert said in text.split(str(loud))[1].split("</tr>")[0]
    assert said in client.get(reverse("challenge:panel-member-edit", args=[loud.pk])).text
    assert said not in client.get(reverse("challenge:panel-member-edit", args=[quiet.pk])).text
