"""From cells as read to a table: headings, row numbers, and what is refused on the way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import tablib

from .cells import column_letters, is_code_column, text_of, tidy
from .exceptions import TableRefused
from .limits import Limits, megabytes

HEADER_KEYS = ("set", "scale")
LONGEST_HEADING = 100
DEEPEST_KEY = 4


class Row:
    """One row: its number as the person sees it in the file, and its texts."""

    __slots__ = ("cells", "columns", "number")

    def __init__(self, number: int, columns: list[str], cells: list[str]) -> None:
        self.number = number
        self.columns = columns
        self.cells = cells

    @property
    def values(self) -> dict[str, str]:
        return dict(zip(self.columns, self.cells, strict=True))

    def __repr__(self) -> str:
        return f"Row({self.number}, {self.values})"


@dataclass
class Table:
    """What a file holds. All values are text.

    `header` is the mapping beside the rows (the `set:` or `scale:` part), `header_key` which of
    the two it is, `sheet` the name of the sheet that was read; each may be empty.
    """

    columns: list[str]
    rows: list[Row]
    header: dict[str, Any] = field(default_factory=dict)
    header_key: str = ""
    format: str = ""
    sheet: str = ""

    def to_dataset(self) -> tablib.Dataset:
        dataset = tablib.Dataset(headers=self.columns)
        dataset.extend(row.cells for row in self.rows)
        return dataset


def from_grid(
    records: Iterable[tuple[int, list[Any]]], limits: Limits
) -> tuple[list[str], list[Row]]:
    """Columns and rows of numbered records, of which the first that is not blank is the heading.

    Blank rows are left out. Refuses too many rows or columns, text too long, and numbers or dates
    in a column of codes.
    """
    records = iter(records)
    headings = _headings(records, limits)
    kept = [index for index, name in enumerate(headings) if name]
    columns = [headings[index] for index in kept]
    width = len(headings)
    codes = [index for index in kept if is_code_column(headings[index])]
    rows: list[Row] = []
    length = 0
    for number, raw in records:
        try:
            cells = list(map(str.strip, raw))
        except TypeError:
            cells = [text_of(cell) for cell in raw]
        together = "".join(cells)
        if not together:
            continue
        if "\r" in together:
            cells = [tidy(cell) for cell in cells]
        if len(cells) != width:
            _fit(cells, number, headings)
        for index in codes:
            if index < len(raw) and raw[index].__class__ is not str:
                _refuse_typed_code(raw[index], number, headings[index])
        if len(kept) < width:
            cells = _under_headings(cells, number, headings)
        if len(together) > limits.cell:
            _check_length(cells, number, columns, limits)
        length += len(together)
        if len(rows) == limits.rows or length > limits.unzipped:
            raise too_many_rows(limits) if length <= limits.unzipped else too_much_text(limits)
        rows.append(Row(number, columns, cells))
    return columns, rows


def from_items(items: list[Any], limits: Limits) -> tuple[list[str], list[Row]]:
    """Columns and rows of a list of mappings; a row's number is its place in the list, from 1."""
    if len(items) > limits.rows:
        raise too_many_rows(limits)
    columns: dict[str, None] = {}
    for number, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            raise TableRefused(
                f"Item {number} of the list is not a row of named values.", row=number
            )
        columns.update(dict.fromkeys(item))
        if len(columns) > limits.columns:
            raise too_many_columns(limits)
    names = [text_of(name) for name in columns]
    if "" in names:
        raise TableRefused("A name in one of the rows is blank.")
    _check_headings(names, names)
    rows = []
    for number, item in enumerate(items, 1):
        cells = [
            _item_text(item.get(key), number, name)
            for key, name in zip(columns, names, strict=True)
        ]
        if any(cells):
            _check_length(cells, number, names, limits)
            rows.append(Row(number, names, cells))
    return names, rows


def header_from_pairs(records: Iterable[tuple[int, list[Any]]], sheet: str) -> dict[str, Any]:
    """The header of a sheet of keys and values; `priorities.1.code` is a place in a list."""
    header: dict[str, Any] = {}
    for number, raw in records:
        key, value, *_ = [*raw, "", ""]
        key = text_of(key)
        if not key or (key.casefold() == "key" and not header):
            continue
        if is_code_column(key.rpartition(".")[2]):
            _refuse_typed_code(value, number, key)
        try:
            _put(header, key.split("."), text_of(value))
        except (TypeError, ValueError, IndexError):
            raise TableRefused(
                f"Sheet “{sheet}”, row {number}: the key “{shown(key)}” does not fit the rows above it.",
                row=number,
            ) from None
    return header


def too_many_rows(limits: Limits) -> TableRefused:
    return TableRefused(
        f"This file has more than {limits.rows:,} rows. Split it and upload the parts."
    )


