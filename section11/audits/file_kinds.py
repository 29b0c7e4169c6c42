"""What a file offered as evidence is, by its content; and whether we take it.

An allow-list: whatever is not recognised is refused, whatever its name says, and the name must
agree with the content, so that nobody who downloads it is misled. E-mails (EML, MSG) and RTF are
not on it: they carry attachments and objects of any kind, and often a child's name. Nothing here
is ever opened by us: files are stored under names of our own and only sent back as attachments.
"""

import codecs
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256 as _sha256
from typing import IO

import puremagic

from section11.tables import archives
from section11.tables.delimited import encoding_of
from section11.tables.exceptions import TableRefused
from section11.tables.limits import MB, Limits

MAX_BYTES = 25 * MB
ALLOWED_IN_WORDS = (
    "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), OpenDocument (odt, ods, odp), PNG, JPEG,"
    " plain text or CSV"
)
# An Office file is never unpacked here; whoever opens it should not meet a bomb either.
_INSIDE = Limits(bytes=MAX_BYTES, unzipped=500 * MB)
_CHUNK = 64 * 1024
_LONGEST_NAME = 200
_MOST_PNG_CHUNKS = 100_000


class FileRefused(Exception):
    """`sentence` says why, for whoever chose the file."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class FileKind:
    """`extensions` are those that the name of such a file may have."""

    label: str
    extensions: tuple[str, ...]


PDF = FileKind("PDF", (".pdf",))
PNG = FileKind("PNG picture", (".png",))
JPEG = FileKind("JPEG picture", (".jpg", ".jpeg"))
TEXT = FileKind("Plain text", (".txt", ".csv"))
# The part that each kind of Office file must hold.
OFFICE = {
    "word/document.xml": FileKind("Word document", (".docx",)),
    "xl/workbook.xml": FileKind("Excel workbook", (".xlsx",)),
    "ppt/presentation.xml": FileKind("PowerPoint presentation", (".pptx",)),
}
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": FileKind("OpenDocument text", (".odt",)),
    "application/vnd.oasis.opendocument.spreadsheet": FileKind("OpenDocument sheet", (".ods",)),
    "application/vnd.oasis.opendocument.presentation": FileKind("OpenDocument slides", (".odp",)),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_PARTS = re.compile(r"vbaproject|vbadata|(^|/)macrosheets/|(^|/)activex/|^basic/.|^scripts/.")
# What a program or a page would be called inside an Office file; none of them has any.
_RUNNABLE_PARTS = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|class|lnk|msi|html?|svg|swf|php|sh)$"
)
# What makes a browser or a shell run a text.
_ACTIVE = re.compile(
    r"<\s{0,9}(!doctype|html|head|body|script|svg|iframe|object|embed|link|meta|\?xml|\?php|%)",
    re.IGNORECASE,
)
_ACTIVE_IN_PDF = re.compile(rb"<\s{0,9}(!doctype|html|head|body|script|svg|iframe)", re.IGNORECASE)
_OVERLAP = 40  # longer than anything that _ACTIVE finds
# Texts by their bytes, but programs or documents of another kind by their beginning.
_NOT_PLAIN = ("MZ", "{\\rtf", "%!PS", "MIME-Version:", "Received:", "Return-Path:")
# Marks that turn the reading direction can make "fdp.exe" read as "exe.pdf".
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def clean_name(name: str) -> str:
    """The name as it may be shown and downloaded under: Welsh, emoji and spaces kept.

    Raises FileRefused for a name with path parts, control characters or none at all.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if not name.strip(".") or not name.rpartition(".")[0].strip(". ") and name.startswith("."):
        raise FileRefused("This file has no name. Rename it and choose it again.")
    if "\x00" in name or re.search(r"[/\\]|\.\.", name):
        raise FileRefused(
            "The name of this file looks like a path (it holds / or \\ or ..). Rename it and choose"
            " it again."
        )
    if _BIDI.search(name) or any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in name
    ):
        raise FileRefused(
            "The name of this file holds invisible characters. Rename it and choose it again."
        )
    if len(name) > _LONGEST_NAME:
        raise FileRefused(
            f"The name of this file is longer than {_LONGEST_NAME} characters. Rename it and choose"
            " it again."
        )
    return name


def check(file: IO[bytes], name: str) -> FileKind:
    """The kind of a seekable binary file, which is left at its start.

    Raises FileRefused if the name is unfit, if it is empty or over MAX_BYTES, if its content is none
    of the kinds allowed, or if the name does not agree with the content. Reads in pieces.
    """
    name = clean_name(name)
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise FileRefused(f"“{name}” is empty.")
    if size > MAX_BYTES:
        raise FileRefused(
            f"“{name}” is larger than {MAX_BYTES // MB} MB. Make it smaller, or give a link."
        )
    try:
        kind = _kind(file, name)
    finally:
        file.seek(0)
    if not name.lower().endswith(kind.extensions):
        raise FileRefused(
            f"“{name}” is a {kind.label} by its content, but its name does not end in"
            f" {' or '.join(kind.extensions)}. Rename it and choose it again."
        )
    return kind


