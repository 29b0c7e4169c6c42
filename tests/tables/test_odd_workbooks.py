"""Workbooks in forms that are rare but right, and some that are nearly right."""

import io
import random
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from section11.tables.archives import BOMB, DAMAGED
from section11.tables.limits import Limits
from section11.tables.reading import TableRefused, read
from section11.tables.writing import write_workbook

from .files import HEADING, ODS_HEADING, ods, sheet, text_cell, xlsx, zipped

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def table_of(content, name="table.xlsx", **limits):
    return read(io.BytesIO(content), name, limits=Limits(**limits))


def refusal(content, name="table.xlsx", **limits):
    with pytest.raises(TableRefused) as refused:
        table_of(content, name, **limits)
    return refused.value.sentence


def strings(*items):
    return {"xl/sharedStrings.xml": f"<sst {MAIN}>{''.join(items)}</sst>"}


def si(text):
    return f"<si><t>{text}</t></si>"


def shared_rows(*numbers, after="</c>"):
    cells = (f'<row r="{n}"><c r="A{n}" t="s"><v>{i}</v>{after}</row>' for n, i in enumerate(numbers, 1))  # fmt: skip
    return "".join(cells)


@pytest.mark.parametrize("after", ["</c>", "</c>\n"])
def test_shared_texts_are_read_in_the_plain_form_and_in_another(after):
    content = xlsx(
        shared_rows(0, 2, 1, after=after), more=strings(si("text"), si("One"), si("Two"))
    )

    assert [row.cells for row in table_of(content).rows] == [["Two"], ["One"]]


def test_rich_text_within_a_cell_is_read_as_text():
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active.append([CellRichText("Plain ", TextBlock(InlineFont(b=True), "bold"), " plain")])
    target = io.BytesIO()
    book.save(target)

    assert table_of(target.getvalue()).rows[0].cells == ["Plain bold plain"]


@pytest.mark.parametrize("number", ["3", "99999999999", "x", "-9", "1_0"])
@pytest.mark.parametrize("after", ["</c>", "</c>\n"])
def test_a_shared_text_that_is_not_there_is_damage(number, after):
    content = xlsx(
        shared_rows(0, number, after=after), more=strings(si("text"), si("One"), si("Two"))
    )

    assert refusal(content) == DAMAGED


def test_a_number_that_comes_in_two_pieces_is_counted_whole():
    """The second piece of the XML begins within the number of a shared text."""
    head = "\n" + shared_rows(0) + '<row r="2"><c r="A2" t="s"><v>'
    before = sheet("@").partition("@")[0]
    padding = " " * (256 * 1024 - len(before + head) - 1)
    xml = before + padding + head + "12</v></c></row></sheetData></worksheet>"
    assert xml[256 * 1024 - 1 : 256 * 1024 + 1] == "12"

    texts = [si("text"), *(si(f"Text {n}") for n in range(1, 13))]

    assert table_of(xlsx(xml, more=strings(*texts))).rows[0].cells == ["Text 12"]


@pytest.mark.parametrize("inner", ["<!-- note -->", "<?note?>", "<![CDATA[1]]>"])
def test_what_two_readers_could_part_differently_is_refused(inner):
    rows = "\n" + HEADING + f'<row r="2"><c r="A2"><v>1{inner}</v></c></row>'

    assert refusal(xlsx(rows)) == DAMAGED


@pytest.mark.parametrize("opening", ["<!-- made by hand -->", "<?made by-hand?>"])
def test_a_comment_before_the_rows_does_no_harm(opening):
    xml = sheet(HEADING).replace("<sheetData>", f"{opening}<sheetData>")

    assert table_of(xlsx(xml)).columns == ["code"]


def test_a_long_beginning_is_read_too():
    columns = "<cols>" + '<col min="1" max="1" width="9"/>' * 60_000 + "</cols>"
    xml = sheet(HEADING).replace("<sheetData>", columns + "<sheetData>")

    assert table_of(xlsx(xml)).columns == ["code"]


