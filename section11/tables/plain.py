"""The plain part of a sheet's XML, told from the rest by one regular expression.

Nearly every row is a run of cells with a small reference and a text or a number. Handing each of
its tags to Python takes five times as long as calamine takes for the whole file. So rows that
have exactly that form, and lie within the limits, are skipped here, and expat sees what is left:
the frame, and from the first row that is anything else (a formula, an error, a far corner) all of
it. Possessive quantifiers keep the time linear.
"""

import re

from .cells import column_letters
from .limits import Limits

# Longer than any row that fits the limits of a cell; then expat takes over.
LONGEST_ITEM = 4 * 1024 * 1024

_OPENING = re.compile(rb"<sheetData>|<sst\b[^<>]*>")
_TEXT = rb'<t(?: xml:space="preserve")?>[^<]*+</t>'
_STRING = re.compile(rb"(?:<si>%s</si>)++" % _TEXT)
_ATTRIBUTES = rb'(?: [\w:]++="[^"<>&]*+")*+'


class PlainPart:
    """Takes one XML member piece by piece and gives back what expat must see of it."""

    def __init__(self, limits: Limits) -> None:
        self.items = 0
        self.rows = _rows_within(limits)
        self.item = self.rows
        self.closing = b"</row>"
        self.buffer = b""
        self.skip = self._before

    def rest(self) -> bytes:
        """What is still held back at the end."""
        rest, self.buffer = self.buffer, b""
        return rest

    def _before(self, piece: bytes) -> bytes:
        """Until the rows or the shared strings begin."""
        self.buffer += piece
        opening = _OPENING.search(self.buffer)
        if not opening:
            if len(self.buffer) > LONGEST_ITEM:
                self.skip = self._pass
                return self.rest()
            return b""
        frame, self.buffer = self.buffer[: opening.end()], self.buffer[opening.end() :]
        # Within a comment or an instruction the rows might not be rows.
        if b"<!" in frame or b"<?" in frame[5:]:
            self.skip = self._pass
            return frame + self.rest()
        if opening[0].startswith(b"<sst"):
            self.item, self.closing = _STRING, b"</si>"
        self.skip = self._within
        return frame + self._within(b"")

    def _within(self, piece: bytes) -> bytes:
        buffer = self.buffer + piece
        plain = self.item.match(buffer)
        if plain:
            self.items += buffer.count(self.closing, 0, plain.end())
            buffer = buffer[plain.end() :]
        if self.closing in buffer or b"</s" in buffer or len(buffer) > LONGEST_ITEM:
            self.skip = self._pass
            self.buffer = b""
            return buffer
        self.buffer = buffer
        return b""

    def _pass(self, piece: bytes) -> bytes:
        return piece


def _rows_within(limits: Limits) -> re.Pattern[bytes]:
    """Rows whose cells lie within the columns, and about within the rows, of the limits."""
    value = rb"<v>[^<]*+</v>|<is>%s</is>" % _TEXT
    cell = (
        rb'<c r="(?:%s)(?:%s)"(?: s="\d++")?(?: t="(?:s|n|b|str|inlineStr)")?(?:/>|>(?:%s)?</c>)'
        % (
            _columns_up_to(limits.columns),
            _numbers_up_to(limits.rows),
            value,
        )
    )
    # A row says its number first: calamine counts on from it.
    row = rb'<row r="(?:%s)"%s>(?:%s)*+</row>' % (_numbers_up_to(limits.rows), _ATTRIBUTES, cell)
    return re.compile(rb"(?:%s)++" % row)


def _columns_up_to(columns: int) -> bytes:
    """A pattern for the letters of the first so many columns."""
    return "|".join(column_letters(index) for index in reversed(range(columns))).encode()


def _numbers_up_to(number: int) -> bytes:
    """A pattern for 1 to `number`, rounded up in its first digit: 5000 gives 1 to 5999."""
    first, others = str(number)[0], len(str(number)) - 1
    return rb"[1-%s][0-9]{%d}|[1-9][0-9]{0,%d}" % (first.encode(), others, max(others - 1, 0))
