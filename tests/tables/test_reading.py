"""What a well-meant file holds, as text."""

import codecs
import datetime as dt
import io
import tempfile

import openpyxl
import pytest
from django.core.files.uploadedfile import (
    InMemoryUploadedFile,
    SimpleUploadedFile,
    TemporaryUploadedFile,
)

from section11.tables.limits import Limits
from section11.tables.reading import TableRefused, read
from section11.tables.writing import write

from .files import HEADING, ODS_HEADING, ods, text_cell, xlsx


def table_of(content, name="table.csv", **limits):
    if isinstance(content, str):
        content = content.encode()
    return read(io.BytesIO(content), name, limits=Limits(**limits))


def refusal(content, name="table.csv", **limits):
    with pytest.raises(TableRefused) as refused:
        table_of(content, name, **limits)
    return refused.value


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_rows_carry_the_number_that_the_spreadsheet_shows():
    table = table_of('code,text\n1.1,One\n,\n\n1.2,"Two\nlines"\n1.3,Three\n')

    assert table.columns == ["code", "text"]
    assert [(row.number, row.values) for row in table.rows] == [
        (2, {"code": "1.1", "text": "One"}),
        (5, {"code": "1.2", "text": "Two\nlines"}),
        (6, {"code": "1.3", "text": "Three"}),
    ]


@pytest.mark.parametrize(
    "content",
    [
        xlsx(f'<row r="3">{text_cell("B3", "code")}{text_cell("D3", "text")}</row>'
             f'<row r="9">{text_cell("B9", "1.10")}{text_cell("D9", "One")}</row>'),
        ods("".join(
            f'<table:table-row table:number-rows-repeated="{blank}"/><table:table-row><table:table-cell/>'
            f'<table:table-cell office:value-type="string"><text:p>{code}</text:p></table:table-cell><table:table-cell/>'
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell></table:table-row>'
            for blank, code, text in ((2, "code", "text"), (5, "1.10", "One"))
        )),
        b"\n,\n,code,,text\n\n\n,\n,,,\n\n,1.10,,One\n",
    ],
)  # fmt: skip
def test_blank_rows_and_columns_are_counted_and_left_out(content):
    table = table_of(content)

    assert table.columns == ["code", "text"]
    assert [(row.number, row.cells) for row in table.rows] == [(9, ["1.10", "One"])]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_in_each_encoding_and_with_each_delimiter(encode, delimiter, line_end):
    lines = [delimiter.join(cells) for cells in (["code", "text"], ["1.10", '"Café – “a,b;c”"'])]

    table = table_of(encode(line_end.join(lines)))

    assert table.columns == ["code", "text"]
    assert [row.cells for row in table.rows] == [["1.10", "Café – “a,b;c”"]]


def test_excels_line_that_names_the_delimiter_is_left_out():
    table = table_of("sep=;\ncode;text, more\n1.1;a,b\n")

    assert table.columns == ["code", "text, more"]
    assert [row.values for row in table.rows] == [{"code": "1.1", "text, more": "a,b"}]


def test_a_delimiter_within_quotation_marks_is_none():
    table = table_of('"a;b;c;d","text"\n1,2\n')

    assert table.columns == ["a;b;c;d", "text"]


def test_a_csv_of_one_column_is_read():
    assert [row.cells for row in table_of("code\n1.10\n1.2\n").rows] == [["1.10"], ["1.2"]]


