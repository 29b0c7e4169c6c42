"""What no row can tell alone: whether the rows of a file together make one standard set.

Rows in, every problem out; nothing is read from or written to the database. A cell that cannot be
read at all is told by `columns`, so these checks pass over it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from . import columns
from .columns import quoted

KEEPS_ITS_LINEAGE = ("kept", "reworded")
COMES_FROM_OTHERS = ("split", "merged")


@dataclass(frozen=True)
class Problem:
    """One thing wrong, where, and in words. No row: it is about the columns or the whole file."""

    row: int | None
    column: str
    sentence: str

    @property
    def where(self) -> str:
        parts = [
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
        ]
        return ", ".join(part for part in parts if part) or "the file"

    def __str__(self) -> str:
        return f"{self.where[0].upper()}{self.where[1:]}: {self.sentence}"


class Row(Protocol):
    """A row as `section11.tables` reads it: its number in the file, and its texts by column."""

    number: int

    @property
    def values(self) -> Mapping[str, str]: ...


def of_columns(
    names: Sequence[str], *, levels: Mapping[str, bool], is_version: bool
) -> list[Problem]:
    """Columns that are missing or unknown.

    `levels` maps each level's code to whether it counts in the score; each that does needs its
    descriptor. `is_version`: the set is based on an older one.
    """
    required = [
        *columns.REQUIRED,
        *(columns.REQUIRED_OF_A_VERSION if is_version else ()),
        *(columns.DESCRIPTOR + code for code, counts in levels.items() if counts),
    ]
    known = columns.all_columns(levels)
    missing = [
        Problem(None, name, "This column is missing.") for name in required if name not in names
    ]
    unknown = [
        Problem(None, name, f"There is no such column. {nearest(name, known)}".strip())
        for name in names
        if name not in known
    ]
    return missing + unknown


def of_rows(rows: Sequence[Row], *, older: Mapping[str, str] | None) -> list[Problem]:
    """Everything wrong between the rows.

    `older` maps each lineage of the set this one is based on to its question's text; None when
    it is based on none.
    """
    if not rows:
        return [Problem(None, "", "The file has no questions.")]
    asked = [row for row in rows if is_question(row)]
    return [
        *_empty_standards(rows, asked),
        *_titles(rows),
        *twice(asked, "code", columns.question_code, _same_code),
        *twice(asked, "lineage", columns.lineage, _same_lineage),
        *_changes(asked, older),
        *_circles(asked),
    ]


def is_question(row: Row) -> bool:
    """Whether the row asks anything, or only names a standard."""
    return any(value for name, value in row.values.items() if name not in columns.STANDARD_COLUMNS)


def standard_rows(rows: Iterable[Row]) -> list[dict[str, str | int]]:
    """The standards in the order they first appear, each with its texts and the row it begins in."""
    found: dict[str, dict[str, str | int]] = {}
    for row in rows:
        if code := standard_of(row):
            first = {"standard_code": code, "row": row.number}
            standard = found.setdefault(code, first)
            for name in ("standard_title", "standard_summary"):
                standard[name] = standard.get(name) or row.values.get(name, "")
    return list(found.values())


def standard_of(row: Row) -> str:
    """The code of the row's standard, "" if it cannot be read."""
    return _read(columns.standard_code, row, "standard_code")


def _read(parse, row: Row, column: str) -> str:
    """The value in the form it is compared in, or "" when another check tells what is wrong."""
    try:
        return parse(row.values.get(column, ""))
    except ValueError:
        return ""


def _empty_standards(rows, asked) -> Iterator[Problem]:
    with_questions = {standard_of(row) for row in asked}
    for row in rows:
        if not is_question(row):
            code = standard_of(row)
            sentence = (
                "This row has a standard but no question. Write the title on the row of the"
                " standard's first question."
                if code in with_questions
                else f"Standard {code or quoted('')} has no question. Add one or delete the row."
            )
            yield Problem(row.number, "code", sentence)


