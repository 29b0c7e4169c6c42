"""The heatmap as a picture: what is to be drawn, in plain values, and `draw`.

The module knows nothing of models, and starts no drawing library before a picture is asked for:
the package `picture` holds everything that needs matplotlib.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Literal

Format = Literal["png", "svg", "pdf"]

SHAPES = ("triangle", "diamond", "circle", "square", "star", "dash")
COLOUR = re.compile("#[0-9a-fA-F]{6}")
NO_MARK = -1

# Matplotlib keeps its settings and font caches for the whole process and is not safe to draw
# with from two threads, so pictures are drawn one at a time, of whatever kind.
drawing = Lock()


@dataclass(frozen=True)
class Kind:
    """One thing a cell can say: a level of the scale, or why there is none.

    The letter (one to three characters) and the shape (one of SHAPES, or empty) stand in every
    such cell beside the colour (`#rrggbb`), so that none of the three is needed to read it.
    """

    label: str
    letter: str
    colour: str
    symbol: str = ""


@dataclass(frozen=True)
class Mark:
    """A second sign in a cell, such as an arrow for the direction of travel."""

    label: str
    symbol: str


@dataclass(frozen=True)
class Grid:
    """A heatmap ready to draw. `cells[row][column]` is a place in `kinds`.

    `marks`, when given, has the shape of `cells` and holds places in `mark_kinds`, or NO_MARK.
    `note` goes under the grid in small print: the roll-up rule, what an arrow means.
    """

    title: str
    subtitle: str
    note: str
    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Sequence[int]]
    kinds: Sequence[Kind]
    marks: Sequence[Sequence[int]] | None = None
    mark_kinds: Sequence[Mark] = ()
    mark_title: str = ""
    corner: str = "Agency"

    def __post_init__(self):
        _check_places("cells", self.cells, self, 0, len(self.kinds))
        if self.marks is not None:
            _check_places("marks", self.marks, self, NO_MARK, len(self.mark_kinds))
        for kind in self.kinds:
            if kind.symbol and kind.symbol not in SHAPES:
                raise ValueError(f"{kind.symbol!r} is not a shape: {', '.join(SHAPES)}.")
            if not COLOUR.fullmatch(kind.colour):
                raise ValueError(f"{kind.colour!r} is not a colour such as #b3201b.")
            if not 1 <= len(kind.letter) <= 3:
                raise ValueError(f"{kind.letter!r} is not one to three characters.")


def draw(grid: Grid, fmt: Format) -> bytes:
    """Draw `grid` as a PNG, an SVG or a PDF file. The same grid gives the same bytes.

    A3, landscape or portrait, with rows at least 4.6 mm high. A grid too long for one page has
    its column headings again after each pageful: on one tall canvas in PNG and SVG, on numbered
    pages in PDF. A name too wide for its place is cut with an ellipsis, after some 60 characters
    for a row. Text is never read as markup; characters the font lacks become an empty box.

    Raises ValueError for another format.
    """
    # Matplotlib takes half a second to import, and no process needs it to start.
    from .picture import files  # noqa: PLC0415

    with drawing:
        return files.draw(grid, fmt)


def _check_places(name: str, table: Sequence, grid: Grid, lowest: int, end: int) -> None:
    if len(table) != len(grid.rows) or any(len(row) != len(grid.columns) for row in table):
        raise ValueError(f"{name} must be {len(grid.rows)} rows of {len(grid.columns)}.")
    if any(row and not lowest <= min(row) <= max(row) < end for row in map(tuple, table)):
        raise ValueError(f"{name} must hold whole numbers from {lowest} to {end - 1}.")
