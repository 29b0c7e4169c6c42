"""Two people saving the same field: whose text stands, worked out without either losing theirs.

A form carries, for each field, a digest of the value it was drawn with. On saving there are three
values: that base, mine (what was typed) and theirs (what is stored now).
"""

from enum import Enum
from hashlib import sha256


class Outcome(Enum):
    KEEP = "what is stored stands"
    TAKE = "what was typed replaces it"
    CLASH = "both were changed: a person must choose"


def normalised(text: str) -> str:
    """Text as it is stored and compared: browsers send line ends as CRLF; PostgreSQL has no NUL."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def digest(text: str) -> str:
    """16 hexadecimal characters that stand for `text` in a form."""
    return sha256(normalised(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def merge(*, base: str, mine: str, theirs: str) -> Outcome:
    """Decide between two texts. `base` is the digest of what the form was drawn with."""
    mine, theirs = normalised(mine), normalised(theirs)
    if mine == theirs or digest(mine) == base:
        return Outcome.KEEP
    if digest(theirs) == base:
        return Outcome.TAKE
    return Outcome.CLASH
