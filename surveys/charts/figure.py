"""Answers as diverging bars: what is to be drawn, in plain values, and `draw`.

Like the heatmap's picture (`section11/board/figure.py`) it knows nothing of models and starts no
drawing library before a picture is asked for: the package `picture` holds what needs matplotlib.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from section11.board.figure import COLOUR, Format, drawing

PATTERNS = ("", "////", "\\\\\\\\", "....")


@dataclass(frozen=True)
class Step:
    """One answer that may be given. Its letters and its pattern stand in every such part of a bar
    beside the colour (`#rrggbb`), so that no one of the three is needed to read it.
    """

    label: str
    letters: str
    colour: str
    pattern: str = ""

    def __post_init__(self):
        if self.pattern not in PATTERNS:
            raise ValueError(f"{self.pattern!r} is not a pattern: {PATTERNS}.")
        if not COLOUR.fullmatch(self.colour):
            raise ValueError(f"{self.colour!r} is not a colour such as #b3201b.")


@dataclass(frozen=True)
class Bar:
    """Who answered, and in percent how many gave each step; none where too few did, and then
    `said` tells so.
    """

    label: str
    said: str
    percents: Sequence[float] | None


@dataclass(frozen=True)
class Item:
    """One question with its bars. The steps go from one end to the other, the neutral one, of which
    half is drawn on either side, in the middle.
    """

    text: str
    steps: Sequence[Step]
    bars: Sequence[Bar]
    note: str = ""

    def __post_init__(self):
        if len(self.steps) % 2 == 0:
            raise ValueError("An odd number of steps has one in the middle.")
        for bar in self.bars:
            if bar.percents is not None and len(bar.percents) != len(self.steps):
                raise ValueError(f"{bar.label} must have {len(self.steps)} percents.")


@dataclass(frozen=True)
class Group:
    title: str
    items: Sequence[Item]


@dataclass(frozen=True)
class Chart:
    """Bars ready to draw. `note` goes beneath in small print."""

    title: str
    subtitle: str
    note: str
    groups: Sequence[Group]

    @property
    def items(self) -> list[Item]:
        return [item for group in self.groups for item in group.items]

    @property
    def steps(self) -> list[Step]:
        """Every step that is there to be seen, each once."""
        return list(dict.fromkeys(step for item in self.items for step in item.steps))


def draw(chart: Chart, fmt: Format) -> bytes:
    """Draw the chart as a PNG, an SVG or a PDF file. The same chart gives the same bytes.

    For each question a bar for each who answered, from disagreement at the left to agreement at the
    right of one line that all bars share. A4 landscape: on numbered pages in PDF, on one canvas as
    tall as it must be in PNG and SVG. A text too long for its place is cut with an ellipsis. Raises
    ValueError for another format.
    """
    # Matplotlib takes half a second to import, and no process needs it to start.
    from .picture import files  # noqa: PLC0415

    with drawing:
        return files.draw(chart, fmt)
