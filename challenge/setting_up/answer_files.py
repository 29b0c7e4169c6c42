"""Answers as a file, out and in: one row a person or agency, one column a half-day.

The file that goes out is the template for the file that comes in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from section11.tables.limits import MB, Limits
from section11.tables.rows import Table
from section11.tables.writing import write

from ..models import PossibleSession
from .answers_table import LABELS, AnswersTable, Line
from .half_day_plan import NotADay, days_off

LIMITS = Limits(bytes=2 * MB, documents=MB, unzipped=20 * MB, rows=1_000, columns=450)
WHO, NAME = "who", "name"
_WORDS = {
    "yes": "yes y 1 x ok true free available",
    "if_need_be": "if need be|if needed|ifneedbe|maybe|perhaps|possibly|?|(yes)|0.5",
    "no": "no n 0 - false busy unavailable",
}
ANSWERS = {
    word: answer
    for answer, words in _WORDS.items()
    for word in (words.split("|") if "|" in words else words.split())
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong, with its place in the file where there is one."""

    row: int | None
    column: str
    sentence: str


@dataclass(frozen=True)
class Change:
    line: Line
    half_day: PossibleSession
    before: str
    after: str

    @property
    def words(self):
        return LABELS.get(self.before, "No answer"), LABELS[self.after]


@dataclass
class Preview:
    """What bringing in a file would do. With problems nothing may be brought in."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def by_line(self) -> list[tuple[Line, list[Change]]]:
        found: dict[int, tuple[Line, list[Change]]] = {}
        for change in self.changes:
            found.setdefault(id(change.line), (change.line, []))[1].append(change)
        return list(found.values())

    def answers(self) -> list[list]:
        """The changes in plain values: whether an agency, its id, the half-day's id, the answer."""
        return [
            [one.line.is_agency, one.line.of.pk, one.half_day.pk, one.after] for one in self.changes
        ]


def key_of(line: Line) -> str:
    """What a row is called in the file: an e-mail address, or an agency's name."""
    return line.name if line.is_agency else line.of.user.email


def written(table: AnswersTable, fmt: str) -> bytes:
    """The answers as CSV or XLSX."""
    columns = [WHO, NAME, *(one.half_day for one in table.half_days)]
    rows = [
        [key_of(line), line.name, *(LABELS.get(one, "") for one in line.answers)]
        for line in [*table.panel, *table.agencies]
    ]
    return write(columns, rows, fmt, title="Availability")


def preview(file: Table, table: AnswersTable) -> Preview:
    """What the file would change. A cell left blank changes nothing."""
    found = Preview()
    columns = _columns(file, table, found)
    if WHO not in file.columns:
        found.problems.append(Problem(None, WHO, "This column is missing."))
    if found.problems:
        return found
    lines = {_folded(key_of(line)): line for line in [*table.panel, *table.agencies]}
    seen: dict[str, int] = {}
    for row in file.rows:
        key = _folded(row.values[WHO])
        if key in seen:
            found.problems.append(Problem(row.number, WHO, f"Row {seen[key]} is of the same."))
        elif key not in lines:
            found.problems.append(
                Problem(
                    row.number, WHO, f"“{row.values[WHO][:60]}” takes no part in this challenge."
                )
            )
        else:
            _read_row(row, lines[key], columns, found)
        seen.setdefault(key, row.number)
    return found


def _read_row(row, line, columns, found):
    for column, (place, half_day) in columns.items():
        text = _folded(row.values[column])
        if not text:
            continue
        after = ANSWERS.get(text)
        if after is None:
            sentence = f"“{text[:40]}” is not yes, if need be or no."
            found.problems.append(Problem(row.number, column, sentence))
        elif after == line.answers[place]:
            found.same += 1
        else:
            found.changes.append(Change(line, half_day, line.answers[place], after))


def _columns(file, table, found):
    """{heading: (place of the half-day, the half-day)}"""
    half_days = {one.half_day: (place, one) for place, one in enumerate(table.half_days)}
    columns = {}
    for heading in file.columns:
        if heading in (WHO, NAME):
            continue
        known = next((name for name in _names(heading) if name in half_days), None)
        if known is None:
            sentence = "This is not one of the half-days asked about, such as 2027-03-09 morning."
            found.problems.append(Problem(None, heading, sentence))
        else:
            columns[heading] = half_days[known]
    return columns


def _names(heading) -> Iterator[str]:
    """What a heading may mean: `9/3/2027 am` is `2027-03-09 morning`."""
    day, _, half = heading.strip().rpartition(" ")
    half = {"am": "morning", "pm": "afternoon"}.get(half.casefold(), half.casefold())
    try:
        [found] = days_off(day)
    except (NotADay, ValueError):
        return
    yield f"{found.isoformat()} {half}"


def _folded(text):
    return " ".join(text.split()).casefold()
