"""What became of each question since the set that a set is based on.

Questions go in, each with `lineage`, `change`, `came_from`, `code`, `text` and `standard.title`;
what a page shows comes out. A kept or reworded question has the lineage it had; a split or merged
one names those it came from; a retired one has left no trace in the newer set.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .checks import KEEPS_ITS_LINEAGE


@dataclass(frozen=True)
class Line:
    """A question of the newer set (None where it is retired), and those it was before."""

    question: Any
    before: tuple[Any, ...] = ()

    @property
    def has_moved(self) -> bool:
        """Of a question that kept its lineage: whether it had another code or standard."""
        return any(_place(older) != _place(self.question) for older in self.before)


def _place(question) -> tuple[str, str]:
    return question.code, question.standard.title


@dataclass
class Comparison:
    kept: list[Line] = field(default_factory=list)
    reworded: list[Line] = field(default_factory=list)
    split: list[Line] = field(default_factory=list)
    merged: list[Line] = field(default_factory=list)
    new: list[Line] = field(default_factory=list)
    retired: list[Line] = field(default_factory=list)

    @property
    def moved(self) -> list[Line]:
        return [line for line in [*self.kept, *self.reworded] if line.has_moved]

    @property
    def comparable(self) -> int:
        """How many questions can be followed from the older set to the newer."""
        return len(self.kept) + len(self.reworded)


def compare(newer: Iterable[Any], older: Iterable[Any]) -> Comparison:
    """The questions of the newer set by what became of them; both in the order of their set."""
    before = {question.lineage: question for question in older}
    found = Comparison()
    gone = dict(before)
    for question in newer:
        keeps = question.change in KEEPS_ITS_LINEAGE
        parents = [question.lineage] if keeps else question.came_from
        line = Line(question, tuple(before[p] for p in parents if p in before))
        getattr(found, question.change).append(line)
        for parent in parents:
            gone.pop(parent, None)
    found.retired = [Line(None, (question,)) for question in gone.values()]
    return found
