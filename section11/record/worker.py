"""The worker: sends what waits in the outbox, runs the registered jobs every minute, and begins the
long work that apps have registered, beside which its own loop goes on.

It holds nothing that is not in the database, so it may be killed at any moment, and several may
run. What it was doing the next one does.
"""

import logging
import os
import signal
import time

from django.db import close_old_connections

from . import jobs, outbox

PAUSE = 1.0  # seconds, when nothing waits
JOBS_EVERY = 60.0  # seconds

logger = logging.getLogger(__name__)


class Worker:
    def __init__(self, *, beside=None):
        """`beside` is the id of a process with which this worker ends."""
        self.beside = beside
        self.stopping = False
        self.jobs_due_at = time.monotonic()

    def run(self):
        """Work until SIGTERM or SIGINT; the mail in hand is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while self.is_wanted():
            if not self.turn():
                time.sleep(PAUSE)
        jobs.stop_long()

    def stop(self, *_):
        self.stopping = True

    def is_wanted(self):
        """Whether it should go on: nobody asked it to stop, and what it runs beside runs."""
        return not self.stopping and _is_running(self.beside)

    def turn(self):
        """Run the jobs if they are due, begin long work, and send one mail; return whether there
        was one.

        Whatever goes wrong is logged, and tried again in a later turn. A database connection that
        was lost is closed here, so that the next query opens another.
        """
        close_old_connections()
        try:
            if time.monotonic() >= self.jobs_due_at:
                self.jobs_due_at = time.monotonic() + JOBS_EVERY
                jobs.run_all()
            jobs.start_waiting()
            return outbox.send_next() is not None
        except Exception:  # noqa: BLE001 - a worker that ends sends nothing any more
            logger.exception("The worker could not do its work.")
            return False


def _is_running(process_id):
    if process_id is None:
        return True
    try:
        os.kill(process_id, 0)  # sends nothing, only asks
    except ProcessLookupError:
        return False
    return True
