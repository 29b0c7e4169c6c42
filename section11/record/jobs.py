"""What the worker does every minute, besides sending mail. Each app registers its own in its
AppConfig.ready().

Several workers may run, so a job may run twice at once: what it must do only once it keeps to once
itself, by a lock or a constraint.
"""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)
_jobs: list[Callable[[], object]] = []


def register(job: Callable[[], object]):
    """Have the worker call `job` every minute."""
    _jobs.append(job)
    return job


def run_all():
    """Run each job. The error of one is logged and does not stop the others."""
    for job in _jobs:
        try:
            job()
        except Exception:  # noqa: BLE001 - whatever it is, the other jobs have a right to run
            logger.exception("The job %s.%s failed.", job.__module__, job.__qualname__)
