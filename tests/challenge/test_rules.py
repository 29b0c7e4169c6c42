"""The checker, on plans small enough to see by eye."""

from dataclasses import replace
from datetime import date, time

import pytest

from challenge import costs, rules
from challenge.problem import (
    Agency,
    Answer,
    Half,
    Person,
    Pins,
    Plan,
    Problem,
    Rules,
    Session,
    Sitting,
)

YES, MAYBE, NO = Answer.YES, Answer.IF_NEED_BE, Answer.NO
MORNING, AFTERNOON = "2026-03-12 morning", "2026-03-12 afternoon"


def session(name, half=Half.MORNING, *, day=12, minutes=100, room=""):
    return Session(name, date(2026, 3, day), half, time(9, 30), minutes, room)


def everybody(answer=YES):
    return {
        f"2026-03-{day} {half}": answer for day in (12, 13) for half in ("morning", "afternoon")
    }


def agency(ident, /, **more):
    return Agency(**{"id": ident, "minutes": 40, "available": everybody()} | more)


def person(ident, /, *capacities, **more):
    asked = {"id": ident, "capacities": frozenset(capacities), "available": everybody()}
    return Person(**asked | more)


def problem(**more):
    """Two sessions on 12 March; agencies a and b; p of the police, who may chair, and h of health."""
    given = {
        "sessions": (session("m"), session("n", Half.AFTERNOON)),
        "agencies": (agency("a"), agency("b")),
        "people": (person("p", "police", may_chair=True), person("h", "health")),
        "rules": Rules(
            seats_least=2, seats_most=2, required={"police": 1, "health": 1}, agencies_most=2
        ),
    }
    return Problem(**given | more)


def sitting(*agencies, begins=None, panel=("p", "h"), chair="p"):
    begins = tuple(range(0, 50 * len(agencies), 50)) if begins is None else begins
    return Sitting(agencies, begins, panel, chair)


def plan(**sittings):
    return Plan(sittings)


def test_a_plan_that_keeps_every_rule_breaks_none():
    assert rules.broken(problem(), plan(m=sitting("a", "b"))) == []


def test_an_empty_plan_breaks_no_rule():
    assert rules.broken(problem(), Plan()) == []


@pytest.mark.parametrize(
    ("asked", "planned", "said"),
    [
        (
            problem(agencies=(agency("a", name="Housing", available={MORNING: NO}),)),
            plan(m=sitting("a")),
            "Housing cannot come on 12 March in the morning.",
        ),
        (
            problem(agencies=(agency("a", available={}),)),
            plan(m=sitting("a")),
            "a cannot come on 12 March in the morning.",
        ),
        (
            problem(
                people=(
                    person("p", "police", may_chair=True, available={AFTERNOON: YES}),
                    person("h", "health"),
                )
            ),
            plan(m=sitting("a")),
            "p cannot come on 12 March in the morning.",
        ),
        (
            problem(rules=replace(problem().rules, agencies_most=1)),
            plan(m=sitting("a", "b")),
            "2 agencies on 12 March in the morning: 1 at most.",
        ),
        (
            problem(sessions=(session("m", minutes=89),)),
            plan(m=sitting("a", "b")),
            "b ends after the session on 12 March in the morning.",
        ),
        (
            problem(),
            plan(m=sitting("a", "b", begins=(0, 45))),
            "b begins before the break after the slot before it, on 12 March in the morning.",
        ),
        (
            problem(),
            plan(m=sitting("a", "b", begins=(0,))),
            "Not every slot on 12 March in the morning has a minute at which it begins.",
        ),
        (
            problem(rules=replace(problem().rules, required={}, seats_least=3, seats_most=3)),
            plan(m=sitting("a")),
            "The panel of 12 March in the morning has 2 people: at least 3 are needed.",
        ),
        (
            problem(rules=replace(problem().rules, required={}, seats_least=1, seats_most=1)),
            plan(m=sitting("a")),
            "The panel of 12 March in the morning has 2 people: at most 1 may sit.",
        ),
        (
            problem(rules=replace(problem().rules, required={"police": 2})),
            plan(m=sitting("a")),
            "The panel of 12 March in the morning has 1 person of the capacity “police”: at least 2"
            " are needed.",
        ),
        (
            problem(),
            plan(m=sitting("a", chair="h")),
            "The panel of 12 March in the morning has nobody in the chair who may chair.",
        ),
        (
            problem(),
            plan(m=sitting("a", chair="")),
            "The panel of 12 March in the morning has nobody in the chair who may chair.",
        ),
        (
            problem(
                people=(
                    person("p", "police", may_chair=True),
                    person("h", "health", interests=frozenset("a")),
                )
            ),
            plan(m=sitting("a")),
            "h has an interest in a, on 12 March in the morning.",
        ),
        (
            problem(
                people=(person("p", "police", may_chair=True, home="a"), person("h", "health"))
            ),
            plan(m=sitting("a")),
            "p has an interest in a, on 12 March in the morning.",
        ),
        (problem(), plan(m=sitting("a"), n=sitting("a")), "a has 2 slots: one at most."),
        (
            problem(sessions=(session("m"), session("n", room="Room 2"))),
            plan(m=sitting("a", panel=("p", "h")), n=sitting("b", panel=("p", "h"))),
            "p sits in 2 places at once, on 12 March in the morning.",
        ),
        (
            problem(people=(person("p", "police", may_chair=True, most=1), person("h", "health"))),
            plan(m=sitting("a"), n=sitting("b")),
            "p sits 2 times: 1 at most.",
        ),
        (problem(), plan(x=sitting("a")), "There is no session x."),
        (problem(), plan(m=sitting("z")), "There is no agency z."),
        (problem(), plan(m=sitting("a", panel=("p", "h", "z"))), "There is no panel member z."),
    ],
)
def test_a_broken_rule_is_said(asked, planned, said):
    assert said in rules.broken(asked, planned)


