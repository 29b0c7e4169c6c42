"""Write a table so that `reading` gives back the same texts, and no spreadsheet runs any of them.

Texts go in as texts, so that 1.10 stays 1.10. In CSV, which knows no types, what looks like a
formula gets an apostrophe in front, which `reading` takes off again. `workbook_writing` and
`opendocument_writing` hold all that needs a spreadsheet library.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import yaml

from .cells import guard, text_of
from .rows import HEADER_KEYS, Row
from .sheets import REPLACEMENT, Sheet

MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
    "yaml": "application/yaml",
}
LIST_KEYS = {"set": "questions", "scale": "levels", "": "rows"}
_SURROGATE = re.compile("[\ud800-\udfff]")

Value = Any
RowLike = Row | Mapping[str, Value] | Sequence[Value]


def write(
    columns: Sequence[str],
    rows: Iterable[RowLike],
    fmt: str,
    *,
    header: Mapping[str, Any] | None = None,
    header_key: str = "set",
    title: str = "",
) -> bytes:
    """The table as a file of format `fmt`, one of MIME.

    A row is a mapping by column, a sequence in the order of the columns, or a Row. Values are
    written as text (see `cells.text_of`); in XLSX and ODS numbers and dates keep their type.
    `header` is written under `header_key` ("set" or "scale") in JSON and YAML and on a sheet of
    that name in XLSX and ODS; CSV has no place for it. `title` names the sheet.
    Characters that a format cannot hold become U+FFFD. Raises ValueError for an unknown format.
    """
    if fmt not in MIME:
        raise ValueError(f"Unknown format: {fmt}")
    columns = [_plain(name) for name in columns]
    records = ([_value(value) for value in _cells(row, columns)] for row in rows)
    match fmt:
        case "csv":
            return _csv(columns, records)
        case "xlsx":
            return _workbook(_sheets(columns, records, header, header_key, title))
        case "ods":
            return _opendocument(_sheets(columns, records, header, header_key, title))
    texts = [dict(zip(columns, map(text_of, cells), strict=True)) for cells in records]
    document: dict[str, Any] = {header_key: _texts(header)} if header else {}
    document[LIST_KEYS[header_key if header else ""]] = texts
    return _json(document) if fmt == "json" else _yaml(document)


def write_workbook(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[RowLike]]],
) -> bytes:
    """An XLSX workbook of several sheets, each (title, columns, rows) as `write` takes them."""
    return _workbook(
        (
            sheet_title(title),
            columns,
            ([_value(value) for value in _cells(row, columns)] for row in rows),
        )
        for title, columns, rows in sheets
    )


def pairs(header: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The header as rows of key and value: the second priority's code is `priorities.2.code`.

    Raises ValueError for a key that holds a point or is a number, which could not be read back.
    """
    return list(_flat(header, ""))


def _cells(row: RowLike, columns: Sequence[str]) -> Sequence[Value]:
    if isinstance(row, Row):
        return row.cells
    if isinstance(row, Mapping):
        return [row.get(name) for name in columns]
    if len(row) != len(columns):
        raise ValueError(f"A row of {len(row)} values for {len(columns)} columns")
    return row


def _value(value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        return _plain(text_of(value))
    # The time on the clock of whoever wrote it; no spreadsheet holds a time zone.
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _plain(text: str) -> str:
    """Text that UTF-8 can hold, with one kind of line end."""
    return _SURROGATE.sub(REPLACEMENT, text_of(text)).replace("\0", REPLACEMENT)


def _texts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_plain(key): _texts(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(part) for part in value]
    return _plain(text_of(value))


def _flat(value: Any, path: str) -> Iterable[tuple[str, Any]]:
    match value:
        case Mapping():
            for key in value:
                if not key or "." in key or key.isdigit():
                    raise ValueError(f"Not a key for a header: {key!r}")
            parts = value.items()
        case list() | tuple():
            parts = enumerate(value, 1)
        case _:
            yield path, _plain(text_of(value))
            return
    if path and not value:
        yield path, ""
    for key, part in parts:
        yield from _flat(part, f"{path}.{key}" if path else str(key))


def _csv(columns: Sequence[str], records: Iterable[Sequence[Value]]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([guard(name) for name in columns])
    writer.writerows([guard(text_of(value)) for value in record] for record in records)
    return target.getvalue().encode("utf-8-sig")


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


class _Dumper(yaml.SafeDumper):
    """Block style, text of several lines as a block, list items indented under their key."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


def _represent_text(dumper: _Dumper, text: str):
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    )


_Dumper.add_representer(str, _represent_text)


def _yaml(document: dict[str, Any]) -> bytes:
    return yaml.dump(
        document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100, encoding="utf-8"
    )


def sheet_title(title: str) -> str:
    """A name that Excel and LibreOffice accept, and that is not taken for a header sheet."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", _plain(title)).strip(" '")[:31].strip(" '")
    return f"{name[:25]} table" if name.casefold() in HEADER_KEYS else name or "Table"


def _sheets(columns, records, header, header_key, title) -> Iterable[Sheet]:
    yield sheet_title(title), columns, records
    if header:
        yield header_key, ["key", "value"], pairs(header)


# The libraries start with the first file that needs them: openpyxl brings numpy, and the two of
# them would double the start of every web process.


def _workbook(sheets: Iterable[Sheet]) -> bytes:
    from .workbook_writing import workbook  # noqa: PLC0415 - late, as said above

    return workbook(sheets)


def _opendocument(sheets: Iterable[Sheet]) -> bytes:
    from .opendocument_writing import opendocument  # noqa: PLC0415 - late, as said above

    return opendocument(sheets)
