import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pikepdf
import pytest
from PIL import Image

from section11.board.figure import NO_MARK, SHAPES, Grid, Kind, Mark, draw
from section11.board.picture.layout import A3, SHORTEST_ROW, WIDEST_NAME, Layout
from section11.board.picture.sheet import Sheet
from section11.board.picture.stamps import shape
from section11.standards.models import RatingLevel
from section11.web.rating_css import text_colour

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"
KINDS = [
    Kind("Red", "R", "#a3201a", "triangle"),
    Kind("Amber", "A", "#f0a030", "diamond"),
    Kind("Green", "G", "#bfe3b4", "circle"),
    Kind("Not applicable", "N/A", "#eceef0", "dash"),
    Kind("Not submitted", "NS", "#ffffff"),
]
MARKS = [Mark("Improved", "↑"), Mark("Declined", "↓"), Mark("New", "+")]
STANDARDS = [
    "Leadership and accountability",
    "Listening to children",
    "Think Family",
    "Early help",
    "Neglect",
    "Adolescents and contextual safeguarding",
    "Supervision",
    "Training and its impact",
    "Safer recruitment and allegations",
    "Information sharing",
    "Whistleblowing and escalation",
    "Commissioned services",
    "Learning and improvement",
]
HOSTILE = [
    "$\\frac{1}{0}$ and $x_1",
    "شرطة العاصمة المتحدة",
    "משטרת לונדון (מרטון)",
    "🚓👮🏽‍♀️ Police 🇬🇧",
    "W" * 300,
    "a\x00b\tc\nd\r\u2028e\u202eevil\ufeff",
    '<script>alert(1)</script> & "quotes" ]]>',
    "नमस्ते 中文 机构",
    "",
    "z̴̧a̸l̸g̶o̷",
    "\ud800 lone",
]


def grid(rows=5, columns=4, kinds=KINDS, *, names=None, titles=None, **values):
    cells = [
        [(row * 3 + column * 2) % len(kinds) for column in range(columns)] for row in range(rows)
    ]
    names = names or [f"Agency number {row}" for row in range(rows)]
    titles = titles or [STANDARDS[column % 13] for column in range(columns)]
    made = Grid("Ratings 2026", "Merton", "Worst rating.", names, titles, cells, kinds)
    return replace(made, **values)


def pixels(png):
    return np.array(Image.open(io.BytesIO(png)).convert("RGB"))


def cells_of(drawn):
    """The picture of each cell, without the lines round it, by row and column."""
    layout, picture = Layout(drawn), pixels(draw(drawn, "png"))
    scale = 150 / 72
    top = layout.top + layout.headings.height + 6
    for row, column in product(range(len(drawn.rows)), range(len(drawn.columns))):
        y, x = top + row * layout.row_height, layout.left + column * layout.column_width
        inside = [y + 2, y + layout.row_height - 2, x + 2, x + layout.column_width - 2]
        y0, y1, x0, x1 = (int(length * scale) for length in inside)
        yield row, column, picture[y0:y1, x0:x1]


def test_each_cell_has_the_colour_of_its_kind_and_a_sign_that_stands_out():
    drawn = grid()
    seen = 0

    for row, column, picture in cells_of(drawn):
        kind = KINDS[drawn.cells[row][column]]
        colour = tuple(bytes.fromhex(kind.colour[1:]))
        ink = tuple(bytes.fromhex(text_colour(kind.colour)[1:]))
        assert tuple(picture[0, 0]) == tuple(picture[-1, -1]) == colour
        assert 20 < (picture == ink).all(axis=2).sum() < picture[:, :, 0].size / 2
        seen += 1

    assert seen == 20


def test_kinds_are_told_apart_without_any_colour():
    drawn = grid(kinds=[replace(kind, colour="#ffffff") for kind in KINDS])
    by_kind = {}

    for row, column, picture in cells_of(drawn):
        shown = picture[:36, :150].mean(axis=2) < 128
        by_kind.setdefault(drawn.cells[row][column], []).append(shown.sum())

    means = sorted(np.mean(counts) for counts in by_kind.values())
    assert len(means) == 5
    assert min(np.diff(means)) > max(np.std(counts) for counts in by_kind.values())


def test_marks_stand_in_their_cells_and_only_there():
    plain = grid(2, 2, cells=[[0, 1], [2, 3]])
    marked = replace(plain, marks=[[0, 1], [2, NO_MARK]], mark_kinds=MARKS)

    ink = [
        {(row, column): (p != p[0, 0]).any(axis=2).sum() for row, column, p in cells_of(each)}
        for each in (plain, marked)
    ]

    more = {place: ink[1][place] > ink[0][place] for place in ink[0]}
    assert more == {(0, 0): True, (0, 1): True, (1, 0): True, (1, 1): False}