def test_a_row_longer_than_the_plain_form_allows_is_read_tag_by_tag():
    texts = ["x" * 30_000 + str(n) for n in range(50)]
    letters = [f"{'A' if n > 25 else ''}{chr(65 + n % 26)}" for n in range(50)]
    headings = "".join(text_cell(f"{letter}1", f"c{n}") for n, letter in enumerate(letters))
    row = "".join(
        text_cell(f"{letter}2", text) for letter, text in zip(letters, texts, strict=True)
    )
    noise = random.Random(1).randbytes(20_000).hex()  # so that it does not pack like a bomb

    table = table_of(xlsx(f'<row r="1">{headings}</row><row r="2">{row}</row>', more={"a.xml": f"<a b='{noise}'/>"}))  # fmt: skip

    assert table.rows[0].cells == texts


def test_parts_that_are_no_xml_are_left_out():
    content = xlsx(more={"xl/media/image1.png": b"\x89PNG\0", "docProps/thumbnail.jpeg": b"\xff"})

    assert table_of(content).columns == ["code"]


def test_cells_and_rows_may_leave_out_where_they_are():
    rows = (
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{t}</t></is></c>' for t in ("a", "b"))
        + "</row>"
    )
    rows += '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c><v>3</v></c></row>'

    table = table_of(xlsx(rows))

    assert [(row.number, row.cells) for row in table.rows] == [(2, ["1", "2"]), (5, ["3", ""])]


def test_a_target_may_be_absolute():
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/_rels/workbook.xml.rels"
    members[name] = members[name].replace(b'"worksheets/', b'"/xl/worksheets/')

    assert table_of(zipped(members)).columns == ["code"]


def test_a_chart_sheet_is_passed_over():
    chart = f"<chartsheet {MAIN}/>"

    with zipfile.ZipFile(
        io.BytesIO(xlsx(sheets={"Chart": HEADING, "Questions": HEADING}))
    ) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = chart

    assert table_of(zipped(members)).sheet == "Questions"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("xl/workbook.xml", b'name="Two"', b'name="One"'),
        ("xl/workbook.xml", b'r:id="rId2"', b'r:id="rId1" x:id="rId2" xmlns:x="urn:x"'),
        ("xl/_rels/workbook.xml.rels", b'Id="rId2"', b'Id="rId1"'),
        ("xl/worksheets/sheet1.xml", b'r="1"', b'r="01"'),
        ("_rels/.rels", b"<Relationships", b"<Relation ships"),
    ],
)
def test_a_workbook_that_could_be_read_in_two_ways_is_refused(name, old, new):
    with zipfile.ZipFile(io.BytesIO(xlsx(sheets={"One": HEADING, "Two": HEADING}))) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    assert old in members[name]
    members[name] = members[name].replace(old, new)

    assert refusal(zipped(members)) == DAMAGED


@pytest.mark.parametrize("name", ["xl/../a.xml", "/a.xml", "xl\\a.xml"])
def test_a_member_whose_name_is_a_path_is_refused(name):
    content = xlsx(more={"xl/NAME": "<a/>"}).replace(b"xl/NAME", name.encode().ljust(7, b"_")[:7])

    assert len(name) >= 6
    assert refusal(content if len(name) == 7 else xlsx(more={name: "<a/>"})) == DAMAGED


def test_an_unusual_packing_is_refused():
    assert refusal(zipped({"xl/workbook.xml": "<a/>" * 99}, zipfile.ZIP_LZMA)) == DAMAGED


def test_a_workbook_without_relations_for_calamine_is_damage():
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        members = {n: archive.read(n) for n in archive.namelist() if n != "_rels/.rels"}

    assert refusal(zipped(members)) == DAMAGED


