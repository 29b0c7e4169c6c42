"""The flat format of a standard set: a row a question, the same columns in every kind of file.

Text in, value out, and back again. What cannot be read raises ValueError with a sentence for the
person who wrote it. A code, a lineage and a list are compared in the form these functions return.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from section11.people.models import Sector

STANDARD_COLUMNS = ("standard_code", "standard_title", "standard_summary")
QUESTION_COLUMNS = (
    "code",
    "text",
    "small_text",
    "guidance",
    "evidence",
    "essential",
    "sectors",
    "asked_of_small",
    "priorities",
    "lineage",
    "change",
    "came_from",
)
# Without these a row says nothing; the others may be left out, which leaves things as they are.
REQUIRED = ("standard_code", "standard_title", "code", "text", "essential", "lineage")
REQUIRED_OF_A_VERSION = ("change", "came_from")
DESCRIPTOR = "descriptor_"
LEVEL_COLUMNS = (
    "code",
    "label",
    "letter",
    "colour",
    "symbol",
    "meaning",
    "counts_in_score",
    "needs_action",
    "needs_evidence",
    "needs_reason",
)

# A cell of a workbook holds 32,767 units of which an emoji takes two.
LONGEST_TEXT = 16_000
LONGEST_STANDARD_CODE = 10
LONGEST_CODE = 12
LONGEST_TITLE = 150
LONGEST_LINEAGE = 80

_NUMBERED = re.compile(r"\d+(\.\d+)*", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(-+[a-z0-9]+)*")
# What XML, and so a spreadsheet, cannot hold, and control characters that nobody types.
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


def all_columns(level_codes: Iterable[str]) -> list[str]:
    """Every column of a set on a scale with those levels, in the order of a file."""
    return [*STANDARD_COLUMNS, *QUESTION_COLUMNS, *(DESCRIPTOR + code for code in level_codes)]


def example(levels: Iterable[Any]) -> tuple[list[str], dict[str, str]]:
    """The columns of a set on a scale with those levels, and a row that shows how to fill them."""
    counting = [level for level in levels if level.counts_in_score]
    row = {
        "standard_code": "1",
        "standard_title": "Leadership",
        "standard_summary": "One or two sentences on what the standard asks and where it comes from",
        "code": "1.1",
        "text": "Who is responsible for safeguarding children in your organisation?",
        "small_text": "",
        "guidance": "What to think about when answering",
        "evidence": "What good evidence looks like; never a child's record",
        "essential": "yes",
        "sectors": "all",
        "asked_of_small": "yes",
        "priorities": "neglect",
        "lineage": "leadership-responsible-person",
        "change": "new",
        "came_from": "",
    }
    for level in counting:
        row[DESCRIPTOR + level.code] = f"What {level.label} looks like for this question"
    return all_columns(level.code for level in counting), row


def plain(text: str) -> str:
    """One kind of line end, no white space around it. ValueError for what a file cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if found := _UNPRINTABLE.search(text):
        raise ValueError(
            f"The text holds an invisible character (U+{ord(found[0]):04X}) that no spreadsheet"
            " can keep. Delete it."
        )
    return text


def long_text(text: str) -> str:
    return _short_enough(plain(text), LONGEST_TEXT)


def required_text(text: str) -> str:
    return _not_blank(long_text(text))


def line(text: str, longest: int) -> str:
    """A title or label: one line, white space evened out."""
    return _not_blank(_short_enough(" ".join(plain(text).split()), longest))


def standard_title(text: str) -> str:
    if not plain(text):
        raise ValueError("The standard has no title. Write it on the row of its first question.")
    return line(text, LONGEST_TITLE)


def numbered(text: str, longest: int) -> str:
    """A code of numbers and full stops, leading noughts dropped: "01.10" is 1.10, not 1.1."""
    code = plain(text)
    _not_blank(code)
    if not _NUMBERED.fullmatch(code):
        raise ValueError(
            f"{quoted(code)} is not a code such as 3 or 3.10: numbers and full stops only."
        )
    return _short_enough(".".join(part.lstrip("0") or "0" for part in code.split(".")), longest)


def standard_code(text: str) -> str:
    return numbered(text, LONGEST_STANDARD_CODE)


def question_code(text: str) -> str:
    return numbered(text, LONGEST_CODE)


def slug(text: str, longest: int) -> str:
    code = plain(text)
    _not_blank(code)
    if not _SLUG.fullmatch(code):
        raise ValueError(
            f"{quoted(code)} may hold only small letters a to z, numbers and hyphens, such as"
            " neglect-named-lead."
        )
    return _short_enough(code, longest)


def lineage(text: str) -> str:
    return slug(text, LONGEST_LINEAGE)


def yes_no(text: str, *, blank: bool | None = None) -> bool:
    """Yes or no; `blank` is what an empty cell means, if it may be empty."""
    word = plain(text).casefold()
    if not word and blank is not None:
        return blank
    if word not in _YES_NO:
        raise ValueError(f"Write yes or no, not {quoted(word)}." if word else "Write yes or no.")
    return _YES_NO[word]


def yes_no_text(value: bool) -> str:
    return "yes" if value else "no"


def listed(text: str) -> list[str]:
    """The codes in a cell, each once, in the order they stand: "a; b"."""
    codes = (code.strip() for code in re.split(r"[;,\n]", plain(text)))
    return list(dict.fromkeys(code for code in codes if code))


def list_text(codes: Sequence[str]) -> str:
    return "; ".join(codes)


def sectors(text: str) -> list[str]:
    """Codes of sectors in the order of `Sector`; an empty list for "all" or nothing."""
    codes = listed(text)
    if not codes or codes == ["all"]:
        return []
    return _known(codes, Sector.values, "a sector", "Leave it blank or write all for every sector.")


def sectors_text(codes: Sequence[str]) -> str:
    return list_text(codes) or "all"


def priorities(text: str, known: Sequence[str]) -> list[str]:
    """Codes of the set's priorities, in the set's order."""
    return _known(listed(text), known, "a priority of this set", "")


def change(text: str, known: Sequence[str]) -> str:
    """What became of the question since the older set; nothing written means new."""
    return one_of(text or "new", known)


def came_from(text: str) -> list[str]:
    return [lineage(code) for code in listed(text)]


def colour(text: str) -> str:
    if not _COLOUR.fullmatch(plain(text)):
        raise ValueError(f"{quoted(text)} is not a colour such as #b22222.")
    return plain(text)


def one_of(text: str, known: Sequence[str]) -> str:
    word = plain(text).casefold()
    if word not in known:
        raise ValueError(f"{quoted(word)} is not known here. Write {_or(known)}.")
    return word


def quoted(text: str) -> str:
    """Text of the file's own inside a sentence, shortened."""
    text = " ".join(text.split())
    return f"“{text[:59]}…”" if len(text) > 60 else f"“{text}”"


def _known(codes: Sequence[str], known: Collection[str], what: str, hint: str) -> list[str]:
    for code in codes:
        if code not in known:
            near = get_close_matches(code.casefold(), known, n=1)
            meant = f" Did you mean {near[0]}?" if near else f" {hint}" if hint else ""
            raise ValueError(f"{quoted(code)} is not {what}.{meant}")
    return [code for code in known if code in codes]


def _not_blank(text: str) -> str:
    if not text:
        raise ValueError("This must not be empty.")
    return text


def _short_enough(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValueError(f"This has {len(text):,} characters; at most {longest:,} fit.")
    return text


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
