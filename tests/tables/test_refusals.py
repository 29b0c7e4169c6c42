"""Files that must not be opened, or not be believed: each is refused with its reason."""

import io
import zipfile

import pytest

from section11.tables.limits import Limits
from section11.tables.reading import TableRefused, read
from section11.tables.writing import write

from .files import HEADING, ODS_HEADING, ods, sheet, text_cell, xlsx, zipped

DAMAGED = "This file is damaged or cut short. Open it in your spreadsheet program, save it again and upload that."
PROTECTED = (
    "This file is protected by a password. Remove the password, save it and upload it again."
)
BOMB = "This file unpacks to far more than a table needs, so it was not opened."
MACROS = "This workbook holds macros. Save it as an ordinary workbook (.xlsx) and upload it again."
NOT_TEXT = "This file is neither a spreadsheet nor text. Use CSV, XLSX, ODS, JSON or YAML."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(content, name="table.xlsx", **limits):
    with pytest.raises(TableRefused) as refused:
        read(io.BytesIO(content), name, limits=Limits(**limits))
    assert str(refused.value) == refused.value.sentence
    return refused.value.sentence


class Unreadable(io.BytesIO):
    """A file of any size that nobody may read."""

    def __init__(self, size):
        super().__init__()
        self.size = size

    def seek(self, position, whence=0):
        return 0

    def tell(self):
        return self.size

    def read(self, size=-1):
        raise AssertionError("The file was read.")


def test_a_file_of_300_mb_is_refused_unread():
    file = Unreadable(300 * 1024 * 1024)

    with pytest.raises(
        TableRefused, match="^This file is 300 MB in size. The most that is read is 10 MB.$"
    ):
        read(file, "table.xlsx")


@pytest.mark.parametrize("content", [b"", b"  \r\n \n"])
def test_an_empty_file_is_refused(content):
    assert refusal(content, "table.csv") == "This file is empty."


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.8, 0.95, 0.999])
@pytest.mark.parametrize("fmt", ["xlsx", "ods"])
def test_a_truncated_workbook_is_refused(fmt, share):
    whole = write(["code", "text"], [[f"{n}", "Some text"] for n in range(200)], fmt)

    assert refusal(whole[: int(len(whole) * share)]) == DAMAGED


@pytest.mark.parametrize("fmt", ["xlsx", "ods"])
def test_a_workbook_with_a_changed_byte_in_its_data_is_refused(fmt):
    whole = bytearray(write(["code", "text"], [[f"{n}", "Some text"] for n in range(200)], fmt))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        largest = max(archive.infolist(), key=lambda member: member.file_size)
    whole[largest.header_offset + 100] ^= 0xFF

    assert refusal(bytes(whole)) == DAMAGED


def test_a_protected_workbook_is_refused():
    content = OLE + bytes(5000) + "EncryptedPackage".encode("utf-16-le") + bytes(5000)

    assert refusal(content) == PROTECTED


def test_an_old_workbook_is_refused():
    content = OLE + bytes(5000) + "Workbook".encode("utf-16-le") + bytes(5000)

    assert refusal(content, "table.xls") == (
        "This is an old Excel file (.xls) or another old document. Save it as .xlsx."
    )


def test_an_encrypted_zip_member_is_refused():
    content = bytearray(xlsx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1

    assert refusal(bytes(content)) == PROTECTED


def test_a_protected_ods_is_refused():
    manifest = (
        '<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )

    assert (
        refusal(ods(more={"META-INF/manifest.xml": manifest, "content.xml": b"\x93\x01"}))
        == PROTECTED
    )


@pytest.mark.parametrize(
    "more",
    [
        {"xl/vbaProject.bin": b"\0"},
        {"xl/macrosheets/sheet1.xml": sheet("")},
        {
            "[Content_Types].xml": '<Types xmlns="urn:t"><Override ContentType='
            '"application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
        },
    ],
)
def test_a_workbook_with_macros_is_refused(more):
    assert refusal(xlsx(more=more), "table.xlsx") == MACROS


def test_an_ods_with_macros_is_refused():
    assert refusal(ods(more={"Basic/Standard/Module1.xml": "<module/>"})) == (
        "This workbook holds macros. Save it without them and upload it again."
    )


@pytest.mark.parametrize("name", ["xl/externalLinks/externalLink1.xml", "xl/connections.xml"])
def test_a_workbook_that_draws_on_another_file_is_refused(name):
    assert refusal(xlsx(more={name: "<a/>"})) == (
        "This workbook draws on another file or database."
        " Break those links (Data, Edit Links) and upload it again."
    )


def test_an_ods_that_draws_on_another_file_is_refused():
    rows = "<table:table-source/>" + ODS_HEADING

    assert (
        refusal(ods(rows))
        == "This workbook draws on another file. Break those links and upload it again."
    )


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B7"><f>1+1</f><v>2</v></c>',
        '<c r="B7"><f t="shared" si="0"/><v>2</v></c>',
        '<c r="B7" t="str"><f>HYPERLINK("http://example.org")</f></c>',
        '<x:c xmlns:x="urn:x" r="B7"><x:f>1+1</x:f></x:c>',
        "<c\n r = 'B7'><f>1</f></c>",
        '<c r="A7"><v>1</v></c><c><f>1+1</f></c>',
    ],
)
def test_a_formula_is_refused_with_its_place(cell):
    rows = HEADING + '<row r="6">' + text_cell("A6", "1.1") + f'</row><row r="7">{cell}</row>'

    assert refusal(xlsx(sheets={"My audit": rows})) == (
        "Sheet “My audit”, cell B7 holds a formula, which cannot be read safely."
        " Copy the cells, paste them as values and upload the file again."
    )


