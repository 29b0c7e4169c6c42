"""The solver: held against every plan there is on tiny problems, and against the checker on others."""

from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest

from challenge import costs, rules, timetable
from challenge.problem import (
    Agency,
    Answer,
    Person,
    Pins,
    Plan,
    Problem,
    Proof,
    Rules,
    Weights,
)
from challenge.solver import greedy, sittings
from challenge.solver.case import Case
from tests.instances import EASY, TIGHT, instance

SECONDS = 60


def solved(problem, **more):
    return timetable.solve(problem, **{"seconds": SECONDS} | more)


def random_problem(seed, *, agencies=3, sessions=2, people=4):
    """A problem small enough to try every plan, with every kind of rule and preference in it."""
    random = Random(seed)
    made = instance(agencies, sessions, people, available=0.9, seed=seed)
    half_days = [session.half_day for session in made.sessions]
    names = [f"a{n}" for n in range(agencies)]

    def answers():
        return {h: random.choice([*Answer, Answer.YES]) for h in half_days}

    def some(of, most):
        return frozenset(random.sample(of, random.randrange(most + 1)))

    asked = tuple(
        Agency(
            id=name,
            sector=random.choice("xy"),
            minutes=random.choice([30, 60]),
            heavy=random.random() < 0.5,
            available=answers(),
        )
        for name in names
    )
    panel = tuple(
        Person(
            id=f"p{n}",
            capacities=some(["police", "health"], 2),
            may_chair=random.random() < 0.6,
            most=random.choice([1, 2]),
            home=random.choice(["", *names]),
            interests=some(names, 1),
            met_last_time=some(names, 2),
            available=answers(),
        )
        for n in range(people)
    )
    keep_to = Rules(
        seats_least=1,
        seats_most=2,
        required=random.choice([{}, {"police": 1}, {"police": 1, "health": 1}]),
        needs_chair=random.random() < 0.5,
        agencies_most=2,
        reciprocal=random.random() < 0.5,
    )
    weights = Weights(
        session=random.choice([1, 100]),
        if_need_be=random.choice([0, 4, 60]),
        load=random.choice([0, 3]),
        same_sector=random.choice([5, 200]),
        met_last_time=random.choice([6, 150]),
        heavy_day=random.choice([5, 120]),
        journey=random.choice([0, 2, 7]),
    )
    sat = tuple(
        replace(session, minutes=random.choice([70, 100, 180])) for session in made.sessions
    )
    return Problem(sat, asked, panel, keep_to, weights)


def every_plan(problem):
    """Every way to place the agencies and seat panels, whether it keeps the rules or not."""
    case, sizes = Case(problem), range(problem.rules.seats_least, problem.rules.seats_most + 1)
    numbers = range(len(problem.people))
    panels = [None, *(set(c) for size in sizes for c in combinations(numbers, size))]
    sessions = range(len(problem.sessions))
    for places in product([None, *sessions], repeat=len(problem.agencies)):
        for seated in product(panels, repeat=len(sessions)):
            if any(place is not None and seated[place] is None for place in places):
                continue
            sittings = {}
            for s, panel in enumerate(seated):
                if panel is not None:
                    there = [a for a, place in enumerate(places) if place == s]
                    sittings[problem.sessions[s].id] = _sitting(case, s, there, panel)
            if None not in sittings.values():
                yield Plan(sittings)


def _sitting(case, s, agencies, panel):
    problem = case.problem
    if problem.rules.needs_chair and not any(problem.people[p].may_chair for p in panel):
        return None
    try:
        return sittings.sitting(case, s, agencies, sorted(panel))
    except ValueError:
        return None


def key(problem, plan):
    """How good a plan is: pins first, and against a published plan what comes before points."""
    first = (len(rules.broken_pins(problem, plan)),)
    if problem.published is not None:
        first += (
            len(costs.unplaced(problem, plan)),
            len(costs.moved(problem, plan)),
            len(costs.reseated(problem, plan)),
        )
    return *first, costs.points(problem, plan)


def sound(problem, plan):
    return set(rules.broken(problem, plan)) <= set(rules.broken_pins(problem, plan))


def best_key(problem):
    return min(key(problem, plan) for plan in every_plan(problem) if sound(problem, plan))


@pytest.mark.parametrize("seed", range(10))
def test_no_plan_at_all_is_better_than_the_solvers(seed):
    problem = random_problem(seed)

    outcome = solved(problem)

    assert outcome.proof is Proof.OPTIMAL
    assert key(problem, outcome.plan) == best_key(problem)
    assert outcome.bound == outcome.points == costs.points(problem, outcome.plan)


@pytest.mark.parametrize("seed", range(20, 25))
def test_no_plan_keeps_more_pins_than_the_solvers(seed):
    random = Random(seed)
    problem = random_problem(seed)
    agencies, sessions = [a.id for a in problem.agencies], [s.id for s in problem.sessions]
    people = [p.id for p in problem.people]
    pins = Pins(
        agencies={a: random.choice(sessions) for a in random.sample(agencies, 2)},
        seated=frozenset((p, random.choice(sessions)) for p in random.sample(people, 2)),
        not_seated=frozenset({(random.choice(people), random.choice(sessions))}),
        held=frozenset(random.sample(sessions, 1)),
        shut=frozenset(random.sample(sessions, seed % 2)),
    )
    problem = replace(problem, pins=pins)

    outcome = solved(problem)

    assert outcome.proof is Proof.OPTIMAL
    assert key(problem, outcome.plan) == best_key(problem)


