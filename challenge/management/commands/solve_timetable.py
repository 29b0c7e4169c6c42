"""Solve a timetable away from the database: JSON in, JSON out (docs/timetable.md)."""

import json
import signal
import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ... import costs, problem_json, rules, timetable

BYTES_MOST = 50_000_000
# Better plans are told at once; that the bound has risen, this often.
TELL_SECONDS = 0.5


class Command(BaseCommand):
    help = (
        "Reads a timetable problem as JSON, solves it and writes the outcome as JSON. Uses no"
        " database. SIGTERM or Ctrl+C ends it with the best plan so far written."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("problem", help="a file, or - for standard input")
        parser.add_argument("--out", help="the file for the outcome; else it is printed")
        parser.add_argument("--seconds", type=float, default=60, help="at most (60)")
        parser.add_argument(
            "--progress",
            action="store_true",
            help="print a line of JSON for each step, the outcome as the last line",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="check the plan by the rules alone and fail if it breaks any",
        )

    def handle(self, *args, **options):
        problem = self._read(options["problem"])
        ended = _Ended()
        try:
            outcome = timetable.solve(
                problem,
                seconds=options["seconds"],
                on_progress=_Lines(self.stdout) if options["progress"] else None,
                stop=ended,
            )
        except timetable.SolverFailed as error:
            raise CommandError(str(error)) from error
        finally:
            ended.restore()
        self._write(outcome, options)
        if options["check"]:
            self._check(problem, outcome)

    def _read(self, name):
        try:
            with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
                data = file.read(BYTES_MOST + 1)
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
        if len(data) > BYTES_MOST:
            raise CommandError(f"The problem is larger than {BYTES_MOST:,} bytes.")
        try:
            return problem_json.from_json(json.loads(data))
        except problem_json.Unreadable as error:
            raise CommandError(str(error)) from error
        except (ValueError, RecursionError) as error:
            raise CommandError("The problem is not JSON.") from error

    def _write(self, outcome, options):
        data = problem_json.outcome_to_json(outcome)
        if options["out"]:
            Path(options["out"]).write_text(json.dumps(data, indent=2) + "\n")
        elif options["progress"]:
            self.stdout.write(json.dumps({"outcome": data}))
        else:
            self.stdout.write(json.dumps(data, indent=2))

    def _check(self, problem, outcome):
        """Pins that cannot all be kept are said in the outcome; anything else is a fault."""
        pins = set(rules.broken_pins(problem, outcome.plan))
        wrong = [s for s in rules.broken(problem, outcome.plan) if s not in pins]
        if outcome.parts != costs.parts(problem, outcome.plan):
            wrong.append("The parts of the objective are not those of the plan.")
        if outcome.points != sum(part.points for part in outcome.parts):
            wrong.append("The points are not the sum of the parts.")
        if outcome.bound > outcome.points:
            wrong.append("The bound is above the points.")
        if wrong:
            raise CommandError("\n".join(wrong))


class _Ended:
    """True once somebody asked the process to end."""

    def __init__(self):
        self.asked = False
        self.before = {
            number: signal.signal(number, self._ask) for number in (signal.SIGTERM, signal.SIGINT)
        }

    def _ask(self, number, frame):
        self.asked = True

    def __call__(self):
        return self.asked

    def restore(self):
        for number, handler in self.before.items():
            signal.signal(number, handler)


class _Lines:
    """A line of JSON for each step: with the plan when it is a better one, without it when not."""

    def __init__(self, stdout):
        self.stdout, self.plan, self.told = stdout, None, 0.0

    def __call__(self, plan, points, bound, seconds):
        better = plan is not self.plan
        if not better and time.monotonic() - self.told < TELL_SECONDS:
            return
        step = {"points": points, "bound": bound, "seconds": round(seconds, 2)}
        if better:
            step["plan"] = problem_json.plan_to_json(plan)
        self.stdout.write(json.dumps({"progress": step}))
        self.stdout.flush()
        self.plan, self.told = plan, time.monotonic()