def test_a_formula_in_an_ods_is_refused_with_its_place():
    rows = ODS_HEADING + (
        '<table:table-row table:number-rows-repeated="5"/>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
        "</table:table-row>"
    )

    assert refusal(ods(tables={"My audit": rows})) == (
        "Sheet “My audit”, cell C7 holds a formula, which cannot be read safely."
        " Copy the cells, paste them as values and upload the file again."
    )


def test_a_formula_on_a_sheet_that_is_not_read_does_not_matter():
    formula = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'

    table = read(io.BytesIO(xlsx(sheets={"Questions": HEADING, "Totals": formula})), "table.xlsx")

    assert table.columns == ["code"]
    assert table.sheet == "Questions"


def test_an_error_value_is_refused_with_its_place():
    rows = HEADING + '<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'

    assert refusal(xlsx(rows)) == (
        "Sheet “Sheet1”, cell A2 holds an error such as #N/A."
        " Put the right text there and upload the file again."
    )


def test_a_declared_size_over_the_limit_is_refused_unread():
    content = zipped({"xl/workbook.xml": bytes(3_000_000), "xl/media/image.png": b"x"})

    assert refusal(content, unzipped=2 * 1024 * 1024) == (
        "This file holds more than 2 MB once it is unpacked."
    )


def test_a_member_that_packs_too_well_is_refused():
    assert refusal(xlsx(more={"xl/worksheets/sheet9.xml": bytes(60_000_000)})) == BOMB


def test_a_member_larger_than_it_declares_is_refused():
    content = bytearray(xlsx("<row>" + " " * 1_000_000 + "</row>"))
    name = b"xl/worksheets/sheet1.xml"
    local, central = content.index(name) - 30, content.rindex(name) - 46
    for size in (local + 22, central + 24):
        content[size : size + 4] = (50).to_bytes(4, "little")

    assert refusal(bytes(content)) == DAMAGED


def test_endless_contents_are_refused():
    assert refusal(zipped({f"{n}.xml": b"" for n in range(2500)})) == BOMB


def test_two_members_of_one_name_are_refused():
    content = xlsx(more={"XL/WORKBOOK.XML": "<workbook/>"})

    assert refusal(content) == DAMAGED


