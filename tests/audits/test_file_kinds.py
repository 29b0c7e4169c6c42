import hashlib
import io
import tracemalloc
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from section11.audits import file_kinds
from section11.audits.file_kinds import MAX_BYTES, FileRefused
from section11.tables.writing import write

PDF = b"%PDF-1.7\n1 0 obj\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_TAKEN = (
    "is not a kind of file that we take. We take PDF, Word (docx), Excel (xlsx), PowerPoint (pptx),"
    " OpenDocument (odt, ods, odp), PNG, JPEG, plain text or CSV."
)
ARCHIVE = "is an archive or a kind of file that we do not take. " + NOT_TAKEN.partition(". ")[2]
ACTIVE = "holds a script or a web page, not plain text."
DAMAGED = "is damaged: it cannot be opened."
CUT = "is damaged or cut short."
MACROS = "holds macros. Save it without them and choose it again."


def picture(fmt, **options):
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(target, fmt, **options)
    return target.getvalue()


PNG, JPEG = picture("png"), picture("jpeg")


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def office(part, more=()):
    return zipped({"[Content_Types].xml": "<Types/>", part: "<x/>"} | dict(more))


DOCX = office("word/document.xml")


def open_document(kind, more=()):
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mimetype, "content.xml": "<x/>"} | dict(more))


def check(content, name):
    return file_kinds.check(io.BytesIO(content), name)


def refusal(content, name):
    with pytest.raises(FileRefused) as refused:
        check(content, name)
    assert str(refused.value) == refused.value.sentence
    return refused.value.sentence


@pytest.mark.parametrize(
    ("content", "name", "label"),
    [
        (PDF, "Policy.PDF", "PDF"),
        (PNG, "chart.png", "PNG picture"),
        (PNG + b"left over", "screenshot.png", "PNG picture"),
        (JPEG, "photo.jpeg", "JPEG picture"),
        (picture("jpeg", progressive=True, exif=b"Exif\0\0MM"), "photo.JPG", "JPEG picture"),
        (JPEG + b"a film" * 99_000, "photo.jpg", "JPEG picture"),
        (DOCX, "policy.docx", "Word document"),
        (office("xl/workbook.xml"), "training.xlsx", "Excel workbook"),
        (write(["a"], [["b"]], "xlsx"), "training.xlsx", "Excel workbook"),
        (office("ppt/presentation.xml"), "slides.pptx", "PowerPoint presentation"),
        (open_document("text"), "polisi.odt", "OpenDocument text"),
        (open_document("presentation"), "slides.odp", "OpenDocument slides"),
        (write(["a"], [["b"]], "ods"), "training.ods", "OpenDocument sheet"),
        ("staff,trained\ntîm,12\n".encode(), "training.csv", "Plain text"),
        ("Café – “quoted”\n".encode("cp1252"), "notes.txt", "Plain text"),
        ("Café 🙂\n".encode("utf-8-sig"), "notes.txt", "Plain text"),
        ("Café\n".encode("utf-16"), "notes.txt", "Plain text"),
        (b"x" * 65_536 + b"#! is how scripts begin; 3 < 4", "notes.txt", "Plain text"),
        (b"x" * 65_535 + "ŵ🙂".encode(), "notes.txt", "Plain text"),
    ],
)
def test_what_we_take(content, name, label):
    assert check(content, name).label == label


@pytest.mark.parametrize("name", ["policy.pdf", "policy.docx", "picture.png", "notes.rtf"])
@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"#!/bin/sh\nrm -rf /\n",
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00;",
        b"{\\rtf1\\ansi text}",
        b"Received: from example.org\nSubject: a child\n\ntext",
        b"Rar!\x1a\x07\x00",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08\x00",
        b"just text",
        b" %PDF-1.7 begins too late",
    ],
)
def test_what_is_on_no_list_is_refused_whatever_its_name(content, name):
    assert refusal(content, name) == f"“{name}” {NOT_TAKEN}"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>", ACTIVE),
        (b"\xef\xbb\xbf  <!DOCTYPE html>", ACTIVE),
        (b"a" * 70_000 + b"< SCRIPT >", ACTIVE),
        (b"a" * 65_530 + b"<script src=x>", ACTIVE),
        ("<svg onload=alert(1)>".encode("utf-16"), ACTIVE),
        (b"#!/bin/sh\n", ACTIVE),
        (b"<?php system($_GET[0]);", ACTIVE),
        (b"MZ as a program begins", NOT_TAKEN),
        (b"{\\rtf1 text}", NOT_TAKEN),
        (b"Received: from example.org\n", NOT_TAKEN),
        (b"text\0more", NOT_TAKEN),
        (b"text\x1b[31mmore", NOT_TAKEN),
        (b"\x81\x8d\x8f", NOT_TAKEN),
        (b"a" * 70_000 + b"\x81", NOT_TAKEN),
    ],
)
def test_a_text_must_be_plain(content, sentence):
    assert refusal(content, "notes.txt") == f"“notes.txt” {sentence}"
    assert refusal(content, "notes.csv") == f"“notes.csv” {sentence}"


