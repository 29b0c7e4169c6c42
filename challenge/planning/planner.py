"""The worker's part in planning: a thread for each run, and in a process of its own its solver.

The worker's own loop goes on sending mail. The thread tells the database every second that the run
is in hand, and asks whether it was cancelled; a run of which nobody says so any more has lost its
worker, and the next worker to look buries it (docs/adr/0008).
"""

import logging
import threading

from django.db import DatabaseError, close_old_connections, connections

from .. import problem_json
from ..operations import planning_runs
from .solver_process import Solver

# Each run takes a core and some memory for minutes; others wait for their turn.
AT_ONCE = 2
PAUSE = 1.0  # seconds between two looks at whether a run goes on

logger = logging.getLogger(__name__)


class _Work:
    """What this process has in hand."""

    threads: set[threading.Thread] = set()
    stopping = False


STOPPED = (
    "The service was stopped or brought up to date before the planning ended."
    " Nothing that is published has changed. Plan again."
)
TOO_LONG = (
    "The solver did not end within its time, so it was stopped."
    " Nothing that is published has changed. Plan again with more time, or with fewer rules."
)
KILLED = (
    "The solver was ended from outside before it had finished, most often because the machine ran"
    " out of memory. Nothing that is published has changed. Plan again."
)
CANCELLED = "It was cancelled."
BROKE_OFF = (
    "The solver ended with an error. Nothing that is published has changed. Plan again; if it"
    " happens again, download the problem and send it to whoever runs the service."
)


def start_waiting():
    """Take up a run that waits, if there is one and a thread to spare; return that thread."""
    _Work.threads = {one for one in _Work.threads if one.is_alive()}
    if len(_Work.threads) >= AT_ONCE or _Work.stopping:
        return None
    run = planning_runs.take()
    if run is None:
        return None
    thread = threading.Thread(target=_keep, args=[run], name=f"planning-{run.pk}")
    _Work.threads.add(thread)
    thread.start()
    return thread


def stop():
    """Have every run end soon; what was found until then is kept."""
    _Work.stopping = True


def _keep(run):
    """Have the run in hand until its end, whatever that is."""
    try:
        _run(run)
    except Exception:  # noqa: BLE001 - whatever it was, the run must not stay as it is for ever
        logger.exception("The planning run %s failed.", run.pk)
        try:
            close_old_connections()
            planning_runs.fail(run, BROKE_OFF)
        except DatabaseError:  # it is buried later, as it is silent now
            logger.exception("The planning run %s could not be failed.", run.pk)
    finally:
        connections.close_all()


def _run(run):
    asked = problem_json.from_json(run.problem)
    outcome = ended_by = None
    with Solver(run.problem, seconds=run.seconds) as solver:
        while True:
            try:
                said = solver.next(wait=PAUSE) or {}
            except EOFError:
                break
            outcome = said.get("outcome", outcome)
            goes_on = planning_runs.beat(run, asked=asked, step=said.get("progress", {}))
            if ended_by is None and (ended_by := _end(goes_on, solver)) is not None:
                solver.end()  # its last word is the best so far
            if solver.is_overdue:
                break
        overdue = solver.is_overdue
        code, errors = solver.how_it_ended()
    if code == 0 and outcome is not None and ended_by != STOPPED:
        planning_runs.finish(run, outcome=outcome)
        return
    if ended_by is None:
        logger.error("The solver of planning run %s ended with %s. %s", run.pk, code, errors)
    planning_runs.fail(
        run, ended_by or (TOO_LONG if overdue else KILLED if code < 0 else BROKE_OFF), best=outcome
    )


def _end(goes_on, solver):
    """Why the solver is to be ended before it is done, or None."""
    if _Work.stopping:
        return STOPPED
    if not goes_on:
        return CANCELLED
    return TOO_LONG if solver.is_late else None
