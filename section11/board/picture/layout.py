"""Where everything in the picture of a heatmap goes: pages, bands, columns, lines of text.

Lengths are points (1/72 inch), x from the left and y down from the top. Needs matplotlib for the
widths and outlines of characters only, so it is imported through `drawing`, never by a page.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import ceil, sqrt
from pathlib import Path as FilePath
from typing import NamedTuple

import matplotlib
import numpy as np
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import FT2Font, Kerning, LoadFlags

from ..figure import Grid

A3 = (1191.0, 842.0)
MARGIN = 34.0
SHORTEST_ROW, TALLEST_ROW = 13.2, 26.0
NARROWEST_COLUMN, WIDEST_COLUMN = 28.0, 84.0
WIDEST_NAME = 285.0
HEADING_LENGTH = 132.0
LEADING = 1.25  # line height over font size
TITLE, SUBTITLE, LEGEND, NOTE = 19.0, 10.5, 9.0, 8.5
KEY = (27.0, 14.0)  # a cell in the legend
KEY_SIGN = {"kinds": KEY[0] + 6, "marks": 15.0, "text": 0.0}  # room before an entry's label
HEADING_GAP, BAND_GAP = 6.0, 24.0
LONGEST_TEXT = 1200  # characters looked at
UNITS = 1000  # size at which characters are measured


def plain(text: str) -> str:
    """`text` on one line, without what has no shape of its own or turns the line round."""
    if len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT] + "…"
    characters = unicodedata.normalize("NFC", text)
    shown = (
        " " if character.isspace() else character
        for character in characters
        if character.isspace()
        or (unicodedata.category(character)[0] != "C" and not 0xFE00 <= ord(character) <= 0xFE0F)
    )
    return " ".join("".join(shown).split())


class Face:
    """One cut of the font that comes with matplotlib, so that no machine's fonts matter."""

    def __init__(self, file: str, weight: str):
        path = FilePath(matplotlib.get_data_path()) / "fonts" / "ttf" / file
        self._properties = FontProperties(family="sans-serif", weight=weight, fname=path)
        self._path = path
        self.advance = lru_cache(maxsize=4096)(self._advance)
        self.glyph = lru_cache(maxsize=4096)(self._glyph)
        self.step = lru_cache(maxsize=16384)(self._step)

    def at(self, size: float) -> FontProperties:
        properties = self._properties.copy()
        properties.set_size(size)
        return properties

    def clean(self, text: str) -> str:
        """`plain` text with a box for each character the font does not have."""
        return "".join("□" if self.advance(one) is None else one for one in plain(text))

    def width(self, text: str, size: float) -> float:
        return size * sum(map(self.advance, text))

    def fit(self, text: str, size: float, width: float) -> str:
        """`text`, cut with an ellipsis where it is wider than `width`."""
        if self.width(text, size) <= width:
            return text
        room = width / size - self.advance("…")
        ends = accumulate(map(self.advance, text))
        return text[: sum(end <= room for end in ends)].rstrip() + "…"

    def wrap(self, text: str, size: float, width: float, most: int) -> list[str]:
        """`text` on at most `most` lines; what is too much is cut with an ellipsis."""
        words, lines = text.split(), []
        while words and len(lines) < most - 1:
            line = words.pop(0)
            while words and self.width(f"{line} {words[0]}", size) <= width:
                line += f" {words.pop(0)}"
            lines.append(self.fit(line, size, width))
        return [*lines, self.fit(" ".join(words), size, width)] if words else lines

    def _font(self) -> FT2Font:
        font = get_font(self._path)
        font.set_size(UNITS, 72)
        return font

    def _advance(self, character: str) -> float | None:
        """How far one character moves the next, in em; None if the font does not have it."""
        font = self._font()
        if not font.get_char_index(ord(character)):
            return None
        glyph = font.load_char(ord(character), LoadFlags.NO_HINTING)
        return glyph.linearHoriAdvance / 65536 / UNITS

    def _step(self, character: str, following: str) -> float:
        """From the start of one character to that of the next, in em, kerned."""
        font = self._font()
        pair = [font.get_char_index(ord(one)) for one in (character, following)]
        return self.advance(character) + font.get_kerning(*pair, Kerning.UNFITTED) / 64 / UNITS

    def _glyph(self, character: str) -> tuple[np.ndarray, np.ndarray]:
        """Vertices, in em, and path codes of one character."""
        font = self._font()
        font.load_char(ord(character), LoadFlags.NO_HINTING)
        vertices, codes = font.get_path()
        return np.reshape(vertices, (-1, 2)) / UNITS, codes


REGULAR = Face("DejaVuSans.ttf", "normal")
BOLD = Face("DejaVuSans-Bold.ttf", "bold")


class Headings(NamedTuple):
    """The columns' titles in lines, upright or turned to be read from below."""

    lines: list[list[str]]
    size: float
    height: float
    turned: bool


class Entry(NamedTuple):
    """One entry of the legend: `table` is "kinds", "marks" or "text", `place` a place in it."""

    table: str
    place: int
    label: str
    x: float


