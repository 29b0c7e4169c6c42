"""The picture of a timetable and its table: what they show, and that they are the same each time."""

import struct
import subprocess
import sys
from dataclasses import replace

import pytest
from defusedxml import ElementTree

from challenge.calendars import figure
from challenge.calendars.figure import Block, Chart, Sitter, Sitting

CHART = Chart(
    title="Annual 2026: timetable",
    subtitle="Merton SCP. 2 sessions on 1 day.",
    note="Times are those of London.",
    sittings=[
        Sitting(
            "Thu 4 Mar 2027",
            "9:30am",
            "Civic Centre",
            570,
            180,
            [Block("Police", 570, 40), Block("Housing", 620, 60)],
        ),
        Sitting("Thu 4 Mar 2027", "1:30pm", "Online", 810, 180, []),
    ],
    sitters=[
        Sitter("Ann Member", frozenset({0, 1}), frozenset({0})),
        Sitter("Bo Member", frozenset({1})),
        Sitter("Cy Member", frozenset()),
    ],
)


def words(chart):
    found = ElementTree.fromstring(figure.draw(chart, "svg")).iter(
        "{http://www.w3.org/2000/svg}text"
    )
    return ["".join(element.itertext()) for element in found]


def test_everything_is_in_the_picture_as_text():
    shown = words(CHART)

    assert {"Thu 4 Mar 2027", "9:30am", "1:30pm", "Police", "Housing", "Civic Centre"} <= set(shown)
    assert {"Ann Member", "Bo Member", "Cy Member", "2", "1", "0"} <= set(shown)
    assert "sits and chairs" in shown


def test_a_listener_is_told_what_it_shows():
    svg = figure.draw(CHART, "svg").decode()

    assert "2 sessions with 2 agencies, 3 panel members. They sit in 0 to 2 sessions each." in svg


@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
def test_the_same_timetable_gives_the_same_bytes(fmt):
    assert figure.draw(CHART, fmt) == figure.draw(CHART, fmt)


@pytest.mark.parametrize(
    ("fmt", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
@pytest.mark.parametrize("sittings", [0, 1, 60])
def test_however_many_sessions_there_are_it_is_drawn(fmt, start, sittings):
    many = [replace(CHART.sittings[0], day=f"Day {n}") for n in range(sittings)]
    sitters = [
        Sitter(f"Person {n}", frozenset(range(sittings)[n : n + 3])) for n in range(sittings)
    ]

    file = figure.draw(replace(CHART, sittings=many, sitters=sitters), fmt)

    assert file.startswith(start)


def test_a_png_is_never_more_than_forty_million_pixels():
    sitters = [Sitter(f"Person {n}", frozenset()) for n in range(400)]

    png = figure.draw(replace(CHART, sitters=sitters), "png")

    width, height = struct.unpack(">II", png[16:24])
    assert width * height <= 40_000_000


def test_names_are_no_markup_and_no_formula():
    chart = replace(
        CHART, title="<b>$x^2$</b> & co", sitters=[Sitter("</svg>$\\alpha$", frozenset())]
    )

    assert "</svg>$\\alpha$" in words(chart)
    assert "<b>$x^2$</b> & co" in words(chart)


def test_no_other_format_is_drawn():
    with pytest.raises(ValueError, match="png, svg or pdf"):
        figure.draw(CHART, "gif")


def test_the_picture_is_not_imported_before_it_is_asked_for():
    code = "import challenge.calendars.figure, sys; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