@pytest.mark.parametrize(
    ("rows", "columns", "size"),
    [(40, 12, A3), (26, 13, A3), (60, 13, A3[::-1])],
)
def test_up_to_sixty_agencies_fit_one_sheet_of_a3(rows, columns, size):
    drawn = grid(rows, columns)

    with pikepdf.open(io.BytesIO(draw(drawn, "pdf"))) as pdf:
        boxes = [tuple(float(side) for side in page.mediabox[2:]) for page in pdf.pages]

    assert boxes == [size]
    assert Layout(drawn).row_height >= SHORTEST_ROW


@pytest.mark.parametrize("columns", [12, 13])
def test_the_standards_stand_upright_and_whole_above_landscape(columns):
    headings = Layout(grid(40, columns)).headings

    assert not headings.turned
    assert headings.size > 7
    assert [" ".join(lines) for lines in headings.lines] == STANDARDS[:columns]


def test_many_columns_turn_their_headings_and_still_show_them_whole():
    headings = Layout(grid(60, 13)).headings

    assert headings.turned
    assert [" ".join(lines) for lines in headings.lines] == STANDARDS


def test_headings_of_many_short_words_turn_before_they_become_towers():
    headings = Layout(
        grid(4, 2, titles=["a very long title of many a small word in it " * 3] * 2)
    ).headings

    assert headings.turned
    assert max(map(len, headings.lines)) <= 3


def test_a_legend_too_long_for_a_line_goes_on_in_the_next():
    kinds = [replace(kind, label=f"{kind.label}, said at some length " * 2) for kind in KINDS]
    layout = Layout(grid(kinds=kinds))

    lines = [[entry.label for entry in line] for line in layout.legend]

    assert [len(line) for line in lines] == [3, 2]
    assert [label for line in lines for label in line] == [kind.label.strip() for kind in kinds]


def test_more_agencies_go_on_numbered_pages_of_the_pdf():
    drawn = grid(150, 12)

    with pikepdf.open(io.BytesIO(draw(drawn, "pdf"))) as pdf:
        boxes = {tuple(float(side) for side in page.mediabox[2:]) for page in pdf.pages}
        pages = len(pdf.pages)

    assert (pages, boxes) == (3, {A3[::-1]})
    assert [len(band) for band in Layout(drawn).bands] == [50, 50, 50]


def test_more_agencies_go_on_one_canvas_with_the_headings_again():
    drawn = grid(150, 12)

    picture = pixels(draw(drawn, "png"))
    words = texts(draw(drawn, "svg"))

    assert picture.shape[0] > 2 * picture.shape[1]
    assert words.count("Agency") == 3
    assert set(drawn.rows) <= set(words)


def test_more_standards_make_a_wider_page_of_the_same_proportions():
    layout = Layout(grid(20, 60))

    assert layout.width > A3[0]
    assert layout.width / layout.height == pytest.approx(A3[0] / A3[1], abs=0.01)
    assert layout.right <= layout.width


def texts(svg):
    return [node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_svg_names_and_describes_itself():
    root = ElementTree.fromstring(draw(grid(2, 2, cells=[[0, 1], [1, 4]]), "svg"))

    ids = root.attrib["aria-labelledby"].split()
    said = {node.attrib.get("id"): node.text for node in root}
    assert root.attrib["role"] == "img"
    assert said[ids[0]] == "Ratings 2026"
    assert said[ids[1]] == (
        "Merton. 2 rows and 2 columns. Cells of each kind: Red 1, Amber 2, Green 0,"
        " Not applicable 0, Not submitted 1. Worst rating."
    )


def test_the_png_and_the_pdf_carry_the_title_and_no_date():
    png = Image.open(io.BytesIO(draw(grid(), "png")))
    with pikepdf.open(io.BytesIO(draw(grid(), "pdf"))) as pdf:
        about = {key: str(value) for key, value in pdf.docinfo.items()}

    assert png.text["Title"] == "Ratings 2026"
    assert png.text["Description"].startswith("Merton. 5 rows and 4 columns.")
    assert about["/Title"] == "Ratings 2026"
    assert "/CreationDate" not in about


def test_names_are_text_in_the_svg_and_cells_are_not():
    drawn = grid(20, 12)

    words = texts(draw(drawn, "svg"))

    assert set(drawn.rows) <= set(words)
    assert {"Ratings 2026", "Merton", "Worst rating.", "Agency", "Red", "Not submitted"} <= set(
        words
    )
    assert "R" not in words
    assert len(words) < 20 + 12 * 4 + 12


def test_the_number_of_objects_does_not_grow_with_the_number_of_cells():
    def objects(columns):
        drawn = grid(30, columns, titles=["Neglect"] * columns)
        layout = Layout(drawn)
        return len(Sheet(layout, A3, layout.bands).figure.get_children())

    assert objects(12) - objects(6) == 6  # the headings


@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
def test_the_same_grid_gives_the_same_bytes_whatever_the_process_and_its_settings(fmt, tmp_path):
    (tmp_path / "matplotlibrc").write_text("font.size: 40\nsvg.fonttype: path\npdf.fonttype: 42\n")
    program = (
        "from hashlib import sha256\n"
        "from tests.board.test_figure import draw, grid\n"
        f"print(sha256(draw(grid(), {fmt!r})).hexdigest())"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    program = f"import django; django.setup()\n{program}"

    here = sha256(draw(grid(), fmt)).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()

    assert here == there


def test_pictures_drawn_by_several_threads_at_once_are_not_mixed():
    wanted = [(grid(rows, 3), fmt) for rows in (3, 4, 5) for fmt in ("png", "svg")]
    alone = [draw(*each) for each in wanted]

    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda each: draw(*each), wanted))

    assert together == alone