class Layout:
    """The places of one grid's parts.

    Rows come in bands, each no longer than a page; an empty grid has one empty band.
    """

    legend_line = KEY[1] + 6

    def __init__(self, grid: Grid):
        self.grid = grid
        self.names = [REGULAR.clean(name) for name in grid.rows]
        self.columns = [REGULAR.clean(column) for column in grid.columns]
        self.name_size = 8.8
        widest = max((REGULAR.width(name, self.name_size) for name in self.names), default=0)
        corner = BOLD.width(BOLD.clean(grid.corner), self.name_size)
        self.name_width = min(max(widest, corner), WIDEST_NAME) + 10
        self._choose_page()

    def _choose_page(self) -> None:
        """The first of A3 landscape and portrait that holds all rows, else several pages.

        Too many columns for either make a wider page of the same proportions.
        """
        rows = max(len(self.names), 1)
        for page in (A3, A3[::-1]):
            if self._columns_fit(page[0]):
                self._set_out(*page)
                if self.room >= rows * SHORTEST_ROW:
                    break
        else:
            if not self._columns_fit(page[0]):
                needed = 2 * MARGIN + self.name_width + len(self.columns) * NARROWEST_COLUMN
                self._set_out(max(A3[0], needed), max(A3[1], needed / sqrt(2)))
        most = max(1, int(self.room / SHORTEST_ROW))
        each = ceil(rows / ceil(rows / most))
        self.row_height = min(TALLEST_ROW, max(SHORTEST_ROW, self.room / each))
        self.bands = [
            range(start, min(start + each, len(self.names))) for start in range(0, rows, each)
        ]
        self.name_size = min(self.name_size, 0.64 * self.row_height)
        self.names = [REGULAR.fit(name, self.name_size, WIDEST_NAME) for name in self.names]

    def _columns_fit(self, width: float) -> bool:
        room = width - 2 * MARGIN - self.name_width
        return room >= len(self.columns) * NARROWEST_COLUMN

    def _set_out(self, width: float, height: float) -> None:
        """Everything that depends on the size of the page and not on the number of rows."""
        self.width, self.height = width, height
        self.text_width = width - 2 * MARGIN
        self.left = MARGIN + self.name_width
        room = self.text_width - self.name_width
        self.column_width = min(WIDEST_COLUMN, room / max(len(self.columns), 1))
        self.right = self.left + self.column_width * len(self.columns)
        self.headings = _headings(self.columns, self.column_width - 4)
        grid = self.grid
        self.title = BOLD.wrap(BOLD.clean(grid.title), TITLE, self.text_width, 2)
        self.subtitle = REGULAR.wrap(REGULAR.clean(grid.subtitle), SUBTITLE, self.text_width, 2)
        self.note = REGULAR.wrap(REGULAR.clean(grid.note), NOTE, self.text_width, 6)
        self.legend = _legend(grid, self.text_width)
        self.legend_top = (
            MARGIN + len(self.title) * TITLE * LEADING + len(self.subtitle) * SUBTITLE * LEADING + 8
        )
        self.top = self.legend_top + len(self.legend) * self.legend_line + 10
        self.bottom = len(self.note) * NOTE * LEADING + 14 + MARGIN
        self.room = height - self.top - self.headings.height - HEADING_GAP - self.bottom

    def band_height(self, band: range) -> float:
        return self.headings.height + HEADING_GAP + len(band) * self.row_height


def _headings(columns: Sequence[str], width: float) -> Headings:
    """Upright where every word fits its column, else turned."""
    words = [word for column in columns for word in column.split()]
    for size in (8.8, 8.3, 7.8, 7.4):
        if all(REGULAR.width(word, size) <= width for word in words):
            lines = [REGULAR.wrap(column, size, width, 9) for column in columns]
            most = max(map(len, lines), default=1)
            if most <= 5:
                return Headings(lines, size, most * size * LEADING, turned=False)
    size = 8.3
    most = max(1, min(3, int((width + 2) / (size * LEADING))))
    lines = [REGULAR.wrap(column, size, HEADING_LENGTH, most) for column in columns]
    height = max(REGULAR.width(line, size) for column in lines for line in column or [""])
    return Headings(lines, size, height + 2, turned=True)


def _legend(grid: Grid, width: float) -> list[list[Entry]]:
    entries = [("kinds", place, kind.label) for place, kind in enumerate(grid.kinds)]
    lines = _flow(entries, width)
    if grid.marks is not None:
        marks = [("marks", place, mark.label) for place, mark in enumerate(grid.mark_kinds)]
        title = [("text", 0, grid.mark_title)] if grid.mark_title else []
        lines += _flow([*title, *marks], width)
    return lines


def _flow(entries: list[tuple[str, int, str]], width: float) -> list[list[Entry]]:
    lines, x = [[]], 0.0
    for table, place, label in entries:
        face = BOLD if table == "text" else REGULAR
        text = face.fit(face.clean(label), LEGEND, width / 3)
        needed = KEY_SIGN[table] + face.width(text, LEGEND)
        if lines[-1] and x + needed > width:
            lines.append([])
            x = 0.0
        lines[-1].append(Entry(table, place, text, x))
        x += needed + (10 if table == "text" else 18)
    return lines
