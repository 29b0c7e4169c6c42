"""Problems, plans and outcomes written to JSON and read back, and JSON that is not what it should be."""

import json

import pytest

from challenge import problem_json
from challenge.problem import (
    Clash,
    Outcome,
    Part,
    Pins,
    Plan,
    Problem,
    Proof,
    Remedy,
    Sitting,
)
from tests.instances import instance

PLAN = Plan({"s0302m": Sitting(("a001", "a002"), (0, 50), ("p001", "p002"), "p001")})


def small(**more):
    made = instance(4, 2, 5, available=0.6, seed=1)
    given = {
        "sessions": made.sessions,
        "agencies": made.agencies,
        "people": made.people,
        "rules": made.rules,
        "pins": Pins(
            agencies={"a001": "s0302m"},
            seated=frozenset({("p001", "s0302m")}),
            held=frozenset({"s0302a"}),
        ),
        "published": PLAN,
    }
    return Problem(**given | more)


def through_json(data):
    return json.loads(json.dumps(data))


def test_a_problem_comes_back_equal():
    assert problem_json.from_json(through_json(problem_json.to_json(small()))) == small()


def test_a_problem_without_a_published_plan_comes_back_equal():
    asked = small(published=None)

    assert problem_json.from_json(through_json(problem_json.to_json(asked))) == asked


def test_the_names_can_be_left_out():
    written = json.dumps(problem_json.to_json(small(), names=False))

    assert "Agency 1" in json.dumps(problem_json.to_json(small()))
    assert "Agency" not in written
    assert "Person" not in written
    assert problem_json.from_json(json.loads(written)).agencies[1].id == "a001"


def test_what_has_a_default_may_be_left_out():
    data = {"schema": 1, "sessions": [], "agencies": [], "people": []}

    assert problem_json.from_json(data) == Problem((), (), ())


def test_a_plan_comes_back_equal():
    assert problem_json.plan_from_json(through_json(problem_json.plan_to_json(PLAN))) == PLAN


def test_an_outcome_comes_back_equal():
    outcome = Outcome(
        plan=PLAN,
        proof=Proof.WITHIN,
        points=110,
        bound=104.0,
        gap=0.055,
        parts=(Part("session", 1, 100),),
        unplaced=("a003",),
        moved=("a001",),
        reseated=(("p001", "s0302m"),),
        clashes=(Clash(("a003",), ("A rule.",), "Why.", (Remedy("ask_person", "Ask.", "p001"),)),),
        seconds=1.5,
        fewest_moved=True,
    )

    assert problem_json.outcome_from_json(through_json(problem_json.outcome_to_json(outcome))) == (
        outcome
    )


def changed(change):
    data = through_json(problem_json.to_json(small()))
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("schema"), "schema is missing."),
        (lambda d: d.update(schema=2), "schema is 2: this program reads 1."),
        (lambda d: d.pop("people"), "people is missing."),
        (lambda d: d.update(extra=1), "extra is no key that is known here."),
        (lambda d: d.update(people={}), "people should be a list."),
        (lambda d: d["people"].append(3), "people[5] should be an object with keys."),
        (lambda d: d["people"][0].pop("id"), "people[0].id is missing."),
        (lambda d: d["people"][0].update(id=""), "people[0].id should not be empty."),
        (
            lambda d: d["people"][0].update(most=-1),
            "people[0].most should be a whole number from 0 to 1000000000.",
        ),
        (
            lambda d: d["people"][0].update(most=True),
            "people[0].most should be a whole number from 0 to 1000000000.",
        ),
        (
            lambda d: d["people"][0].update(may_chair=1),
            "people[0].may_chair should be true or false.",
        ),
        (lambda d: d["people"][1].update(id="p000"), "people has the id p000 twice."),
        (
            lambda d: d["agencies"][0].update(available={"2026-03-02 morning": "perhaps"}),
            "agencies[0].available.2026-03-02 morning should be one of yes, if_need_be, no.",
        ),
        (
            lambda d: d["agencies"][0].update(available={"": "yes"}),
            "agencies[0].available should not be empty.",
        ),
        (
            lambda d: d["agencies"][0].update(minutes=0),
            "agencies[0].minutes should be more than no minutes.",
        ),
        (
            lambda d: d["agencies"][0].update(name="x" * 1001),
            "agencies[0].name should be text of 1000 characters at most.",
        ),
        (
            lambda d: d["sessions"][0].update(day="2026-02-30"),
            "sessions[0].day should be a day such as 2026-03-12.",
        ),
        (
            lambda d: d["sessions"][0].update(day=12),
            "sessions[0].day should be a day such as 2026-03-12.",
        ),
        (
            lambda d: d["sessions"][0].update(starts_at="25:00"),
            "sessions[0].starts_at should be a time such as 09:30.",
        ),
        (
            lambda d: d["sessions"][0].update(starts_at=None),
            "sessions[0].starts_at should be a time such as 09:30.",
        ),
        (
            lambda d: d["sessions"][0].update(minutes=1441),
            "sessions[0].minutes should be at most the 1440 minutes of a day.",
        ),
        (
            lambda d: d["pins"].update(seated=[["p001"]]),
            "pins.seated[0] should be a list of two ids.",
        ),
        (
            lambda d: d["rules"].update(seats_most=2),
            "rules.seats_most should be no less than rules.seats_least.",
        ),
        (
            lambda d: d["weights"].update(session=1_000_001),
            "weights.session should be 1000000 at most.",
        ),
        (
            lambda d: d["published"]["s0302m"].update(begins=[0]),
            "published.s0302m.begins should have a minute for each of its agencies.",
        ),
        (
            lambda d: d.update(sessions=d["sessions"] * 1001),
            "sessions holds 2002: 2000 at most.",
        ),
        (
            lambda d: d["pins"].update(agencies={str(n): "s" for n in range(20_001)}),
            "pins.agencies holds 20001: 20000 at most.",
        ),
    ],
)
def test_json_that_is_wrong_is_refused_with_the_key(change, said):
    with pytest.raises(problem_json.Unreadable) as refused:
        problem_json.from_json(changed(change))

    assert str(refused.value) == said


@pytest.mark.parametrize("data", [None, [], 3, "problem"])
def test_what_is_no_object_is_refused(data):
    with pytest.raises(problem_json.Unreadable, match="The file should be an object with keys."):
        problem_json.from_json(data)


@pytest.mark.parametrize("number", [-1, True, "1", float("nan"), float("inf")])
def test_a_bound_that_is_no_number_is_refused(number):
    data = problem_json.outcome_to_json(Outcome(Plan(), Proof.OPTIMAL, 0, 0.0, 0.0, ()))

    with pytest.raises(problem_json.Unreadable, match=r"bound should be a number, 0 or more."):
        problem_json.outcome_from_json(data | {"bound": number})
