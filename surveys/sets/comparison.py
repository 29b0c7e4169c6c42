"""What became of each question since the set that a set is based on, by lineage.

Answers to a question that kept its lineage can be compared with the last survey's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from section11.standards.comparison import Line


@dataclass
class Comparison:
    kept: list[Line] = field(default_factory=list)
    reworded: list[Line] = field(default_factory=list)
    new: list[Line] = field(default_factory=list)
    retired: list[Line] = field(default_factory=list)

    @property
    def comparable(self) -> int:
        """How many questions can be followed from the older set to the newer."""
        return len(self.kept) + len(self.reworded)


def compare(newer: Iterable[Any], older: Iterable[Any]) -> Comparison:
    """The questions of the newer set by what became of them; both in the order of their set."""
    before = {question.lineage: question for question in older}
    found = Comparison()
    for question in newer:
        old = before.pop(question.lineage, None)
        if old is None:
            found.new.append(Line(question))
        else:
            same = found.kept if _wording(old) == _wording(question) else found.reworded
            same.append(Line(question, (old,)))
    found.retired = [Line(None, (question,)) for question in before.values()]
    return found


def _wording(question) -> tuple[list[str], list[str]]:
    return question.text.split(), question.hint.split()
