from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from section11.web import rating_css

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@dataclass
class Level:
    code: str = "red"
    colour: str = "#b22222"
    symbol: str = "triangle"
    scale: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(code="rag"))


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#777777", "#ffffff", 4.48),  # the well-known grey just short of AA
        ("#767676", "#ffffff", 4.54),  # and the first that meets it
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(a, b, ratio):
    assert rating_css.contrast(a, b) == pytest.approx(ratio, abs=0.005)
    assert rating_css.contrast(b, a) == rating_css.contrast(a, b)


@pytest.mark.parametrize(
    ("background", "text"),
    [
        ("#b22222", "#ffffff"),
        ("#ffbf47", "#000000"),
        ("#00703c", "#ffffff"),
        ("#ffffff", "#000000"),
    ],
)
def test_text_is_black_or_white_whichever_stands_out(background, text):
    assert rating_css.text_colour(background) == text


@given(colours)
def test_text_can_be_read_on_any_colour(colour):
    assert rating_css.contrast(rating_css.text_colour(colour), colour) >= 4.5


@given(colours)
def test_black_text_can_be_read_on_the_tint_of_any_colour(colour):
    assert rating_css.contrast(rating_css.BLACK, rating_css.pale(colour)) >= 4.5


def test_a_level_gets_its_colours_on_screen_and_a_pattern_on_paper():
    css = rating_css.stylesheet([Level()])

    screen, paper = css.split("@media print")
    assert screen == ".rating--rag-red { background-color: #b22222; color: #ffffff; }\n"
    assert "repeating-linear-gradient(45deg, #e0a7a7 0 3px, #ffffff 3px 6px)" in paper
    assert css.count("{") == css.count("}")


def test_every_shape_prints_in_a_way_of_its_own():
    levels = [Level(code=symbol, symbol=symbol) for symbol in rating_css.PATTERNS]

    css = rating_css.stylesheet(levels)

    backgrounds = [
        line.split("background:")[1] for line in css.splitlines() if "text-shadow" in line
    ]
    assert len(set(backgrounds)) == len(levels) == 6


@pytest.mark.parametrize(
    "level",
    [
        Level(colour="red"),
        Level(colour="#fff"),
        Level(colour="#b22222; } body { display: none"),
        Level(code="red {"),
        Level(code=""),
        Level(scale=SimpleNamespace(code="rag, body")),
    ],
)
def test_data_cannot_bring_rules_of_its_own(level):
    with pytest.raises(ValueError, match="cannot be part of a class name|is not a colour"):
        rating_css.stylesheet([level])
