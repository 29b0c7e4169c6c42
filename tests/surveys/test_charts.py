"""Answers as diverging bars: the picture, what it is made of, and that it is the same each time."""

import struct
import subprocess
import sys
from dataclasses import replace

import pytest
from defusedxml import ElementTree

from surveys.charts import figure
from surveys.charts.bars import STEPS
from surveys.charts.figure import Bar, Chart, Group, Item, Step
from surveys.charts.picture.layout import HEIGHT, Layout, side_lengths

FIVE, THREE = (tuple(STEPS[kind].values()) for kind in ("agreement", "yes_no"))
AGREEMENT = Item(
    "Q1. I know whom to tell.",
    FIVE,
    [
        Bar("Police", "41 % agree, n = 37", [5, 20, 34, 30, 11]),
        Bar("All agencies", "68 % agree, n = 412", [3, 9, 20, 48, 20]),
    ],
)
YES_NO = Item(
    "Q2. Do you know the neglect tool?",
    THREE,
    [Bar("Police", "Fewer than 10 answered", None), Bar("All agencies", "80 % yes", [15, 5, 80])],
    "A note.",
)
CHART = Chart(
    title="Survey 2026: Police and all agencies",
    subtitle="Merton SCP, Annual 2026.",
    note="n: how many answered.",
    groups=[Group("Supervision", [AGREEMENT]), Group("Neglect", [YES_NO])],
)


def words(chart):
    found = ElementTree.fromstring(figure.draw(chart, "svg")).iter(
        "{http://www.w3.org/2000/svg}text"
    )
    return ["".join(element.itertext()) for element in found]


def test_everything_is_in_the_picture_as_text():
    shown = set(words(CHART))

    assert {"Supervision", "Neglect", "Q1. I know whom to tell.", "A note."} <= shown
    assert {"Police", "41 % agree, n = 37", "All agencies", "Fewer than 10 answered"} <= shown
    assert {"Strongly disagree", "Don’t know", "n: how many answered."} <= shown


def test_each_part_of_a_bar_says_its_letters_and_its_percent():
    assert {"D 20", "– 34", "A 30", "SA 11", "No 15", "Yes 80"} <= set(words(CHART))


def test_steps_differ_by_letters_and_neighbours_by_pattern_or_shade():
    for steps in (FIVE, THREE):
        assert len({step.letters for step in steps}) == len(steps)
        assert len({step.colour for step in steps}) == len(steps)
    assert [bool(step.pattern) for step in FIVE] == [True, False, False, False, True]


def test_a_pattern_is_drawn_where_the_step_has_one():
    plain = replace(
        CHART,
        groups=[
            Group(
                "Supervision",
                [replace(AGREEMENT, steps=[replace(step, pattern="") for step in FIVE])],
            )
        ],
    )

    assert figure.draw(CHART, "svg").count(b"<pattern") == 2
    assert b"<pattern" not in figure.draw(plain, "svg")


def test_half_of_the_middle_answer_stands_on_either_side():
    assert side_lengths([5, 20, 34, 30, 11]) == (42, 58)
    assert side_lengths([0, 100, 0]) == (50, 50)


@pytest.mark.parametrize("percents", [[100, 0, 0, 0, 0], [0, 0, 0, 0, 100], [0, 0, 100, 0, 0]])
def test_no_bar_leaves_its_place(percents):
    item = replace(AGREEMENT, bars=[Bar("Police", "said", percents)])
    layout = Layout(replace(CHART, groups=[Group("Supervision", [item])]))
    left, right = side_lengths(percents)

    assert layout.middle - left * layout.per_percent >= layout.left
    assert layout.middle + right * layout.per_percent <= layout.right + 0.001


def test_a_listener_is_told_what_every_bar_says():
    svg = figure.draw(CHART, "svg").decode()

    assert "I know whom to tell. Police: 41 % agree, n = 37; All agencies: 68 % agree" in svg


@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
def test_the_same_numbers_give_the_same_bytes(fmt):
    assert figure.draw(CHART, fmt) == figure.draw(CHART, fmt)


@pytest.mark.parametrize(
    ("fmt", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
@pytest.mark.parametrize("questions", [0, 1, 40])
def test_however_many_questions_there_are_it_is_drawn(fmt, start, questions):
    many = [replace(AGREEMENT, text=f"Question {n}? " + "Long. " * n) for n in range(questions)]

    file = figure.draw(replace(CHART, groups=[Group("All", many)]), fmt)

    assert file.startswith(start)


def test_on_paper_nothing_is_cut_and_a_heading_stays_with_its_question():
    groups = [Group(f"Group {n}", [AGREEMENT, YES_NO]) for n in range(12)]

    layout = Layout(replace(CHART, groups=groups))

    pages = layout.pages()
    assert len(pages) > 1
    assert [block for page in pages for block in page] == layout.blocks()
    for page in pages:
        assert sum(block.height for block in page) <= HEIGHT - layout.top - layout.bottom
        assert page[-1].item is not None


def test_a_png_is_never_more_than_forty_million_pixels():
    many = [replace(AGREEMENT, text=f"Question {n}?") for n in range(300)]

    png = figure.draw(replace(CHART, groups=[Group("All", many)]), "png")

    width, height = struct.unpack(">II", png[16:24])
    assert width * height <= 40e6


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="is not a pattern"):
        Step("Agree", "A", "#b3a7d3", "xxx")
    with pytest.raises(ValueError, match="is not a colour"):
        Step("Agree", "A", "purple")
    with pytest.raises(ValueError, match="odd number"):
        Item("Q?", FIVE[:4], [])
    with pytest.raises(ValueError, match="must have 5 percents"):
        Item("Q?", FIVE, [Bar("Police", "said", [50, 50])])
    with pytest.raises(ValueError, match="png, svg or pdf"):
        figure.draw(CHART, "gif")


def test_no_drawing_library_is_loaded_before_a_picture_is_asked_for():
    code = "import sys, surveys.charts.figure; sys.exit('matplotlib' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
