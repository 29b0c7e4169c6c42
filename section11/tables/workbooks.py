"""XLSX: its XML is checked and copied out plainly, then calamine reads the values."""

import tempfile
import zipfile
from collections.abc import Iterator
from typing import Any

import python_calamine

from .archives import BOMB, DAMAGED, attributes_of, chunks, parse
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
from .scan import Scan, Sheet

WORKBOOK = "xl/workbook.xml"
SPARE_ROWS = 100  # blank rows above the heading and between the rows
MACROS = "This workbook holds macros. Save it as an ordinary workbook (.xlsx) and upload it again."


def read_xlsx(archive: zipfile.ZipFile, limits: Limits) -> Table:
    _refuse_active_content(archive)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        sheets = _visible_sheets(archive, _plain_copy(archive, copy, limits), limits)
        header_name = next((name for name in sheets if name.casefold() in HEADER_KEYS), "")
        name = next((name for name in sheets if name != header_name and sheets[name].rows), "")
        if not name:
            raise TableRefused("This workbook is empty: no sheet in it holds anything.")
        _refuse_unreadable(name, sheets[name], limits)
        columns, rows = from_grid(_records(copy.name, name), limits)
        header = {}
        if header_name and sheets[header_name].rows:
            _refuse_unreadable(header_name, sheets[header_name], limits)
            header = header_from_pairs(_records(copy.name, header_name), header_name)
    return Table(
        columns=columns,
        rows=rows,
        header=header,
        header_key=header_name.casefold() if header else "",
        format="xlsx",
        sheet=name,
    )


def formula_refused(sheet: str, cell: str) -> TableRefused:
    return TableRefused(
        f"Sheet “{shown(sheet)}”, cell {cell} holds a formula, which cannot be read safely."
        " Copy the cells, paste them as values and upload the file again."
    )


def _refuse_active_content(archive: zipfile.ZipFile) -> None:
    for name in map(str.casefold, archive.namelist()):
        if name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith("xl/macrosheets/"):
            raise TableRefused(MACROS)
        if name.startswith("xl/externallinks/") or name == "xl/connections.xml":
            raise TableRefused(
                "This workbook draws on another file or database."
                " Break those links (Data, Edit Links) and upload it again."
            )


def _plain_copy(archive: zipfile.ZipFile, copy: Any, limits: Limits) -> dict[str, Sheet]:
    """Write the XML members to `copy`, unpacked; the sheets among them, by member in lower case."""
    sheets: dict[str, Sheet] = {}
    sizes: list[int] = []
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as plain:
        for member in archive.infolist():
            if not member.filename.casefold().endswith((".xml", ".rels")):
                continue
            scan = Scan(limits)
            with plain.open(member.filename, "w", force_zip64=True) as target:
                for piece in scan.passing_on(chunks(archive, member)):
                    target.write(piece)
            if scan.macros:
                raise TableRefused(MACROS)
            if scan.root == "worksheet":
                sheets[member.filename.casefold()] = scan.sheet
            elif member.filename.casefold() == "xl/sharedstrings.xml":
                sizes = scan.sizes
    copy.flush()
    if any(sheet.text_named(sizes) > limits.unzipped for sheet in sheets.values()):
        raise TableRefused(BOMB)
    return sheets


def _visible_sheets(
    archive: zipfile.ZipFile, sheets: dict[str, Sheet], limits: Limits
) -> dict[str, Sheet]:
    """The sheets that a person sees, by name, in order."""
    entries: list[dict[str, str]] = []
    targets: dict[str, str] = {}

    def note_sheet(name: str, attributes: list[str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            entries.append(_unambiguous(attributes))

    def note_target(name: str, attributes: list[str]) -> None:
        relation = _unambiguous(attributes)
        if relation.get("Id") in targets:
            raise TableRefused(DAMAGED)
        if "Id" in relation:
            targets[relation["Id"]] = relation.get("Target", "").casefold()

    try:
        workbook = archive.getinfo(WORKBOOK)
        relations = archive.getinfo("xl/_rels/workbook.xml.rels")
    except KeyError:
        raise TableRefused(DAMAGED) from None
    for member, note in ((workbook, note_sheet), (relations, note_target)):
        for _ in parse(chunks(archive, member), limits, note):
            pass
    visible: dict[str, Sheet] = {}
    names = {entry.get("name", "") for entry in entries}
    if len(names) < len(entries):
        raise TableRefused(DAMAGED)
    for entry in entries:
        sheet = sheets.get(_member(targets.get(entry.get("id", ""), "")))
        if sheet and entry.get("state", "visible") == "visible":
            visible[entry.get("name", "")] = sheet
    return visible


def _unambiguous(attributes: list[str]) -> dict[str, str]:
    """Attributes without their name spaces, of which no two are called the same."""
    named = attributes_of(attributes)
    if 2 * len(named) < len(attributes):
        raise TableRefused(DAMAGED)
    return named


def _member(target: str) -> str:
    """The member that a relationship of the workbook points at."""
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _refuse_unreadable(name: str, sheet: Sheet, limits: Limits) -> None:
    if sheet.rows > limits.rows + SPARE_ROWS:
        raise too_many_rows(limits)
    if sheet.columns > limits.columns:
        raise too_many_columns(limits)
    if sheet.formula:
        raise formula_refused(name, sheet.formula)
    if sheet.error:
        raise TableRefused(
            f"Sheet “{shown(name)}”, cell {sheet.error} holds an error such as #N/A."
            " Put the right text there and upload the file again."
        )


def _records(path: str, sheet: str) -> Iterator[tuple[int, list[Any]]]:
    try:
        found = python_calamine.load_workbook(path).get_sheet_by_name(sheet)
        # calamine gives the rows from the first, but the columns from the first that is used.
        blank = [""] * (found.start[1] if found.start else 0)
        for number, row in enumerate(found.iter_rows(), 1):
            yield number, blank + row if blank else row
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
        raise TableRefused(DAMAGED) from None
    except BaseException as error:
        # A panic in calamine (a date in the year 10^297) is no Exception, so nobody else stops it.
        if type(error).__name__ != "PanicException":
            raise
        raise TableRefused(DAMAGED) from None
