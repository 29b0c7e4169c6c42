"""`make bench`: every benchmark, one after another, written to docs/benchmarks.md.

`python -m tests.bench step_save heatmap_page` runs some of them and writes nothing but to the screen;
with `--page` before the names, their sections of that page are written anew.
Each runs in a process of its own and prints its rows as JSON, one a line; those that say so run on
a throwaway PostgreSQL too, which waits for the disk as a real one does.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests import postgresql
from tests.bench import report
from tests.bench.goals import AtMost, Linear, Same

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Benchmark:
    """`how` says what is done and what the floor is; `reach` what we mean to reach.

    `goals` are the same as rules, by which the report says whether it was reached.
    """

    name: str
    title: str
    how: str
    reach: str
    goals: tuple[AtMost | Same | Linear, ...]
    on_postgresql: bool = False


BENCHMARKS = [
    Benchmark(
        "step_save",
        "Save one step of a self-audit",
        "Over HTTP, gunicorn with 2 workers x 4 threads: five questions, nine changed fields; answers,"
        " history and an event are written. Floor: a bare Django view that loads the session and the"
        " user and writes the same rows, one statement a table, in one transaction. In turns.",
        "p50 at most 2.5 x, p95 at 8 clients at most 3 x; at 22 and 44 steps at most 1.1 x of 11.",
        (
            AtMost("ratio", 2.5, "p50"),
            AtMost("ratio", 3, "8 clients, p95"),
            AtMost("against 11 steps", 1.1),
        ),
        on_postgresql=True,
    ),
    Benchmark(
        "step_open",
        "Open one step",
        "Six questions, with one and with three items of evidence and actions each: queries and the"
        " time of the whole page, in process.",
        "At most 15 queries, the same number with one item of each.",
        (AtMost("queries", 15), Same("queries")),
    ),
    Benchmark(
        "access",
        "Who may see what",
        "A lead's task list, the agency list and the Board's page of a cycle, for somebody with one"
        " role and with twenty, alone and among 153 partnerships of 60 agencies. Each page says the"
        " same in all four cases, so a difference is the access check's. In process.",
        "The same number of queries for a page in all four cases; time within noise, 1.3 x.",
        (
            Same("queries", "task list"),
            Same("queries", "agency list"),
            Same("queries", "Board page"),
            AtMost("against 1 and 1", 1.3),
        ),
        on_postgresql=True,
    ),
    Benchmark(
        "heatmap_numbers",
        "The heatmap's numbers",
        "60 agencies x 60 questions x 5 cycles, alone and among 153 partnerships (2.7 million"
        " answers). Floor: one hand-written GROUP BY over the same rows.",
        "At most 1.5 x; from 1 to 153 partnerships at most 1.2 x; a constant number of queries.",
        (
            AtMost("ratio", 1.5),
            AtMost("against 1 partnership", 1.2),
            Same("queries for 1 and 5 cycles"),
        ),
        on_postgresql=True,
    ),
    Benchmark(
        "heatmap_page",
        "The heatmap page, whole",
        "The page as a Board member gets it, in process. Floor: the same HTML by string joins.",
        "Stated; linear.",
        (Linear("ms for each agency"),),
    ),
    Benchmark(
        "progress_page",
        "The coordinator's progress page",
        "The whole page over 60 and 600 agencies, all in progress, in process; a published standard set"
        " is read once in each process. Floor: one hand-written GROUP BY over the same answers, and"
        " the same HTML by string joins.",
        "At most 10 queries, the same number at 60 and 600; linear; the ratio stated.",
        (AtMost("queries", 10), Same("queries"), Linear("ms for each agency")),
    ),
    Benchmark(
        "availability_page",
        "Who can come when",
        "The availability page of a panel member and of an agency, and the coordinator’s table of"
        " answers, whole and in process, for a small challenge and for one with ten times as many"
        " agencies and half-days and five times as many people. Everybody has answered.",
        "A constant number of queries in agencies, people and half-days; the times stated.",
        (
            Same("queries", "availability of a member"),
            Same("queries", "availability of an agency"),
            Same("queries", "table of answers"),
        ),
    ),
    Benchmark(
        "session_pages",
        "A session’s pages",
        "Session page, live page, pack and the record of a standard, whole and in process, for a small"
        " challenge and for one with ten times as many agencies, three times as many people and"
        " standards. A published standard set is read once in each process.",
        "A constant number of queries in agencies, people and standards; the times stated.",
        (
            Same("queries", "session page"),
            Same("queries", "live page"),
            Same("queries", "pack"),
            Same("queries", "record of a standard"),
        ),
    ),
    Benchmark(
        "heatmap_picture",
        "The heatmap's picture",
        "Floor: bare matplotlib savefig of the same pixels, without a letter or a shape.",
        "At most 2 x; linear; 1000 x 60 under 500 MB.",
        (
            AtMost("ratio", 2),
            Linear("microseconds_a_cell", "PNG"),
            Linear("microseconds_a_cell", "SVG"),
            AtMost("megabytes", 500, "1000 x 60"),
        ),
    ),
    Benchmark(
        "answer_import",
        "Import 100,000 answers",
        "Through django-import-export, every row checked, history written; reading the file is part of"
        " it. Floor: bulk_create of the same answers and history.",
        "CSV at most 3 x bulk_create; XLSX at most 1.5 x the CSV import; memory stated.",
        (AtMost("ratio", 3, "CSV"), AtMost("against CSV", 1.5)),
    ),
    Benchmark(
        "timetable",
        "The timetable of a challenge",
        "Agencies/half-days/people, easy (60 % available) and tight (30 %), five seeds of each from"
        " tests/instances.py; HiGHS on one thread, stopped after a minute. Held against a greedy"
        " pass and the bound. Every plan is checked by the rules alone. Agencies left out of a plan"
        " that is proved optimal cannot be placed.",
        "Up to 40/16/30 proved optimal in 2 s; 150/60/80 within 1 % in 60 s; 600/220/240 every"
        " placeable agency placed and the gap stated within 10 minutes; never worse than greedy;"
        " memory stated.",
        (
            AtMost("not proved", 0, "26/"),
            AtMost("not proved", 0, "40/"),
            AtMost("seconds, most", 2, "26/"),
            AtMost("seconds, most", 2, "40/"),
            AtMost("gap %, most", 1, "150/"),
            AtMost("seconds, most", 61, "150/"),
            AtMost("seconds, most", 610, "600/"),
            AtMost("points against greedy, most", 1),
        ),
    ),
    Benchmark(
        "timetable_changes",
        "Replanning, and why agencies are left out",
        "One, two and five people or agencies with a place drop out of a published plan, five seeds"
        " of each; held against planning anew. Then why agencies are left out of tight instances,"
        " with what would help.",
        "The fewest moved slots, proved, up to 40/16/30; reasons in 5 s.",
        (AtMost("fewest not proved", 0, "replan"), AtMost("seconds, most", 5.5, "explain")),
    ),
    Benchmark(
        "survey_page",
        "Post a page of a survey",
        "Over HTTP, gunicorn with 2 workers x 4 threads: five questions, one a text; the draft is"
        " opened, sealed and written. Floor: a bare Django view that loads the session and the user"
        " and writes the same row. In turns.",
        "p50 at most 2 x.",
        (AtMost("ratio", 2, "p50"),),
        on_postgresql=True,
    ),
    Benchmark(
        "survey_results",
        "The results of a survey",
        "60 agencies x 20 questions x 5,000 respondents in three role groups, suppressed, by question and"
        " by standard, alone and among ten such surveys; a published standard set is read once in"
        " each process. Floor: one hand-written GROUP BY over the same counts. In turns.",
        "At most 2 x; a constant number of queries.",
        (AtMost("ratio", 2, "60 agencies"), Same("queries")),
        on_postgresql=True,
    ),
    Benchmark(
        "process_start",
        "Start of a web process",
        "Imports and the first answer. Floor: django.setup() of an empty project.",
        "matplotlib, solver and PDF engine not imported until used.",
        (AtMost("large libraries imported", 0),),
    ),
]


def run(benchmark, *, on_postgresql=False):
    """The rows that the benchmark prints. Raises CalledProcessError when it breaks off."""
    command = [sys.executable, "-m", f"tests.bench.{benchmark.name}"]
    if on_postgresql:
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


def measured(benchmark):
    """Its rows on each database, or None when it broke off: the others are run all the same."""
    try:
        rows = run(benchmark)
        if benchmark.on_postgresql and postgresql.binaries():
            rows += run(benchmark, on_postgresql=True)
    except subprocess.CalledProcessError:
        return None
    return rows


def main(arguments):
    names = [one for one in arguments if one != "--page"]
    begun = time.monotonic()
    found = []
    for benchmark in BENCHMARKS:
        if names and benchmark.name not in names:
            continue
        found.append((benchmark, measured(benchmark)))
        sys.stdout.write("\n" + "\n\n".join(report.section(*found[-1])) + "\n")
        sys.stdout.flush()
    if not names:
        report.PAGE.write_text(report.page(found, (time.monotonic() - begun) / 60))
    elif "--page" in arguments:
        report.PAGE.write_text(report.renewed(report.PAGE.read_text(), found))
    return int(any(rows is None for _, rows in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
