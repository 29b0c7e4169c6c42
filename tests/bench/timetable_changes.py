"""A published timetable after one, two and five drop-outs, and why agencies are left out.

People or agencies that have a place in the published plan drop out; five seeds of each. Replanning
is held against planning anew: how long, and how many published slots move.
`python -m tests.bench.timetable_changes`.
"""

import json
import sys
import time
from dataclasses import replace
from random import Random

from challenge import costs, timetable
from challenge.solver import clashes
from tests.instances import EASY, SIZES, TIGHT, instance

SEEDS = (1, 2, 3, 4, 5)
DROP_OUTS = (1, 2, 5)
SECONDS = 60


def dropped_out(problem, plan, count, seed):
    """The problem with so many people or agencies gone who have a place in the plan."""
    random = Random(f"{count}/{seed}")
    people = sorted({p for sitting in plan.sittings.values() for p in sitting.panel})
    agencies = sorted({a for sitting in plan.sittings.values() for a in sitting.agencies})
    gone = set(random.sample(people + agencies, count))
    return replace(
        problem,
        people=tuple(p for p in problem.people if p.id not in gone),
        agencies=tuple(a for a in problem.agencies if a.id not in gone),
        published=plan,
    )


def replan(size, available, count):
    """One row: five published plans, so many drop-outs from each."""
    found = []
    for seed in SEEDS:
        problem = instance(*size, available=available, seed=seed)
        published = timetable.solve(problem, seconds=SECONDS).plan
        after = dropped_out(problem, published, count, seed)
        outcome = timetable.solve(after, seconds=SECONDS)
        anew = timetable.solve(replace(after, published=None), seconds=SECONDS)
        found.append((outcome, anew, costs.moved(after, anew.plan)))
    kind = "easy" if available == EASY else "tight"
    return {
        "work": f"replan {'/'.join(map(str, size))}, {kind}, {count} dropped out",
        "fewest not proved": sum(not outcome.fewest_moved for outcome, _, _ in found),
        "slots moved": ", ".join(str(len(outcome.moved)) for outcome, _, _ in found),
        "moved by planning anew": ", ".join(str(len(moved)) for _, _, moved in found),
        "seconds, most": round(max(outcome.seconds for outcome, _, _ in found), 2),
        "seconds anew, most": round(max(anew.seconds for _, anew, _ in found), 2),
    }


def explain(size):
    """One row: the tight instances in which agencies are left out."""
    took, told = [], []
    for seed in SEEDS:
        problem = instance(*size, available=TIGHT, seed=seed)
        plan = timetable.solve(problem, seconds=SECONDS).plan
        begun = time.perf_counter()
        found = clashes.explain(problem, plan)
        took.append(time.perf_counter() - begun)
        told += found
    return {
        "work": f"explain {'/'.join(map(str, size))}, tight",
        "seconds, most": round(max(took), 2),
        "reasons": len(told),
        "with a remedy": sum(bool(clash.remedies) for clash in told),
        "rules not all tried": sum(clashes.UNTRIED in clash.sentence for clash in told),
    }


def main():
    for size in SIZES[:2]:
        for available in (EASY, TIGHT):
            for count in DROP_OUTS:
                sys.stdout.write(json.dumps(replan(size, available, count)) + "\n")
                sys.stdout.flush()
        sys.stdout.write(json.dumps(explain(size)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
