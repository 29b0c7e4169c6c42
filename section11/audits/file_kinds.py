"""What a file offered as evidence is, by its content; and whether we take it.

An allow-list: whatever is not recognised is refused, whatever its name says. The name must agree
with the content, so that nobody who downloads it is misled. Nothing here is ever opened by us: files
are stored under names of our own and only sent back as attachments.
"""

import codecs
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from hashlib import sha256 as _sha256

import puremagic

MB = 1024 * 1024
MAX_BYTES = 25 * MB
ALLOWED_IN_WORDS = (
    "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), OpenDocument (odt, ods, odp), PNG, JPEG,"
    " plain text or CSV"
)
_CHUNK = 64 * 1024
_LONGEST_NAME = 200


class FileRefused(Exception):
    """The sentence says why, for whoever chose the file."""


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
_PICTURES = {".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".jfif": JPEG}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What makes a browser or a shell run a text.
_ACTIVE = re.compile(
    r"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|link|meta|\?xml|\?php|%)|^#!",
    re.IGNORECASE,
)
# Marks that turn the reading direction can make "fdp.exe" read as "exe.pdf".
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean_name(name: str) -> str:
    """The name as it may be shown and downloaded under: Welsh, emoji and spaces kept.

    Raises FileRefused for a name with path parts, control characters or none at all.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if not name or name in (".", ".."):
        raise FileRefused("This file has no name. Rename it and choose it again.")
    if "\x00" in name or re.search(r"[/\\]|\.\.", name):
        raise FileRefused(
            "The name of this file looks like a path (it holds / or \\ or ..). Rename it and choose"
            " it again."
        )
    if any(unicodedata.category(c) == "Cc" for c in name) or _BIDI.search(name):
        raise FileRefused(
            "The name of this file holds invisible characters. Rename it and choose it again."
        )
    if len(name) > _LONGEST_NAME:
        raise FileRefused(
            f"The name of this file is longer than {_LONGEST_NAME} characters. Rename it and choose"
            " it again."
        )
    return name


def check(file, name: str) -> FileKind:
    """The kind of a seekable binary file, which is left at its start.

    Raises FileRefused if the name is unfit, if it is empty or over MAX_BYTES, if its content is none
    of the kinds allowed, or if the name does not agree with the content.
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


def sha256(file) -> str:
    """The SHA-256 of a seekable binary file, in hexadecimal; read in pieces, left at its start."""
    digest = _sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _kind(file, name):
    head = file.read(_CHUNK)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file, name)
    if head.startswith(_OLE):
        raise FileRefused(
            f"“{name}” is protected by a password or in an old Office format. Save it without a"
            " password as docx, xlsx, pptx or PDF."
        )
    for extension in _magic(head):
        if extension in _PICTURES:
            return _PICTURES[extension]
    return _text(file, head, name)


def _magic(head):
    try:
        return [match.extension for match in puremagic.magic_string(head)]
    except (puremagic.PureError, ValueError):
        return []


def _zipped(file, name):
    try:
        with zipfile.ZipFile(file) as archive:
            members = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if _small(archive, "mimetype") else b""
            types = (
                archive.read("[Content_Types].xml")
                if _small(archive, "[Content_Types].xml")
                else b""
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as broken:
        raise FileRefused(f"“{name}” is damaged: it cannot be opened.") from broken
    if b"macroenabled" in types.lower() or any("vbaproject" in m.lower() for m in members):
        raise FileRefused(f"“{name}” holds macros. Save it without them and choose it again.")
    for part, kind in OFFICE.items():
        if part in members and types:
            return kind
    kind = OPEN_DOCUMENT.get(mimetype.decode("ascii", "replace").strip())
    if kind:
        if any(m.startswith(("Basic/", "Scripts/")) for m in members):
            raise FileRefused(f"“{name}” holds macros. Save it without them and choose it again.")
        return kind
    raise FileRefused(
        f"“{name}” is an archive or a kind of file that we do not take. We take {ALLOWED_IN_WORDS}."
    )


def _small(archive, member):
    """Whether the member is there, and too small to be a bomb."""
    try:
        return archive.getinfo(member).file_size <= MB
    except KeyError:
        return False


def _text(file, head, name):
    refused = FileRefused(
        f"“{name}” is not a kind of file that we take. We take {ALLOWED_IN_WORDS}."
    )
    if not name.lower().endswith(TEXT.extensions):
        raise refused
    tail = ""
    file.seek(0)
    decoder = _decoder(head)
    while chunk := file.read(_CHUNK):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError:
            raise refused from None
        if "\x00" in text or _ACTIVE.search(tail + text):
            raise FileRefused(f"“{name}” holds a script or a web page, not plain text.")
        tail = text[-100:]
    return TEXT


def _decoder(head):
    """UTF-8 where the beginning is, else Windows-1252, which gives every common byte a letter."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")
    try:
        decoder().decode(head)
    except UnicodeDecodeError:
        return codecs.getincrementaldecoder("cp1252")()
    return decoder()