@pytest.mark.parametrize("build", [
    lambda xml: xlsx(xml), lambda xml: ods(more={"content.xml": xml}),
])  # fmt: skip
def test_xml_entities_are_refused(build):
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<!DOCTYPE worksheet [<!ENTITY a0 "ha">{entities}]><worksheet>&a9;</worksheet>'

    assert (
        refusal(build(xml)) == "This file declares XML entities, which no spreadsheet program does."
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_xml_that_two_readers_would_read_differently_is_refused(encoding):
    content = sheet(HEADING).encode(encoding)

    assert refusal(xlsx(more={"xl/worksheets/sheet1.xml": content})) == DAMAGED


@pytest.mark.parametrize("encoding", ["utf-7", "no-such-encoding"])
def test_xml_is_read_as_utf_8_whatever_it_declares(encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{sheet(HEADING).replace("code", "+AGE-é")}'

    table = read(io.BytesIO(xlsx(more={"xl/worksheets/sheet1.xml": xml})), "table.xlsx")

    assert table.columns == ["+AGE-é"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n\0\0", NOT_TEXT),
        (b"MZ\x90\0\3\0\0\0", NOT_TEXT),
        (b"code,text\n1.1,a\0b\n", NOT_TEXT),
        (b"<html><table><tr><td>code</td></tr></table></html>",
         "This is a web page or an XML file, not a table, whatever its name says."),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><a/>",
         "This is a web page or an XML file, not a table, whatever its name says."),
        (zipped({"word/document.xml": "<a/>"}),
         "This is a zip file or another kind of document, not a spreadsheet. Use CSV, XLSX, ODS, JSON or YAML."),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
         "This is a zip file or another kind of document, not a spreadsheet. Use CSV, XLSX, ODS, JSON or YAML."),
        (zipped({"xl/workbook.bin": b"\0"}),
         "This is a binary workbook (.xlsb). Save it as .xlsx and upload that."),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_whatever_its_name(content, sentence):
    assert refusal(content, "table.csv") == sentence
    assert refusal(content, "table.xlsx") == sentence


def test_a_workbook_without_content_is_refused():
    assert refusal(xlsx("")) == "This workbook is empty: no sheet in it holds anything."
    assert refusal(ods("")) == "This workbook is empty: no sheet in it holds anything."


@pytest.mark.parametrize("missing", ["xl/_rels/workbook.xml.rels"])
def test_a_workbook_without_a_part_is_refused(missing):
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if name != missing}

    assert refusal(zipped(members)) == DAMAGED


def test_a_date_that_no_calendar_holds_is_refused():
    """calamine panics on it; a panic is not an Exception, and must not end the server's worker."""
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    rows = HEADING + '<row r="2"><c r="A2" s="1"><v>-1e300</v></c></row>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/worksheet"/></Relationships>'
    )
    content = xlsx(rows, more={"xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": relations})

    assert refusal(content) == DAMAGED


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ('<row r="2">' + text_cell("XFD1048576", "x") + "</row>", "This file has more than 5,000 rows. Split it and upload the parts."),
        ('<row r="1048576"><c t="inlineStr"><is><t>x</t></is></c></row>', "This file has more than 5,000 rows. Split it and upload the parts."),
        ('<row r="2">' + text_cell("XFD2", "x") + "</row>", "This file has more than 60 columns."),
        ('<row r="2">' + text_cell("A99999999", "x") + "</row>", DAMAGED),
        ('<row r="2">' + text_cell("2", "x") + "</row>", DAMAGED),
        ('<row r="99999999">' + text_cell("A2", "x") + "</row>", DAMAGED),
        # Rows in the plain form, which are skipped, must not hide how far calamine has counted on.
        ('<row r="1048576">' + text_cell("A3", "x") + "</row><row><c><v>1</v></c></row>",
         "This file has more than 5,000 rows. Split it and upload the parts."),
    ],
)  # fmt: skip
def test_far_corners_are_refused_before_the_sheet_is_laid_out(rows, sentence):
    assert refusal(xlsx(HEADING + rows)) == sentence


def test_rows_hidden_from_the_check_by_a_comment_are_not_hidden():
    """A comment that opens before the rows and closes within a text must not swallow the rest."""
    rows = text_cell("A1", "code --&gt;").replace("&gt;", ">")
    xml = f'<worksheet><!--<sheetData><row r="1">{rows}</row>--><sheetData>{HEADING}<row r="2">{text_cell("XFD1048576", "x")}</row></sheetData></worksheet>'

    assert refusal(xlsx(xml)) in (
        DAMAGED,
        "This file has more than 5,000 rows. Split it and upload the parts.",
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ('<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
         "This file has more than 5,000 rows. Split it and upload the parts."),
        ('<table:table-row table:number-rows-repeated="1048576"/><table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
         "This file has more than 5,000 rows. Split it and upload the parts."),
        ('<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
         "This file has more than 60 columns."),
        ('<table:table-row><table:table-cell office:value-type="string"><text:p>x<text:s text:c="999999999"/>y<text:s text:c="3"/>z</text:p></table:table-cell></table:table-row>',
         "Sheet “Sheet1”, cell A2 holds more than 32,767 characters."),
        ('<table:table-row table:number-rows-repeated="1e9"/>', DAMAGED),
        ('<table:table-row><table:table-cell office:value-type="float"/></table:table-row>', DAMAGED),
        ('<table:table-row><table:table-cell office:value-type="date" office:date-value="soon"/></table:table-row>', DAMAGED),
        ('<table:table-row><table:table-cell office:value-type="time" office:time-value="PT"/></table:table-row>', DAMAGED),
        ('<table:table-row><table:table-cell><table:table table:name="In"/></table:table-cell></table:table-row>', "Cell A2 holds a table of its own."),
    ],
)  # fmt: skip
def test_repeats_and_odd_values_of_an_ods_are_refused(rows, sentence):
    assert refusal(ods(ODS_HEADING + rows)) == sentence


