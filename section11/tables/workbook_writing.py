"""XLSX files, by openpyxl. Reached only through `writing`, which imports this late."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .cells import guard
from .sheets import Sheet, with_widths, xml_text

LONGEST = 32_767  # UTF-16 units in a cell; Excel calls a file with more of them damaged
_CUT = " […cut here: the CSV, ODS, JSON and YAML files hold the whole text]"
# Excel reads _x000D_ as the character of that number, unless its first underscore is itself so written.
_ESCAPE_LOOKALIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_TOP = Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)
_GREY = PatternFill("solid", fgColor="F3F2F1")


def workbook(sheets: Iterable[Sheet]) -> bytes:
    book = Workbook(write_only=True)
    for title, columns, records in sheets:
        _add_sheet(book, title, columns, records)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _add_sheet(book, title: str, columns: Sequence[str], records: Iterable[Sequence[Any]]) -> None:
    sheet = book.create_sheet(title)
    widths, records = with_widths(columns, records)
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, name) for name in columns])
    for record in records:
        sheet.append([_cell(sheet, value) for value in record])


def _heading(sheet, name):
    cell = _cell(sheet, name)
    cell.font = _BOLD
    cell.fill = _GREY
    return cell


def _cell(sheet, value):
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
        return cell
    if not value:
        return None
    cell = WriteOnlyCell(sheet)
    cell.value = _text(value)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _TOP
    # Editing the cell in Excel must not turn its text into a formula either.
    cell.quotePrefix = guard(value) != value
    return cell


def _text(text: str) -> str:
    text = _ESCAPE_LOOKALIKE.sub("_x005F_", xml_text(text))
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST:
        return text
    kept = units[: (LONGEST - len(_CUT)) * 2].decode("utf-16-le", errors="ignore")
    return kept + _CUT
