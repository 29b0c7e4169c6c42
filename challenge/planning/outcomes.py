"""What a plan costs and how good it is known to be, where the solver has not said so itself."""

from .. import rules
from ..problem import Outcome, Plan, Problem, Proof


def of_plan(asked: Problem, plan: Plan, *, bound: float = 0.0, clashes=()) -> Outcome:
    """The outcome that this plan is; `bound` is what no plan can cost less than, if that is known."""
    points = rules.points(asked, plan)
    bound = min(bound, points)
    gap = (points - bound) / points if points else 0.0
    proof = Proof.STOPPED if not bound else Proof.WITHIN if gap else Proof.OPTIMAL
    return Outcome(
        plan=plan,
        proof=proof,
        points=points,
        bound=bound,
        gap=gap,
        parts=rules.parts(asked, plan),
        unplaced=rules.unplaced(asked, plan),
        moved=rules.moved(asked, plan),
        reseated=rules.reseated(asked, plan),
        clashes=clashes,
    )


def by_hand(asked: Problem, plan: Plan, *, before: Outcome | None = None) -> Outcome:
    """The outcome of a plan changed by hand. What was proved of the plan `before` for the same
    problem still holds: nothing can cost less than its bound.
    """
    if before is None:
        return of_plan(asked, plan)
    left = set(rules.unplaced(asked, plan))
    clashes = tuple(one for one in before.clashes if left.intersection(one.agencies))
    return of_plan(asked, plan, bound=before.bound, clashes=clashes)