@pytest.mark.parametrize(
    ("content", "name", "label", "extensions"),
    [
        (PDF, "policy.docx", "PDF", ".pdf"),
        (PDF, "policy.pdf.exe", "PDF", ".pdf"),
        (PDF, "policy", "PDF", ".pdf"),
        (PNG, "photo.jpg", "PNG picture", ".png"),
        (JPEG, "photo.png", "JPEG picture", ".jpg or .jpeg"),
        (DOCX, "policy.docm", "Word document", ".docx"),
        (DOCX, "policy.xlsx", "Word document", ".docx"),
        (DOCX, "policy.zip", "Word document", ".docx"),
        (open_document("text"), "policy.ods", "OpenDocument text", ".odt"),
    ],
)
def test_a_name_must_agree_with_the_content(content, name, label, extensions):
    assert refusal(content, name) == (
        f"“{name}” is a {label} by its content, but its name does not end in {extensions}."
        " Rename it and choose it again."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (office("word/document.xml", {"word/vbaProject.bin": "x"}), MACROS),
        (office("word/document.xml", {"word/VBAPROJECT.BIN": "x"}), MACROS),
        (office("xl/workbook.xml", {"xl/macrosheets/sheet1.xml": "x"}), MACROS),
        (office("word/document.xml", {"word/activeX/activeX1.bin": "x"}), MACROS),
        (office("word/document.xml", {"[Content_Types].xml": "<a b='x.macroEnabled.y'/>"}), MACROS),
        (open_document("text", {"Basic/Standard/Module1.xml": "x"}), MACROS),
        (open_document("text", {"Scripts/python/a.py": "x"}), MACROS),
        (office("word/document.xml", {"word/evil.exe": "x"}), ARCHIVE),
        (office("word/document.xml", {"word/page.HTML": "x"}), ARCHIVE),
        (open_document("text", {"page.hta": "x"}), ARCHIVE),
        (open_document("text-template"), ARCHIVE),
        (zipped({"policy.pdf": PDF}), ARCHIVE),
        (zipped({"word/document.xml": "<x/>"}), ARCHIVE),
        (zipped({"META-INF/MANIFEST.MF": "x", "A.class": "x"}), ARCHIVE),
        (office("word/document.xml", {"[Content_Types].xml": " " * 2_000_000}), ARCHIVE),
        (DOCX[:60], DAMAGED),
        (DOCX[: len(DOCX) // 2], DAMAGED),
        (zipped({"[Content_Types].xml": "<Types/>"}, zipfile.ZIP_STORED).replace(b"<Types", b"<Typos"), DAMAGED),
        (office("word/document.xml", {"../../evil.xml": "x"}), DAMAGED),
        (OLE + bytes(600), "is protected by a password or in an old Office format. Save it without a password as docx, xlsx, pptx or PDF."),
        (office("word/document.xml", {"word/media/a.png": bytes(60_000_000)}), "unpacks to far more than a document needs, so it was not taken."),
        (zipped({f"{n}.xml": "" for n in range(2_100)}), "unpacks to far more than a document needs, so it was not taken."),
    ],
)  # fmt: skip
def test_an_office_file_must_be_what_it_seems(content, sentence):
    assert refusal(content, "policy.docx") == f"“policy.docx” {sentence}"


def test_a_protected_office_file_is_refused():
    content = bytearray(DOCX)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1

    assert refusal(bytes(content), "policy.docx") == (
        "“policy.docx” is protected by a password. Save it without one and choose it again."
    )


@pytest.mark.parametrize(
    "content",
    [
        PNG[:-6],
        PNG[:30],
        PNG[:8] + b"\0\0\0\0tEXt\0\0\0\0" + PNG[8:],
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(17) + b"\0\0\0\0tEXt\0\0\0\0" * 110_000,
    ],
)
def test_a_png_must_be_whole(content):
    assert refusal(content, "chart.png") == f"“chart.png” {CUT}"


def test_a_jpeg_must_be_whole():
    assert refusal(JPEG[:-2], "photo.jpg") == f"“photo.jpg” {CUT}"


def test_a_jpegs_end_is_found_across_two_pieces():
    content = JPEG[:-2] + b"\0" * (65_535 - len(JPEG[:-2])) + b"\xff\xd9"

    assert check(content, "photo.jpg").label == "JPEG picture"


def test_a_pdf_that_is_a_web_page_as_well_is_refused():
    assert refusal(b"%PDF-1.7\n<script>alert(1)</script>", "policy.pdf") == (
        "“policy.pdf” holds a web page as well as a PDF."
    )


def test_an_empty_file_is_refused():
    assert refusal(b"", "policy.pdf") == "“policy.pdf” is empty."


def test_a_file_over_the_limit_is_refused_without_being_read():
    class Large(io.BytesIO):
        def seek(self, place, whence=0):
            return MAX_BYTES + 1 if whence == 2 else super().seek(place)

        def read(self, size=-1):
            raise AssertionError("read")

    with pytest.raises(FileRefused) as refused:
        file_kinds.check(Large(), "large.pdf")

    assert refused.value.sentence == (
        "“large.pdf” is larger than 25 MB. Make it smaller, or give a link."
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"a" * MAX_BYTES, "notes.txt"),
        (b"\xe9" * MAX_BYTES, "notes.txt"),
        (JPEG[:-2] + bytes(MAX_BYTES - len(JPEG)) + b"\xff\xd9", "photo.jpg"),
        (PDF + bytes(MAX_BYTES - len(PDF)), "policy.pdf"),
    ],
)
def test_a_file_at_the_limit_is_read_in_pieces(content, name):
    file = io.BytesIO(content)
    tracemalloc.start()

    file_kinds.check(file, name)
    file_kinds.sha256(file)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


