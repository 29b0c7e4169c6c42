"""`make bench`: every benchmark, one after another, written to docs/benchmarks.md.

`python -m tests.bench step_save heatmap_page` runs some of them and writes nothing but to the screen.
Each runs in a process of its own and prints its rows as JSON, one a line; those that say so run on
a throwaway PostgreSQL too, which waits for the disk as a real one does.
"""

import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
LIBRARIES = (
    "Django",
    "gunicorn",
    "django-import-export",
    "matplotlib",
    "openpyxl",
    "python-calamine",
)


@dataclass(frozen=True)
class Benchmark:
    """`how` says what is done and what the floor is; `reach` what we mean to reach."""

    name: str
    title: str
    how: str
    reach: str
    on_postgresql: bool = False


BENCHMARKS = [
    Benchmark(
        "step_save",
        "Save one step of a self-audit",
        "Over HTTP, gunicorn with 2 workers x 4 threads: five questions, nine changed fields; answers,"
        " history and an event are written. Floor: a bare Django view that loads the session and the"
        " user and writes the same rows, one statement a table, in one transaction. In turns.",
        "p50 at most 2.5 x, p95 at 8 clients at most 3 x; at 22 and 44 steps at most 1.1 x of 11.",
        on_postgresql=True,
    ),
    Benchmark(
        "step_open",
        "Open one step",
        "Six questions, with one and with three items of evidence and actions each: queries and the"
        " time of the whole page, in process.",
        "At most 15 queries, the same number with one item of each.",
    ),
    Benchmark(
        "heatmap_numbers",
        "The heatmap's numbers",
        "60 agencies x 60 questions x 5 cycles, alone and among 153 partnerships (2.7 million"
        " answers). Floor: one hand-written GROUP BY over the same rows.",
        "At most 1.5 x; from 1 to 153 partnerships at most 1.2 x; a constant number of queries.",
        on_postgresql=True,
    ),
    Benchmark(
        "heatmap_page",
        "The heatmap page, whole",
        "The page as a Board member gets it, in process. Floor: the same table by string joins.",
        "Stated; linear.",
    ),
    Benchmark(
        "heatmap_picture",
        "The heatmap's picture",
        "Floor: bare matplotlib savefig of the same pixels, without a letter or a shape.",
        "At most 2 x; linear; 1000 x 60 under 500 MB.",
    ),
    Benchmark(
        "answer_import",
        "Import 100,000 answers",
        "Through django-import-export, every row checked, history written. Floor: bulk_create of the"
        " same rows; and reading the file alone.",
        "CSV at most 3 x bulk_create; XLSX at most 1.5 x the CSV import; memory stated.",
    ),
    Benchmark(
        "process_start",
        "Start of a web process",
        "Imports and the first answer. Floor: django.setup() of an empty project.",
        "matplotlib, solver and PDF engine not imported until used.",
    ),
]

PEERS = """\
For scale, measured once on such a machine on comparable work: LimeSurvey 6 took 280 to 540 ms to save
a page for one client and 0.8 to 1.5 s for eight; CISO Assistant 0.7 s and 3.6 s. django-import-export
as it comes needed 120 s for 100,000 rows.
"""


def run(benchmark, *, postgresql=False):
    """The rows that the benchmark printed; none where there is no PostgreSQL."""
    command = [sys.executable, "-m", f"tests.bench.{benchmark.name}"]
    if postgresql:
        command = [sys.executable, "tests/postgresql.py", *command]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env | {"POSTGRESQL_WAITS_FOR_THE_DISK": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def table(rows):
    """Rows of dicts as a Markdown table with a column for each key, in the order they come."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [columns, ["---"] * len(columns)]
    lines += [[str(row.get(column, "")) for column in columns] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def report(found):
    """The page: what was measured, how, and what came out. Times are milliseconds."""
    machine = (
        f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    )
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    parts = [
        "# Benchmarks",
        "Written by `make bench`. Times are in milliseconds, medians where nothing else is said;"
        " a ratio is the product's time over the floor's of the same run. Read ratios, not times:"
        " machines differ, and differences under 1.3 x at one client or 2 x at eight are noise.",
        f"{date.today():%d %B %Y}: {machine}; {libraries}.".lstrip("0"),  # noqa: DTZ011
        PEERS.strip(),
    ]
    for benchmark, rows in found:
        parts += [f"## {benchmark.title}", benchmark.how, f"**To reach:** {benchmark.reach}"]
        parts.append(table(rows))
    return "\n\n".join(parts) + "\n"


def main(names):
    found = []
    for benchmark in BENCHMARKS:
        if names and benchmark.name not in names:
            continue
        rows = run(benchmark)
        if benchmark.on_postgresql:
            rows += run(benchmark, postgresql=True)
        sys.stdout.write(f"\n{benchmark.title}\n{table(rows)}\n")
        sys.stdout.flush()
        found.append((benchmark, rows))
    if not names:
        PAGE.write_text(report(found))


if __name__ == "__main__":
    main(sys.argv[1:])
