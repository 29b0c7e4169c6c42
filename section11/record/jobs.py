"""What the worker does every minute, besides sending mail. Each app registers its own in its
AppConfig.ready().

Several workers may run, so a job may run twice at once: what it must do only once it keeps to once
itself, by a lock or a constraint.

Work that takes long has no place in the worker's loop, where mail would wait for it. An app begins
such work in a starter, which hands it to a thread and returns at once (docs/adr/0008).
"""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)
_jobs: list[Callable[[], object]] = []
_starters: list[Callable[[], object]] = []
_stoppers: list[Callable[[], object]] = []


def register(job: Callable[[], object]):
    """Have the worker call `job` every minute."""
    _jobs.append(job)
    return job


def register_long(*, start: Callable[[], object], stop: Callable[[], object]):
    """Have the worker call `start` in every turn, a second or so apart: it looks whether long work
    waits, hands it to a thread, and returns. `stop` is called as the worker ends.
    """
    _starters.append(start)
    _stoppers.append(stop)


def run_all():
    """Run each job. The error of one is logged and does not stop the others."""
    _call(_jobs)


def start_waiting():
    """Begin the long work that waits."""
    _call(_starters)


def stop_long():
    """Have the long work that was begun end soon; its threads are still to be waited for."""
    _call(_stoppers)


def _call(these):
    for job in these:
        try:
            job()
        except Exception:  # noqa: BLE001 - whatever it is, the other jobs have a right to run
            logger.exception("The job %s.%s failed.", job.__module__, job.__qualname__)
