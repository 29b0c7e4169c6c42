"""The solver as a process of its own: `manage.py solve_timetable`, fed a problem, read line by line.

A process, because whatever becomes of it (out of memory, a fault in the solver's own code) must
not take the worker along; and because the worker goes on sending mail meanwhile.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from queue import Empty, Queue

from django.conf import settings

# What it may take beyond its time limit before it is asked to end; and then, before it is ended.
GRACE = 20.0
LAST_WORD = 10.0
_END = object()


class Solver:
    """One solver at work. Use it as a context: the process is gone afterwards, however it ends."""

    def __init__(self, problem, *, seconds):
        self._out = Queue()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - of errors, for the log; see __exit__
        self._late_at = time.monotonic() + seconds + GRACE
        self._give_up_at = self._late_at + LAST_WORD
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [
                *(sys.executable, str(settings.ROOT / "manage.py"), "solve_timetable"),
                *("-", "--progress", "--seconds", str(seconds)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=settings.ROOT,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._feed, args=[json.dumps(problem)], daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._said.close()

    def _feed(self, text):
        try:
            with self.process.stdin as pipe:
                pipe.write(text)
        except OSError:  # it died before it had read everything; its end says so
            return

    def _read(self):
        with self.process.stdout as pipe:
            for line in pipe:
                self._out.put(line)
        self._out.put(_END)

    def next(self, *, wait):
        """What it says next, as JSON; None if nothing within `wait` seconds. EOFError at its end."""
        try:
            line = self._out.get(timeout=wait)
        except Empty:
            return None
        if line is _END:
            raise EOFError
        return json.loads(line)

    def end(self):
        """Ask it to end, with the best so far as its last word; it has a little time for that."""
        if self.process.poll() is None:
            self.process.terminate()
        self._give_up_at = time.monotonic() + LAST_WORD

    @property
    def is_late(self):
        """It should have ended by itself."""
        return time.monotonic() > self._late_at

    @property
    def is_overdue(self):
        """It does not even end when asked to."""
        return time.monotonic() > self._give_up_at

    def how_it_ended(self):
        """(exit code, what it said of errors); a signal that killed it is a negative code."""
        if self.is_overdue:
            self.process.kill()
        code = self.process.wait()
        self._said.seek(0)
        return code, self._said.read().decode(errors="replace")[-4000:].strip()
