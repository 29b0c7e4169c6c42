"""Small questions to the solver: how few agencies are left out, how few pins are broken."""

from collections.abc import Callable

from .. import rules
from ..problem import Plan, Problem
from . import greedy, highs
from .case import Case
from .formulation import Formulation


def left_out(
    problem: Problem,
    plan: Plan | None = None,
    *,
    of: frozenset[str] | None = None,
    seconds: float = 10,
    stop: Callable[[], bool] | None = None,
) -> int | None:
    """The fewest agencies that must be left out; of those in `of`, where it is given.

    `plan` is one that keeps the rules, to begin with. Pins that can be kept are. None if time is up
    before it is known. Raises SolverFailed.
    """
    formulation = Formulation(Case(problem))
    counted = [
        formulation.left[a]
        for a, agency in enumerate(problem.agencies)
        if of is None or agency.id in of
    ]
    cost = [0.0] * len(formulation.linear.cost)
    for column in counted:
        cost[column] = 1.0
    if rules.broken_pins(problem, plan or Plan()):
        for pin in formulation.pins:
            formulation.linear.most[pin.let_go] = 1
            cost[pin.let_go] = float(len(problem.agencies) + 1)
    return _fewest(formulation, cost, plan, seconds, stop, lambda v: sum(v[c] for c in counted))


def pins_broken(problem: Problem, *, seconds: float = 10) -> int | None:
    """The fewest pins that must be broken, whatever is left out; None if time is up first."""
    formulation = Formulation(Case(problem))
    cost = [0.0] * len(formulation.linear.cost)
    let_go = [pin.let_go for pin in formulation.pins]
    for column in let_go:
        formulation.linear.most[column] = 1
        cost[column] = 1.0
    return _fewest(formulation, cost, None, seconds, None, lambda v: sum(v[c] for c in let_go))


def _fewest(formulation, cost, plan, seconds, stop, count):
    start = formulation.values_of(plan or greedy.plan(formulation.problem))
    while True:
        found = highs.solve(formulation.linear, cost, seconds=seconds, start=start, stop=stop)
        if not found.proved:
            return None
        if not formulation.pairs.add_broken(formulation.plan_of(found.values)):
            return round(count(found.values))
        cost = [*cost, *[0.0] * (len(formulation.linear.cost) - len(cost))]
        start = None
