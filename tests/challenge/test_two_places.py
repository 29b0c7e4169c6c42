"""Who would sit in one room while they come for an agency to another."""

import pytest

from challenge.operations import publishing
from challenge.planning import known, problems, two_places
from tests import challenge_factories as made


@pytest.fixture
def draft(cycle):
    """Two agencies in two rooms at once, each before a panel of two."""
    challenge = made.plannable(
        cycle=cycle, agencies=2, members=4, half_days=1, agencies_per_session=1
    )
    for name in ("Room A", "Room B"):
        challenge.rooms.create(name=name)
    return made.planned(challenge)


def side_by_side(draft):
    """[(room, member, agency)] of the two sessions."""
    challenge = draft.challenge
    return [
        (
            challenge.rooms.get(pk=session.partition("/")[2]),
            challenge.panel_members.get(pk=sitting.panel[0]),
            challenge.agencies.get(pk=sitting.agencies[0]),
        )
        for session, sitting in publishing.plan_of(draft).sittings.items()
    ]


def test_nobody_is_told_of_where_everybody_is_in_one_place(draft, django_assert_num_queries):
    now = known.read(draft.challenge)

    with django_assert_num_queries(1):
        found = two_places.sentences(now, problems.of(now), publishing.plan_of(draft))

    assert found == []


def test_a_member_who_comes_for_an_agency_in_the_other_room_is_told_of(client, draft):
    (here, member, _), (there, _, agency) = side_by_side(draft)
    made.attendee(challenged_agency=agency, user=member.user)
    client.force_login(draft.made_by)

    page = client.get(draft.get_absolute_url()).text

    assert "Somebody would have to be in two places" in page
    assert (
        f"in {here.name}, while {agency.agency}, for which they come, is questioned in {there.name}."
    ) in page
    assert f"<li>{member.user} sits on" in page


def test_coming_for_an_agency_on_another_half_day_is_no_trouble(cycle, django_assert_num_queries):
    challenge = made.plannable(cycle=cycle, members=2, agencies_per_session=1)
    draft = made.planned(challenge)
    now = known.read(challenge)

    with django_assert_num_queries(0):
        found = two_places.sentences(now, problems.of(now), publishing.plan_of(draft))

    assert found == []
