"""docs/benchmarks.md: the machine, and for each benchmark its rows and whether it is good enough."""

import os
import platform
import re
import sqlite3
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

from tests import postgresql
from tests.bench.goals import words

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
LIBRARIES = (
    "Django",
    "gunicorn",
    "django-import-export",
    "django-simple-history",
    "highspy",
    "matplotlib",
    "openpyxl",
    "python-calamine",
    "psycopg",
)

INTRODUCTION = """\
Written by `make bench`. Times are in milliseconds, medians where nothing else is said; a ratio is the
product's time over that of the floor, measured in the same run, in turns. Read ratios, not times:
machines differ, and differences under 1.3 x at one client or 2 x at eight are noise."""

PEERS = """\
For scale, measured once on comparable work and such a machine: LimeSurvey 6 took 280 to 540 ms to
save a page for one client and 0.8 to 1.5 s for eight, CISO Assistant 0.7 s and 3.6 s; the bare floor
took 3 to 5 ms and 16 to 25 ms. django-import-export as it comes needed 120 s for 100,000 rows, a tuned
resource 9 s, bulk_create 4 s."""

NO_POSTGRESQL = """\
PostgreSQL is not on this machine, so nothing was measured on it: apt-get install postgresql."""


def table(rows):
    """Rows of dicts as a Markdown table with a column for each key, in the order they come."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [[words(column) for column in columns], ["---"] * len(columns)]
    lines += [[_shown(row.get(column, "")) for column in columns] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def verdict(benchmark, rows):
    """Whether the rows reach what was meant, in words."""
    missed = [sentence for goal in benchmark.goals for sentence in goal.missed(rows)]
    if not missed:
        return "**Reached.**" if benchmark.goals else "**Stated.**"
    return "**Not reached:** " + "; ".join(missed) + "."


def section(benchmark, rows):
    parts = [f"## {benchmark.title}", benchmark.how, f"To reach: {benchmark.reach}"]
    if benchmark.on_postgresql and postgresql.binaries() is None:
        parts.append(NO_POSTGRESQL)
    if rows is None:
        return [*parts, "**This benchmark broke off with an error.**"]
    return [*parts, verdict(benchmark, rows), table(rows)]


def page(found, minutes):
    """The whole page; `found` holds (benchmark, rows), where rows are None after an error."""
    parts = ["# Benchmarks", INTRODUCTION, f"{_today()}: {machine()}.", PEERS]
    for benchmark, rows in found:
        parts += section(benchmark, rows)
    parts.append(f"The whole run took {minutes:.0f} minutes.")
    return "\n\n".join(parts) + "\n"


def renewed(text, found):
    """The page with the sections of `found` measured anew, those that it lacks after the others.

    What the whole run took is said of a whole run only.
    """
    text = re.sub(r"\nThe whole run took .*\n$", "", text)
    for benchmark, rows in found:
        anew = "\n\n".join([*section(benchmark, rows), f"Measured by itself on {_today()}."]) + "\n"
        start = text.find(f"## {benchmark.title}\n")
        if start < 0:
            text = f"{text}\n{anew}"
            continue
        end = text.find("\n## ", start) + 1 or len(text) + 1
        text = f"{text[:start]}{anew}\n{text[end:]}".rstrip("\n") + "\n"
    return text


def machine():
    """Processors, memory and versions, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    parts = [
        f"{os.cpu_count()} processors{_model()}",
        f"{memory:.0f} GiB of memory",
        platform.system(),
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *filter(None, [_postgresql()]),
        *(f"{name} {version(name)}" for name in LIBRARIES),
    ]
    return ", ".join(parts)


def _model():
    described = Path("/proc/cpuinfo")
    text = described.read_text() if described.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return f" ({found[1]})" if found else ""


def _postgresql():
    folder = postgresql.binaries()
    if folder is None:
        return ""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    return f"PostgreSQL {re.search(r'[0-9.]+', said.stdout)[0]}"


def _today():
    return f"{date.today():%d %B %Y}".lstrip("0")  # noqa: DTZ011 - the day on the machine's clock


def _shown(value):
    return f"{value:,}" if isinstance(value, int | float) else str(value)