@pytest.mark.parametrize(
    "name",
    ["Polisi tŷ 👩‍👧.pdf", "🏴󠁧󠁢󠁷󠁬󠁳󠁿 adroddiad.pdf", "מדיניות.pdf", "policy (v1.2).pdf", "a" * 196 + ".pdf", "policy"],
)  # fmt: skip
def test_names_in_any_language_are_kept(name):
    assert file_kinds.clean_name(f" {name} ") == name


def test_a_name_is_composed_so_that_it_is_found_again():
    assert file_kinds.clean_name("ty\u0302.pdf") == "tŷ.pdf"


NO_NAME = "This file has no name. Rename it and choose it again."
PATH = "The name of this file looks like a path (it holds / or \\ or ..). Rename it and choose it again."
INVISIBLE = "The name of this file holds invisible characters. Rename it and choose it again."


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", NO_NAME),
        ("  ", NO_NAME),
        (".", NO_NAME),
        ("..", NO_NAME),
        (".pdf", NO_NAME),
        (" .pdf", NO_NAME),
        ("../../etc/passwd.pdf", PATH),
        ("..\\policy.pdf", PATH),
        ("C:\\policy.pdf", PATH),
        ("/policy.pdf", PATH),
        ("policy..pdf", PATH),
        ("policy\x00.pdf", PATH),
        ("policy\r\nX-Header: a.pdf", INVISIBLE),
        ("policy\x7f.pdf", INVISIBLE),
        ("policy\u202efdp.exe", INVISIBLE),
        ("policy\u2066.pdf", INVISIBLE),
        ("policy\u2028.pdf", INVISIBLE),
        ("policy\udcff.pdf", INVISIBLE),
        ("x" * 197 + ".pdf", "The name of this file is longer than 200 characters. Rename it and choose it again."),
    ],
)  # fmt: skip
def test_a_name_that_misleads_is_refused(name, sentence):
    assert refusal(PDF, name) == sentence


@pytest.mark.parametrize("content", [PDF, PNG, JPEG, DOCX, b"text"])
def test_the_file_is_left_open_at_its_start(content):
    name = {PDF: "a.pdf", PNG: "a.png", JPEG: "a.jpg", DOCX: "a.docx"}.get(content, "a.txt")
    file = SimpleUploadedFile(name, content)
    file.seek(3)

    file_kinds.check(file, name)

    assert file.tell() == 0
    assert file_kinds.sha256(file) == hashlib.sha256(content).hexdigest()
    assert file.read() == content


def test_a_refused_file_is_left_at_its_start_too():
    file = io.BytesIO(b"MZ\x90\0")

    with pytest.raises(FileRefused):
        file_kinds.check(file, "a.txt")

    assert file.tell() == 0


def test_every_kind_is_named_to_whoever_chooses_a_file():
    kinds = [file_kinds.PDF, *file_kinds.OFFICE.values(), *file_kinds.OPEN_DOCUMENT.values()]

    assert [ext for kind in kinds for ext in kind.extensions if ext[1:] not in file_kinds.ALLOWED_IN_WORDS.lower()] == []  # fmt: skip