def _titles(rows) -> Iterator[Problem]:
    """Rows of one standard repeat its title and summary word for word, or leave them blank."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        code = standard_of(row)
        if not code:
            continue
        for name in ("standard_title", "standard_summary"):
            text = " ".join(row.values.get(name, "").split())
            if not text:
                continue
            before = first.setdefault((code, name), row)
            if " ".join(before.values[name].split()) != text:
                yield Problem(
                    row.number,
                    name,
                    f"Standard {code} is described differently in row {before.number}."
                    " Write the same, or leave it blank here.",
                )


def twice(rows, column, parse, sentence) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in rows:
        value = _read(parse, row, column)
        if value and first.setdefault(value, row) is not row:
            yield Problem(row.number, column, sentence(value, first[value].number))


def _same_code(code, number) -> str:
    hint = (
        f" If you meant {code}0: a spreadsheet drops the last nought of a number, so format the"
        " column as text."
        if "." in code
        else ""
    )
    return f"Row {number} has the code {code} as well. Each question needs its own.{hint}"


def _same_lineage(lineage, number) -> str:
    return f"Row {number} has the lineage {lineage} as well. Each question needs its own."


def _changes(rows, older) -> Iterator[Problem]:
    for row in rows:
        change = row.values.get("change", "").casefold() or "new"
        parents = columns.listed(row.values.get("came_from", ""))
        yield from _parents(row, change, parents, older)
        if older is not None:
            yield from _lineage(row, change, older)


def _parents(row, change, parents, older) -> Iterator[Problem]:
    if change in COMES_FROM_OTHERS:
        fewest = 2 if change == "merged" else 1
        if len(parents) < fewest:
            wanted = "at least two lineages" if fewest == 2 else "the lineage"
            yield Problem(
                row.number, "came_from", f"A {change} question names {wanted} it came from."
            )
    elif parents:
        yield Problem(
            row.number,
            "came_from",
            f"Only a split or merged question came from others; this one says {change}."
            " Leave it blank or correct the change.",
        )
    if older is not None:
        for parent in parents:
            if parent not in older:
                yield Problem(
                    row.number,
                    "came_from",
                    f"The older set has no question with the lineage {quoted(parent)}."
                    f" {nearest(parent, older)}".strip(),
                )


def _lineage(row, change, older) -> Iterator[Problem]:
    lineage = _read(columns.lineage, row, "lineage")
    if not lineage:
        return
    known = lineage in older
    if change in KEEPS_ITS_LINEAGE and not known:
        yield Problem(
            row.number,
            "lineage",
            f"This question says {change}, but the older set has no question with the lineage"
            f" {quoted(lineage)}. {nearest(lineage, older)}".strip(),
        )
    elif change == "kept" and _differs(row.values.get("text", ""), older[lineage]):
        yield Problem(
            row.number,
            "change",
            "This question says kept, but its wording differs from the older set's."
            " Write reworded, or put the older wording back.",
        )
    elif change == "new" and known:
        yield Problem(
            row.number,
            "change",
            f"The older set has a question with the lineage {quoted(lineage)}, so this one is"
            " kept or reworded. A new question needs a lineage of its own.",
        )
    elif change in COMES_FROM_OTHERS and known:
        yield Problem(
            row.number,
            "lineage",
            f"A {change} question needs a lineage of its own, but the older set has"
            f" {quoted(lineage)} already.",
        )


def _differs(text: str, other: str) -> bool:
    return text.split() != other.split()


def _circles(rows) -> Iterator[Problem]:
    """Questions that come from themselves, directly or through others of the same file."""
    parents = {
        lineage: (row, columns.listed(row.values.get("came_from", "")))
        for row in rows
        if (lineage := _read(columns.lineage, row, "lineage"))
    }
    for lineage, (row, direct) in parents.items():
        if lineage in direct:
            yield Problem(row.number, "came_from", "This question says that it came from itself.")
        elif lineage in _ancestors(lineage, parents):
            yield Problem(
                row.number,
                "came_from",
                f"This goes round in a circle: {quoted(lineage)} came from {quoted(direct[0])},"
                f" which in the end came from {quoted(lineage)}.",
            )


def _ancestors(lineage, parents) -> set[str]:
    seen: set[str] = set()
    waiting = list(parents[lineage][1])
    while waiting:
        current = waiting.pop()
        if current not in seen and current in parents:
            seen.add(current)
            waiting.extend(parents[current][1])
    return seen


def nearest(word: str, known: Iterable[str]) -> str:
    near = columns.get_close_matches(word.casefold(), list(known), n=1)
    return f"Did you mean {near[0]}?" if near else ""