def test_only_the_apostrophe_that_guards_a_formula_is_taken_off():
    table = table_of("text\n'=1\n''=1\n'tis\n'\n=1\n")

    assert [row.cells[0] for row in table.rows] == ["=1", "'=1", "'tis", "'", "=1"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("code,text\n1.1,a,b\n", "Row 2 has text to the right of the last heading, “text”. In a CSV file, text that holds a comma needs quotation marks around it."),
        ('code,text\n1.1,"a" b\n', "Row 2 of this CSV file cannot be read: a quotation mark is missing or one too many, or a text is far too long."),
        ('code,text\n1.1,"a\n', "Row 2 of this CSV file cannot be read: a quotation mark is missing or one too many, or a text is far too long."),
        ("code,,text\n1.1,,b\n1.2,a,b\n", "Row 3 holds text in column B, which has no heading."),
        ("code,text,Code\n1.1,a,b\n", "Columns A and C have the same heading, “Code”."),
        ("1.1,One\n1.2,Two\n", "The first row must hold the column headings, but column A begins with “1.1”."),
        ("x" * 150 + ",text\n", "The first row must hold the column headings, but column A begins with “" + "x" * 59 + "…”."),
        (",\n,\n", "This file is empty: it holds no column headings and no rows."),
        ("code\n" + "x" * 40_000, "Row 2, column “code” holds more than 32,767 characters."),
        ("code\n" * 5_002, "This file has more than 5,000 rows. Split it and upload the parts."),
        (",".join(f"c{n}" for n in range(61)), "This file has more than 60 columns."),
        (b"code\n\x81\x8d", "This file is neither a spreadsheet nor text. Use CSV, XLSX, ODS, JSON or YAML."),
    ],
)  # fmt: skip
def test_a_csv_that_is_not_a_table_is_refused(content, sentence):
    assert refusal(content).sentence == sentence


def test_a_refusal_knows_its_row_and_column():
    refused = refusal("code,text\n1.1," + "x" * 40_000)

    assert (refused.row, refused.column) == (2, "text")


def test_headings_without_rows_are_a_table_without_rows():
    table = table_of("code,text,,\n")

    assert (table.columns, table.rows) == (["code", "text"], [])


TYPED = [
    (1, "1"),
    (1.0, "1"),
    (1.5, "1.5"),
    (0.1, "0.1"),
    (12345678901234, "12345678901234"),
    (True, "yes"),
    (False, "no"),
    (dt.date(2026, 3, 1), "2026-03-01"),
    (dt.datetime.fromisoformat("2026-03-01 09:30"), "2026-03-01 09:30"),
    (dt.datetime.fromisoformat("2026-03-01 09:30:05"), "2026-03-01 09:30:05"),
    (dt.time(9, 30), "09:30"),
    (dt.timedelta(hours=30), "30:00:00"),
    (None, ""),
    ("  Text\r\nof lines  ", "Text\nof lines"),
    ("TRUE", "TRUE"),
]


@pytest.mark.parametrize(("typed", "text"), TYPED)
def test_a_typed_cell_becomes_text(typed, text):
    table = table_of(workbook([["name", "value"], ["x", typed]]))

    assert table.rows[0].values == {"name": "x", "value": text}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('office:value-type="float" office:value="1"><text:p>1.00</text:p>', "1"),
        ('office:value-type="percentage" office:value="0.85"><text:p>85%</text:p>', "0.85"),
        ('office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p>', "yes"),
        ('office:value-type="date" office:date-value="2026-03-01"><text:p>1 March</text:p>', "2026-03-01"),
        ('office:value-type="date" office:date-value="2026-03-01T09:30:00">', "2026-03-01 09:30"),
        ('office:value-type="time" office:time-value="PT09H30M00S">', "09:30"),
        ('office:value-type="time" office:time-value="PT30H00M00S">', "30:00:00"),
        ('office:value-type="string" office:string-value="Text">', "Text"),
        ('office:value-type="string"><text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p><text:p>e</text:p>', "a  b\tc\nd\ne"),
        ('office:value-type="string"><text:p>a\n   <text:span>b</text:span></text:p>', "a b"),
        ('office:value-type="string"><office:annotation><text:p>A comment</text:p></office:annotation><text:p>a</text:p>', "a"),
    ],
)  # fmt: skip
def test_a_typed_cell_of_an_ods_becomes_text(cell, text):
    row = f"<table:table-row><table:table-cell {cell}</table:table-cell></table:table-row>"

    assert [
        row.cells for row in table_of(ods(ODS_HEADING.replace("code", "value") + row)).rows
    ] == [[text]]


