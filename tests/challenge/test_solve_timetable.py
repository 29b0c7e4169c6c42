"""The command that solves a problem from a JSON file."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from challenge import costs, problem_json, rules, timetable
from challenge.management.commands import solve_timetable
from challenge.problem import Pins, Problem
from tests.instances import instance

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def problem():
    return instance(6, 3, 8, available=0.9, seed=1)


@pytest.fixture
def file(problem, tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_json.to_json(problem)))
    return path


def run(*arguments):
    out = StringIO()
    call_command("solve_timetable", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_file_is_solved_and_the_outcome_printed(file, problem):
    outcome = problem_json.outcome_from_json(json.loads(run(file, "--check")))

    assert rules.broken(problem, outcome.plan) == []
    assert outcome.points == costs.points(problem, outcome.plan)


def test_the_outcome_can_go_to_a_file(file, tmp_path):
    said = run(file, "--out", tmp_path / "outcome.json")

    assert said == ""
    assert problem_json.outcome_from_json(json.loads((tmp_path / "outcome.json").read_text()))


def test_with_progress_each_line_can_be_read_by_itself(file, problem):
    steps = [json.loads(line) for line in run(file, "--progress").splitlines()]

    *progress, last = steps
    assert [*last] == ["outcome"]
    plans = [s["progress"]["plan"] for s in progress if "plan" in s["progress"]]
    best = problem_json.plan_from_json(plans[-1])
    assert best == problem_json.outcome_from_json(last["outcome"]).plan
    assert rules.broken(problem, best) == []


def test_bounds_between_plans_are_told_now_and_then_and_without_the_plan(problem, monkeypatch):
    out = StringIO()
    lines = solve_timetable._Lines(OutputWrapper(out))
    plan = problem_json.plan_from_json({})

    lines(plan, 10, 0.0, 0.1)
    lines(plan, 10, 1.0, 0.2)
    monkeypatch.setattr(solve_timetable, "TELL_SECONDS", 0)
    lines(plan, 10, 2.0, 0.3)

    told = [json.loads(line)["progress"] for line in out.getvalue().splitlines()]
    assert [(step["bound"], "plan" in step) for step in told] == [(0.0, True), (2.0, False)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "The problem is not JSON."),
        ("[" * 100_000, "The problem is not JSON."),
        ("{}", "schema is missing."),
    ],
)
def test_a_file_that_is_no_problem_is_refused(content, said, tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(content)

    with pytest.raises(CommandError, match=said):
        run(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        run(tmp_path / "none.json")


def test_a_file_that_is_too_large_is_refused(file, monkeypatch):
    monkeypatch.setattr(solve_timetable, "BYTES_MOST", 100)

    with pytest.raises(CommandError, match="The problem is larger than 100 bytes."):
        run(file)


def test_pins_that_cannot_be_kept_do_not_fail_the_check(problem, tmp_path):
    path = tmp_path / "problem.json"
    session = problem.sessions[0].id
    pins = Pins(held=frozenset({session}), shut=frozenset({session}))
    pinned = Problem(problem.sessions, problem.agencies, problem.people, problem.rules, pins=pins)
    path.write_text(json.dumps(problem_json.to_json(pinned)))

    outcome = problem_json.outcome_from_json(json.loads(run(path, "--check")))

    assert len(rules.broken_pins(pinned, outcome.plan)) == 1
    assert outcome.clashes[0].rules == (
        "The session on 2 March in the morning is pinned to be held.",
        "The session on 2 March in the morning is pinned not to be held.",
    )


def test_an_answer_that_breaks_a_rule_fails_the_check(problem):
    outcome = timetable.solve(problem, seconds=30)
    first = next(iter(outcome.plan.sittings))
    plan = replace(
        outcome.plan,
        sittings={
            **outcome.plan.sittings,
            first: replace(outcome.plan.sittings[first], panel=()),
        },
    )
    wrong = replace(outcome, plan=plan, points=outcome.points + 1, bound=outcome.points + 2.0)

    with pytest.raises(CommandError) as failed:
        solve_timetable.Command()._check(problem, wrong)

    said = str(failed.value)
    assert "The panel of" in said
    assert "The parts of the objective are not those of the plan." in said
    assert "The points are not the sum of the parts." in said
    assert "The bound is above the points." in said


def test_asked_to_end_it_writes_the_best_so_far(tmp_path):
    problem = instance(150, 60, 80, available=0.6, seed=1)
    (tmp_path / "problem.json").write_text(json.dumps(problem_json.to_json(problem)))
    command = [sys.executable, "manage.py", "solve_timetable", tmp_path / "problem.json"]
    process = subprocess.Popen(
        [*command, "--progress", "--seconds", "120"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )

    first = json.loads(process.stdout.readline())
    process.send_signal(signal.SIGTERM)
    *_, last = process.communicate(timeout=60)[0].splitlines() or [json.dumps(first)]

    assert process.returncode == 0
    outcome = problem_json.outcome_from_json(json.loads(last)["outcome"])
    assert rules.broken(problem, outcome.plan) == []
    assert outcome.seconds < 60
