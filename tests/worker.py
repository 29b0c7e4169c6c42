"""The worker as a process of its own, on the database that the test is on."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from tests.bench.serving import address_of


@contextmanager
def working(port, *options):
    """A worker that sends to the mail server on that port; it is killed as the block ends."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker", *options],
        cwd=settings.ROOT,
        env={
            **os.environ,
            "DATABASE_URL": address_of(connection),
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        },
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(true, seconds=120):
    """Return once `true()` is; AssertionError if it is not within that time."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It never came true."
        time.sleep(0.01)