def test_repeated_cells_and_rows_of_an_ods_are_written_out():
    rows = ODS_HEADING.replace(
        "</table:table-row>",
        '<table:table-cell office:value-type="string"><text:p>text</text:p></table:table-cell></table:table-row>',
    ) + (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"'
        ' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )

    assert [(row.number, row.cells) for row in table_of(ods(rows)).rows] == [
        (2, ["x", "x"]),
        (3, ["x", "x"]),
    ]


CODES = [
    (1.1, "1.1 is typed as a number, so 1.1 and 1.10 look the same"),
    (
        dt.date(2026, 10, 1),
        "“2026-10-01” is typed as a date, a time or a yes/no value, not as a code",
    ),
    (True, "“yes” is typed as a date, a time or a yes/no value, not as a code"),
]


@pytest.mark.parametrize(("typed", "why"), CODES)
@pytest.mark.parametrize("column", ["code", "standard_code", "Question code"])
@pytest.mark.parametrize("fmt", ["xlsx", "ods"])
def test_a_code_that_the_spreadsheet_may_have_changed_is_refused(fmt, column, typed, why):
    if isinstance(typed, bool) and fmt == "ods":
        cell = '<table:table-row><table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>'
        content = ods(ODS_HEADING.replace("code", column) + cell)
    else:
        content = (
            workbook([[column], [typed]]) if fmt == "xlsx" else write([column], [[typed]], fmt)
        )

    refused = refusal(content)

    assert refused.sentence == (
        f"Row 2, column “{column}”: {why}. Format the column as text and type it again."
    )
    assert (refused.row, refused.column) == (2, column)


@pytest.mark.parametrize(("typed", "text"), [(1, "1"), (2.0, "2"), ("1.10", "1.10"), (None, "")])
def test_a_code_that_is_text_or_whole_is_read(typed, text):
    assert table_of(workbook([["code", "x"], [typed, "y"]])).rows[0].cells == [text, "y"]


def test_a_sheet_called_set_is_the_header():
    content = xlsx(sheets={
        "Set": (
            '<row r="1">' + text_cell("A1", "Key") + text_cell("B1", "Value") + "</row>"
            '<row r="2">' + text_cell("A2", "code") + text_cell("B2", "section11-2026") + "</row>"
            '<row r="4">' + text_cell("A4", "priorities.1.code") + text_cell("B4", "neglect") + "</row>"
            '<row r="5">' + text_cell("A5", "priorities.2.code") + text_cell("B5", "early-help") + "</row>"
            '<row r="6">' + text_cell("A6", "year") + '<c r="B6"><v>2026</v></c></row>'
        ),
        "Questions": HEADING,
    })  # fmt: skip

    table = table_of(content)

    assert table.header == {
        "code": "section11-2026",
        "priorities": [{"code": "neglect"}, {"code": "early-help"}],
        "year": "2026",
    }
    assert (table.header_key, table.sheet, table.columns) == ("set", "Questions", ["code"])


@pytest.mark.parametrize(
    ("key", "second"),
    [("code", "code"), ("a.2", "x"), ("a.1.b", "a.x"), ("a", "a.b"), ("a.b", "a"), ("a.b.c.d.e", "x"), ("a.1", "a.1")],
)  # fmt: skip
def test_a_header_key_that_fits_nowhere_is_refused(key, second):
    rows = "".join(
        f'<row r="{n}">' + text_cell(f"A{n}", name) + text_cell(f"B{n}", "x") + "</row>"
        for n, name in enumerate((key, second), 1)
    )

    refused = refusal(xlsx(sheets={"set": rows, "Questions": HEADING}))

    assert refused.sentence.startswith("Sheet “set”, row ")
    assert refused.sentence.endswith("does not fit the rows above it.")


def test_a_hidden_sheet_is_not_read():
    content = xlsx(
        sheets={"Lists": HEADING.replace("code", "hidden"), "Questions": HEADING},
        state=' state="hidden"',
    )

    assert table_of(content).columns == ["code"]


YAML = """\
set:
  code: section11-2026
  title: "Section 11: standards"
  based_on:
  priorities:
    - {code: neglect, title: Neglect}
questions:
  - code: 1.10
    text: A question
    essential: yes
    asked: true
    note: ~
    date: 2026-03-01
    sectors: [police, school]
  - code: "1.2"
    text: |
      Two
      lines
"""


@pytest.mark.parametrize("name", ["set.yaml", "set.yml", "set.txt"])
def test_yaml_keeps_every_text_as_it_was_typed(name):
    table = table_of(YAML, name)

    assert table.header == {
        "code": "section11-2026",
        "title": "Section 11: standards",
        "based_on": "",
        "priorities": [{"code": "neglect", "title": "Neglect"}],
    }
    assert (table.header_key, table.format) == ("set", "yaml")
    assert table.columns == ["code", "text", "essential", "asked", "note", "date", "sectors"]
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ["1.10", "A question", "yes", "yes", "", "2026-03-01", "police; school"]),
        (2, ["1.2", "Two\nlines", "", "", "", "", ""]),
    ]


@pytest.mark.parametrize("text", [
    '{"scale": {"code": "rag", "n": 1.50}, "levels": [{"code": 1, "no": null, "yes": true}]}',
    '\ufeff {"levels": [{"code": "1", "no": "", "yes": "yes"}], "scale": {"code": "rag", "n": "1.5"}}',
])  # fmt: skip
def test_json_is_read_by_its_content(text):
    table = table_of(text, "scale.txt")

    assert (table.header, table.header_key) == ({"code": "rag", "n": "1.5"}, "scale")
    assert [row.values for row in table.rows] == [{"code": "1", "no": "", "yes": "yes"}]


@pytest.mark.parametrize(("text", "name"), [
    ('[{"code": "1"}]', "a.json"), ("- code: '1'\n", "a.yaml"), ("- code: '1'\n", "a"), ('[{"code": "1"}]', "a.yaml"),
    ("rows: [{code: '1'}]", "a"), ("---\nlevels: [{code: '1'}]", "a"),
])  # fmt: skip
def test_a_bare_list_or_any_list_key_holds_the_rows(text, name):
    table = table_of(text, name)

    assert (table.columns, [row.cells for row in table.rows], table.header) == (
        ["code"],
        [["1"]],
        {},
    )


def test_a_heading_that_looks_like_yaml_is_a_csv_by_its_name():
    assert table_of("rows: all,text\n1,2\n", "a.csv").columns == ["rows: all", "text"]


def test_the_table_becomes_a_dataset():
    dataset = table_of("code,text\n1.10,One\n").to_dataset()

    assert dataset.dict == [{"code": "1.10", "text": "One"}]


def test_a_row_shows_itself():
    assert repr(table_of("code\n1\n").rows[0]) == "Row(2, {'code': '1'})"


@pytest.mark.parametrize(
    "wrap",
    [
        lambda content: SimpleUploadedFile("t.xlsx", content),
        lambda content: InMemoryUploadedFile(
            io.BytesIO(content), "f", "t.xlsx", "", len(content), ""
        ),
        lambda content: filled(TemporaryUploadedFile("t.xlsx", "", 0, ""), content),
        lambda content: filled(tempfile.SpooledTemporaryFile(10), content),  # noqa: SIM115
    ],
)
@pytest.mark.parametrize("fmt", ["csv", "json", "ods", "xlsx", "yaml"])
def test_any_upload_is_read_from_its_beginning_and_left_open(fmt, wrap):
    with wrap(write(["code"], [["1.10"]], fmt)) as file:
        file.read(3)

        first, second = read(file, f"t.{fmt}"), read(file, f"t.{fmt}")

    assert [row.cells for row in first.rows] == [row.cells for row in second.rows] == [["1.10"]]


def filled(file, content):
    file.write(content)
    return file


def test_limits_say_themselves_in_words():
    assert Limits().in_words() == (
        "A file may hold up to 5,000 rows, 60 columns and 32,767 characters in a cell,"
        " and be up to 10 MB in size."
    )
    assert Limits(bytes=512 * 1024, rows=10).in_words().endswith("and be up to 512 KB in size.")


def test_a_large_workbook_is_read_whole():
    texts = "".join(
        text_cell(f"{letter}{{0}}", f"Text {letter} of row {{0}}") for letter in "BCDEF"
    )
    rows = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", f"{n % 13}.{n % 60}")}{texts.format(n)}</row>'
        for n in range(2, 20_002)
    )
    headings = "".join(text_cell(f"{letter}1", letter) for letter in "ABCDEF")
    content = xlsx(f'<row r="1">{headings}</row>{rows}')
    table = table_of(content, rows=200_000)

    assert len(table.rows) == 20_000
    assert table.rows[-1].cells[0] == f"{20_001 % 13}.{20_001 % 60}"
