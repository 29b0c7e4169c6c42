"""The timetable as a picture: what is to be drawn, in plain values, and `draw`.

Like the heatmap's (`section11/board/figure.py`) it knows nothing of models and starts no drawing
library before a picture is asked for: the package `picture` holds what needs matplotlib.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from section11.board.figure import Format, drawing


@dataclass(frozen=True)
class Block:
    """An agency's time in a session: from which minute of the day, and for how many."""

    label: str
    begins: int
    minutes: int


@dataclass(frozen=True)
class Sitting:
    """A session: its day and clock time in words, from which minute of the day, and for how many."""

    day: str
    at: str
    place: str
    begins: int
    minutes: int
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Sitter:
    """A person of the panel: in which of the chart's sessions they sit, and which they chair."""

    name: str
    sits: frozenset[int]
    chairs: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Chart:
    """A timetable ready to draw. `note` goes beneath in small print."""

    title: str
    subtitle: str
    note: str
    sittings: Sequence[Sitting]
    sitters: Sequence[Sitter]


def draw(chart: Chart, fmt: Format) -> bytes:
    """Draw the chart as a PNG, an SVG or a PDF file. The same chart gives the same bytes.

    Above, a line for each session in its day with its agencies against the clock; beneath, who sits
    in which (a dot, a diamond for the chair) with a bar for each person's load. A3 landscape: on
    numbered pages in PDF, on one canvas as tall as it must be in PNG and SVG. A name too wide for
    its place is cut with an ellipsis. Raises ValueError for another format.
    """
    # Matplotlib takes half a second to import, and no process needs it to start.
    from .picture import files  # noqa: PLC0415

    with drawing:
        return files.draw(chart, fmt)