def test_trailing_blank_rows_and_columns_of_an_ods_do_not_count():
    rows = (
        ODS_HEADING.replace(
            "</table:table-row>",
            '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>',
        )
        + '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )

    assert read(io.BytesIO(ods(rows)), "table.ods").columns == ["code"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("questions:\n- &a {code: '1'}\n- *a\n",
         "Line 3 uses an alias (*a). Aliases are not read: write the text out, or put it in quotation marks."),
        ("questions:\n- code: !!python/object/apply:os.system [ls]\n",
         "Line 2 uses a tag (tag:yaml.org,2002:python/object/apply:os.system), which is not read."),
        ("questions:\n- code: 'a\n", "This YAML file cannot be read at line 3. Text that holds a colon or begins with a sign needs quotation marks."),
        ("questions:\n- code: a: b\n", "This YAML file cannot be read at line 2. Text that holds a colon or begins with a sign needs quotation marks."),
        ("rows: " + "[" * 5000, "The lists and mappings in this file are nested too deeply."),
        ("rows:\n- a: 1\n---\nrows:\n- a: 1\n", "This YAML file holds more than one document."),
        ("rows:\n- a: 1\n  a: 2\n", "Line 3: “a” is given twice or is not a name."),
        ("rows:\n- [a]: 1\n", "Line 2: “['a']” is given twice or is not a name."),
        ("rows:\n- a: \x07\n", "This YAML file holds characters that YAML does not allow."),
        ("# nothing\n", "This file holds no list of rows."),
        ("set: {}\n", "This file must hold one list of rows (“questions”, “levels” or “rows”) and may hold one mapping, “set” or “scale”."),
        ("set: {}\nrows: []\nmore: 1\n", "This file must hold one list of rows (“questions”, “levels” or “rows”) and may hold one mapping, “set” or “scale”, nothing else: “more” is not known."),
        ("set: text\nrows: [{a: b}]\n", "This file holds no list of rows."),
        ("rows: []\n", "This file is empty: its list of rows holds nothing."),
        ("rows: [a]\n", "Item 1 of the list is not a row of named values."),
        ("rows: [{code: {a: b}}]\n", "Row 1, column “code” holds a list or a mapping where text is needed."),
        ("rows: [{code: [[a]]}]\n", "Row 1, column “code” holds a list or a mapping where text is needed."),
    ],
)  # fmt: skip
def test_bad_yaml_is_refused(text, sentence):
    assert refusal(text.encode(), "table.yaml") == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[" * 4000, "The lists and mappings in this file are nested too deeply."),
        ("[" * 100_000, "This file has more than 5,000 rows. Split it and upload the parts."),
        ('[{"a": 1}', "This JSON file cannot be read at line 1."),
        ('[{"a": NaN}]', "NaN is not a value that can be read."),
        ('[{"a": 1, "a": 2}]', "“a” is given twice in the same place."),
        ('[{"a": ' + "9" * 5000 + "}]", "This JSON file cannot be read: a number in it is too long."),
        ('[{"code": 1.1}]', "Row 1, column “code”: 1.1 is typed as a number, so 1.1 and 1.10 look the same. Format the column as text and type it again."),
        ('[{"a": "' + "x" * 40_000 + '"}]', "Row 1, column “a” holds more than 32,767 characters."),
        ('{"set": ' + '{"a":' * 9 + "1" + "}" * 9 + ', "rows": [{"a": 1}]}', "The lists and mappings in this file are nested too deeply."),
    ],
)  # fmt: skip
def test_bad_json_is_refused(text, sentence):
    assert refusal(text.encode(), "table.json") == sentence


def test_json_and_yaml_have_a_limit_of_their_own():
    text = b'[{"a": "' + b"x" * 3_000_000 + b'"}]'

    assert refusal(text, documents=2 * 1024 * 1024) == (
        "This file is 3 MB in size. The most that is read of JSON or YAML is 2 MB;"
        " CSV and XLSX may be larger."
    )