@pytest.mark.parametrize("seed", range(40, 48))
def test_no_plan_moves_less_than_the_solvers_when_someone_drops_out(seed):
    random = Random(seed)
    before = random_problem(seed)
    published = solved(before).plan
    gone = random.choice(before.people).id
    new = Agency(id="new", minutes=30, available=dict(before.agencies[0].available))
    problem = replace(
        before,
        people=tuple(p for p in before.people if p.id != gone),
        agencies=(*before.agencies[1:], new),
        published=published,
    )

    outcome = solved(problem)

    assert outcome.proof is Proof.OPTIMAL
    assert outcome.fewest_moved
    assert key(problem, outcome.plan) == best_key(problem)
    assert outcome.moved == costs.moved(problem, outcome.plan)
    assert outcome.reseated == costs.reseated(problem, outcome.plan)


@pytest.mark.parametrize(("available", "seed"), [(EASY, 1), (EASY, 2), (EASY, 3), (TIGHT, 1)])
def test_an_answer_keeps_the_rules_costs_what_it_says_and_is_no_worse_than_greedy(available, seed):
    problem = instance(12, 6, 12, available=available, seed=seed)

    outcome = solved(problem)

    assert rules.broken(problem, outcome.plan) == []
    assert outcome.parts == costs.parts(problem, outcome.plan)
    assert outcome.points == sum(part.points for part in outcome.parts)
    assert outcome.bound <= outcome.points <= costs.points(problem, greedy.plan(problem))
    assert outcome.unplaced == costs.unplaced(problem, outcome.plan)
    assert outcome.proof is Proof.OPTIMAL
    assert outcome.gap == 0


def test_the_same_problem_has_the_same_plan():
    problem = instance(12, 6, 12, available=EASY, seed=4)

    assert solved(problem).plan == solved(problem).plan


@pytest.mark.parametrize(
    "emptied", [{"sessions": ()}, {"people": ()}, {"sessions": (), "people": (), "agencies": ()}]
)
def test_a_problem_with_nothing_in_it_has_an_outcome(emptied):
    problem = replace(instance(4, 2, 8, available=1, seed=1), **emptied)

    outcome = solved(problem)

    assert outcome.plan == Plan()
    assert outcome.proof is Proof.OPTIMAL
    assert outcome.unplaced == tuple(a.id for a in problem.agencies)
    assert {agency for clash in outcome.clashes for agency in clash.agencies} == set(
        outcome.unplaced
    )
    assert outcome.points == 10_000 * len(problem.agencies)


def test_where_there_are_no_agencies_nothing_is_held():
    problem = replace(instance(4, 2, 8, available=1, seed=1), agencies=())

    outcome = solved(problem)

    assert (outcome.plan, outcome.points, outcome.proof) == (Plan(), 0, Proof.OPTIMAL)


def test_where_everybody_has_an_interest_in_everybody_all_are_left_out():
    made = instance(3, 2, 8, available=1, seed=1)
    everyone = frozenset(agency.id for agency in made.agencies)
    problem = replace(made, people=tuple(replace(p, interests=everyone) for p in made.people))

    outcome = solved(problem)

    assert outcome.plan == Plan()
    assert outcome.unplaced == ("a000", "a001", "a002")
    assert len(outcome.clashes) == 1
    assert "has an interest" in outcome.clashes[0].sentence


def without_interests(problem):
    people = tuple(replace(p, interests=frozenset(), home="") for p in problem.people)
    return replace(problem, people=people)


def test_more_agencies_than_room_fills_the_room():
    outcome = solved(without_interests(instance(9, 2, 8, available=1, seed=1)))

    assert len(outcome.unplaced) == 3
    assert outcome.proof is Proof.OPTIMAL
    assert "There is room for 6 of 9 agencies at most" in outcome.clashes[0].sentence


def test_people_in_two_rooms_at_once_are_different_people():
    made = without_interests(instance(6, 1, 8, available=1, seed=1))
    first = replace(made.sessions[0], room="Room 1")
    problem = replace(made, sessions=(first, replace(first, id="second", room="Room 2")))

    outcome = solved(problem)

    assert rules.broken(problem, outcome.plan) == []
    assert outcome.unplaced == ()
    assert len(outcome.plan.sittings) == 2


def test_with_no_time_there_is_the_greedy_plan():
    problem = instance(12, 6, 12, available=EASY, seed=1)

    outcome = solved(problem, seconds=0)

    assert outcome.plan == greedy.plan(problem)
    assert outcome.proof in (Proof.WITHIN, Proof.STOPPED)
    assert 0 <= outcome.bound <= outcome.points


def test_a_stop_ends_the_search_with_the_best_so_far():
    problem = instance(26, 12, 18, available=EASY, seed=2)

    outcome = solved(problem, stop=lambda: True)

    assert rules.broken(problem, outcome.plan) == []
    assert outcome.proof is not Proof.OPTIMAL
    assert outcome.clashes == ()


def test_progress_gets_better_and_ends_where_the_outcome_is():
    problem = instance(12, 6, 12, available=EASY, seed=1)
    told = []

    outcome = solved(problem, on_progress=lambda *step: told.append(step))

    assert [points for _, points, _, _ in told] == sorted((t[1] for t in told), reverse=True)
    assert told[-1][:2] == (outcome.plan, outcome.points)
    assert all(0 <= bound <= outcome.points for _, _, bound, _ in told)
    assert told[0][0] == greedy.plan(problem)


def test_an_error_in_progress_comes_out_of_the_solver():
    def breaks(plan, points, bound, seconds):
        if plan != greedy.plan(problem):
            raise BrokenPipeError

    problem = instance(12, 6, 12, available=EASY, seed=1)

    with pytest.raises(BrokenPipeError):
        solved(problem, on_progress=breaks)
