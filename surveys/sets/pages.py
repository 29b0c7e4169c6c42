"""A survey set as it is asked: a page for each group of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any


@dataclass(frozen=True)
class Page:
    title: str
    questions: tuple[Any, ...]


def pages(questions: Iterable[Any]) -> list[Page]:
    """The questions, in order, on the pages of their groups."""
    return [Page(title, tuple(group)) for title, group in groupby(questions, lambda q: q.group)]
