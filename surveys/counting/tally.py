"""From one agency's opened answers to numbers. Pure: knows questions by their pk, and no row.

What a device sent was checked when it was handed in. Counting still takes nothing on trust: an
answer to a question not asked, or one that could not be chosen, counts for nothing.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import agreement

NO_GROUP = ""


@dataclass
class Tally:
    """`answered` people; how many gave which answer, by (question, role group, value); how many
    answered which question at all, by (question, role group); and texts, by question.
    """

    answered: int = 0
    values: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    people: Counter[tuple[int, str]] = field(default_factory=Counter)
    texts: list[tuple[int, str]] = field(default_factory=list)


class Counting:
    """Counts people's answers to some questions into tallies."""

    def __init__(self, questions: Sequence[Any], role_groups: Collection[str]):
        self.role_groups = frozenset(role_groups)
        self.by_lineage = {
            one.lineage: (one, frozenset(agreement.values(one))) for one in questions
        }

    def add(self, tally: Tally, opened: Mapping[str, Any]) -> None:
        """Count one person's answers: {"role_group": …, "answers": {lineage: answer}}."""
        tally.answered += 1
        group = opened.get("role_group")
        group = group if group in self.role_groups else NO_GROUP
        for lineage, answer in opened.get("answers", {}).items():
            if lineage in self.by_lineage:
                self._add_answer(tally, *self.by_lineage[lineage], group, answer)

    def _add_answer(self, tally, question, offered, group, answer):
        if question.kind == "text":
            if isinstance(answer, str) and answer.strip():
                tally.texts.append((question.pk, answer.strip()))
                tally.people[question.pk, group] += 1
            return
        given = answer if isinstance(answer, list) and question.kind == "choices" else [answer]
        chosen = {value for value in given if isinstance(value, str)} & offered
        if chosen:
            tally.people[question.pk, group] += 1
            tally.values.update((question.pk, group, value) for value in chosen)
