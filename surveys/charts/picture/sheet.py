"""One canvas or page of a chart, filled from top to bottom."""

from collections.abc import Sequence
from itertools import accumulate

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from section11.board.picture.layout import BOLD, LEADING, MARGIN, NOTE, REGULAR, Face
from section11.web.rating_css import text_colour

from ..figure import Bar, Step
from .layout import (
    BAR,
    HEADING_SIZE,
    KEY,
    KEY_LINE,
    KEY_WIDTH,
    LABELS,
    SAID,
    SMALL,
    SUBTITLE,
    TEXT,
    TITLE,
    WIDTH,
    Block,
    Layout,
    side_lengths,
)

INK, GREY, EDGE, PATTERN = "#0b0c0c", "#505a5f", "#ffffff", "#ffffff"
MIDDLE = 0.36  # from the baseline to the middle of a line of text, in em
SIGN, SMALLEST = 8.5, 6.8  # sizes of what stands in a part of a bar
AROUND = 1.8


class Sheet:
    """The picture of some blocks; `figure` is what comes of it."""

    def __init__(
        self,
        layout: Layout,
        height: float,
        blocks: Sequence[Block],
        *,
        dpi: int = 72,
        page: str = "",
    ):
        self.layout, self.height = layout, height
        self.figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=dpi)
        self.points = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans
        self._head()
        self._legend()
        y = layout.top
        if not blocks:
            self._text(MARGIN, y + SUBTITLE, "Nothing to show.", SUBTITLE)
        for block in blocks:
            if block.item is None:
                title = BOLD.fit(BOLD.clean(block.title), HEADING_SIZE, layout.text_width)
                self._text(MARGIN, y + HEADING_SIZE, title, HEADING_SIZE, BOLD)
            else:
                self._item(block, y)
            y += block.height
        self._foot(page)

    def _head(self) -> None:
        y = MARGIN
        for line in self.layout.title:
            y += TITLE * LEADING
            self._text(MARGIN, y - 0.3 * TITLE, line, TITLE, BOLD)
        for line in self.layout.subtitle:
            y += SUBTITLE * LEADING
            self._text(MARGIN, y - 0.3 * SUBTITLE, line, SUBTITLE, colour=GREY)

    def _legend(self) -> None:
        for number, line in enumerate(self.layout.legend):
            y = self.layout.legend_top + number * KEY_LINE
            for step, start in line:
                x = MARGIN + start
                self._part(x, y, KEY_WIDTH, KEY, step, step.letters)
                label = REGULAR.clean(step.label)
                self._text(x + KEY_WIDTH + 6, y + KEY / 2 + MIDDLE * SMALL, label, SMALL)

    def _item(self, block: Block, y: float) -> None:
        for line, face in block.lines:
            y += TEXT * LEADING
            self._text(MARGIN, y - 0.3 * TEXT, line, TEXT, face)
        y += 4
        bars = block.item.bars
        if any(bar.percents for bar in bars):
            x = self.layout.middle
            ends = [self.height - y + 2, self.height - y - len(bars) * BAR - 2]
            self._add(Line2D([x, x], ends, color=INK, linewidth=1.1))
        for bar in bars:
            self._bar(block.item.steps, bar, y)
            y += BAR

    def _bar(self, steps: Sequence[Step], bar: Bar, y: float) -> None:
        layout = self.layout
        self._line_text(MARGIN, y, bar.label, LABELS - 8)
        if bar.percents is None:
            self._line_text(layout.left, y, bar.said, layout.right - layout.left, GREY)
            return
        self._line_text(layout.right + 8, y, bar.said, SAID - 8)
        start = layout.middle - side_lengths(bar.percents)[0] * layout.per_percent
        widths = [percent * layout.per_percent for percent in bar.percents]
        lefts = accumulate(widths, initial=start)
        for step, percent, left, width in zip(steps, bar.percents, lefts, widths, strict=False):
            if percent:
                self._part(left, y + 2, width, BAR - 4, step, f"{step.letters} {percent:.0f}")

    def _part(self, x: float, y: float, width: float, height: float, step: Step, sign: str) -> None:
        """A part of a bar in its colour and pattern, with its sign if that finds room."""
        bottom = self.height - y - height
        self._add(
            Rectangle(
                (x, bottom),
                width,
                height,
                facecolor=step.colour,
                edgecolor=PATTERN,
                hatch=step.pattern or None,
                linewidth=0,
            )
        )
        self._add(
            Rectangle((x, bottom), width, height, facecolor="none", edgecolor=EDGE, linewidth=0.8)
        )
        self._sign(x, y, width, height, step, sign)

    def _sign(self, x: float, y: float, width: float, height: float, step: Step, sign: str) -> None:
        for said in (sign, sign.split()[0]):
            for size in (SIGN, SMALLEST):
                needed = BOLD.width(said, size)
                if needed + 2 * AROUND > width:
                    continue
                middle = y + height / 2
                if step.pattern:  # a plain ground, so that the pattern does not cross the letters
                    half = size * 0.56
                    self._add(
                        Rectangle(
                            (x + (width - needed) / 2 - AROUND, self.height - middle - half),
                            needed + 2 * AROUND,
                            2 * half,
                            facecolor=step.colour,
                            edgecolor="none",
                        )
                    )
                self._text(
                    x + width / 2,
                    middle + MIDDLE * size,
                    said,
                    size,
                    BOLD,
                    colour=text_colour(step.colour),
                    align="center",
                )
                return

    def _foot(self, page: str) -> None:
        y = self.height - self.layout.bottom + 8
        for line in self.layout.note:
            y += NOTE * LEADING
            self._text(MARGIN, y - 0.3 * NOTE, line, NOTE, colour=GREY)
        if page:
            y = self.height - MARGIN / 2
            self._text(WIDTH - MARGIN, y, page, NOTE, colour=GREY, align="right")

    def _line_text(self, x: float, y: float, text: str, width: float, colour: str = INK) -> None:
        """Text in the middle of the bar's line at `y`, cut to `width`."""
        shown = REGULAR.fit(REGULAR.clean(text), SMALL, width)
        self._text(x, y + BAR / 2 + MIDDLE * SMALL, shown, SMALL, colour=colour)

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        face: Face = REGULAR,
        *,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        self._add(
            Text(
                x,
                self.height - y,
                text,
                color=colour,
                fontproperties=face.at(size),
                horizontalalignment=align,
                parse_math=False,
            )
        )

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self.points)
        artist.set_zorder(len(self.figure.get_children()))
        self.figure.add_artist(artist)
