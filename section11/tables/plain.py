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

# A row that is longer than this is read by expat.
LONGEST_ITEM = 1024 * 1024

_OPENING = re.compile(rb"<sheetData>|<sst\b[^<>]*>")
_TEXT = rb'<t(?: xml:space="preserve")?>[^<]*+</t>'
_STRINGS = re.compile(rb"(?:<si>%s</si>)++" % _TEXT)
_ATTRIBUTES = rb'(?: [\w:]++="[^"<>&]*+")*+'
_SHARED = re.compile(rb't="s"><v>([0-9]+)<')


class PlainPart:
    """Takes one XML member piece by piece and gives back what expat must see of it."""

    def __init__(self, limits: Limits) -> None:
        self.rows_skipped = False
        self._rows = _rows_within(limits)
        self._item, self._closing = self._rows, b"</row>"
        self._buffer = b""
        self._skipped = b""
        self.skip = self._before

    def rest(self) -> bytes:
        """What is still held back at the end."""
        rest, self._buffer = self._buffer, b""
        return rest

    def take_shared(self) -> list[bytes]:
        """The numbers of the shared texts that the rows skipped last name."""
        return _SHARED.findall(self._skipped) if self._item is self._rows else []

    def take_sizes(self) -> list[int]:
        """About the sizes of the shared texts skipped last, never less."""
        if self._item is self._rows:
            return []
        return list(map(len, self._skipped.split(b"</si>")[:-1]))

    def _before(self, piece: bytes) -> bytes:
        """Until the rows or the shared strings begin."""
        self._buffer += piece
        opening = _OPENING.search(self._buffer)
        if not opening:
            if len(self._buffer) > LONGEST_ITEM:
                self.skip = self._pass
                return self.rest()
            return b""
        frame, self._buffer = self._buffer[: opening.end()], self._buffer[opening.end() :]
        # Within a comment or an instruction the rows might not be rows.
        if b"<!" in frame or b"<?" in frame[5:]:
            self.skip = self._pass
            return frame + self.rest()
        if opening[0].startswith(b"<sst"):
            self._item, self._closing = _STRINGS, b"</si>"
        self.skip = self._within
        return frame + self._within(b"")

    def _within(self, piece: bytes) -> bytes:
        buffer = self._buffer + piece
        plain = self._item.match(buffer)
        end = plain.end() if plain else 0
        self._skipped, buffer = buffer[:end], buffer[end:]
        self.rows_skipped = self.rows_skipped or (end > 0 and self._item is self._rows)
        if self._closing in buffer or b"</s" in buffer or len(buffer) > LONGEST_ITEM:
            self.skip = self._pass
            self._buffer = b""
            return buffer
        self._buffer = buffer
        return b""

    def _pass(self, piece: bytes) -> bytes:
        self._skipped = b""
        return piece


def _rows_within(limits: Limits) -> re.Pattern[bytes]:
    """Rows whose cells lie within the columns, and about within the rows, of the limits."""
    numbers = _numbers_up_to(limits.rows)
    value = rb"<v>[^<]*+</v>|<is>%s</is>" % _TEXT
    cell = (
        rb'<c r="(?:%s)(?:%s)"(?: s="[0-9]++")?(?:/>| t="s"><v>[0-9]++</v></c>'
        rb'|(?: t="(?:n|b|str|inlineStr)")?(?:/>|>(?:%s)?</c>))'
    ) % (_columns_up_to(limits.columns), numbers, value)
    # A row says its number first: calamine counts on from it.
    row = rb'<row r="(?:%s)"%s>(?:%s)*+</row>' % (numbers, _ATTRIBUTES, cell)
    return re.compile(rb"(?:%s)++" % row)


def _columns_up_to(columns: int) -> bytes:
    """A pattern for the letters of the first so many columns."""
    return "|".join(column_letters(index) for index in reversed(range(columns))).encode()


def _numbers_up_to(number: int) -> bytes:
    """A pattern for 1 to `number`, rounded up in its first digit: 5000 gives 1 to 5999."""
    first, others = str(number)[0], len(str(number)) - 1
    return rb"[1-%s][0-9]{%d}|[1-9][0-9]{0,%d}" % (first.encode(), others, max(others - 1, 0))
