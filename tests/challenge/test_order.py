"""Slots inside a session: hand-worked."""

import pytest

from challenge import order


@pytest.mark.parametrize(
    ("minutes", "kept", "slots"),
    [
        ({}, {}, []),
        ({"a": 40, "b": 40}, {}, [("a", 0), ("b", 50)]),
        ({"a": 60, "b": 40, "c": 40}, {}, [("a", 0), ("b", 70), ("c", 120)]),
        # What is kept stays, though that leaves a gap before it.
        ({"a": 40, "b": 40}, {"b": 70}, [("a", 0), ("b", 70)]),
        ({"b": 40}, {"b": 70}, [("b", 70)]),
        # The gap of somebody who dropped out takes one of the same length, not a longer one.
        ({"x": 40, "a": 40, "c": 40}, {"a": 0, "c": 100}, [("a", 0), ("x", 50), ("c", 100)]),
        ({"x": 50, "a": 40, "c": 40}, {"a": 0, "c": 100}, None),
        # The first gap is not always the right one.
        ({"x": 20, "y": 40, "k": 80}, {"k": 50}, [("y", 0), ("k", 50), ("x", 140)]),
        ({"a": 170}, {}, [("a", 0)]),
        ({"a": 171}, {}, None),
        ({"a": 40, "b": 40}, {"a": 0, "b": 45}, None),
        ({"a": 40}, {"a": 131}, None),
    ],
)
def test_slots_are_laid_out_around_those_that_stay(minutes, kept, slots):
    assert order.lay_out(minutes, room=170, pause=10, kept=kept) == slots


def test_as_many_published_minutes_stay_as_can():
    slots = order.lay_out_keeping_most(
        {"x": 50, "a": 40, "c": 40}, room=170, pause=10, published={"a": 0, "c": 100}
    )

    assert slots == [("a", 0), ("x", 50), ("c", 110)]


def test_what_does_not_fit_at_all_is_not_laid_out():
    assert order.lay_out_keeping_most({"a": 90, "b": 90}, room=170, pause=10, published={}) is None


def test_a_clash_of_minutes_is_named_by_those_who_matter():
    found = order.clash({"x": 80, "a": 20, "c": 40}, room=170, pause=10, kept={"a": 0, "c": 50})

    assert found == ["x", "c"]
