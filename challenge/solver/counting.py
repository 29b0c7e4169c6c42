"""What a plan costs at least, by counting alone: soon known, however large the problem.

So many agencies need so many sessions; so many sessions need so many sittings of each capacity;
and those are spread over the people there are, each as often as they may. Who can come when is
left out, so no plan can cost less.
"""

from . import highs
from .case import Case
from .formulation import sessions_needed
from .linear import Linear


def bound(case: Case, *, seconds: float = 10) -> float:
    """Points that no plan of the case can cost less than. Raises SolverFailed."""
    problem, linear, cost = case.problem, Linear(), []

    def column(points, most, *, whole=True):
        cost.append(float(points))
        return linear.column(most=most, whole=whole)

    weights = problem.weights
    held = column(weights.session, len(problem.sessions))
    left = column(weights.unplaced, len(problem.agencies))
    linear.row([(held, 1), (left, 1)], least=sessions_needed(problem))
    hopeless = sum(not their for their in case.slots)
    linear.row([(left, 1)], least=hopeless)
    a_day = case.halves_a_day
    sits = []
    for p, person in enumerate(problem.people):
        most = min(person.most, len(case.seats[p]))
        sits.append([column(weights.load * n, 1) for n in range(most)])
        if most:
            journeys = column(weights.journey, most)
            linear.row([(journeys, 1), *((c, -1) for c in sits[-1][::a_day])], least=0)
    for able, least in _panel(problem):
        linear.row([*((c, 1) for p in able for c in sits[p]), (held, -least)], least=0)
    found = highs.solve(linear, cost, seconds=seconds)
    return max(found.bound, 0.0)


def _panel(problem):
    """(who could do it, how many are needed) for each thing that any panel needs."""
    people, keep_to = range(len(problem.people)), problem.rules
    yield people, keep_to.seats_least
    for capacity, least in sorted(keep_to.required.items()):
        yield [p for p in people if capacity in problem.people[p].capacities], least
    if keep_to.needs_chair:
        yield [p for p in people if problem.people[p].may_chair], 1
