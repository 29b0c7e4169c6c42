"""Timetables solved: how soon, how well, and how much memory, against a greedy pass and the bound.

Five seeds of each size, easy (60 % available) and tight (30 %), as tests/instances.py makes them.
Each is solved in a process of its own, so that its memory can be told. `python -m
tests.bench.timetable`, or with a size, as `python -m tests.bench.timetable 150`.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from tests.instances import EASY, SIZES, TIGHT, instance

ROOT = Path(__file__).resolve().parents[2]
SEEDS = (1, 2, 3, 4, 5)
# Seconds given by the number of agencies; up to 40 they are meant to need no more than two, and
# the largest might have ten minutes.
GIVEN = {26: 20, 40: 20, 150: 60, 600: 60}


def solve(size, available, seed):
    """One instance solved, as figures. Loading the solver is not part of it."""
    import highspy  # noqa: F401, PLC0415 - loaded before the clock starts

    from challenge import costs, rules, timetable  # noqa: PLC0415 - only in its own process
    from challenge.problem import Proof  # noqa: PLC0415
    from challenge.solver import greedy  # noqa: PLC0415 - only in its own process

    problem = instance(*size, available=available, seed=seed)
    begun = time.perf_counter()
    outcome = timetable.solve(problem, seconds=GIVEN[size[0]], stop=None)
    pins = set(rules.broken_pins(problem, outcome.plan))
    if set(rules.broken(problem, outcome.plan)) - pins or outcome.parts != costs.parts(
        problem, outcome.plan
    ):
        raise RuntimeError(f"{size}, {available}, seed {seed}: the plan breaks rules.")
    greedily = greedy.plan(problem)
    return {
        "seconds": outcome.seconds,
        "with reasons": time.perf_counter() - begun,
        "proved": outcome.proof is Proof.OPTIMAL,
        "gap": outcome.gap * 100,
        "unplaced": len(outcome.unplaced),
        "points": outcome.points,
        "greedy": costs.points(problem, greedily),
        "greedy_unplaced": len(costs.unplaced(problem, greedily)),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def alone(size, available, seed):
    """`solve` in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.timetable", "one", *map(str, size)]
    done = subprocess.run(
        [*command, str(available), str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def row(size, available):
    """One row over the seeds."""
    found = [alone(size, available, seed) for seed in SEEDS]
    kind = "easy" if available == EASY else "tight"
    return {
        "work": f"{'/'.join(map(str, size))}, {kind}",
        "proved optimal": f"{sum(one['proved'] for one in found)} of {len(found)}",
        "not proved": sum(not one["proved"] for one in found),
        "seconds, median": round(sorted(one["seconds"] for one in found)[len(found) // 2], 2),
        "seconds, most": round(max(one["seconds"] for one in found), 2),
        "gap %, most": round(max(one["gap"] for one in found), 2),
        "unplaced": ", ".join(str(one["unplaced"]) for one in found),
        "unplaced by greedy": ", ".join(str(one["greedy_unplaced"]) for one in found),
        "points against greedy, most": round(
            max(one["points"] / one["greedy"] for one in found), 3
        ),
        "megabytes": round(max(one["megabytes"] for one in found)),
    }


def main(arguments):
    if arguments[:1] == ["one"]:
        *size, available, seed = arguments[1:]
        figures = solve(tuple(map(int, size)), float(available), int(seed))
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    for size in SIZES:
        if not arguments or str(size[0]) in arguments:
            for available in (EASY, TIGHT):
                sys.stdout.write(json.dumps(row(size, available)) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
