"""ODS, read straight from its XML.

calamine drops the tabs within a cell and trusts the repeat counts, with which a few bytes can ask
for a sheet of 17,000 million cells; so this reader keeps its own account of both.
"""

import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from .archives import DAMAGED, PROTECTED, attributes_of, chunks, parse
from .cells import column_letters
from .exceptions import TableRefused
from .limits import Limits
from .rows import (
    HEADER_KEYS,
    Table,
    from_grid,
    header_from_pairs,
    shown,
    too_many_columns,
    too_many_rows,
)
from .workbooks import SPARE_ROWS, formula_refused

# What hangs on a cell without being its text: comments and drawings.
_ASIDES = {"annotation", "shapes", "frame", "custom-shape"}
_NUMBERS = {"float", "percentage", "currency"}
_TIME = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")


def read_ods(archive: zipfile.ZipFile, limits: Limits) -> Table:
    _refuse_active_content(archive, limits)
    reader = _Reader(limits)
    try:
        content = archive.getinfo("content.xml")
    except KeyError:
        raise TableRefused(DAMAGED) from None
    for _ in parse(chunks(archive, content), limits, reader.start, reader.end, reader.text):
        pass
    if not reader.data:
        raise TableRefused("This workbook is empty: no sheet in it holds anything.")
    columns, rows = from_grid(reader.data.records, limits)
    pairs = reader.header
    return Table(
        columns=columns,
        rows=rows,
        header=header_from_pairs(pairs.records, pairs.name) if pairs else {},
        header_key=pairs.name.casefold() if pairs else "",
        format="ods",
        sheet=reader.data.name,
    )


def _refuse_active_content(archive: zipfile.ZipFile, limits: Limits) -> None:
    encrypted = []

    def note(name: str, attributes: list[str]) -> None:
        if name.rpartition(":")[2] == "encryption-data":
            encrypted.append(name)

    for member in archive.infolist():
        if member.filename == "META-INF/manifest.xml":
            for _ in parse(chunks(archive, member), limits, note):
                pass
        if member.filename.casefold().startswith(("basic/", "scripts/")) and member.file_size:
            raise TableRefused(
                "This workbook holds macros. Save it without them and upload it again."
            )
    if encrypted:
        raise TableRefused(PROTECTED)


@dataclass
class _Sheet:
    name: str
    records: list[tuple[int, list[Any]]] = field(default_factory=list)


