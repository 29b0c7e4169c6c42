"""A standard set as a page lays it out: its questions under their standards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from section11.people.models import Size


@dataclass(frozen=True)
class Asked:
    question: Any
    text: str


@dataclass(frozen=True)
class Section:
    standard: Any
    asked: list[Asked] = field(default_factory=list)


def outline(questions: Iterable[Any], sector: str = "", size: str = "") -> list[Section]:
    """The questions, in order, under their standards; only those asked of that sector and size.

    An empty sector or size leaves it open. With a size the wording is the one it reads.
    """
    asked = [question for question in questions if _is_asked(question, sector, size)]
    return [
        Section(standard, [Asked(q, q.wording(size) if size else q.text) for q in group])
        for standard, group in groupby(asked, key=lambda question: question.standard)
    ]


def _is_asked(question, sector, size) -> bool:
    if sector and question.sectors and sector not in question.sectors:
        return False
    return question.asked_of_small or size != Size.SMALL
