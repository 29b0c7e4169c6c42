"""The objective and its proof, in words."""

from dataclasses import replace

import pytest

from challenge import costs
from challenge.planning import outcomes, plan_words
from challenge.problem import Outcome, Part, Plan, Proof, Sitting
from tests.instances import instance

OUTCOME = Outcome(plan=Plan(), proof=Proof.OPTIMAL, points=200, bound=200.0, gap=0.0, parts=())


def test_every_part_of_the_objective_has_words():
    assert set(plan_words.PARTS) == set(costs.KEYS)


@pytest.mark.parametrize(
    ("proof", "gap", "sentence"),
    [
        (Proof.OPTIMAL, 0.0, "Proved: no better timetable exists."),
        (Proof.WITHIN, 0.006, "At most 0.6 % from the best there could be."),
        (Proof.WITHIN, 0.0551, "At most 5.6 % from the best there could be."),
        (Proof.WITHIN, 0.01, "At most 1 % from the best there could be."),
        (Proof.WITHIN, 0.00001, "At most 0.1 % from the best there could be."),
        (Proof.STOPPED, 0.0, "It is not known how far it is from the best there could be."),
    ],
)
def test_the_proof_is_a_sentence_that_claims_nothing_more(proof, gap, sentence):
    assert plan_words.proof(replace(OUTCOME, proof=proof, gap=gap)) == sentence


def test_parts_that_cost_nothing_are_left_out_and_the_dearest_is_first():
    parts = (Part("load", 1, 3), Part("session", 2, 200), Part("moved", 0, 0))

    found = plan_words.parts(replace(OUTCOME, parts=parts))

    assert [(one.count, one.text, one.points) for one in found] == [
        (2, "sessions", 200),
        (1, "pair of sessions with the same person", 3),
    ]


def test_a_plan_made_by_hand_keeps_what_was_proved_of_the_same_problem():
    problem = instance(3, 2, 6, available=1.0, seed=1)
    session = problem.sessions[0].id
    plan = Plan({session: Sitting(("a001",), (0,), ("p000",), "p000")})
    points = costs.points(problem, plan)
    proved = replace(OUTCOME, bound=points / 2, points=points, proof=Proof.WITHIN)

    kept = outcomes.by_hand(problem, plan, before=proved)
    other = outcomes.by_hand(problem, plan)
    best = outcomes.by_hand(problem, plan, before=replace(proved, bound=float(points)))

    assert (kept.proof, kept.gap, kept.points) == (Proof.WITHIN, 0.5, points)
    assert (other.proof, other.bound) == (Proof.STOPPED, 0.0)
    assert best.proof == Proof.OPTIMAL
    assert kept.unplaced == ("a000", "a002")
