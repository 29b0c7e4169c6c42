"""The start of a web process up to its first answer, against an empty Django project's.

Each start has a Python of its own. The product's imports the WSGI application, answers /healthz
and then says which of the large libraries it has imported: each of them may wait until a picture,
a timetable, a report or a workbook is asked for. `python -m tests.bench.process_start`.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench import environment  # noqa: F401 - the environment first

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 9

# Pictures, solver, PDF engine, and the libraries that write workbooks.
LATE = ["matplotlib", "numpy", "PIL", "highspy", "typst", "openpyxl", "lxml", "odf", "docx"]

PRODUCT = """
import json, sys, time
start = time.perf_counter()
from wsgiref.util import setup_testing_defaults
from section11.wsgi import application
request = {"PATH_INFO": "/healthz", "HTTP_HOST": "127.0.0.1"}
setup_testing_defaults(request)
answers = []
body = b"".join(application(request, lambda status, headers: answers.append(status)))
seconds = time.perf_counter() - start
assert (answers, body) == (["200 OK"], b"ok\\n"), (answers, body)
print(json.dumps({"seconds": seconds, "imported": sorted(set(LATE) & set(sys.modules))}))
"""
FLOOR = """
import json, time
start = time.perf_counter()
import django
from django.conf import settings
settings.configure()
django.setup()
print(json.dumps({"seconds": time.perf_counter() - start}))
"""


def start(script):
    """What a new Python prints that runs `script`."""
    done = subprocess.run(
        [sys.executable, "-c", f"LATE = {LATE}\n{script}"],
        cwd=ROOT,
        env=os.environ,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout)


def measure():
    """One row of {"work", "floor", "product", "ratio", ...}; times in milliseconds."""
    found = {"floor": [], "product": []}
    for warm_up in (True, *[False] * ROUNDS):
        for name, script in (("floor", FLOOR), ("product", PRODUCT)):
            started = start(script)
            if not warm_up:
                found[name].append(started)
    times = {
        name: statistics.median(run["seconds"] for run in runs) * 1000
        for name, runs in found.items()
    }
    imported = found["product"][-1]["imported"]
    return [
        {
            "work": "start, imports and first answer",
            "floor": round(times["floor"]),
            "product": round(times["product"]),
            "ratio": round(times["product"] / times["floor"], 2),
            "large libraries imported": len(imported),
            "which": ", ".join(imported) or f"none of {', '.join(LATE)}",
        }
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(json.dumps(row) for row in measure()) + "\n")
