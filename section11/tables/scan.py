"""What the XML of a workbook's members says, before calamine is asked for any value.

calamine lays a sheet out as a full rectangle and copies a shared text into each cell that names
it, so a small file could ask for any amount of memory: how far a sheet reaches and how much text
it names are added up here. A member that calamine might read differently is refused.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .archives import BOMB, CHUNK, DAMAGED, XmlReader, attributes_of
from .cells import column_letters
from .exceptions import TableRefused
from .limits import Limits
from .plain import PlainPart

SPARE = 100_000
WIDEST = 16_384  # columns in Excel
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_ROW_NUMBER = re.compile("[1-9][0-9]{0,6}")


@dataclass
class Sheet:
    """One sheet. Rows and columns count from 1; a formula or an error is the first one's cell."""

    rows: int = 0
    columns: int = 0
    formula: str = ""
    error: str = ""
    shared: Counter[bytes | str] = field(default_factory=Counter)

    def text_named(self, sizes: list[int]) -> int:
        """Characters of shared text that calamine will copy for this sheet."""
        total = 0
        for reference, times in self.shared.items():
            try:
                total += sizes[int(reference)] * times
            except (ValueError, IndexError):
                raise TableRefused(DAMAGED) from None
        return total


class Scan:
    """Reads one XML member, whichever it turns out to be: `root` says."""

    def __init__(self, limits: Limits) -> None:
        self.root = ""
        self.macros = False
        self.sheet = Sheet()
        self.sizes: list[int] = []  # of the shared texts, in their order
        self._most = limits.rows * limits.columns + SPARE
        self._values = 0
        self._row = 0
        self._column = 0
        self._cell: list[str] = []
        self._place = (0, 0)
        self._names_shared = False
        self._named = ""
        self._handle = self._first
        self._plain = PlainPart(limits)
        self._reader = XmlReader(limits, self._start, text=self._text)

    def passing_on(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces as they come, read on the way."""
        for piece in pieces:
            rest = self._skip_plain(piece)
            for start in range(0, len(rest), CHUNK):
                self._reader.feed(rest[start : start + CHUNK])
            yield piece
        self._reader.feed(self._plain.rest(), last=True)
        self._note_shared()

    def _skip_plain(self, piece: bytes) -> bytes:
        rest = self._plain.skip(piece)
        if self._plain.rows_skipped:
            self.sheet.rows = max(self.sheet.rows, 1)
        self.sheet.shared.update(self._plain.take_shared())
        self.sizes.extend(self._plain.take_sizes())
        self._check_numbers()
        return rest

    def _start(self, name: str, attributes: list[str]) -> None:
        self._handle(name.rpartition(":")[2], attributes)

    def _text(self, text: str) -> None:
        if self._names_shared:
            self._named += text
        elif self.root == "sst" and self.sizes:
            self.sizes[-1] += len(text)

    def _first(self, name: str, attributes: list[str]) -> None:
        self.root = name
        handlers = {"worksheet": self._in_sheet, "sst": self._in_strings, "Types": self._in_types}
        self._handle = handlers.get(name, self._elsewhere)

    def _note_shared(self) -> None:
        """Count the shared text that the cell before named; its number may come in two pieces."""
        if self._names_shared:
            self.sheet.shared[self._named] += 1
            self._names_shared, self._named = False, ""

    def _in_sheet(self, name: str, attributes: list[str]) -> None:
        self._note_shared()
        if name == "c":
            self._cell = attributes
            self._column += 1
        elif name == "v" or name == "is":
            self._names_shared = self._value() == "s" and name == "v"
        elif name == "row":
            self._begin_row(_exactly(attributes).get("r"))
        elif name == "f":
            self._value()
            self.sheet.formula = self.sheet.formula or self._cell_name()
        elif name == "sheetData":
            # A comment within a value would part it for one reader and not for the other.
            self._reader.parser.CommentHandler = _refuse
            self._reader.parser.ProcessingInstructionHandler = _refuse
            self._reader.parser.StartCdataSectionHandler = _refuse

    def _value(self) -> str | None:
        """Note how far the sheet reaches; only cells that hold something count. Their type."""
        attributes = _exactly(self._cell)
        row = self._row
        self._values += 1
        self._check_numbers()
        if reference := attributes.get("r"):
            found = _REFERENCE.fullmatch(reference)
            if not found:
                raise TableRefused(DAMAGED)
            self._column, row = _column_number(found[1]), int(found[2])
        self._place = (self._column, row)
        self.sheet.rows = max(self.sheet.rows, row)
        self.sheet.columns = max(self.sheet.columns, self._column)
        kind = attributes.get("t")
        if kind == "e":
            self.sheet.error = self.sheet.error or self._cell_name()
        return kind

    def _begin_row(self, number: str | None) -> None:
        if number and not _ROW_NUMBER.fullmatch(number):
            raise TableRefused(DAMAGED)
        self._row = int(number) if number else self._row + 1
        self._column = 0

    def _cell_name(self) -> str:
        column, row = self._place
        return f"{column_letters(column - 1)}{row}"

    def _in_strings(self, name: str, attributes: list[str]) -> None:
        if name == "si":
            self.sizes.append(0)
            self._check_numbers()

    def _check_numbers(self) -> None:
        if max(len(self.sizes), self._values) > self._most or self._column > WIDEST:
            raise TableRefused(BOMB)

    def _in_types(self, name: str, attributes: list[str]) -> None:
        kind = attributes_of(attributes).get("ContentType", "").casefold()
        self.macros = self.macros or "macroenabled" in kind or "vbaproject" in kind

    def _elsewhere(self, name: str, attributes: list[str]) -> None:
        pass


def _exactly(ordered: list[str]) -> dict[str, str]:
    """Attributes by their full names, as calamine looks them up in a sheet."""
    return dict(zip(ordered[::2], ordered[1::2], strict=True))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _refuse(*_) -> None:
    raise TableRefused(DAMAGED)
