"""ODS files, by odfpy. Reached only through `writing`, which imports this late."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any

from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import (
    ParagraphProperties,
    Style,
    TableCellProperties,
    TableColumnProperties,
    TextProperties,
)
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.teletype import addTextToElement
from odf.text import P

from .cells import text_of
from .sheets import Sheet, with_widths, xml_text


def opendocument(sheets: Iterable[Sheet]) -> bytes:
    document = OpenDocumentSpreadsheet()
    heading = Style(name="Heading", family="table-cell")
    heading.addElement(TextProperties(fontweight="bold"))
    heading.addElement(TableCellProperties(backgroundcolor="#f3f2f1"))
    body = Style(name="Text", family="table-cell")
    body.addElement(TableCellProperties(wrapoption="wrap", verticalalign="top"))
    body.addElement(ParagraphProperties(textalign="start"))
    document.automaticstyles.addElement(heading)
    document.automaticstyles.addElement(body)
    for title, columns, records in sheets:
        _add_sheet(document, title, columns, records, heading, body)
    target = io.BytesIO()
    document.write(target)
    return target.getvalue()


def _add_sheet(
    document, title: str, columns: Sequence[str], records: Iterable[Sequence[Any]], heading, body
) -> None:
    sheet = Table(name=title)
    widths, records = with_widths(columns, records)
    for index, width in enumerate(widths):
        style = Style(name=f"{title} {index}".replace(" ", "_"), family="table-column")
        style.addElement(TableColumnProperties(columnwidth=f"{width * 0.22:.2f}cm"))
        document.automaticstyles.addElement(style)
        sheet.addElement(TableColumn(stylename=style))
    for style, cells in chain([(heading, columns)], ((body, record) for record in records)):
        row = TableRow()
        for value in cells:
            row.addElement(_cell(value, style))
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)


def _cell(value, style) -> TableCell:
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat(), stylename=style)
    if not isinstance(value, str):
        cell = TableCell(valuetype="float", value=repr(value), stylename=style)
        cell.addElement(P(text=text_of(value)))
        return cell
    if not value:
        return TableCell()
    cell = TableCell(valuetype="string", stylename=style)
    for line in xml_text(value).split("\n"):
        paragraph = P()
        addTextToElement(paragraph, line)
        cell.addElement(paragraph)
    return cell
