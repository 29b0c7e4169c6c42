"""CSV: the text encoding and the delimiter are found out, then Python's csv reads it row by row."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from .cells import unguard
from .exceptions import TableRefused
from .limits import Limits
from .rows import Table, from_grid, too_many_columns

CHUNK = 256 * 1024
SAMPLE = 64 * 1024
DELIMITERS = ",;\t"
LONG_LINE = 100_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

NOT_TEXT = "This file is neither a spreadsheet nor text. Use CSV, XLSX, ODS, JSON or YAML."


def read_csv(file: IO[bytes], limits: Limits) -> Table:
    encoding = encoding_of(file)
    with _text(file, encoding) as text:
        sample = text.read(SAMPLE)
    with _text(file, encoding) as text:
        delimiter, skipped = _delimiter(sample)
        columns, rows = from_grid(_records(text, delimiter, skipped, limits), limits)
    return Table(columns=columns, rows=rows, format="csv")


def encoding_of(file: IO[bytes]) -> str:
    """UTF-8 or UTF-16 by their marks, else UTF-8 if it decodes, else Windows-1252.

    Reads in chunks. Raises TableRefused for bytes that are no text in any of them.
    """
    file.seek(0)
    head = file.read(4)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        if _decodes(file, encoding):
            return encoding
    raise TableRefused(NOT_TEXT)


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            if "\0" in decoder.decode(chunk):
                raise TableRefused(NOT_TEXT)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class _Bytes(io.RawIOBase):
    """Any binary file as a stream that may be wrapped, and closed without closing the file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        file.seek(0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _text(file: IO[bytes], encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(_Bytes(file), CHUNK), encoding=encoding)


def _delimiter(sample: str) -> tuple[str, int]:
    """The delimiter, and how many lines announce it (Excel's "sep=;" line)."""
    first, _, _ = sample.partition("\n")
    if first[:4].casefold() == "sep=" and len(first) == 5:
        return first[4], 1
    widths = {delimiter: _width(sample, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=widths.__getitem__), 0


def _width(sample: str, delimiter: str) -> int:
    try:
        rows = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter, strict=True)
        return len(next((row for row in rows if re.search(r"\w", "".join(row))), []))
    except csv.Error:
        return 0


def _records(
    text: IO[str], delimiter: str, skipped: int, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    for _ in range(skipped):
        next(text)
    number = 0
    try:
        lines = _lines(text, delimiter, limits)
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):  # noqa: B007
            yield number, [unguard(cell) if cell[:1] == "'" else cell for cell in row]
    except csv.Error:
        raise TableRefused(
            f"Row {number + 1} of this CSV file cannot be read: a quotation mark is missing or one too many, or a text is far too long.",
            row=number + 1,
        ) from None


def _lines(text: IO[str], delimiter: str, limits: Limits) -> Iterator[str]:
    """Lines, none of which csv would take apart into millions of cells."""
    for line in text:
        if len(line) > LONG_LINE and line.count(delimiter) > LONG_LINE:
            raise too_many_columns(limits)
        yield line
