"""What a plan costs and how good it is known to be, where the solver has not said so itself."""

from .. import costs
from ..problem import Outcome, Plan, Problem, Proof


def of_plan(asked: Problem, plan: Plan, *, bound: float = 0.0, clashes=()) -> Outcome:
    """The outcome that this plan is; `bound` is what no plan can cost less than, if that is known."""
    points = costs.points(asked, plan)
    bound = min(bound, points)
    gap = (points - bound) / points if points else 0.0
    proof = Proof.STOPPED if not bound else Proof.WITHIN if gap else Proof.OPTIMAL
    return Outcome(
        plan=plan,
        proof=proof,
        points=points,
        bound=bound,
        gap=gap,
        parts=costs.parts(asked, plan),
        unplaced=costs.unplaced(asked, plan),
        moved=costs.moved(asked, plan),
        reseated=costs.reseated(asked, plan),
        clashes=clashes,
    )


def by_hand(asked: Problem, plan: Plan, *, before: Outcome | None = None) -> Outcome:
    """The outcome of a plan changed by hand. What was proved of the plan `before` for the same
    problem still holds: nothing can cost less than its bound.
    """
    if before is None:
        return of_plan(asked, plan)
    left = set(costs.unplaced(asked, plan))
    clashes = tuple(one for one in before.clashes if left.intersection(one.agencies))
    return of_plan(asked, plan, bound=before.bound, clashes=clashes)
