"""A feedback letter as plain values, from which the page, the Word file and the PDF are made.

A text is paragraphs parted by empty lines; lines that begin with "- " are a list. Nothing in it is
ever run as markup.
"""

import re
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

from django.utils import timezone

from ..models import FeedbackLetter
from .letter_drafts import rows

# What neither XML nor JSON for typst can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Block:
    """`kind` is "text" or "list"; `lines` are the lines of a paragraph, or the items of a list."""

    kind: str
    lines: list[str]


@dataclass(frozen=True)
class Section:
    heading: str
    blocks: list[Block]
    table: dict[str, Any] | None

    @property
    def is_empty(self) -> bool:
        return not self.blocks and not (self.table and self.table["rows"])


@dataclass(frozen=True)
class Content:
    """`facts` are the lines above the text, `note` says that it is not released yet, if so."""

    title: str
    author: str
    facts: list[tuple[str, str]]
    note: str
    sections: list[Section] = field(default_factory=list)
    signatory: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def of(letter: FeedbackLetter) -> Content:
    """The letter with its agency, challenge, cycle and partnership loaded."""
    challenged = letter.challenged_agency
    challenge = challenged.challenge
    dated = letter.released_at or letter.approved_at or letter.updated_at
    return Content(
        title=printable(f"Feedback letter: {challenged.agency.name}"),
        author=printable(challenge.cycle.partnership.name),
        facts=[
            ("To", printable(challenged.agency.name)),
            ("From", printable(challenge.cycle.partnership.name)),
            ("About", printable(f"Annual challenge, {challenge.cycle.name}")),
            ("Date", f"{timezone.localtime(dated):%-d %B %Y}"),
        ],
        note="" if letter.is_released else _note(letter),
        sections=[one for one in map(_section, rows(letter.body)) if not one.is_empty],
        signatory=printable(challenge.letter_signatory).splitlines(),
    )


def blocks(text: str) -> list[Block]:
    """The paragraphs and lists of a text, in order."""
    found: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", printable(text).strip()):
        lines = filter(None, map(str.strip, paragraph.splitlines()))
        for is_list, group in groupby(lines, key=lambda line: line.startswith("- ")):
            texts = [line.removeprefix("- ").strip() for line in group]
            found.append(Block("list" if is_list else "text", texts))
    return found


def printable(text: str) -> str:
    """The text without what no file can hold."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n"))


def _section(row):
    table = row.table
    if table:
        table = {**table, "rows": [[printable(cell) for cell in cells] for cells in table["rows"]]}
    return Section(
        printable(row.heading), blocks(row.text), table if table and table["rows"] else None
    )


def _note(letter):
    return "Approved, not released yet." if letter.is_approved else "Draft, not approved yet."
