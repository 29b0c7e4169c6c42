"""What the two kinds of spreadsheet have in common when they are written."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from .cells import text_of

# Title, columns, and rows of values: texts, numbers and dates.
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]

REPLACEMENT = "\ufffd"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SAMPLE_ROWS = 200
_NARROWEST, _WIDEST = 8, 60


def xml_text(text: str) -> str:
    """Text that XML can hold: U+FFFD for each character that it cannot."""
    return _NOT_XML.sub(REPLACEMENT, text)


def with_widths(
    columns: Sequence[str], records: Iterable[Sequence[Any]]
) -> tuple[list[int], Iterable[Sequence[Any]]]:
    """The width of each column in characters, from its heading and its longest line in the first
    rows; and all the records, which may come one by one.
    """
    records = iter(records)
    sample = list(islice(records, _SAMPLE_ROWS))
    widths = []
    for index, name in enumerate(columns):
        lines = chain([name], *(text_of(record[index]).split("\n") for record in sample))
        widths.append(min(max(max(map(len, lines)) + 2, _NARROWEST), _WIDEST))
    return widths, chain(sample, records)