def test_two_agencies_that_question_each_other_are_said_where_that_is_a_rule():
    asked = problem(
        people=(
            person("p", "police", home="a", may_chair=True),
            person("h", "health"),
            person("q", "police", home="b", may_chair=True),
        )
    )
    planned = plan(m=sitting("b"), n=sitting("a", panel=("q", "h"), chair="q"))

    assert rules.broken(asked, planned) == []
    strict = replace(asked, rules=replace(asked.rules, reciprocal=False))
    assert rules.broken(strict, planned) == ["a and b question each other."]


@pytest.mark.parametrize(
    ("pins", "said"),
    [
        (Pins(agencies={"b": "n"}), "b is pinned to 12 March in the afternoon."),
        (Pins(agencies={"a": "n"}), "a is pinned to 12 March in the afternoon."),
        (Pins(seated=frozenset({("p", "n")})), "p is pinned to sit on 12 March in the afternoon."),
        (
            Pins(not_seated=frozenset({("p", "m")})),
            "p is pinned not to sit on 12 March in the morning.",
        ),
        (
            Pins(held=frozenset({"n"})),
            "The session on 12 March in the afternoon is pinned to be held.",
        ),
        (
            Pins(shut=frozenset({"m"})),
            "The session on 12 March in the morning is pinned not to be held.",
        ),
    ],
)
def test_a_broken_pin_is_said(pins, said):
    planned = plan(m=sitting("a"))

    assert rules.broken(problem(pins=pins), planned) == [said]
    assert rules.broken_pins(problem(pins=pins), planned) == [said]


def test_a_pin_of_what_is_gone_asks_for_nothing():
    pins = Pins(
        agencies={"z": "m", "a": "x"},
        seated=frozenset({("z", "m"), ("p", "x")}),
        not_seated=frozenset({("z", "m")}),
        held=frozenset({"x"}),
        shut=frozenset({"y"}),
    )

    assert rules.broken(problem(pins=pins), plan(m=sitting("a"))) == []


def counts(asked, planned):
    return {part.key: part.count for part in costs.parts(asked, planned) if part.count}


def test_each_session_held_and_each_agency_left_out_counts():
    found = {part.key: part for part in costs.parts(problem(), plan(m=sitting("a")))}

    assert (found["unplaced"].count, found["unplaced"].points) == (1, 10_000)
    assert (found["session"].count, found["session"].points) == (1, 100)
    assert costs.points(problem(), plan(m=sitting("a"))) == 10_000 + 100 + 2 * 2


def test_if_need_be_counts_for_agencies_and_for_people():
    asked = problem(
        agencies=(agency("a", available=everybody(MAYBE)), agency("b")),
        people=(
            person("p", "police", may_chair=True, available=everybody(MAYBE)),
            person("h", "health"),
        ),
    )

    assert counts(asked, plan(m=sitting("a", "b")))["if_need_be"] == 2


def test_load_counts_pairs_of_sittings_of_one_person():
    days = tuple(session(f"s{n}", day=12 + n % 2, half=[*Half][n // 2]) for n in range(4))
    asked = problem(sessions=days)

    found = counts(asked, plan(s0=sitting("a"), s1=sitting("b"), s2=sitting(), s3=sitting()))

    assert found["load"] == 2 * 6


def test_a_day_on_which_somebody_comes_counts_once():
    asked = problem(sessions=(session("m"), session("n", Half.AFTERNOON), session("o", day=13)))

    found = counts(asked, plan(m=sitting("a"), n=sitting("b"), o=sitting()))

    assert found["journey"] == 2 * 2


@pytest.mark.parametrize(("sectors", "count"), [(("x", "x"), 1), (("x", "y"), 0), (("", ""), 0)])
def test_a_sector_that_comes_twice_in_a_session_counts(sectors, count):
    asked = problem(agencies=tuple(agency(n, sector=s) for n, s in zip("ab", sectors, strict=True)))

    assert counts(asked, plan(m=sitting("a", "b"))).get("same_sector", 0) == count


@pytest.mark.parametrize(("who", "count"), [((), 0), (("p",), 0), (("p", "h"), 1)])
def test_from_the_second_familiar_face_on_an_agencys_panel_each_counts(who, count):
    people = tuple(
        replace(one, met_last_time=frozenset("a") if one.id in who else frozenset())
        for one in problem().people
    )

    found = counts(problem(people=people), plan(m=sitting("a", "b")))

    assert found.get("met_last_time", 0) == count


@pytest.mark.parametrize(("day", "count"), [(12, 1), (13, 0)])
def test_two_heavy_agencies_on_one_day_count(day, count):
    asked = problem(
        sessions=(session("m"), session("n", Half.AFTERNOON, day=day)),
        agencies=(agency("a", heavy=True), agency("b", heavy=True)),
    )

    found = counts(asked, plan(m=sitting("a"), n=sitting("b")))

    assert found.get("heavy_day", 0) == count


def test_what_moved_and_who_changed_is_told_against_the_published_plan():
    published = plan(m=sitting("a", "b"))
    asked = problem(published=published)

    assert costs.moved(asked, published) == ()
    assert costs.moved(asked, plan(m=sitting("a"), n=sitting("b"))) == ("b",)
    assert costs.moved(asked, plan(m=sitting("b", "a"))) == ("a", "b")
    assert costs.moved(asked, plan(m=sitting("a"))) == ("b",)
    changed = plan(m=sitting("a", "b", panel=("p", "x")))
    assert costs.reseated(asked, changed) == (("h", "m"), ("x", "m"))
    assert costs.moved(problem(), published) == costs.reseated(problem(), published) == ()
