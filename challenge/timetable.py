"""The timetable of a challenge: plain values in, the best plan and its proof out.

HiGHS does the solving; `challenge.solver.formulation` and `challenge.solver.preferences` say what it is asked,
`challenge.rules` checks what it answers, `challenge.costs` counts it. docs/timetable.md has the model in words.
"""

from collections.abc import Callable

from . import costs
from .problem import Outcome, Problem, Proof
from .solver.clashes import explain
from .solver.highs import SolverFailed
from .solver.search import Progress, Search

__all__ = ["SolverFailed", "explain", "solve"]

EXPLAIN_SECONDS = 5.0


def solve(
    problem: Problem,
    *,
    seconds: float,
    on_progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Outcome:
    """The best plan that can be found in so many seconds, and how good it is known to be.

    Where the problem has a published plan, the fewest agencies are left out, then the fewest of
    its slots moved, then the fewest seats changed, before anything else counts. `on_progress` is
    called with (best plan so far, its points, the bound, seconds spent) when there is a better plan
    and whenever the bound is asked for; `stop` several times a second, and True ends the search
    with the best so far. The same problem gives the same plan unless time or `stop` cut it short.

    Whatever the problem, there is an outcome: what cannot be placed is in `unplaced`, and `clashes`
    say why; to find that out takes up to five seconds more, unless `stop` said so. Raises
    SolverFailed when HiGHS breaks off.
    """
    search = Search(problem, seconds=seconds, on_progress=on_progress, stop=stop)
    search.run()
    points, spent = search.points, search.spent  # before the reasons, which take time of their own
    return Outcome(
        plan=search.plan,
        proof=_proof(search, points),
        points=points,
        bound=search.bound,
        gap=(points - search.bound) / points if points else 0.0,
        parts=costs.parts(problem, search.plan),
        unplaced=costs.unplaced(problem, search.plan),
        moved=costs.moved(problem, search.plan),
        reseated=costs.reseated(problem, search.plan),
        clashes=_clashes(problem, search, stop),
        seconds=spent,
        fewest_moved=search.fewest_moved,
    )


def _clashes(problem, search, stop):
    if stop and stop():
        return ()
    return explain(problem, search.plan, seconds=EXPLAIN_SECONDS)


def _proof(search, points):
    if search.proved and search.bound >= points:
        return Proof.OPTIMAL
    return Proof.WITHIN if search.bound > 0 else Proof.STOPPED
