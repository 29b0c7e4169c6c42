"""Read a table out of a file that anyone may have sent.

What the file is, is decided by its content; its name settles what the content leaves open. Every
reason for not reading it is a `TableRefused` with a sentence for the person who sent it.
"""

from typing import IO

from . import archives
from .delimited import NOT_TEXT, encoding_of, read_csv
from .documents import read_json, read_yaml
from .exceptions import TableRefused
from .limits import Limits, megabytes
from .opendocument import read_ods
from .rows import Row, Table
from .workbooks import WORKBOOK, read_xlsx

__all__ = ["Limits", "Row", "Table", "TableRefused", "read"]

HEAD = 4096
_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_YAML_STARTS = ("---", "%YAML", "- ", "set:", "scale:", "questions:", "levels:", "rows:")


def read(file: IO[bytes], name: str, *, limits: Limits | None = None) -> Table:
    """The table in `file`, a seekable binary file or an upload called `name`.

    CSV, XLSX, ODS, JSON and YAML. Raises TableRefused. The file is left open.
    """
    limits = limits or Limits()
    file.seek(0, 2)
    size = file.tell()
    if size > limits.bytes:
        raise TableRefused(
            f"This file is {megabytes(size)} in size. The most that is read is {megabytes(limits.bytes)}."
        )
    file.seek(0)
    head = file.read(HEAD)
    if not head.strip():
        raise TableRefused("This file is empty.")
    if head.startswith(_ZIP):
        return _read_archive(file, limits)
    if head.startswith(_OLE):
        raise _old_or_protected(file)
    return _read_text(file, head, name, size, limits)


def _read_archive(file: IO[bytes], limits: Limits) -> Table:
    with archives.opened(file, limits) as archive:
        names = set(archive.namelist())
        if WORKBOOK in names:
            return read_xlsx(archive, limits)
        if "xl/workbook.bin" in names:
            raise TableRefused(
                "This is a binary workbook (.xlsb). Save it as .xlsx and upload that."
            )
        if "mimetype" in names and _is_ods(archive):
            return read_ods(archive, limits)
    raise TableRefused(
        "This is a zip file or another kind of document, not a spreadsheet. Use CSV, XLSX, ODS, JSON or YAML."
    )


def _is_ods(archive) -> bool:
    mimetype = next(archives.chunks(archive, archive.getinfo("mimetype")), b"")
    return b"opendocument.spreadsheet" in mimetype[:100]


def _old_or_protected(file: IO[bytes]) -> TableRefused:
    file.seek(0)
    tail = b""
    while chunk := file.read(archives.CHUNK):
        if _ENCRYPTED in tail + chunk:
            return TableRefused(archives.PROTECTED)
        tail = chunk[-len(_ENCRYPTED) :]
    return TableRefused(
        "This is an old Excel file (.xls) or another old document. Save it as .xlsx."
    )


def _read_text(file: IO[bytes], head: bytes, name: str, size: int, limits: Limits) -> Table:
    encoding = encoding_of(file)
    start = head.decode(encoding, errors="ignore").lstrip("\ufeff").lstrip()
    if start.startswith("<"):
        raise TableRefused(
            "This is a web page or an XML file, not a table, whatever its name says."
        )
    if start.startswith(("%PDF", "{\\rtf")):
        raise TableRefused(NOT_TEXT)
    extension = name.rpartition(".")[2].casefold()
    is_json = start.startswith(("{", "["))
    is_yaml = extension in ("yaml", "yml") or (
        extension not in ("csv", "tsv") and start.startswith(_YAML_STARTS)
    )
    if not is_json and not is_yaml:
        return read_csv(file, limits)
    if size > limits.documents:
        raise TableRefused(
            f"This file is {megabytes(size)} in size. The most that is read of JSON or YAML is"
            f" {megabytes(limits.documents)}; CSV and XLSX may be larger."
        )
    file.seek(0)
    text = file.read(limits.documents + 1).decode(encoding).lstrip("\ufeff")
    return read_json(text, limits) if is_json and not is_yaml else read_yaml(text, limits)
