"""The worker plans beside its mail: with a real solver, killed in every way."""

import os
import signal
import time

import pytest
from django.utils import timezone

from challenge import problem_json
from challenge.models import PlanningRun, Timetable
from challenge.operations import planning_runs
from challenge.planning import planner
from challenge.timetable import solve
from section11.record import jobs
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories, mail_server
from tests.instances import TIGHT, instance
from tests.record.test_outbox import waiting
from tests.worker import wait_until, working

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def challenge(transactional_db):
    return made.plannable(cycle=factories.cycle(partnership=factories.partnership()))


@pytest.fixture
def hard(challenge):
    """A run on a problem that keeps the solver busy for a minute."""
    run = planning_runs.ask(challenge=challenge, by=challenge.set_up_by, seconds=60)
    run.problem = problem_json.to_json(instance(150, 60, 80, available=TIGHT, seed=1))
    run.save(update_fields=["problem"])
    return run


def has_found_something(run):
    return PlanningRun.objects.filter(pk=run.pk, best__isnull=False).exists()


def solvers_of(process_id):
    """The ids of the processes that this one started."""
    with open(f"/proc/{process_id}/task/{process_id}/children") as file:
        found = file.read().split()
    for task in os.listdir(f"/proc/{process_id}/task"):
        with open(f"/proc/{process_id}/task/{task}/children") as file:
            found += file.read().split()
    return sorted({int(one) for one in found})


def kill_solver(of=None):
    for solver in solvers_of(of or os.getpid()):
        with open(f"/proc/{solver}/cmdline") as file:
            if "solve_timetable" in file.read():
                os.kill(solver, signal.SIGKILL)


def test_a_run_becomes_a_draft_with_its_proof(challenge):
    run = planning_runs.ask(challenge=challenge, by=challenge.set_up_by)

    planner.start_waiting().join(60)

    run.refresh_from_db()
    outcome = problem_json.outcome_from_json(run.timetable.outcome)
    assert run.status == "done"
    assert outcome.proof == "optimal"
    assert outcome.unplaced == ()
    assert outcome.plan == solve(problem_json.from_json(run.problem), seconds=20).plan


def test_where_nothing_waits_nothing_starts(challenge):
    assert planner.start_waiting() is None


def test_a_solver_that_is_killed_leaves_its_best_as_a_draft_and_a_sentence(hard):
    thread = planner.start_waiting()
    wait_until(lambda: has_found_something(hard))

    kill_solver()
    thread.join(30)

    hard.refresh_from_db()
    assert hard.status == "failed"
    assert hard.why.startswith("The solver was ended from outside")
    assert planning_runs.draft_of(hard).is_draft
    assert Event.objects.filter(kind="planning_failed").count() == 1


def test_a_run_that_is_cancelled_keeps_the_best_so_far(hard):
    thread = planner.start_waiting()
    wait_until(lambda: has_found_something(hard))

    planning_runs.cancel(run=hard, by=hard.asked_by)
    thread.join(30)

    hard.refresh_from_db()
    assert (hard.status, hard.why) == ("cancelled", "")
    assert planning_runs.draft_of(hard).is_draft
    assert not thread.is_alive()


def test_a_solver_out_of_time_gives_the_best_it_has_and_how_far_it_may_be_from_it(hard):
    hard.seconds = 5
    hard.save(update_fields=["seconds"])

    planner.start_waiting().join(90)

    hard.refresh_from_db()
    outcome = problem_json.outcome_from_json(planning_runs.draft_of(hard).outcome)
    assert hard.status == "done"
    assert outcome.proof != "optimal"


def test_a_solver_that_ends_with_an_error_is_told_in_a_sentence(challenge, caplog):
    run = planning_runs.ask(challenge=challenge, by=challenge.set_up_by)
    run.problem = run.problem | {"schema": 99}
    run.save(update_fields=["problem"])

    planner.start_waiting().join(60)

    run.refresh_from_db()
    assert run.status == "failed"
    assert run.why.startswith("The solver ended with an error.")
    assert planning_runs.draft_of(run) is None
    assert "schema" in caplog.text


@pytest.mark.database
def test_a_worker_sends_mail_while_it_plans_and_ends_its_solver_as_it_ends(hard):
    with mail_server.running() as (server, port), working(port) as worker:
        wait_until(lambda: has_found_something(hard))
        waiting(factories.user(email="lead@agency.example"))
        wait_until(lambda: server.mails)
        was_running = PlanningRun.objects.filter(pk=hard.pk, status="running").exists()
        worker.terminate()
        ended = worker.wait(60)

    hard.refresh_from_db()
    assert was_running
    assert ended == 0
    assert hard.status == "failed"
    assert hard.why == planner.STOPPED
    assert planning_runs.draft_of(hard).is_draft


@pytest.mark.database
def test_a_run_whose_worker_is_killed_fails_with_its_best_kept(hard):
    with mail_server.running() as (_, port), working(port) as worker:
        wait_until(lambda: has_found_something(hard))
        orphans = solvers_of(worker.pid)
        worker.kill()
        worker.wait()
    with pytest.raises(RuleBroken, match="is not finished"):
        planning_runs.ask(challenge=hard.challenge, by=hard.asked_by)
    long_ago = timezone.now() - planning_runs.SILENT * 2
    PlanningRun.objects.filter(pk=hard.pk).update(beat_at=long_ago)

    planning_runs.bury_silent()

    hard.refresh_from_db()
    again = planning_runs.ask(challenge=hard.challenge, by=hard.asked_by)
    assert (hard.status, hard.why) == ("failed", planning_runs.LOST)
    assert Timetable.objects.get(run=hard).is_draft
    assert again.status == "waiting"
    for orphan in orphans:
        wait_until(lambda orphan=orphan: not is_running(orphan), seconds=30)


def is_running(process_id):
    try:
        with open(f"/proc/{process_id}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.database
def test_two_workers_take_a_run_once(challenge):
    run = planning_runs.ask(challenge=challenge, by=challenge.set_up_by)
    with mail_server.running() as (_, port), working(port), working(port):
        wait_until(lambda: PlanningRun.objects.filter(pk=run.pk, status="done").exists())
        time.sleep(2)

    assert Timetable.objects.filter(challenge=challenge).count() == 1


def test_planning_is_among_what_the_worker_looks_at():
    assert planner.start_waiting in jobs._starters
    assert planner.stop in jobs._stoppers
    assert planning_runs.bury_silent in jobs._jobs
