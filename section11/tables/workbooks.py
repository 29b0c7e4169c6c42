"""XLSX: what a sheet holds is checked in its XML, then calamine reads the values.

calamine lays a sheet out as a full rectangle, so two cells far apart could ask for any amount of
memory: the corners are known, and refused, before it starts.
"""

import posixpath
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import python_calamine

from .archives import BOMB, DAMAGED, PROTECTED, XmlReader, attributes_of, chunks, parse
from .cells import column_letters
from .exceptions import TableRefused
from .limits import Limits
from .plain import PlainPart
from .rows import (
    HEADER_KEYS,
    Table,
    from_grid,
    header_from_pairs,
    shown,
    too_many_columns,
    too_many_rows,
)

WORKBOOK = "xl/workbook.xml"
SPARE_ROWS = 100  # blank rows above the heading and between the rows
SPARE_STRINGS = 100_000
NOT_FORMULAE = "Copy the cells, paste them as values and upload the file again."

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")


@dataclass
class Sheet:
    """What the XML of one sheet says, before any value is read. Rows and columns count from 1."""

    rows: int = 0
    columns: int = 0
    formula: str = ""
    error: str = ""


def read_xlsx(archive: zipfile.ZipFile, limits: Limits) -> Table:
    _refuse_active_content(archive)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        sheets = _plain_copy(archive, copy, limits)
        names = _visible_sheets(archive, sheets)
        header_name = next((name for name in names if name.casefold() in HEADER_KEYS), "")
        filled = [name for name in names if name != header_name and names[name].rows]
        if not filled:
            raise TableRefused("This workbook is empty: no sheet in it holds anything.")
        for name in filter(None, (header_name, filled[0])):
            _refuse_unreadable(name, names[name], limits)
        columns, rows = from_grid(_records(copy.name, filled[0]), limits)
        header = {}
        if header_name and names[header_name].rows:
            header = header_from_pairs(_records(copy.name, header_name), header_name)
    return Table(
        columns=columns,
        rows=rows,
        header=header,
        header_key=header_name.casefold() if header else "",
        format="xlsx",
        sheet=filled[0],
    )


def _refuse_active_content(archive: zipfile.ZipFile) -> None:
    for name in map(str.casefold, archive.namelist()):
        if name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith("xl/macrosheets/"):
            raise TableRefused(
                "This workbook holds macros. Save it as an ordinary workbook (.xlsx) and upload it again."
            )
        if name.startswith("xl/externallinks/") or name == "xl/connections.xml":
            raise TableRefused(
                "This workbook draws on another file or database."
                " Break those links (Data, Edit Links) and upload it again."
            )


def _plain_copy(archive: zipfile.ZipFile, copy: Any, limits: Limits) -> dict[str, Sheet]:
    """Write the XML members to `copy`, unpacked, and say what each sheet among them holds."""
    sheets: dict[str, Sheet] = {}
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as plain:
        for member in archive.infolist():
            if not member.filename.casefold().endswith((".xml", ".rels")):
                continue
            scan = _Scan(limits)
            reader, plain_part = XmlReader(scan.start), PlainPart(limits)
            with plain.open(member.filename, "w", force_zip64=True) as target:
                for piece in chunks(archive, member):
                    target.write(piece)
                    reader.feed(plain_part.skip(piece))
                reader.feed(plain_part.rest(), last=True)
            scan.strings += plain_part.items
            if plain_part.items:
                scan.sheet.rows = max(scan.sheet.rows, 1)
            if scan.root == "worksheet":
                sheets[member.filename] = scan.sheet
            elif scan.root == "Types" and scan.macros:
                raise TableRefused(
                    "This workbook holds macros. Save it as an ordinary workbook (.xlsx) and upload it again."
                )
    copy.flush()
    return sheets


