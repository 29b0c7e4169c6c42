"""One canvas or page of the picture, filled from top to bottom.

Thousands of cells cost little because none of them is an object: the colours are one image, and
each pair of letter and arrow is one path stamped at all its places. Only names are text.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba_array
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox

from section11.web.rating_css import text_colour

from ..figure import NO_MARK, Grid
from .artists import Colours, Stamps
from .layout import (
    BAND_GAP,
    BOLD,
    HEADING_GAP,
    KEY,
    KEY_SIGN,
    LEADING,
    LEGEND,
    MARGIN,
    NOTE,
    REGULAR,
    SUBTITLE,
    TITLE,
    Entry,
    Face,
    Layout,
)
from .stamps import centred, outline, stamp

INK, GREY, HAIRLINE, PAPER = "#0b0c0c", "#505a5f", "#cfd3d5", "#ffffff"
LARGEST_LETTER = 11.0
SHIFT = {"left": 0.0, "center": -0.5, "right": -1.0}
MIDDLE = 0.36  # from the baseline to the middle of a line of text, in em


class Sheet:
    """The picture of some bands of a grid; `figure` is what comes of it."""

    def __init__(
        self,
        layout: Layout,
        size: tuple[float, float],
        bands: Sequence[range],
        *,
        dpi: int = 72,
        page: str = "",
        outlined: bool = False,
    ):
        """`outlined` draws text as paths: for pixels the same, and several times faster."""
        self.layout, self.grid = layout, layout.grid
        self.width, self.height = size
        self.figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=dpi)
        self.points = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans
        self.cells = as_table(self.grid, self.grid.cells)
        self.marks = as_table(self.grid, self.grid.marks)
        self.colours = (to_rgba_array([k.colour for k in self.grid.kinds]) * 255).astype(np.uint8)
        self._words: dict[str, list[tuple[Path, float, float]]] | None = {} if outlined else None
        self._head()
        if self.cells.size:
            self._bands(bands)
        else:
            self._text(MARGIN, layout.top + SUBTITLE, "Nothing to show.", SUBTITLE)
        self._foot(page)
        self._outlined_words()

    def _head(self) -> None:
        y = MARGIN
        for line in self.layout.title:
            y += TITLE * LEADING
            self._text(MARGIN, y - 0.3 * TITLE, line, TITLE, BOLD)
        for line in self.layout.subtitle:
            y += SUBTITLE * LEADING
            self._text(MARGIN, y - 0.3 * SUBTITLE, line, SUBTITLE, colour=GREY)
        y = self.layout.legend_top + KEY[1] / 2
        for line in self.layout.legend:
            for entry in line:
                self._legend_entry(entry, MARGIN + entry.x, y)
            y += self.layout.legend_line

    def _legend_entry(self, entry: Entry, x: float, y: float) -> None:
        if entry.table == "kinds":
            kind = self.grid.kinds[entry.place]
            width, height = KEY[0] / 2, KEY[1] / 2
            corners = [(-width, -height), (width, -height), (width, height), (-width, height)]
            box = Path([*corners, corners[0]], closed=True)
            middle = [(x + width, y)]
            self._stamp(box, middle, kind.colour, edge=HAIRLINE)
            self._stamp(
                stamp(kind, None, 9.0, (KEY[0] - 3, KEY[1])), middle, text_colour(kind.colour)
            )
        elif entry.table == "marks":
            symbol = BOLD.clean(self.grid.mark_kinds[entry.place].symbol)
            self._stamp(centred(outline(symbol, BOLD), 10.0), [(x + 5, y)], INK)
        face = BOLD if entry.table == "text" else REGULAR
        self._text(x + KEY_SIGN[entry.table], y + MIDDLE * LEGEND, entry.label, LEGEND, face)

    def _bands(self, bands: Sequence[range]) -> None:
        """Bands of rows, one under the other, each under its own headings."""
        layout, tops, top = self.layout, [], self.layout.top
        for band in bands:
            top += layout.headings.height + HEADING_GAP
            tops.append(top)
            top += len(band) * layout.row_height + BAND_GAP
        self._headings(tops)
        for band, top in zip(bands, tops, strict=True):
            self._rows(band, top)
        ys = np.concatenate(
            [
                top + (np.arange(len(band)) + 0.5) * layout.row_height
                for band, top in zip(bands, tops, strict=True)
            ]
        )
        self._signs(slice(bands[0].start, bands[-1].stop), ys)

    def _headings(self, tops: list[float]) -> None:
        """Text above the first band; above the others the same as outlines, which cost less."""
        layout, (columns, size, _, turned) = self.layout, self.layout.headings
        for top in tops:
            y = top - HEADING_GAP
            self._text(MARGIN, y, BOLD.clean(self.grid.corner), layout.name_size, BOLD)
        for column, lines in enumerate(columns):
            x = layout.left + (column + 0.5) * layout.column_width
            parts = []
            for number, line in enumerate(lines):
                if turned:
                    across = (number - (len(lines) - 1) / 2) * size * LEADING + MIDDLE * size
                    place = (x + across, tops[0] - HEADING_GAP)
                    self._text(*place, line, size, turn=90)
                    matrix = Affine2D().scale(size).rotate_deg(90).translate(across, 0)
                else:
                    up = (len(lines) - 1 - number) * size * LEADING
                    place = (x, tops[0] - HEADING_GAP - up)
                    self._text(*place, line, size, align="center")
                    start = -REGULAR.width(line, size) / 2
                    matrix = Affine2D().scale(size).translate(start, up)
                if len(tops) > 1:
                    parts.append(outline(line, REGULAR).transformed(matrix))
            if parts:
                later = [(x, top - HEADING_GAP) for top in tops[1:]]
                self._stamp(Path.make_compound_path(*parts), later, INK)

    def _rows(self, band: range, top: float) -> None:
        layout, height = self.layout, self.layout.row_height
        bottom = top + len(band) * height
        self._add(
            Colours(
                self.colours[self.cells[band.start : band.stop]],
                Bbox.from_extents(
                    layout.left, self.height - bottom, layout.right, self.height - top
                ),
                self.points,
            )
        )
        ys = top + np.arange(len(band) + 1) * height
        xs = layout.left + np.arange(len(layout.columns) + 1) * layout.column_width
        between = [((layout.left, y), (layout.right, y)) for y in ys]
        between += [((x, top), (x, bottom)) for x in xs]
        self._lines(between, PAPER, 1.3)
        self._lines([((MARGIN, y), (layout.right, y)) for y in ys], HAIRLINE, 0.5)
        middle = top + height / 2 + MIDDLE * layout.name_size
        for row in band:
            y = middle + (row - band.start) * height
            self._text(MARGIN, y, layout.names[row], layout.name_size)

    def _signs(self, rows: slice, ys: np.ndarray) -> None:
        """Shape, letter and arrow of every cell: one path for each pair that occurs."""
        layout, cells = self.layout, self.cells[rows]
        marks = np.full_like(cells, NO_MARK) if self.marks is None else self.marks[rows]
        xs = layout.left + (np.arange(cells.shape[1]) + 0.5) * layout.column_width
        box = (layout.column_width - 4, layout.row_height - 4)
        largest = min(LARGEST_LETTER, 0.7 * layout.row_height)
        for place in np.unique(self.cells):
            kind = self.grid.kinds[place]
            never = self.marks is None or (self.marks[self.cells == place] == NO_MARK).all()
            here = cells == place
            for mark in np.unique(marks[here]):
                symbol = "" if mark == NO_MARK else self.grid.mark_kinds[mark].symbol
                path = stamp(kind, None if never else symbol, largest, box)
                row, column = np.nonzero(here & (marks == mark))
                self._stamp(path, np.column_stack([xs[column], ys[row]]), text_colour(kind.colour))

    def _foot(self, page: str) -> None:
        y = self.height - self.layout.bottom + 14
        for line in self.layout.note:
            y += NOTE * LEADING
            self._text(MARGIN, y - 0.3 * NOTE, line, NOTE, colour=GREY)
        if page:
            y = self.height - MARGIN / 2
            self._text(self.width - MARGIN, y, page, NOTE, colour=GREY, align="right")

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
        turn: int = 0,
    ) -> None:
        if self._words is not None:
            shift = SHIFT[align] * face.width(text, size)
            matrix = Affine2D().scale(size).translate(shift, 0).rotate_deg(turn)
            path = outline(text, face).transformed(matrix)
            self._words.setdefault(colour, []).append((path, x, y))
            return
        self._add(
            Text(
                x,
                self.height - y,
                text,
                color=colour,
                fontproperties=face.at(size),
                horizontalalignment=align,
                rotation=turn,
                rotation_mode="anchor",
                parse_math=False,
                transform=self.points,
            )
        )

    def _outlined_words(self) -> None:
        for colour, words in (self._words or {}).items():
            self._stamp([path for path, _, _ in words], [(x, y) for _, x, y in words], colour)

    def _stamp(self, paths: Path | list[Path], places, colour: str, edge: str = "") -> None:
        """`paths` in turn at each of `places`; one path at all of them is drawn only once."""
        places = np.array(places, dtype=float) * (1, -1) + (0, self.height)
        self._add(Stamps(paths, places, self.points, colour, edge))

    def _lines(self, lines, colour: str, width: float) -> None:
        turned = [[(x, self.height - y) for x, y in line] for line in lines]
        self._add(
            LineCollection(turned, colors=[colour], linewidths=[width], transform=self.points)
        )

    def _add(self, artist: Artist) -> None:
        artist.set_zorder(len(self.figure.get_children()))
        self.figure.add_artist(artist)


def as_table(grid: Grid, table: Sequence[Sequence[int]] | None) -> np.ndarray | None:
    if table is None:
        return None
    return np.array(table, dtype=np.int16).reshape(len(grid.rows), len(grid.columns))
