"""What is written is read back: the same columns, rows and header, in every format."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from section11.tables.reading import read
from section11.tables.writing import MIME, write

FORMATS = sorted(MIME)
WITH_HEADER = ["json", "ods", "xlsx", "yaml"]

# Control characters and white space around a text are not kept, as `tidy` says.
_CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n")
_LOADED = st.sampled_from(
    ["=", "'=", "''-1", "+44", "@x", "-", "_x000D_", "_x005F_x0041_", "1.10", "yes", "null", "~",
     "a\n\nb", "a\n  b", "two  spaces", "a\tb", "# no", "a: b", "- a", "&amp;", "<b>", "]]>", "&", "\ufeff", "\u2028",
     "🇬🇧", "שלום", "ŵŷ", "\ufffe", "%", "!x", "|", "{", "[1]", '"', "a,b;c"]
)  # fmt: skip
TEXTS = (
    st.lists(st.text(_CHARACTERS, max_size=12) | _LOADED, max_size=4).map("".join).map(str.strip)
)
NAMES = st.from_regex(r"[a-z][a-z_]{0,11}", fullmatch=True)


@st.composite
def tables(draw):
    columns = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    row = st.lists(TEXTS, min_size=len(columns), max_size=len(columns))
    return columns, draw(st.lists(row.filter(any), min_size=1, max_size=6))


HEADERS = st.dictionaries(
    NAMES,
    TEXTS | st.lists(st.dictionaries(NAMES, TEXTS, min_size=1, max_size=3), min_size=1, max_size=3),
    max_size=4,
)


@pytest.mark.parametrize("fmt", FORMATS)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables())
def test_any_text_comes_back_as_it_was_written(fmt, table):
    columns, rows = table

    back = read(io.BytesIO(write(columns, rows, fmt)), f"table.{fmt}")

    assert back.columns == columns
    assert [row.cells for row in back.rows] == [
        [cell_in(fmt, cell) for cell in row] for row in rows
    ]
    assert back.format == fmt


@pytest.mark.parametrize("fmt", WITH_HEADER)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(header=HEADERS, key=st.sampled_from(["set", "scale"]))
def test_a_header_comes_back_as_it_was_written(fmt, header, key):
    written = write(["code"], [["1.10"]], fmt, header=header, header_key=key)

    back = read(io.BytesIO(written), f"table.{fmt}")

    assert back.header == {name: header_in(fmt, value) for name, value in header.items()}
    assert back.header_key == (key if header else "")


def cell_in(fmt, text):
    """XML has no place for two of Unicode's non-characters; they are shown as replaced."""
    return (
        text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
        if fmt in ("xlsx", "ods")
        else text
    )


def header_in(fmt, value):
    match value:
        case str():
            return cell_in(fmt, value)
        case list():
            return [header_in(fmt, part) for part in value]
    return {name: header_in(fmt, part) for name, part in value.items()}