def too_many_columns(limits: Limits) -> TableRefused:
    return TableRefused(f"This file has more than {limits.columns} columns.")


def too_much_text(limits: Limits) -> TableRefused:
    """A short file can repeat one long text any number of times."""
    return TableRefused(
        f"This file holds more than {megabytes(limits.unzipped)} of text once it is unpacked."
    )


def shown(text: str, length: int = 60) -> str:
    """Text of the file's own, short enough to quote in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _headings(records: Iterator[tuple[int, list[Any]]], limits: Limits) -> list[str]:
    for _, raw in records:
        names = [text_of(cell) for cell in raw]
        while names and not names[-1]:
            names.pop()
        if names:
            if len(names) > limits.columns:
                raise too_many_columns(limits)
            _check_headings(names, raw)
            return names
    raise TableRefused("This file is empty: it holds no column headings and no rows.")


def _check_headings(names: list[str], raw: list[Any]) -> None:
    seen: dict[str, int] = {}
    for index, (name, cell) in enumerate(zip(names, raw, strict=False)):
        letters = column_letters(index)
        if not name:
            continue
        if (
            not isinstance(cell, str)
            or name.replace(".", "").isdigit()
            or len(name) > LONGEST_HEADING
        ):
            raise TableRefused(
                f"The first row must hold the column headings, but column {letters} begins with"
                f" “{shown(name)}”.",
                column=name,
            )
        if name.casefold() in seen:
            first = column_letters(seen[name.casefold()])
            raise TableRefused(
                f"Columns {first} and {letters} have the same heading, “{shown(name)}”.",
                column=name,
            )
        seen[name.casefold()] = index


def _fit(cells: list[str], number: int, columns: list[str]) -> None:
    """Make the row as wide as the heading, in place."""
    width = len(columns)
    if any(cells[width:]):
        raise TableRefused(
            f"Row {number} has text to the right of the last heading, “{shown(columns[-1])}”."
            " In a CSV file, text that holds a comma needs quotation marks around it.",
            row=number,
        )
    del cells[width:]
    cells.extend([""] * (width - len(cells)))


def _under_headings(cells: list[str], number: int, headings: list[str]) -> list[str]:
    """The cells of the columns that have a heading; the others must be blank."""
    for index, (name, cell) in enumerate(zip(headings, cells, strict=True)):
        if cell and not name:
            raise TableRefused(
                f"Row {number} holds text in column {column_letters(index)}, which has no heading.",
                row=number,
            )
    return [cell for name, cell in zip(headings, cells, strict=True) if name]


def _check_length(cells: list[str], number: int, columns: list[str], limits: Limits) -> None:
    if max(map(len, cells)) > limits.cell:
        column = next(
            name for name, cell in zip(columns, cells, strict=True) if len(cell) > limits.cell
        )
        raise TableRefused(
            f"Row {number}, column “{shown(column)}” holds more than {limits.cell:,} characters.",
            row=number,
            column=column,
        )


def _refuse_typed_code(value: Any, number: int, column: str) -> None:
    """A spreadsheet that typed a code has already changed it: 1.10 to 1.1, 1-2 to a date."""
    if value is None or value.__class__ in (str, int):
        return
    if isinstance(value, float):
        if value.is_integer():
            return
        why = f"{value!r} is typed as a number, so 1.1 and 1.10 look the same"
    else:
        why = f"“{text_of(value)}” is typed as a date, a time or a yes/no value, not as a code"
    raise TableRefused(
        f"Row {number}, column “{shown(column)}”: {why}. Format the column as text and type it again.",
        row=number,
        column=column,
    )


def _item_text(value: Any, number: int, column: str) -> str:
    if isinstance(value, list) and not any(isinstance(part, list | Mapping) for part in value):
        return "; ".join(map(text_of, value))
    if isinstance(value, list | Mapping):
        raise TableRefused(
            f"Row {number}, column “{shown(column)}” holds a list or a mapping where text is needed.",
            row=number,
            column=column,
        )
    if is_code_column(column):
        _refuse_typed_code(value, number, column)
    return text_of(value)


def _put(place: Any, path: list[str], value: str) -> None:
    """Set one value deep in `place`; raises one of the lookup errors when it does not fit."""
    if len(path) > DEEPEST_KEY:
        raise ValueError(path)
    *parents, last = path
    for part, following in zip(parents, path[1:], strict=True):
        default: Any = [] if following.isdigit() else {}
        if isinstance(place, dict):
            place = place.setdefault(part, default)
        else:
            if int(part) == len(place) + 1:
                place.append(default)
            place = place[int(part) - 1]
    if isinstance(place, dict) and last not in place:
        place[last] = value
    elif isinstance(place, list) and int(last) == len(place) + 1:
        place.append(value)
    else:
        raise ValueError(last)
