"""Write a table so that `reading` gives back the same texts, and no spreadsheet runs any of them.

Texts go in as texts, so that 1.10 stays 1.10. In CSV, which knows no types, what looks like a
formula gets an apostrophe in front, which `reading` takes off again.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

import yaml
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import ParagraphProperties, Style, TableCellProperties, TableColumnProperties
from odf.style import TextProperties as OdfTextProperties
from odf.table import Table as OdfTable
from odf.table import TableCell, TableColumn, TableRow
from odf.teletype import addTextToElement
from odf.text import P
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .cells import guard, text_of
from .rows import HEADER_KEYS, Row

MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
    "yaml": "application/yaml",
}
LIST_KEYS = {"set": "questions", "scale": "levels", "": "rows"}
XLSX_LONGEST = 32_767  # UTF-16 units in a cell; Excel calls a file with more of them damaged
_CUT = " […cut here: the CSV, ODS, JSON and YAML files hold the whole text]"
_REPLACEMENT = "\ufffd"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Excel reads _x000D_ as the character of that number, unless its first underscore is itself so written.
_ESCAPE_LOOKALIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SAMPLE_ROWS = 200
_NARROWEST, _WIDEST = 8, 60

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
            return _xlsx(columns, records, header, header_key, title)
        case "ods":
            return _ods(columns, records, header, header_key, title)
    texts = [dict(zip(columns, map(text_of, cells), strict=True)) for cells in records]
    document: dict[str, Any] = {header_key: _texts(header)} if header else {}
    document[LIST_KEYS[header_key if header else ""]] = texts
    return _json(document) if fmt == "json" else _yaml(document)


def write_workbook(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[RowLike]]],
) -> bytes:
    """An XLSX workbook of several sheets, each (title, columns, rows) as `write` takes them."""
    book = Workbook(write_only=True)
    for title, columns, rows in sheets:
        records = ([_value(value) for value in _cells(row, columns)] for row in rows)
        _xlsx_sheet(book, sheet_title(title), columns, records)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


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
    return _SURROGATE.sub(_REPLACEMENT, text_of(text)).replace("\0", _REPLACEMENT)


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


def _widths(columns: Sequence[str], sample: Sequence[Sequence[Value]]) -> list[int]:
    """Width of each column in characters, from its heading and its longest line."""
    widths = []
    for index, name in enumerate(columns):
        lines = chain([name], *(text_of(record[index]).split("\n") for record in sample))
        widths.append(min(max(max(map(len, lines)) + 2, _NARROWEST), _WIDEST))
    return widths


def _sampled(
    records: Iterable[Sequence[Value]],
) -> tuple[list[Sequence[Value]], Iterable[Sequence[Value]]]:
    records = iter(records)
    sample = [record for _, record in zip(range(_SAMPLE_ROWS), records, strict=False)]
    return sample, chain(sample, records)


def _xlsx(columns, records, header, header_key, title) -> bytes:
    book = Workbook(write_only=True)
    _xlsx_sheet(book, sheet_title(title), columns, records)
    if header:
        _xlsx_sheet(book, header_key, ["key", "value"], pairs(header))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _xlsx_sheet(book, title, columns, records) -> None:
    sheet = book.create_sheet(title)
    sample, records = _sampled(records)
    for index, width in enumerate(_widths(columns, sample), 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_xlsx_heading(sheet, name) for name in columns])
    for record in records:
        sheet.append([_xlsx_cell(sheet, value) for value in record])


_TOP = Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)
_GREY = PatternFill("solid", fgColor="F3F2F1")


def _xlsx_heading(sheet, name):
    cell = _xlsx_cell(sheet, name)
    cell.font = _BOLD
    cell.fill = _GREY
    return cell


def _xlsx_cell(sheet, value):
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
        return cell
    if not value:
        return None
    cell = WriteOnlyCell(sheet)
    cell.value = _xlsx_text(value)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _TOP
    # Editing the cell in Excel must not turn its text into a formula either.
    cell.quotePrefix = guard(value) != value
    return cell


def _xlsx_text(text: str) -> str:
    text = _ESCAPE_LOOKALIKE.sub("_x005F_", _NOT_XML.sub(_REPLACEMENT, text))
    units = text.encode("utf-16-le")
    if len(units) // 2 <= XLSX_LONGEST:
        return text
    kept = units[: (XLSX_LONGEST - len(_CUT)) * 2].decode("utf-16-le", errors="ignore")
    return kept + _CUT


def _ods(columns, records, header, header_key, title) -> bytes:
    document = OpenDocumentSpreadsheet()
    heading = Style(name="Heading", family="table-cell")
    heading.addElement(OdfTextProperties(fontweight="bold"))
    heading.addElement(TableCellProperties(backgroundcolor="#f3f2f1"))
    body = Style(name="Text", family="table-cell")
    body.addElement(TableCellProperties(wrapoption="wrap", verticalalign="top"))
    body.addElement(ParagraphProperties(textalign="start"))
    document.automaticstyles.addElement(heading)
    document.automaticstyles.addElement(body)
    _ods_sheet(document, sheet_title(title), columns, records, heading, body)
    if header:
        _ods_sheet(document, header_key, ["key", "value"], pairs(header), heading, body)
    target = io.BytesIO()
    document.write(target)
    return target.getvalue()


def _ods_sheet(document, title, columns, records, heading, body) -> None:
    sheet = OdfTable(name=title)
    sample, records = _sampled(records)
    for index, width in enumerate(_widths(columns, sample)):
        style = Style(name=f"{title} {index}".replace(" ", "_"), family="table-column")
        style.addElement(TableColumnProperties(columnwidth=f"{width * 0.22:.2f}cm"))
        document.automaticstyles.addElement(style)
        sheet.addElement(TableColumn(stylename=style))
    for style, cells in chain([(heading, columns)], ((body, record) for record in records)):
        row = TableRow()
        for value in cells:
            row.addElement(_ods_cell(value, style))
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)


def _ods_cell(value, style) -> TableCell:
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat(), stylename=style)
    if not isinstance(value, str):
        cell = TableCell(valuetype="float", value=repr(value), stylename=style)
        cell.addElement(P(text=text_of(value)))
        return cell
    if not value:
        return TableCell()
    cell = TableCell(valuetype="string", stylename=style)
    for line in _NOT_XML.sub(_REPLACEMENT, value).split("\n"):
        paragraph = P()
        addTextToElement(paragraph, line)
        cell.addElement(paragraph)
    return cell