def test_the_drawing_library_is_not_loaded_before_a_picture_is_asked_for():
    program = "import sys, section11.board.figure; print('matplotlib' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert done.stdout == "False\n"


@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
def test_hostile_names_are_drawn_without_a_warning(fmt):
    count = len(HOSTILE)
    drawn = grid(
        count,
        count,
        title=HOSTILE[0] + HOSTILE[6],
        subtitle=HOSTILE[5],
        note="$a$ & " * 400,
        names=HOSTILE,
        titles=HOSTILE,
        kinds=[replace(kind, label=name) for kind, name in zip(KINDS, HOSTILE, strict=False)],
        mark_kinds=[Mark(HOSTILE[0], "$"), Mark(HOSTILE[3], "🚓")],
        mark_title=HOSTILE[0],
        marks=[[column % 3 - 1 for column in range(count)]] * count,
    )

    assert len(draw(drawn, fmt)) > 10_000


def test_hostile_names_are_text_and_never_markup():
    words = texts(draw(grid(len(HOSTILE), 1, names=HOSTILE), "svg"))

    assert "$\\frac{1}{0}$ and $x_1" in words
    assert '<script>alert(1)</script> & "quotes" ]]>' in words
    assert "ab c d eevil" in words
    assert "□□□♀ Police □□" in words
    assert "lone" in words


def test_a_name_too_wide_is_cut_with_an_ellipsis():
    layout = Layout(grid(2, 2, names=["Trust " * 50, "South London Mental Health NHS Trust"]))

    assert layout.names[0].startswith("Trust Trust")
    assert layout.names[0].endswith("…")
    assert 55 < len(layout.names[0]) < 70
    assert layout.names[1] == "South London Mental Health NHS Trust"
    assert layout.name_width <= WIDEST_NAME + 10


def test_a_long_note_is_cut_with_an_ellipsis():
    assert Layout(grid(note="word " * 1000)).note[-1].endswith("…")


@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
@pytest.mark.parametrize(("rows", "columns"), [(0, 3), (3, 0), (0, 0)])
def test_an_empty_grid_is_a_picture_too(fmt, rows, columns):
    assert draw(grid(rows, columns), fmt)


def test_an_empty_grid_says_so():
    assert "Nothing to show." in texts(draw(grid(0, 3), "svg"))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"cells": [[0, 1]]}, "cells must be 2 rows of 2."),
        ({"cells": [[0, 1], [2]]}, "cells must be 2 rows of 2."),
        ({"cells": [[0, 1], [2, 5]]}, "cells must hold whole numbers from 0 to 4."),
        ({"cells": [[0, 1], [2, -1]]}, "cells must hold whole numbers from 0 to 4."),
        ({"marks": [[0, 0]]}, "marks must be 2 rows of 2."),
        ({"marks": [[0, 0], [0, 0]]}, "marks must hold whole numbers from -1 to -1."),
        ({"kinds": [Kind("Red", "R", "red")]}, "'red' is not a colour such as #b3201b."),
        ({"kinds": [Kind("Red", "", "#ff0000")]}, "'' is not one to three characters."),
        ({"kinds": [Kind("Red", "FULL", "#ff0000")]}, "'FULL' is not one to three characters."),
        ({"kinds": [Kind("Red", "R", "#ff0000", "cube")]}, "'cube' is not a shape: triangle,"),
    ],
)
def test_a_grid_that_cannot_be_drawn_is_refused(wrong, message):
    values = {"cells": [[0, 0], [0, 0]], **wrong}

    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        grid(2, 2, **values)


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="png, svg or pdf, not 'gif'"):
        draw(grid(), "gif")


def test_every_symbol_of_a_rating_scale_has_a_shape_of_its_own():
    outlines = {shape(symbol).vertices.tobytes() for symbol in SHAPES}

    assert set(RatingLevel.Symbol.values) == set(SHAPES)
    assert len(outlines) == len(SHAPES)
