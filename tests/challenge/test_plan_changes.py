"""A plan changed by hand."""

from challenge.planning import plan_changes
from challenge.problem import Pins, Plan, Sitting
from tests.instances import instance

PROBLEM = instance(8, 4, 8, available=1.0, seed=1)  # a000 and a007 have an hour
FIRST, SECOND, THIRD = (session.id for session in PROBLEM.sessions[:3])
PLAN = Plan(
    {
        FIRST: Sitting(("a001", "a000", "a002"), (0, 50, 120), ("p000", "p001"), "p000"),
        SECOND: Sitting(("a003",), (0,), ("p002",), "p002"),
    }
)


def test_an_agency_that_moves_comes_last_and_the_others_move_up():
    moved = plan_changes.move(PROBLEM, PLAN, "a001", SECOND)

    assert moved.sittings[FIRST].agencies == ("a000", "a002")
    assert moved.sittings[FIRST].begins == (0, 70)
    assert moved.sittings[SECOND].agencies == ("a003", "a001")
    assert moved.sittings[SECOND].begins == (0, 50)
    assert moved.sittings[SECOND].panel == ("p002",)


def test_the_last_agency_to_leave_a_session_ends_it():
    moved = plan_changes.move(PROBLEM, PLAN, "a003", FIRST)

    assert list(moved.sittings) == [FIRST]


def test_an_agency_without_a_slot_is_placed():
    assert plan_changes.move(PROBLEM, PLAN, "a004", SECOND).session_of("a004") == SECOND


def test_two_agencies_change_places_and_times_follow():
    swapped = plan_changes.swap(PROBLEM, PLAN, "a000", "a003")

    assert swapped.sittings[FIRST].agencies == ("a001", "a003", "a002")
    assert swapped.sittings[FIRST].begins == (0, 50, 100)
    assert swapped.sittings[SECOND].agencies == ("a000",)


def test_an_agency_comes_earlier_and_the_first_stays_first():
    earlier = plan_changes.earlier(PROBLEM, PLAN, "a000")

    assert earlier.sittings[FIRST].agencies == ("a000", "a001", "a002")
    assert earlier.sittings[FIRST].begins == (0, 70, 120)
    assert plan_changes.earlier(PROBLEM, PLAN, "a001") == PLAN
    assert plan_changes.earlier(PROBLEM, PLAN, "a004") == PLAN


def test_taking_out_one_without_a_slot_changes_nothing():
    assert plan_changes.take_out(PROBLEM, PLAN, "a004") == PLAN


def test_a_panel_is_exactly_those_named_and_only_one_of_them_chairs():
    seated = plan_changes.seat(PLAN, FIRST, ("p003", "p004"), "p009")
    opened = plan_changes.seat(PLAN, THIRD, ("p005",), "p005")

    assert seated.sittings[FIRST].panel == ("p003", "p004")
    assert seated.sittings[FIRST].chair == ""
    assert seated.sittings[FIRST].agencies == PLAN.sittings[FIRST].agencies
    assert opened.sittings[THIRD] == Sitting((), (), ("p005",), "p005")


def test_pins_that_a_plan_does_not_follow():
    pins = Pins(
        agencies={"a001": SECOND, "a003": SECOND},
        seated=frozenset({("p000", FIRST), ("p000", SECOND)}),
        not_seated=frozenset({("p002", SECOND), ("p002", FIRST)}),
    )

    assert plan_changes.unfollowed(pins, PLAN) == {
        ("a001", SECOND),
        ("p000", SECOND),
        ("p002", SECOND),
    }
