"""One canvas or page of a timetable's picture, filled from top to bottom."""

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from section11.board.picture.layout import (
    BOLD,
    LEADING,
    MARGIN,
    NOTE,
    REGULAR,
    SUBTITLE,
    TITLE,
    Face,
)

from ..figure import Block
from .layout import GAP, HEADING, LABELS, LOAD, PLACES, ROW, SMALL, SMALLER, WIDTH, Band, Layout

INK, GREY, HAIRLINE, PAPER = "#0b0c0c", "#505a5f", "#cfd3d5", "#ffffff"
SESSION, AGENCY, SIGN = "#f5f3fa", "#d9d3ea", "#33265c"
MIDDLE = 0.36  # from the baseline to the middle of a line of text, in em
DOT = 4.6


class Sheet:
    """The picture of some bands; `figure` is what comes of it."""

    def __init__(
        self, layout: Layout, height: float, bands: Sequence[Band], *, dpi: int = 72, page: str = ""
    ):
        self.layout, self.chart, self.height = layout, layout.chart, height
        self.figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=dpi)
        self.points = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans
        self._head()
        y = layout.top
        for band in bands:
            part = self._sessions if band.part == "sessions" else self._panels
            part(band, y)
            y += band.height + GAP
        self._foot(page)

    def _head(self) -> None:
        y = MARGIN
        for line in self.layout.title:
            y += TITLE * LEADING
            self._text(MARGIN, y - 0.3 * TITLE, line, TITLE, BOLD)
        for line in self.layout.subtitle:
            y += SUBTITLE * LEADING
            self._text(MARGIN, y - 0.3 * SUBTITLE, line, SUBTITLE, colour=GREY)

    def _heading(self, y: float, words: str) -> None:
        self._text(MARGIN, y + 13, words, 12.0, BOLD)

    def _sessions(self, band: Band, y: float) -> None:
        """A line for each session, by day, with its agencies against the clock."""
        layout = self.layout
        self._heading(y, "Sessions by day")
        top = y + HEADING + ROW
        bottom = top + len(band.rows) * ROW
        hours = range(layout.first_hour, layout.last_hour + 1)
        for hour in hours:
            x = layout.x_of(hour * 60)
            said = f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}"
            self._text(x, top - 6, said, SMALL, align="center", colour=GREY)
        places = WIDTH - MARGIN - PLACES
        self._lines(
            [((layout.x_of(hour * 60), top), (layout.x_of(hour * 60), bottom)) for hour in hours]
        )
        if not band.rows:
            self._text(MARGIN, top + 12, "No session.", SMALL)
        day = ""
        for number, row in enumerate(band.rows):
            one, line = self.chart.sittings[row], top + number * ROW
            if one.day != day:
                self._lines([((MARGIN, line), (WIDTH - MARGIN, line))])
                self._line_text(MARGIN, line, one.day, 120, BOLD)
            day = one.day
            self._line_text(MARGIN + 125, line, one.at, LABELS - 130)
            self._box(one.begins, one.minutes, line, SESSION)
            for block in one.blocks:
                self._box(block.begins, block.minutes, line, AGENCY)
                self._label(block, line)
            self._line_text(places + 12, line, one.place, PLACES - 12, colour=GREY)

    def _label(self, block: Block, y: float) -> None:
        """The agency's name in its box, if its first letters find room there."""
        width = block.minutes * self.layout.per_minute - 4
        shown = REGULAR.fit(REGULAR.clean(block.label), SMALLER, width)
        if width > 2 * SMALLER:
            x, middle = self.layout.x_of(block.begins) + 2.5, y + ROW / 2 + MIDDLE * SMALLER
            self._text(x, middle, shown, SMALLER)

    def _box(self, begins: int, minutes: int, y: float, colour: str) -> None:
        x, width = self.layout.x_of(begins), minutes * self.layout.per_minute
        self._add(
            Rectangle(
                (x, self.height - y - ROW + 2.5),
                width,
                ROW - 5,
                facecolor=colour,
                edgecolor=GREY,
                linewidth=0.5,
                transform=self.points,
            )
        )

    def _panels(self, band: Band, y: float) -> None:
        """Who sits in which session, and a bar for how many that is."""
        layout = self.layout
        self._heading(y, "Panels and load")
        self._key(y)
        top = y + HEADING + layout.head_height
        bottom = top + len(band.rows) * ROW
        for place, column in enumerate(band.columns):
            one, x = self.chart.sittings[column], self._x(place)
            head = REGULAR.fit(REGULAR.clean(f"{one.day} {one.at}"), SMALL, layout.head_height - 6)
            self._text(x + MIDDLE * SMALL, top - 4, head, SMALL, turn=90)
        ends = self._x(len(band.columns)) - layout.column_width / 2
        self._lines(
            [((x, top), (x, bottom)) for x in map(self._edge, range(len(band.columns) + 1))]
        )
        for number, row in enumerate(band.rows):
            one, line = self.chart.sitters[row], top + number * ROW
            right = ends + (LOAD if band.shows_load else 0)
            self._lines([((MARGIN, line), (right, line))])
            self._line_text(MARGIN, line, one.name, LABELS - 10)
            for place, column in enumerate(band.columns):
                if column in one.sits:
                    self._sign(self._x(place), line + ROW / 2, chairs=column in one.chairs)
            if band.shows_load:
                self._bar(ends + 12, line, len(one.sits))

    def _key(self, y: float) -> None:
        x = MARGIN + 130
        for words, chairs in (("sits", False), ("sits and chairs", True)):
            self._sign(x, y + 9, chairs=chairs)
            self._text(x + 9, y + 12, words, SMALL)
            x += 60
        self._text(x + 60, y + 12, "Bars: how many sessions each person sits in.", SMALL)

    def _x(self, place: int) -> float:
        """The middle of a session's column."""
        return self.layout.left + (place + 0.5) * self.layout.column_width

    def _edge(self, place: int) -> float:
        return self._x(place) - self.layout.column_width / 2

    def _sign(self, x: float, y: float, *, chairs: bool) -> None:
        y = self.height - y
        if chairs:
            far = DOT * 1.5
            corners = [(x - far, y), (x, y + far), (x + far, y), (x, y - far)]
            self._add(Polygon(corners, facecolor=SIGN, edgecolor="none", transform=self.points))
        else:
            self._add(Circle((x, y), DOT, facecolor=SIGN, edgecolor="none", transform=self.points))

    def _bar(self, x: float, y: float, count: int) -> None:
        most = max((len(one.sits) for one in self.chart.sitters), default=1) or 1
        width = (LOAD - 40) * count / most
        if count:
            self._add(
                Rectangle(
                    (x, self.height - y - ROW + 4),
                    width,
                    ROW - 8,
                    facecolor=AGENCY,
                    edgecolor=GREY,
                    linewidth=0.5,
                    transform=self.points,
                )
            )
        self._line_text(x + width + 5, y, str(count), 30)

    def _foot(self, page: str) -> None:
        y = self.height - self.layout.bottom + 14
        for line in self.layout.note:
            y += NOTE * LEADING
            self._text(MARGIN, y - 0.3 * NOTE, line, NOTE, colour=GREY)
        if page:
            y = self.height - MARGIN / 2
            self._text(WIDTH - MARGIN, y, page, NOTE, colour=GREY, align="right")

    def _line_text(
        self, x: float, y: float, text: str, width: float, face: Face = REGULAR, colour: str = INK
    ) -> None:
        """Text in the middle of the line at `y`, cut to `width`."""
        shown = face.fit(face.clean(text), SMALL, max(width, 1))
        self._text(x, y + ROW / 2 + MIDDLE * SMALL, shown, SMALL, face, colour=colour)

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

    def _lines(self, lines) -> None:
        turned = [[(x, self.height - y) for x, y in line] for line in lines]
        if turned:
            self._add(
                LineCollection(turned, colors=[HAIRLINE], linewidths=[0.6], transform=self.points)
            )

    def _add(self, artist: Artist) -> None:
        artist.set_zorder(len(self.figure.get_children()))
        self.figure.add_artist(artist)