@pytest.mark.parametrize(
    ("content", "limits", "sentence"),
    [
        (xlsx("\n" + HEADING + "<row>" + "<x/>" * 1_100_000 + "</row>"), {"rows": 9, "columns": 9}, BOMB),
        (xlsx("\n" + HEADING + "<row>" * 90_000 + "</row>" * 90_000), {}, BOMB),
        (xlsx("\n" + HEADING + "<row r='2'>" + "<c><v>1</v></c>" * 17_000 + "</row>"), {}, BOMB),
        (xlsx("\n" + HEADING + "<row><c><v>1</v></c></row>" * 110_000), {"rows": 9, "columns": 9}, BOMB),
        (xlsx(more=strings(si("a") * 110_000)), {"rows": 9, "columns": 9}, BOMB),
        (xlsx(more=strings(("<si> <t>a</t></si>") * 110_000)), {"rows": 9, "columns": 9}, BOMB),
        (xlsx(shared_rows(0, *[1] * 400), more=strings(si("t"), si("x" * 30_000))), {"unzipped": 1024 * 1024}, BOMB),
        (xlsx(shared_rows(0, *[1] * 400, after="</c>\n"), more=strings("<si> <t>t</t></si>", si("x" * 30_000))), {"unzipped": 1024 * 1024}, BOMB),
        (xlsx(sheet(f'<row r="1" a="{"x" * 5_000_000}"></row>')), {}, BOMB),
        (b"a," * 200_000, {}, "This file has more than 60 columns."),
        (b"[" + b"{}," * 20_000 + b"{}]", {"rows": 9}, "This file has more than 9 rows. Split it and upload the parts."),
        (b'[{"a":1}' + b',{"a":1}' * 9 + b"]", {"rows": 9}, "This file has more than 9 rows. Split it and upload the parts."),
        (b"- a: 1\n" * 10, {"rows": 9}, "This file has more than 9 rows. Split it and upload the parts."),
        (b"- {" + b",".join(b"a%d: 1" % n for n in range(15_000)) + b"}", {"rows": 9, "columns": 9}, "This file has more than 9 rows. Split it and upload the parts."),
        (b"- {" + b",".join(b"a%d: 1" % n for n in range(10)) + b"}", {"columns": 9}, "This file has more than 9 columns."),
        (b"- {'': 1}", {}, "A name in one of the rows is blank."),
        (b"a\n" + (b"x" * 30_000 + b"\n") * 40, {"unzipped": 1024 * 1024}, "This file holds more than 1 MB of text once it is unpacked."),
    ],
)  # fmt: skip
def test_what_goes_beyond_its_limits_is_refused(content, limits, sentence):
    name = "t.yaml" if content.startswith(b"- ") else "t"

    assert refusal(content, name, **limits) == sentence


def test_blank_items_of_a_list_are_left_out():
    assert [row.number for row in table_of(b'[{"a": "1"}, {"a": ""}, {"a": "3"}]').rows] == [1, 3]


def test_an_ods_without_content_is_damage():
    content = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})

    assert refusal(content) == DAMAGED


def test_an_ods_is_read_with_its_oddities():
    heading = ODS_HEADING.replace("code", "text")
    header = ODS_HEADING.replace("code", "code").replace("</table:table-row>", (
        '<table:table-cell office:value-type="string"><text:p>s</text:p></table:table-cell></table:table-row>'
    ))  # fmt: skip
    notes = "<table:table-row><table:table-cell office:value-type='string'><text:p>A note</text:p></table:table-cell></table:table-row>"  # fmt: skip
    shapes = "<table:shapes><draw:frame xmlns:draw='urn:d'><text:p>A drawing</text:p></draw:frame></table:shapes>"  # fmt: skip
    covered = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p/><text:p>Text</text:p>'
        "</table:table-cell><table:covered-table-cell/></table:table-row><text:p>Outside</text:p>"
    )

    table = table_of(ods(tables={"Blank": "", "set": header, "Questions": shapes + heading + covered, "Notes": notes}))  # fmt: skip

    assert (table.sheet, table.columns) == ("Questions", ["text"])
    assert [row.cells for row in table.rows] == [["Text"]]
    assert table.header == {"code": "s"}


def test_a_note_in_an_ods_before_its_sheets_is_passed_over():
    change = '<table:table-row><table:table-cell office:value-type="string"><text:p>Old</text:p></table:table-cell></table:table-row>'  # fmt: skip
    content = ods(ODS_HEADING)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["content.xml"] = members["content.xml"].replace(
        b"<office:spreadsheet>", f"<office:spreadsheet>{change}".encode()
    )

    assert table_of(zipped(members)).columns == ["code"]


def test_several_sheets_go_into_one_workbook():
    content = write_workbook([
        ("Answers", ["code", "text"], [["1.10", "=1"]]),
        ("Actions", ["what"], [{"what": "Train"}]),
    ])  # fmt: skip

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {sheet.title: list(sheet.values) for sheet in book} == {
        "Answers": [("code", "text"), ("1.10", "=1")],
        "Actions": [("what",), ("Train",)],
    }
