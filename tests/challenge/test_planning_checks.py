"""What is said before planning."""

import pytest

from challenge.planning import known, planning_checks, problems
from tests import challenge_factories as made
from tests import factories


def checked(challenge):
    now = known.read(challenge)
    return planning_checks.of(now, problems.of(now))


def declared(challenge):
    """Everybody has declared that they have no other interests."""
    challenge.panel_members.update(declared_at=challenge.set_up_at, declared_by=challenge.set_up_by)
    return challenge


def test_nothing_is_said_where_all_is_there(cycle):
    challenge = declared(made.plannable(cycle=cycle))

    assert checked(challenge) == ([], [])


def test_without_agencies_people_or_half_days_there_is_nothing_to_plan(cycle):
    challenge = made.challenge(cycle=cycle)

    stops, warnings = checked(challenge)

    assert [sentence.partition(":")[0] for sentence in stops] == [
        "No agency is waiting for a session",
        "There is nobody on the panel yet",
        "There is no half-day from now on on which a session could be held",
    ]
    assert warnings == []


def test_more_agencies_than_slots_is_said_with_how_many_will_be_left_out(cycle):
    challenge = declared(
        made.plannable(cycle=cycle, agencies=3, half_days=1, agencies_per_session=2)
    )

    [warning] = checked(challenge).warnings

    assert warning.startswith("3 agencies wait for a slot.")
    assert "so 1 will be left out" in warning


def test_that_every_member_is_conflicted_is_said(cycle):
    challenge = declared(made.plannable(cycle=cycle))
    for member in challenge.panel_members.all():
        for one in challenge.agencies.all():
            made.interest(panel_member=member, agency=one.agency)

    [warning] = checked(challenge).warnings

    assert warning.startswith("Every panel member has an interest in every agency")


def test_an_agency_for_which_too_few_are_without_an_interest_is_named(cycle):
    challenge = declared(made.plannable(cycle=cycle, members=3))
    agency = challenge.agencies.first().agency
    for member in challenge.panel_members.all()[:2]:
        made.interest(panel_member=member, agency=agency)

    [warning] = checked(challenge).warnings

    assert warning == f"Too few people without an interest in it for a panel: {agency}."


@pytest.mark.parametrize(
    ("fields", "begins"),
    [
        ({"seats_least": 4, "seats_most": 4}, "A panel has at least 4 people, and there are 3."),
        (
            {"required_capacities": {"police": 1}},
            "A panel has at least 1 in the capacity “police”, and there are none.",
        ),
        ({"minutes_per_agency": 200}, "The slot of Body"),
    ],
)
def test_rules_that_nobody_can_keep_are_named(cycle, fields, begins):
    challenge = declared(made.plannable(cycle=cycle, agencies=1, **fields))

    [warning] = checked(challenge).warnings

    assert warning.startswith(begins)


def test_that_nobody_may_chair_is_said(cycle):
    challenge = declared(made.plannable(cycle=cycle))
    challenge.panel_members.update(may_chair=False)

    assert checked(challenge).warnings == ["A panel needs a chair, and nobody may chair."]


def test_who_has_not_answered_and_who_can_never_come_is_named(cycle):
    challenge = declared(made.plannable(cycle=cycle))
    silent = made.panel_member(challenge=challenge, user=factories.user(name="Ada Silent"))
    never = made.panel_member(challenge=challenge, user=factories.user(name="Bo Never"))
    made.free(never, challenge.possible_sessions.all(), answer="no")
    agency = factories.agency(partnership=cycle.partnership)
    made.challenged_agency(challenge=challenge, agency=agency)
    declared(challenge)

    found = checked(challenge).warnings

    assert found == [
        f"Panel members who have not said when they can come: {silent.user}."
        " Without an answer they are taken as unable to come.",
        f"Agencies that have not said when they can come: {agency}."
        " Without an answer they are taken as unable to come.",
        f"Cannot come on any of the half-days: {never.user}.",
    ]


def test_many_names_are_counted(cycle):
    challenge = made.plannable(cycle=cycle, members=9)

    [warning] = checked(challenge).warnings

    assert warning.startswith("Have not declared their interests yet: ")
    assert warning.endswith(" and 3 more.")
