"""Zip files from strangers: nothing is unpacked before its size, and all of it as it comes out.

Spreadsheet readers disagree with each other about damaged zips, so what a reader opens is never
the upload but a plain copy: the XML members only, unpacked here under a cap, declarations refused.
"""

import codecs
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any
from xml.parsers import expat

from .exceptions import TableRefused
from .limits import Limits, megabytes

CHUNK = 256 * 1024
MOST_MEMBERS = 2_000
# Repetitive tables pack 20 to 40 times; deflate can reach 1,032.
HIGHEST_RATIO = 250
# Small members may pack as well as they like.
RATIO_COUNTS_FROM = 4 * 1024 * 1024
# expat reads an unfinished tag or comment again with every chunk, so a long one costs its square.
LONGEST_TOKEN = 4 * 1024 * 1024
# Each open tag costs expat a hundred bytes and more.
DEEPEST = 10_000
# A cell takes three or four; styles and the like take the spare ones.
ELEMENTS_PER_CELL = 5
SPARE_ELEMENTS = 1_000_000

DAMAGED = "This file is damaged or cut short. Open it in your spreadsheet program, save it again and upload that."
PROTECTED = (
    "This file is protected by a password. Remove the password, save it and upload it again."
)
BOMB = "This file unpacks to far more than a table needs, so it was not opened."

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

StartHandler = Callable[[str, list[str]], None]
EndHandler = Callable[[str], None]


def opened(file: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """The zip, once its table of contents is known to be harmless. Raises TableRefused."""
    _refuse_endless_contents(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError):
        raise TableRefused(DAMAGED) from None
    members = archive.infolist()
    names = [member.filename.casefold() for member in members]
    if len(members) > MOST_MEMBERS or len(set(names)) < len(names):
        raise TableRefused(DAMAGED)
    if any(name.startswith("/") or "\\" in name or ".." in name for name in names):
        raise TableRefused(DAMAGED)
    if any(member.flag_bits & 0x1 for member in members):
        raise TableRefused(PROTECTED)
    if any(m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
        raise TableRefused(DAMAGED)
    if sum(member.file_size for member in members) > limits.unzipped:
        raise too_much_inside(limits)
    for member in members:
        large = member.file_size > RATIO_COUNTS_FROM
        if large and member.file_size > HIGHEST_RATIO * max(member.compress_size, 1):
            raise TableRefused(BOMB)
    return archive


def too_much_inside(limits: Limits) -> TableRefused:
    return TableRefused(
        f"This file holds more than {megabytes(limits.unzipped)} once it is unpacked."
    )


def chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes; never more than it declared. Raises TableRefused when it is damaged."""
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        raise TableRefused(DAMAGED) from None


class XmlReader:
    """expat, without document type declarations, entities, endless tags or bottomless nesting."""

    def __init__(
        self,
        limits: Limits,
        start: StartHandler,
        end: EndHandler | None = None,
        text: EndHandler | None = None,
    ) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_declaration
        self.parser.StartElementHandler = start
        self.parser.CharacterDataHandler = text
        self.ended: list[str] = []
        if end is None:
            self.parser.EndElementHandler = self.ended.append
        else:
            self.parser.EndElementHandler = lambda name: (self.ended.append(name), end(name))
        self.fed = 0
        self.depth = 0
        self.elements_left = ELEMENTS_PER_CELL * limits.rows * limits.columns + SPARE_ELEMENTS

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        # expat follows the marks of UTF-16, calamine does not, so they would see different files.
        if chunk and not self.fed and (b"\0" in chunk[:4] or chunk[:2] in _UTF16):
            raise TableRefused(DAMAGED)
        try:
            self.parser.Parse(chunk, last)
        except (expat.ExpatError, ValueError):
            raise TableRefused(DAMAGED) from None
        self.fed += len(chunk)
        # Counted on the bytes because a second Python call for each tag costs more than the rest.
        begun = chunk.count(b"<") - chunk.count(b"</") - chunk.count(b"<!") - chunk.count(b"<?")
        self.depth += begun - len(self.ended)
        self.elements_left -= len(self.ended)
        self.ended.clear()
        unread = self.fed - self.parser.CurrentByteIndex
        if unread > LONGEST_TOKEN or self.depth > DEEPEST or self.elements_left < 0:
            raise TableRefused(BOMB)


def parse(
    pieces: Iterable[bytes],
    limits: Limits,
    start: StartHandler,
    end: EndHandler | None = None,
    text: EndHandler | None = None,
) -> Iterator[bytes]:
    """Hand XML to the handlers while passing it on, so that it is unpacked only once."""
    reader = XmlReader(limits, start, end, text)
    for piece in pieces:
        reader.feed(piece)
        yield piece
    reader.feed(b"", last=True)


def attributes_of(ordered: list[str]) -> dict[str, str]:
    """expat's flat list of attributes as a mapping, name spaces left out."""
    return {
        name.rpartition(":")[2]: value
        for name, value in zip(ordered[::2], ordered[1::2], strict=True)
    }


def _refuse_endless_contents(file: IO[bytes]) -> None:
    """The table of contents is read whole by zipfile, so its entries are counted beforehand."""
    file.seek(0)
    found, tail = 0, b""
    while chunk := file.read(CHUNK):
        found += (tail + chunk).count(b"PK\x01\x02")
        tail = chunk[-3:]
        if found > MOST_MEMBERS:
            raise TableRefused(BOMB)
    file.seek(0)


def _refuse_declaration(*_: Any) -> None:
    raise TableRefused("This file declares XML entities, which no spreadsheet program does.")