def sha256(file: IO[bytes]) -> str:
    """The SHA-256 of a seekable binary file, in hexadecimal; read in pieces, left at its start."""
    digest = _sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _kind(file: IO[bytes], name: str) -> FileKind:
    head = file.read(_CHUNK)
    if head.startswith(b"%PDF-"):
        if _ACTIVE_IN_PDF.search(head[:1024]):
            raise FileRefused(f"“{name}” holds a web page as well as a PDF.")
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file, name)
    if head.startswith(_OLE):
        raise FileRefused(
            f"“{name}” is protected by a password or in an old Office format. Save it without a"
            " password as docx, xlsx, pptx or PDF."
        )
    extensions = _magic(head)
    if ".png" in extensions:
        return _whole(_png_ends(file), PNG, name)
    if extensions & {".jpg", ".jpeg", ".jfif"}:
        return _whole(_jpeg_ends(file), JPEG, name)
    return _text(file, name)


def _magic(head: bytes) -> set[str]:
    try:
        return {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _whole(ends: bool, kind: FileKind, name: str) -> FileKind:
    if not ends:
        raise FileRefused(f"“{name}” is damaged or cut short.")
    return kind


def _png_ends(file: IO[bytes]) -> bool:
    """Whether the chunks of a PNG lead from its header to its end."""
    file.seek(8)
    for number in range(_MOST_PNG_CHUNKS):
        header = file.read(8)
        if len(header) < 8 or (header[4:] == b"IHDR") != (number == 0):
            return False
        length, kind = struct.unpack(">I4s", header)
        if kind == b"IEND":
            return len(file.read(4)) == 4
        file.seek(length + 4, 1)
    return False


def _jpeg_ends(file: IO[bytes]) -> bool:
    """Whether a JPEG has its end mark; telephones put film and notes behind it."""
    tail = b""
    for chunk in _chunks(file):
        if b"\xff\xd9" in tail + chunk:
            return True
        tail = chunk[-1:]
    return False


def _zipped(file: IO[bytes], name: str) -> FileKind:
    try:
        with archives.opened(file, _INSIDE) as archive:
            members = [member.filename for member in archive.infolist()]
            mimetype = _member(archive, "mimetype", 100)
            types = _member(archive, "[Content_Types].xml", MB)
    except TableRefused as refused:
        raise FileRefused(_why_not(refused, name)) from refused
    folded = [member.casefold() for member in members]
    if b"macroenabled" in types.lower() or any(map(_MACRO_PARTS.search, folded)):
        raise FileRefused(f"“{name}” holds macros. Save it without them and choose it again.")
    kind = OPEN_DOCUMENT.get(mimetype.decode("ascii", "replace").strip())
    if types:
        kind = next((OFFICE[part] for part in OFFICE if part in members), kind)
    if not kind or any(map(_RUNNABLE_PARTS.search, folded)):
        raise FileRefused(
            f"“{name}” is an archive or a kind of file that we do not take. We take"
            f" {ALLOWED_IN_WORDS}."
        )
    return kind


def _member(archive: zipfile.ZipFile, member: str, most: int) -> bytes:
    """The content of a small member; none where it is missing or too large to be what it should."""
    try:
        found = archive.getinfo(member)
    except KeyError:
        return b""
    return b"".join(archives.chunks(archive, found)) if found.file_size <= most else b""


def _why_not(refused: TableRefused, name: str) -> str:
    match refused.sentence:
        case archives.PROTECTED:
            return f"“{name}” is protected by a password. Save it without one and choose it again."
        case archives.DAMAGED:
            return f"“{name}” is damaged: it cannot be opened."
    return f"“{name}” unpacks to far more than a document needs, so it was not taken."


def _text(file: IO[bytes], name: str) -> FileKind:
    refused = FileRefused(
        f"“{name}” is not a kind of file that we take. We take {ALLOWED_IN_WORDS}."
    )
    if not name.lower().endswith(TEXT.extensions):
        raise refused
    try:
        encoding = encoding_of(file)
    except TableRefused:
        raise refused from None
    decoder = codecs.getincrementaldecoder(encoding)()
    tail = None
    for chunk in _chunks(file):
        text = decoder.decode(chunk)
        start = text[:100].lstrip("\ufeff") if tail is None else ""
        if start.startswith(_NOT_PLAIN) or _CONTROL.search(text):
            raise refused
        text = (tail or "") + text
        if start.startswith("#!") or _ACTIVE.search(text):
            raise FileRefused(f"“{name}” holds a script or a web page, not plain text.")
        tail = text[-_OVERLAP:]
    return TEXT


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk
