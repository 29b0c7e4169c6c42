"""What stands in the files that we hand out."""

import csv
import datetime as dt
import io
import json
import zipfile

import openpyxl
import pytest
import yaml

from section11.tables.cells import column_letters, guard, unguard
from section11.tables.reading import read
from section11.tables.rows import Row
from section11.tables.writing import MIME, pairs, sheet_title, write

FORMULAE = ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "'=1", "''\t"]


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("text", FORMULAE)
def test_what_looks_like_a_formula_is_guarded_and_comes_back(text):
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "1.10", "a=b", "'tis", "''", "' x", "Ŵ", "(=1)"])
def test_other_text_is_not_guarded(text):
    assert guard(text) == unguard(text) == text


def test_a_csv_has_a_mark_for_excel_and_no_formula():
    content = write(["code", "=text"], [["1.10", "=cmd()"], ["1.2", "Tŷ, “a”\nb"]], "csv")

    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["code", "'=text"],
        ["1.10", "'=cmd()"],
        ["1.2", "Tŷ, “a”\nb"],
    ]


def test_a_workbook_holds_texts_as_texts():
    sheet = opened(write(["code", "text"], [["1.10", "=cmd()"]], "xlsx", title="Questions")).active

    code, text = sheet[2]
    assert (code.value, code.data_type, code.number_format) == ("1.10", "s", "@")
    assert (text.value, text.data_type, text.number_format) == ("=cmd()", "s", "@")
    assert (code.quotePrefix, text.quotePrefix) == (False, True)
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.bold) == ("Questions", "A2", True)


def test_a_workbook_keeps_numbers_and_dates_as_such():
    day, moment = dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
    row = [3, 0.5, day, moment, True, None]

    cells = opened(write(list("abcdef"), [row], "xlsx")).active[2]

    assert [cell.value for cell in cells] == [
        3, 0.5, dt.datetime.fromisoformat("2026-03-01"), moment.replace(tzinfo=None), "yes", None,
    ]  # fmt: skip
    assert [cell.number_format for cell in cells[2:4]] == ["dd/mm/yyyy", "dd/mm/yyyy hh:mm"]


@pytest.mark.parametrize("fmt", sorted(MIME))
def test_values_of_any_type_are_read_back_as_text(fmt):
    row = [3, 0.5, dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC), True, None]

    table = read(io.BytesIO(write(list("abcdef"), [row], fmt)), f"t.{fmt}")

    assert table.rows[0].cells == ["3", "0.5", "2026-03-01", "2026-03-01 09:30", "yes", ""]


def test_columns_of_a_workbook_are_as_wide_as_their_text():
    rows = [["1.1", "x" * 200, "y" * 30]]

    sheet = opened(write(["code", "text", "z"], rows, "xlsx")).active

    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [8, 60, 32]


def test_the_header_is_a_second_sheet():
    header = {
        "code": "a",
        "priorities": [{"code": "n", "title": "Neglect"}, {"code": "e"}],
        "no": [],
    }

    book = opened(write(["code"], [["1.1"]], "xlsx", header=header, title="set"))

    assert book.sheetnames == ["set table", "set"]
    assert list(book["set"].values) == [
        ("key", "value"),
        ("code", "a"),
        ("priorities.1.code", "n"),
        ("priorities.1.title", "Neglect"),
        ("priorities.2.code", "e"),
        ("no", None),
    ]


@pytest.mark.parametrize("key", ["a.b", "1", ""])
def test_a_header_key_that_could_not_be_read_back_is_an_error(key):
    with pytest.raises(ValueError, match="Not a key for a header"):
        pairs({key: "x"})


@pytest.mark.parametrize(
    ("key", "rows_key"), [("set", "questions"), ("scale", "levels"), (None, "rows")]
)
def test_json_and_yaml_have_the_form_of_the_standard_sets(key, rows_key):
    options = {"header": {"code": "é", "list": ["a"]}, "header_key": key} if key else {}
    expected = {key: {"code": "é", "list": ["a"]}} if key else {}
    expected[rows_key] = [{"code": "1.10", "text": "a\nb", "yes": "yes"}]

    as_json = write(["code", "text", "yes"], [["1.10", "a\nb", True]], "json", **options)
    as_yaml = write(["code", "text", "yes"], [["1.10", "a\nb", True]], "yaml", **options)

    assert json.loads(as_json) == yaml.safe_load(as_yaml) == expected
    assert list(json.loads(as_json)) == list(yaml.safe_load(as_yaml)) == list(expected)


def test_yaml_is_written_for_people_to_edit():
    rows = [["1.10", "A question: is it plain?", "One\nTwo"], ["1.2", "Tŷ", ""]]

    assert write(["code", "text", "guidance"], rows, "yaml", header={"code": "s"}).decode() == (
        "set:\n"
        "  code: s\n"
        "questions:\n"
        "  - code: '1.10'\n"
        "    text: 'A question: is it plain?'\n"
        "    guidance: |-\n"
        "      One\n"
        "      Two\n"
        "  - code: '1.2'\n"
        "    text: Tŷ\n"
        "    guidance: ''\n"
    )


def test_rows_may_be_mappings_sequences_or_rows():
    rows = [
        {"text": "One", "code": "1"},
        ("2", "Two"),
        Row(7, ["code", "text"], ["3", "Three"]),
        {"code": "4"},
    ]

    table = read(io.BytesIO(write(["code", "text"], iter(rows), "csv")), "t.csv")

    assert [row.cells for row in table.rows] == [
        ["1", "One"],
        ["2", "Two"],
        ["3", "Three"],
        ["4", ""],
    ]


def test_a_row_of_another_width_is_an_error():
    with pytest.raises(ValueError, match="A row of 1 values for 2 columns"):
        write(["code", "text"], [["1"]], "csv")


def test_an_unknown_format_is_an_error():
    with pytest.raises(ValueError, match="Unknown format: html"):
        write(["code"], [], "html")


@pytest.mark.parametrize("fmt", ["ods", "xlsx"])
def test_characters_that_xml_cannot_hold_are_shown_as_replaced(fmt):
    content = write(["text"], [["a\x07b\x1bc\ufffed\ud800e\0f"]], fmt)

    assert read(io.BytesIO(content), "t").rows[0].cells == ["a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"]


@pytest.mark.parametrize("fmt", ["csv", "json", "yaml"])
def test_other_formats_replace_only_what_is_no_text(fmt):
    content = write(["text"], [["a\x07b\ud800e\0f"]], fmt)

    assert read(io.BytesIO(content), f"t.{fmt}").rows[0].cells == ["a\x07b\ufffde\ufffdf"]


def test_text_too_long_for_a_cell_of_excel_is_cut_where_one_sees_it():
    longest, too_long = "🙂" * 16_383, "🙂" * 20_000

    table = read(io.BytesIO(write(["a", "b"], [[longest, too_long]], "xlsx")), "t.xlsx")

    whole, cut = table.rows[0].cells
    assert whole == longest
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert cut.endswith("🙂 […cut here: the CSV, ODS, JSON and YAML files hold the whole text]")


@pytest.mark.parametrize("fmt", sorted(MIME))
def test_20_000_characters_of_any_script_come_back(fmt):
    text = ("<script>alert(1)</script> Ŵyneb 🙂 שלום \u202e" * 600)[:20_000].strip()

    table = read(io.BytesIO(write(["text"], [[text]], fmt)), f"t.{fmt}")

    assert table.rows[0].cells == [text]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Questions", "Questions"),
        ("", "Table"),
        ("A/B: c?", "A B  c"),
        ("x" * 40, "x" * 31),
        ("Scale", "Scale table"),
        ("'quoted'", "quoted"),
    ],
)
def test_a_sheet_has_a_name_that_excel_accepts(title, name):
    assert sheet_title(title) == name


def test_an_ods_says_first_what_it_is():
    with zipfile.ZipFile(io.BytesIO(write(["code"], [["1"]], "ods"))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype").decode() == MIME["ods"]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])  # fmt: skip
def test_columns_are_lettered_as_in_a_spreadsheet(index, letters):
    assert column_letters(index) == letters
