"""Where the lines of a timetable's picture go: bands of rows, and the pages that they fill.

Lengths are points (1/72 inch), x from the left and y down from the top.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from section11.board.picture.layout import BOLD, LEADING, MARGIN, NOTE, REGULAR, SUBTITLE, TITLE

from ..figure import Chart

WIDTH, HEIGHT = 1191.0, 842.0  # A3, landscape
SMALL, SMALLER = 8.8, 7.6
ROW = 19.0
HEADING = 24.0  # of a part, above its columns' heads
GAP = 26.0  # between bands
LABELS = 190.0  # room for names at the left
PLACES = 150.0  # room for the places of sessions at the right
LOAD = 150.0  # room for the bars at the right
LONGEST_HEAD = 118.0
NARROWEST, WIDEST = 13.0, 50.0  # a session's column


@dataclass(frozen=True)
class Band:
    """Some rows of one part, under their heads; of the panels, for some of the sessions."""

    part: str  # "sessions" or "panels"
    rows: range
    columns: range
    height: float
    shows_load: bool = False


class Layout:
    """What depends on the chart and not on the page."""

    def __init__(self, chart: Chart):
        self.chart = chart
        self.text_width = WIDTH - 2 * MARGIN
        self.left = MARGIN + LABELS
        self.title = BOLD.wrap(BOLD.clean(chart.title), TITLE, self.text_width, 2)
        self.subtitle = REGULAR.wrap(REGULAR.clean(chart.subtitle), SUBTITLE, self.text_width, 2)
        self.note = REGULAR.wrap(REGULAR.clean(chart.note), NOTE, self.text_width, 3)
        self.top = MARGIN + LEADING * (len(self.title) * TITLE + len(self.subtitle) * SUBTITLE) + 14
        self.bottom = MARGIN + len(self.note) * NOTE * LEADING + 14
        self._clock()
        self._columns()

    def _clock(self) -> None:
        """The hours that the sessions take, whole ones, at least one."""
        sittings = self.chart.sittings
        self.first_hour = min((one.begins // 60 for one in sittings), default=9)
        last = max((ceil((one.begins + one.minutes) / 60) for one in sittings), default=17)
        self.last_hour = max(last, self.first_hour + 1)
        width = self.text_width - LABELS - PLACES
        self.per_minute = width / ((self.last_hour - self.first_hour) * 60)

    def x_of(self, minute: float) -> float:
        return self.left + (minute - self.first_hour * 60) * self.per_minute

    def _columns(self) -> None:
        room = self.text_width - LABELS - LOAD
        sessions = max(len(self.chart.sittings), 1)
        self.most_columns = int(room // NARROWEST)
        self.column_width = min(WIDEST, max(NARROWEST, room / min(sessions, self.most_columns)))
        heads = [f"{one.day} {one.at}" for one in self.chart.sittings]
        longest = max((REGULAR.width(REGULAR.clean(head), SMALL) for head in heads), default=0)
        self.head_height = min(longest, LONGEST_HEAD) + 8

    def bands(self) -> Iterator[Band]:
        """Everything, in as few bands as the width allows."""
        sessions = range(len(self.chart.sittings))
        yield self._band("sessions", sessions)
        people = range(len(self.chart.sitters))
        for start in range(0, max(len(sessions), 1), self.most_columns):
            columns = sessions[start : start + self.most_columns]
            yield self._band("panels", people, columns, shows_load=start == 0)

    def _band(self, part, rows, columns=range(0), *, shows_load=False) -> Band:
        heads = self.head_height if part == "panels" else ROW
        return Band(part, rows, columns, HEADING + heads + len(rows) * ROW + 4, shows_load)

    def canvas(self) -> tuple[float, list[Band]]:
        """The height of one canvas for everything, and its bands."""
        bands = list(self.bands())
        inner = sum(band.height for band in bands) + GAP * (len(bands) - 1)
        return self.top + inner + self.bottom, bands

    def pages(self) -> list[list[Band]]:
        """The bands by page; one that is longer than the page goes on on the next."""
        room = HEIGHT - self.top - self.bottom
        pages, left = [[]], room
        for band in self.bands():
            rows = band.rows
            while True:
                heads = self._band(band.part, range(0)).height
                fit = int((left - heads) // ROW)
                whole = len(rows) <= fit
                if not whole and fit < min(len(rows), 4) and pages[-1]:
                    pages.append([])
                    left = room
                    continue
                taken = rows[: max(fit, 1)]
                part = self._band(band.part, taken, band.columns, shows_load=band.shows_load)
                pages[-1].append(part)
                left -= part.height + GAP
                rows = rows[len(taken) :]
                if not rows:
                    break
        return pages