class _Scan:
    """Reads the tags of one XML member, whichever it turns out to be."""

    def __init__(self, limits: Limits) -> None:
        self.root = ""
        self.macros = False
        self.sheet = Sheet()
        self.row = 0
        self.column = 0
        self.cell: list[str] = []
        self.strings = 0
        self.most_strings = limits.rows * limits.columns + SPARE_STRINGS
        self.handle = self._first

    def start(self, name: str, attributes: list[str]) -> None:
        self.handle(name, attributes)

    def _first(self, name: str, attributes: list[str]) -> None:
        self.root = name.rpartition(":")[2]
        handlers = {"worksheet": self._cell, "sst": self._string, "Types": self._type}
        self.handle = handlers.get(self.root, self._other)

    def _cell(self, name: str, attributes: list[str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.cell = attributes
            self.column += 1
        elif name == "v" or name == "is":
            self._value()
        elif name == "row":
            self._begin_row(attributes_of(attributes).get("r"))
        elif name == "f":
            self._value()
            self.sheet.formula = self.sheet.formula or self._reference()

    def _value(self) -> None:
        """Note how far the sheet reaches; only cells that hold something count."""
        attributes = self.cell
        reference = attributes[1] if attributes[:1] == ["r"] else attributes_of(attributes).get("r")
        if reference:
            found = _REFERENCE.fullmatch(reference)
            if not found:
                raise TableRefused(DAMAGED)
            self.column = _column_number(found[1])
            self.row = int(found[2])
        self.sheet.rows = max(self.sheet.rows, self.row)
        self.sheet.columns = max(self.sheet.columns, self.column)
        if "e" in attributes and attributes_of(attributes).get("t") == "e":
            self.sheet.error = self.sheet.error or self._reference()

    def _begin_row(self, number: str | None) -> None:
        if number and not re.fullmatch("[1-9][0-9]{0,6}", number):
            raise TableRefused(DAMAGED)
        self.row = int(number) if number else self.row + 1
        self.column = 0

    def _reference(self) -> str:
        return f"{column_letters(self.column - 1)}{self.row}"

    def _string(self, name: str, attributes: list[str]) -> None:
        self.strings += name.rpartition(":")[2] == "si"
        if self.strings > self.most_strings:
            raise TableRefused(BOMB)

    def _type(self, name: str, attributes: list[str]) -> None:
        kind = attributes_of(attributes).get("ContentType", "").casefold()
        self.macros = self.macros or "macroenabled" in kind or "vbaproject" in kind

    def _other(self, name: str, attributes: list[str]) -> None:
        pass


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _visible_sheets(archive: zipfile.ZipFile, sheets: dict[str, Sheet]) -> dict[str, Sheet]:
    """The sheets that a person sees, by name, in order."""
    entries: list[dict[str, str]] = []
    targets: dict[str, str] = {}

    def note_sheet(name: str, attributes: list[str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            entries.append(attributes_of(attributes))

    def note_target(name: str, attributes: list[str]) -> None:
        relation = attributes_of(attributes)
        if "Id" in relation:
            targets[relation["Id"]] = relation.get("Target", "")

    try:
        workbook = archive.getinfo(WORKBOOK)
        relations = archive.getinfo("xl/_rels/workbook.xml.rels")
    except KeyError:
        raise TableRefused(DAMAGED) from None
    for member, note in ((workbook, note_sheet), (relations, note_target)):
        for _ in parse(chunks(archive, member), note):
            pass
    visible = {}
    for entry in entries:
        path = posixpath.normpath(posixpath.join("/xl", targets.get(entry.get("id", ""), "")))
        sheet = sheets.get(path.lstrip("/"))
        if sheet and entry.get("state", "visible") == "visible":
            visible[entry.get("name", "")] = sheet
    return visible


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


def formula_refused(sheet: str, cell: str) -> TableRefused:
    return TableRefused(
        f"Sheet “{shown(sheet)}”, cell {cell} holds a formula, which cannot be read safely. {NOT_FORMULAE}"
    )


def _records(path: str, sheet: str) -> Iterator[tuple[int, list[Any]]]:
    try:
        rows = python_calamine.load_workbook(path).get_sheet_by_name(sheet).iter_rows()
    except python_calamine.PasswordError:
        raise TableRefused(PROTECTED) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise TableRefused(DAMAGED) from None
    return enumerate(rows, 1)
