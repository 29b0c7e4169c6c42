"""What differs between two plans, and why."""

from dataclasses import replace

import pytest

from challenge.planning.plan_differences import Moved, Reseated, Why, between
from challenge.problem import Plan, Sitting
from tests.instances import instance

PROBLEM = instance(6, 3, 6, available=1.0, seed=1)
FIRST, SECOND, THIRD = (session.id for session in PROBLEM.sessions)
BEFORE = Plan(
    {
        FIRST: Sitting(("a000", "a001"), (0, 70), ("p000", "p001"), "p000"),
        SECOND: Sitting(("a002",), (0,), ("p002",), "p002"),
    }
)


def why(**changes):
    return Why(replace(PROBLEM, **changes), BEFORE, str, str)


def without(things, gone):
    return tuple(one for one in things if one.id != gone)


def cannot_come(things, who):
    return tuple(replace(one, available={}) if one.id == who else one for one in things)


def test_the_same_plan_differs_in_nothing():
    assert not between(BEFORE, BEFORE)


def test_slots_panels_and_sessions_that_differ_are_told_apart():
    after = Plan(
        {
            FIRST: Sitting(("a001",), (0,), ("p001", "p003"), "p001"),
            THIRD: Sitting(("a000", "a003"), (0, 70), ("p004",), "p004"),
        }
    )

    found = between(BEFORE, after)

    assert found.moved == (
        Moved("a001", (FIRST, 70), (FIRST, 0)),
        Moved("a000", (FIRST, 0), (THIRD, 0)),
        Moved("a003", None, (THIRD, 70)),
        Moved("a002", (SECOND, 0), None),
    )
    assert [one.keeps_session for one in found.moved] == [True, False, False, False]
    assert found.reseated == (Reseated(FIRST, ("p000",), ("p003",), "p001"),)
    assert (found.begun, found.ended) == ((THIRD,), (SECOND,))


MOVED = Moved("a000", (FIRST, 0), (SECOND, 50))


@pytest.mark.parametrize(
    ("changes", "moved", "sentence"),
    [
        ({}, Moved("a003", None, (FIRST, 0)), "It had no slot before."),
        (
            {"agencies": without(PROBLEM.agencies, "a000")},
            MOVED,
            "It is no longer among the agencies to be challenged.",
        ),
        (
            {"sessions": without(PROBLEM.sessions, FIRST)},
            MOVED,
            "No session can be held there any more.",
        ),
        (
            {"agencies": cannot_come(PROBLEM.agencies, "a000")},
            MOVED,
            "It can no longer come then.",
        ),
        ({"people": without(PROBLEM.people, "p001")}, MOVED, "p001 is no longer on the panel."),
        (
            {"people": cannot_come(PROBLEM.people, "p001")},
            MOVED,
            "p001 can no longer come then.",
        ),
        ({}, Moved("a001", (FIRST, 70), (FIRST, 0)), "The order of its session changes."),
    ],
)
def test_why_a_slot_moves(changes, moved, sentence):
    if not changes and moved.before:
        free = tuple(replace(one, interests=frozenset(), home="") for one in PROBLEM.people)
        changes = {"people": free}

    assert why(**changes).of_slot(moved) == sentence


def test_a_slot_that_could_stay_moves_to_make_room():
    free = tuple(replace(one, interests=frozenset(), home="") for one in PROBLEM.people)

    assert why(people=free).of_slot(MOVED) == "To make room for the other changes."


def test_what_somebody_changed_and_nothing_forced_is_said_to_be_by_hand():
    free = tuple(replace(one, interests=frozenset(), home="") for one in PROBLEM.people)
    given = replace(PROBLEM, people=free)
    reseated = Reseated(FIRST, ("p000",), (), "")

    by_hand, by_solver = (Why(given, BEFORE, str, str, by_hand=one) for one in (True, False))

    assert by_hand.of_slot(MOVED) == by_hand.of_panel(reseated) == "Changed by hand."
    assert by_solver.of_panel(reseated) == "For a better timetable."


def test_an_interest_is_why_a_seat_changes():
    barred = tuple(
        replace(one, interests=frozenset({"a001"})) if one.id == "p000" else one
        for one in PROBLEM.people
    )

    assert why(people=barred).of_seat("p000", FIRST) == "p000 has an interest in a001."
