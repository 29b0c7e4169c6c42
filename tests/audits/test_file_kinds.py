import hashlib
import io
import zipfile

import pytest

from section11.audits import file_kinds
from section11.audits.file_kinds import FileRefused

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\0" * 32
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 32


def zipped(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def office(part, extra=()):
    return zipped(**{"[Content_Types].xml": "<Types/>", part: "<x/>"}, **dict.fromkeys(extra, "x"))


def check(content, name):
    return file_kinds.check(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "name", "label"),
    [
        (PDF, "Policy.PDF", "PDF"),
        (PNG, "chart.png", "PNG picture"),
        (JPEG, "photo.jpeg", "JPEG picture"),
        (office("word/document.xml"), "policy.docx", "Word document"),
        (office("xl/workbook.xml"), "training.xlsx", "Excel workbook"),
        (office("ppt/presentation.xml"), "slides.pptx", "PowerPoint presentation"),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.text"),
            "polisi.odt",
            "OpenDocument text",
        ),
        ("staff,trained\ntîm,12\n".encode(), "training.csv", "Plain text"),
        ("Café\n".encode("cp1252"), "notes.txt", "Plain text"),
    ],
)
def test_what_we_take(content, name, label):
    assert check(content, name).label == label


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<html><script>alert(1)</script>", "policy.pdf", "not a kind of file that we take"),
        (b"<html>", "policy.txt", "holds a script or a web page"),
        (b"a" * 70_000 + b"<script>", "policy.txt", "holds a script or a web page"),
        (b"#!/bin/sh\n", "policy.csv", "holds a script or a web page"),
        (b"<?xml version='1.0'?><svg/>", "picture.svg", "not a kind of file that we take"),
        (b"MZ\x90\x00", "policy.pdf", "not a kind of file that we take"),
        (b"MZ\x90\x00", "policy.txt", "not a kind of file that we take"),
        (PDF, "policy.docx", "is a PDF by its content"),
        (PDF, "policy.pdf.exe", "is a PDF by its content"),
        (office("word/document.xml", ["word/vbaProject.bin"]), "policy.docx", "holds macros"),
        (zipped(**{"a.txt": "x"}), "files.docx", "is an archive"),
        (office("word/document.xml")[:60], "policy.docx", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.docx", "protected by a password"),
        (b"", "policy.pdf", "is empty"),
        (PDF, "../../etc/passwd.pdf", "looks like a path"),
        (PDF, "policy\x00.pdf", "looks like a path"),
        (PDF, "..\\policy.pdf", "looks like a path"),
        (PDF, "policy\u202efdp.pdf", "invisible characters"),
        (PDF, "x" * 200 + ".pdf", "longer than 200 characters"),
        (PDF, "  ", "has no name"),
    ],
)
def test_what_we_refuse_and_how_we_say_it(content, name, sentence):
    with pytest.raises(FileRefused, match=sentence):
        check(content, name)


def test_a_file_over_the_limit_is_refused_without_being_read():
    class Large(io.BytesIO):
        def seek(self, place, whence=0):
            return file_kinds.MAX_BYTES + 1 if whence == 2 else super().seek(place)

        def read(self, size=-1):
            raise AssertionError("read")

    with pytest.raises(FileRefused, match="larger than 25 MB"):
        file_kinds.check(Large(), "large.pdf")


def test_names_in_any_language_are_kept():
    assert file_kinds.clean_name(" Polisi tŷ 👩‍👧.pdf ") == "Polisi tŷ 👩‍👧.pdf"


def test_the_file_is_left_at_its_start():
    file = io.BytesIO(PDF)

    file_kinds.check(file, "policy.pdf")

    assert file.tell() == 0
    assert file_kinds.sha256(file) == hashlib.sha256(PDF).hexdigest()
    assert file.tell() == 0
