"""What the home page says of challenges, to whoever runs them and to whoever sits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle):
    return made.challenge(cycle=cycle, asked=False)


@pytest.fixture
def member(challenge):
    return made.panel_member(challenge=challenge, declared_at=None)


def words(page):
    return " ".join(page.text.split())


def asked_to_declare(client, member):
    client.force_login(member.user)
    return "declare your interests" in client.get("/").text


def test_a_panel_member_is_asked_to_declare_once_there_are_agencies(
    client, challenge, member, agency
):
    before = asked_to_declare(client, member)
    made.challenged_agency(challenge=challenge, agency=agency)

    assert not before
    assert asked_to_declare(client, member)


def test_nobody_is_asked_to_declare_again_on_the_home_page(client, challenge, member, agency):
    made.challenged_agency(challenge=challenge, agency=agency)
    member.declared_at, member.declared_by = timezone.now(), member.user
    member.save()

    assert not asked_to_declare(client, member)


def test_a_member_hears_on_the_page_of_the_challenge_of_agencies_chosen_since(
    client, challenge, member, agency
):
    client.force_login(member.user)
    early = words(client.get(challenge.get_absolute_url()))
    other = factories.agency(partnership=challenge.partnership)
    made.challenged_agency(challenge=challenge, agency=other)
    undeclared = words(client.get(challenge.get_absolute_url()))
    member.declared_at, member.declared_by = timezone.now(), member.user
    member.save()
    made.challenged_agency(challenge=challenge, agency=agency)

    declared = words(client.get(challenge.get_absolute_url()))

    assert "You are asked about your interests once the agencies are chosen." in early
    assert "or that you have none, before anybody is invited." in undeclared
    assert "1 agency was chosen since: please look through it." in declared


@pytest.mark.parametrize(
    ("days", "status", "said"),
    [(0, "open", "in session now"), (3, "preparing", "packs are open"), (40, "preparing", "packs")],
)
def test_a_panel_member_is_led_to_the_sessions_they_sit_in(client, challenge, days, status, said):
    session = seated(client, challenge, days=days, status=status)

    [led] = client.get("/").text.split(f'href="{session.get_absolute_url()}"')[1:]

    line = led.split("</li>")[0]
    assert said in line
    assert (f"packs open on {session.packs_open_on:%-d %B %Y}" in line) == (days == 40)


@pytest.mark.parametrize(("days", "status"), [(0, "closed"), (-1, "preparing")])
def test_what_is_over_is_not_on_the_home_page(client, challenge, days, status):
    session = seated(client, challenge, days=days, status=status)

    assert session.get_absolute_url() not in client.get("/").text


def seated(client, challenge, *, days, status):
    """A session so many days from now in which the person signed in has a seat."""
    half_day = made.possible_session(
        challenge=challenge, on=timezone.localdate() + timedelta(days=days)
    )
    session = made.session(challenge=challenge, possible_session=half_day, status=status)
    member = made.panel_member(challenge=challenge)
    made.seat(session=session, panel_member=member)
    client.force_login(member.user)
    return session


QUERIES = {"planning": 24, "published": 24, "released": 23}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("stage", QUERIES)
def test_the_page_takes_the_same_number_of_queries_however_many_challenges_one_runs(
    client, people, partnership, django_assert_num_queries, stage, count
):
    for _ in range(count):
        begun(stage, partnership)
    client.force_login(people["coordinator"])
    client.get("/")

    with django_assert_num_queries(QUERIES[stage]):
        page = client.get("/")

    assert page.text.count(">Challenge of Cycle") == count


def begun(stage, partnership):
    """A challenge at that stage, of a cycle of its own."""
    challenge = made.plannable(cycle=factories.cycle(partnership=partnership))
    if stage == "published":
        made.published(challenge)
    if stage == "released":
        made.rated(challenge=challenge, agency=factories.agency(partnership=partnership))
        made.release(challenge)