class _Reader:
    """Takes expat's events; keeps the first sheet that holds anything and the header sheet."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.data: _Sheet | None = None
        self.header: _Sheet | None = None
        self.sheet: _Sheet | None = None
        self.row_number = 0
        self.row_repeats = 1
        self.cells: list[Any] = []
        self.column = 0
        self.cell: dict[str, str] | None = None
        self.paragraphs = 0
        self.length = 0
        self.pieces: list[str] = []
        self.in_paragraph = 0
        self.aside = 0

    def start(self, name: str, attributes: list[str]) -> None:
        name = name.rpartition(":")[2]
        if self.aside or name in _ASIDES:
            self.aside += 1
        elif name == "table-cell" or name == "covered-table-cell":
            self.cell = attributes_of(attributes)
            self.pieces, self.paragraphs, self.length = [], 0, 0
        elif name == "p":
            self._begin_paragraph()
        elif name == "table-row":
            self.row_repeats = _count(attributes_of(attributes).get("number-rows-repeated"))
            self.cells, self.column = [], 0
        elif name == "s":
            self._add(" " * min(_count(attributes_of(attributes).get("c")), self.limits.cell + 1))
        elif name == "tab":
            self._add("\t")
        elif name == "line-break":
            self._add("\n")
        elif name == "table":
            if self.sheet:
                cell = f"{column_letters(self.column)}{self.row_number + 1}"
                raise TableRefused(f"Cell {cell} holds a table of its own.")
            self.sheet = _Sheet(attributes_of(attributes).get("name", ""))
            self.row_number = 0
        elif name == "table-source" or name == "cell-range-source":
            raise TableRefused(
                "This workbook draws on another file. Break those links and upload it again."
            )

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if self.aside:
            self.aside -= 1
        elif name == "p":
            self.in_paragraph = max(0, self.in_paragraph - 1)
        elif (name == "table-cell" or name == "covered-table-cell") and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif name == "table-row":
            self._end_row()
        elif name == "table":
            self._end_table()

    def text(self, data: str) -> None:
        if self.in_paragraph and not self.aside:
            self._add(re.sub(r"[ \t\r\n]+", " ", data))

    def _begin_paragraph(self) -> None:
        self.in_paragraph += 1
        if self.cell is not None:
            if self.paragraphs:
                self._add("\n")
            self.paragraphs += 1

    def _add(self, text: str) -> None:
        """Text of the cell; what goes beyond the limit is counted but not kept."""
        if self.in_paragraph and self.cell is not None:
            self.length += len(text)
            if self.length <= self.limits.cell:
                self.pieces.append(text)

    def _end_cell(self, cell: dict[str, str]) -> None:
        repeats = _count(cell.get("number-columns-repeated"))
        value = self._value(cell)
        if value == "" and "formula" not in cell and not self.length:
            self.column += repeats
            return
        if not self._wanted():
            return
        if self.column + repeats > self.limits.columns:
            raise too_many_columns(self.limits)
        self.cells.extend([""] * (self.column - len(self.cells)))
        self.cells.extend([value] * repeats)
        self.column += repeats
        if "formula" in cell:
            raise formula_refused(self.sheet.name, self._reference())
        if self.length > self.limits.cell:
            raise TableRefused(
                f"Sheet “{shown(self.sheet.name)}”, cell {self._reference()} holds more than"
                f" {self.limits.cell:,} characters."
            )

    def _reference(self) -> str:
        return f"{column_letters(self.column - 1)}{self.row_number + 1}"

    def _wanted(self) -> bool:
        """Whether the sheet is one that is read: the header, or the first that holds anything."""
        if self.sheet is None:
            return False
        if self.sheet.name.casefold() in HEADER_KEYS and self.header in (None, self.sheet):
            self.header = self.sheet
        elif self.data is None:
            self.data = self.sheet
        return self.sheet in (self.header, self.data)

    def _value(self, cell: dict[str, str]) -> Any:
        kind = cell.get("value-type", "")
        try:
            if kind in _NUMBERS:
                return float(cell["value"])
            if kind == "boolean":
                return cell["boolean-value"] == "true"
            if kind == "date":
                return datetime.fromisoformat(cell["date-value"])
            if kind == "time":
                return _clock(cell["time-value"])
        except (KeyError, ValueError):
            raise TableRefused(DAMAGED) from None
        return "".join(self.pieces) or cell.get("string-value", "")

    def _end_row(self) -> None:
        if self.cells and self._wanted():
            if self.row_number + self.row_repeats > self.limits.rows + SPARE_ROWS:
                raise too_many_rows(self.limits)
            for number in range(1, self.row_repeats + 1):
                self.sheet.records.append((self.row_number + number, self.cells))
        self.row_number += self.row_repeats

    def _end_table(self) -> None:
        self.sheet = None


def _count(repeats: str | None) -> int:
    if repeats is None:
        return 1
    if not re.fullmatch("[0-9]{1,9}", repeats):
        raise TableRefused(DAMAGED)
    return int(repeats)


def _clock(duration: str) -> time | timedelta:
    """A time of day, or a length of time when it is longer than a day. Raises ValueError."""
    found = _TIME.fullmatch(duration)
    if not found:
        raise ValueError(duration)
    hours, minutes, seconds = map(int, found.groups())
    if hours < 24:
        return time(hours, minutes, seconds)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
