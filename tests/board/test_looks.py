import pytest

from section11.board import looks
from section11.board.figure import SHAPES
from section11.board.heatmap import Cell, Difference, Gap
from section11.board.looks import GAPS
from section11.board.tallies import Tally
from section11.board.travel import DirectionOfTravel
from section11.standards.models import RatingLevel, RatingScale
from section11.web.rating_css import contrast, text_colour

RAG = [
    RatingLevel(label=label, letter=label[0], code=label.lower(), scale=RatingScale(code="rag"))
    for label in ("Red", "Amber", "Green")
]
POINTS = [RatingLevel(label=f"{n}: Level {n}", letter=str(n)) for n in range(4)]


class OnScale:
    def __init__(self, levels):
        self.levels = levels


def test_every_gap_has_a_look_of_its_own():
    assert set(GAPS) == set(Gap)
    for name in ("label", "letter", "css_class", "meaning"):
        assert len({getattr(look, name) for look in GAPS.values()}) == len(Gap)


def test_every_gap_can_be_drawn_and_none_wears_the_shape_of_a_level():
    for look in GAPS.values():
        assert 1 <= len(look.letter) <= 3
        assert look.symbol in ("", "dash")
        assert contrast(look.colour, text_colour(look.colour)) >= 4.5
    assert "dash" in SHAPES


@pytest.mark.parametrize(
    ("levels", "tally", "words"),
    [
        (RAG, Tally((0, 5, 3), (0, 0, 0)), "5 amber, 3 green"),
        (RAG, Tally((1, 0, 0), (0, 0, 0), 2, 3), "1 red, 2 not applicable, 3 not answered"),
        (RAG, Tally((0, 0, 0), (0, 0, 0)), ""),
        (POINTS, Tally((2, 0, 0, 1), (0, 0, 0, 0)), "2 at 0: Level 0, 1 at 3: Level 3"),
    ],
)
def test_counts_leave_noughts_out(levels, tally, words):
    assert looks.counts_in_words(OnScale(levels), tally) == words


def test_a_cell_says_its_level_its_direction_and_its_counts():
    tally = Tally((0, 5, 3), (0, 0, 0))

    declined = Cell(1, None, tally, DirectionOfTravel.DECLINED)
    alone = Cell(1, None)

    assert looks.words(OnScale(RAG), declined) == "Amber, declined. 5 amber, 3 green."
    assert looks.words(OnScale(RAG), alone) == "Amber."
    assert looks.words(OnScale(RAG), Cell(None, Gap.UNANSWERED, tally)) == "Not answered."


def test_the_legend_holds_every_level_and_the_gaps_there_are():
    cells = [Cell(1, None), Cell(None, Gap.NOT_SUBMITTED), Cell(None, Gap.NOT_APPLICABLE)]

    legend = looks.legend(OnScale(RAG), cells)

    assert [look.label for look in legend] == [
        "Red",
        "Amber",
        "Green",
        "Not applicable",
        "Not submitted",
    ]


@pytest.mark.parametrize(
    ("first", "second", "words", "letter", "css_class"),
    [
        (2, 0, "2 levels higher", "+2", "hm-lean--higher-far"),
        (2, 1, "1 level higher", "+1", "hm-lean--higher"),
        (1, 1, "the same", "=", "hm-lean--same"),
        (0, 1, "1 level lower", "−1", "hm-lean--lower"),
        (0, 3, "3 levels lower", "−3", "hm-lean--lower-far"),
        (None, 1, "cannot be compared", "·", "hm-lean--none"),
    ],
)
def test_a_difference_has_words_and_a_sign(first, second, words, letter, css_class):
    difference = Difference(
        *(Cell(level, None if level is not None else Gap.UNANSWERED) for level in (first, second))
    )

    lean = looks.of_difference(difference.steps)

    assert looks.difference_in_words(difference) == words
    assert (lean.letter, lean.css_class) == (letter, css_class)
    assert contrast(lean.colour, text_colour(lean.colour)) >= 4.5
