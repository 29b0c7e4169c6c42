"""Bringing in 100,000 answers from CSV and from XLSX, against writing the very same rows.

The file holds 60 answers of each of 1,667 agencies, with narratives of some 100 characters. Each
measurement has a process of its own, reads the real file, writes to the real tables and commits;
the rows are taken out again outside the time. The floor is Django's `bulk_create` of the answers
and of their history, from dictionaries that are there already.
`python -m tests.bench.answer_import` uses the database that DATABASE_URL names, or SQLite.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
from django.db import connection, transaction

from tests.bench import environment, serving  # noqa: F401 - the environment first

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = 100_000
STANDARDS, QUESTIONS = 12, 5
ROUNDS = 3
RATINGS = ["red", "amber", "green", "green", "Not applicable"]
NARRATIVE = "We check this every quarter, tell our board and changed our training in round {n}."


def prepare(folder):
    """An open cycle with a self-audit for each agency, and the two files."""
    from section11.audits.models import SelfAudit  # noqa: PLC0415
    from section11.audits.resources import COLUMNS  # noqa: PLC0415
    from section11.people.models import Agency  # noqa: PLC0415
    from section11.tables import writing  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    factories.user(email="by@example.org")
    cycle = factories.cycle(
        partnership=factories.partnership(),
        standard_set=factories.standard_set(standards=STANDARDS, questions=QUESTIONS),
    )
    asked = STANDARDS * QUESTIONS
    agencies = Agency.objects.bulk_create(
        Agency(name=f"Agency of area {n:04}", short_name=f"Area {n:04}", sector="police")
        for n in range(-(-ANSWERS // asked))
    )
    SelfAudit.objects.bulk_create(
        SelfAudit(
            cycle=cycle,
            agency=agency,
            sector=agency.sector,
            size=agency.size,
            due_on=cycle.due_on,
        )
        for agency in agencies
    )
    codes = [question.code for question in cycle.standard_set.questions]
    pairs = [(agency, code) for agency in agencies for code in codes][:ANSWERS]
    rows = [
        [agency.name, code, RATINGS[n % 5], NARRATIVE.format(n=n), "", ""]
        for n, (agency, code) in enumerate(pairs)
    ]
    for fmt in ("csv", "xlsx"):
        (folder / f"answers.{fmt}").write_bytes(writing.write(COLUMNS, rows, fmt))


def bring_in(file):
    """The product: read the file and bring it in. Seconds of both, and of reading alone."""
    from section11.audits.models import Cycle  # noqa: PLC0415
    from section11.audits.operations import answer_imports  # noqa: PLC0415
    from section11.people.models import User  # noqa: PLC0415
    from section11.tables import reading  # noqa: PLC0415

    cycle, by = Cycle.objects.get(), User.objects.get(email="by@example.org")
    start = time.perf_counter()
    with file.open("rb") as opened:
        table = reading.read(opened, file.name, limits=answer_imports.LIMITS)
    read = time.perf_counter() - start
    count = answer_imports.bring_in(cycle=cycle, table=table, by=by)
    seconds = time.perf_counter() - start
    if count != ANSWERS:
        raise AssertionError(f"{count} answers came in")
    return {"seconds": seconds, "read": read}


def write_again():
    """The floor: what an import wrote, taken out and written again by bulk_create."""
    from section11.audits.models import Answer  # noqa: PLC0415

    history = Answer.history.model
    answers = list(Answer.objects.order_by("pk").values())
    versions = list(history.objects.order_by("pk").values())
    take_out()
    for row in versions:
        del row["history_id"]
    start = time.perf_counter()
    with transaction.atomic():
        Answer.objects.bulk_create((Answer(**row) for row in answers), batch_size=1000)
        history.objects.bulk_create((history(**row) for row in versions), batch_size=1000)
    return {"seconds": time.perf_counter() - start}


def take_out():
    """No answers again: in SQL, because deleting by the ORM would write history."""
    from section11.audits.models import Answer, SelfAudit  # noqa: PLC0415
    from section11.record import append_only  # noqa: PLC0415
    from section11.record.models import Event  # noqa: PLC0415

    with append_only.lifted(), connection.cursor() as cursor:
        for model in (Answer, Answer.history.model, Event):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    SelfAudit.objects.update(status=SelfAudit.Status.NOT_STARTED, started_at=None)


def peak_megabytes():
    """The kernel's own mark for this process."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def one(folder, work):
    """One measurement, in this process: "csv", "xlsx", "floor", or "start", which does nothing."""
    django.setup()
    if work == "start":
        return {"megabytes": peak_megabytes()}
    found = write_again() if work == "floor" else bring_in(folder / f"answers.{work}")
    found["megabytes"] = peak_megabytes()
    if work != "csv":  # the floor, which comes next, writes again what CSV brought in
        take_out()
    return found


def _in_own_process(folder, work):
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.answer_import", str(folder), work],
        cwd=ROOT,
        env=os.environ,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout)


def measure():
    """Rows of {"work", "floor", "product", "ratio", ...}; times in milliseconds."""
    django.setup()
    from tests.bench.heatmap_numbers import own_database  # noqa: PLC0415

    found = {"csv": [], "floor": [], "xlsx": []}
    with own_database(), tempfile.TemporaryDirectory(prefix="section11-bench-") as folder:
        folder = Path(folder)
        prepare(folder)
        os.environ["DATABASE_URL"] = serving.address_of(connection)
        connection.close()
        for _ in range(ROUNDS):
            for work, runs in found.items():
                runs.append(_in_own_process(folder, work))
        before = _in_own_process(folder, "start")["megabytes"]
        sizes = {fmt: (folder / f"answers.{fmt}").stat().st_size for fmt in ("csv", "xlsx")}
    middle = {
        work: {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        for work, runs in found.items()
    }
    csv, floor, xlsx = middle["csv"], middle["floor"], middle["xlsx"]
    return [
        _row("100,000 answers from CSV", csv, floor, before, sizes["csv"])
        | {"against reading alone": round(csv["seconds"] / csv["read"], 1)},
        _row("100,000 answers from XLSX", xlsx, floor, before, sizes["xlsx"])
        | {
            "against reading alone": round(xlsx["seconds"] / xlsx["read"], 1),
            "against CSV": round(xlsx["seconds"] / csv["seconds"], 2),
        },
    ]


def _row(work, product, floor, before, size):
    return {
        "work": work,
        "floor": round(floor["seconds"] * 1000),
        "product": round(product["seconds"] * 1000),
        "ratio": round(product["seconds"] / floor["seconds"], 2),
        "of which reading": round(product["read"] * 1000),
        "file_megabytes": round(size / 1_000_000, 1),
        "megabytes": round(product["megabytes"]),
        "megabytes at start": round(before),
    }


def main(arguments):
    if arguments:
        folder, work = arguments
        sys.stdout.write(json.dumps(one(Path(folder), work)))
    else:
        sys.stdout.write("\n".join(json.dumps(row) for row in measure()) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
