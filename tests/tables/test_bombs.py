"""Small files that ask for a great deal: refused within seconds, and in little memory."""

import io
import json
import random
import subprocess
import sys
import zipfile

import pytest

from .files import HEADING, ODS_HEADING, ods, text_cell, xlsx

BOMB = "This file unpacks to far more than a table needs, so it was not opened."
ROWS = "This file has more than 5,000 rows. Split it and upload the parts."
DAMAGED = "This file is damaged or cut short. Open it in your spreadsheet program, save it again and upload that."
MEMORY = 200 * 1024 * 1024  # the interpreter and the modules included
SECONDS = 20  # of computing

READ = """
import json, re, sys, time
from section11.tables.reading import TableRefused, read
path = sys.argv[1]
start = time.process_time()
try:
    with open(path, "rb") as file:
        said = f"read: {len(read(file, path).rows)} rows"
except TableRefused as refused:
    said = refused.sentence
with open("/proc/self/status") as status:
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", status.read())[1]) * 1024
print(json.dumps([said, peak, time.process_time() - start]))
"""


def shared_text_bomb():
    """One long text, named by 300,000 cells."""
    text = "x" * 32_000
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{text}</t></si></sst>'
    cells = "".join(f'<c r="{chr(65 + n)}{{0}}" t="s"><v>0</v></c>' for n in range(26))
    rows = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(2, 5000))
    return xlsx(HEADING + rows, more={"xl/sharedStrings.xml": strings})


def shared_text_bomb_in_odd_form():
    """The same with white space between the cells, so that expat must count."""
    content = shared_text_bomb()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b"</c>", b"</c>\n")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return target.getvalue()


def padded(pattern, noise='<n a="{}"/>', size=20_000_000):
    """So much of `pattern`, with noise between, so that it does not pack better than a table."""
    numbers = random.Random(11)
    block = pattern * (60_000 // len(pattern))
    return "".join(
        block + noise.format(numbers.randbytes(800).hex()) for _ in range(size // len(block))
    )


BOMBS = {
    "zeros": (lambda: xlsx(more={"xl/worksheets/sheet2.xml": bytes(95_000_000)}), BOMB),
    "far corners": (
        lambda: xlsx(HEADING + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'),
        ROWS,
    ),
    "cells without a place": (
        lambda: xlsx(HEADING + "<row>" + padded("<c><v>1</v></c>") + "</row>"),
        BOMB,
    ),
    "rows without a number": (
        lambda: xlsx(HEADING + padded("<row><c><v>1</v></c></row>")),
        BOMB,
    ),
    "nesting": (lambda: xlsx(HEADING + padded("<row>")), BOMB),
    "one endless tag": (
        lambda: xlsx(HEADING + '<row a="' + padded("x y z", "{}") + '"/>'),
        BOMB,
    ),
    "one endless comment": (lambda: xlsx(more={"xl/a.xml": "<a><!--" + padded("- <x>", "{}") + "--></a>"}), BOMB),
    "millions of shared texts": (
        lambda: xlsx(more={"xl/sharedStrings.xml": "<sst>" + padded("<si><t>ab</t></si>") + "</sst>"}),
        BOMB,
    ),
    "a shared text named again and again": (shared_text_bomb, BOMB),
    "the same in an odd form": (shared_text_bomb_in_odd_form, BOMB),
    "repeats in an ODS": (
        lambda: ods(
            ODS_HEADING + '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
            ' table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
            "</table:table-cell></table:table-row>"
        ),
        "This file has more than 60 columns.",
    ),
    "long text repeated in an ODS": (
        lambda: ods(
            ODS_HEADING + '<table:table-row table:number-rows-repeated="4999"><table:table-cell'
            f' office:value-type="string"><text:p>{"x" * 32_000}</text:p></table:table-cell></table:table-row>'
        ),
        "This file holds more than 100 MB of text once it is unpacked.",
    ),
    "a CSV of one line": (lambda: b"a," * 5_000_000, "This file has more than 60 columns."),
    "a CSV of short lines": (lambda: b"a\n" * 5_000_000, ROWS),
    "a CSV that never closes its quotation": (
        lambda: b'a\n"' + b"x\n" * 4_000_000,
        "Row 2 of this CSV file cannot be read: a quotation mark is missing or one too many,"
        " or a text is far too long.",
    ),
    "JSON of nothing but rows": (lambda: b"[" + b"{}," * 3_000_000 + b"{}]", ROWS),
    "JSON of nothing but numbers": (lambda: b"[" + b"11," * 3_000_000 + b"1]", ROWS),
    "YAML of nothing but rows": (lambda: b"- a\n" * 2_000_000, ROWS),
    "YAML of brackets": (
        lambda: b"rows: " + b"[" * 9_000_000,
        "The lists and mappings in this file are nested too deeply.",
    ),
    "YAML of aliases": (
        lambda: b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a, *a, *a]\n" % (n, n) for n in range(99)),
        "Line 2 uses an alias (*a). Aliases are not read: write the text out, or put it in quotation marks.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_soon_and_in_bounded_memory(bomb, tmp_path):
    build, sentence = BOMBS[bomb]
    extension = next((end for end in ("csv", "json", "yaml") if end in bomb.casefold()), "xlsx")
    path = tmp_path / f"bomb.{extension}"
    path.write_bytes(build())

    run = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, text=True, check=True, timeout=120
    )

    said, peak, seconds = json.loads(run.stdout)
    assert said == sentence
    assert peak < MEMORY
    assert seconds < SECONDS
    print(f"{bomb}: {path.stat().st_size:,} bytes, {peak / 1e6:.0f} MB, {seconds:.2f} s")  # noqa: T201
