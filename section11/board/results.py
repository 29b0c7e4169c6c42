"""What the submitted self-audits of one cycle say: the ground that every view of the Board stands on.

`numbers.read` fills these values with a constant number of queries, however many cycles and
agencies. From here on nothing asks the database. Ratings are kept by lineage, the one name that a
question has in every version of its standard set, so that two cycles can be laid side by side.
Nothing that is not submitted is ever in `ratings`.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from section11.audits.models import Cycle
from section11.standards.models import Priority, Question, RatingLevel, Standard

# The place of a rating that leaves the score; the others are places from the worst, 0, upwards.
NOT_APPLICABLE = -1


class Standing(Enum):
    """How far an agency's self-audit is, as the Board may know it."""

    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    WITH_APPROVER = "Waiting for sign-off"
    REOPENED = "Reopened"
    SUBMITTED = "Submitted"

    @property
    def label(self) -> str:
        return self.value


class Row(NamedTuple):
    """One agency's place in one cycle, with its sector and size as the self-audit holds them."""

    self_audit_id: int
    agency_id: int
    name: str
    short_name: str
    sector: str
    size: str
    basis: str
    standing: Standing
    is_late: bool
    due_on: date

    @property
    def is_submitted(self) -> bool:
        return self.standing is Standing.SUBMITTED

    @property
    def kind(self) -> tuple[str, str]:
        """What decides which questions it is asked."""
        return self.sector, self.size


class Asked(NamedTuple):
    """What an agency of one kind is asked under one standard: three tuples side by side."""

    lineages: tuple[str, ...]
    essential: tuple[bool, ...]
    came_from: tuple[tuple[str, ...], ...]  # the lineages that it was split or merged from


@dataclass(frozen=True)
class Results:
    """One cycle: who takes part, what is asked, and each submitted rating.

    `ratings[self_audit_id][lineage]` is a place among the levels that count, worst first, or
    NOT_APPLICABLE. A question that nobody rated has no entry.
    """

    cycle: Cycle
    levels: tuple[RatingLevel, ...]  # those that count in the score, worst first
    other_levels: tuple[RatingLevel, ...]  # those that leave it
    standards: tuple[Standard, ...]
    questions: tuple[Question, ...]
    priorities: tuple[Priority, ...]
    speaks_to: Mapping[int, Set[int]]  # question id: ids of its priorities
    rows: tuple[Row, ...]
    ratings: Mapping[int, Mapping[str, int]]
    withheld: int = 0  # agencies that whoever looks may not see: in no row and no rating

    @property
    def scale_id(self) -> int:
        return self.cycle.standard_set.scale_id

    @cached_property
    def by_standard(self) -> dict[int, list[Question]]:
        """The questions of each standard, in order."""
        grouped = {standard.id: [] for standard in self.standards}
        for question in self.questions:
            grouped[question.standard_id].append(question)
        return grouped

    @cached_property
    def row_of(self) -> dict[int, Row]:
        """The row of each agency, by its id."""
        return {row.agency_id: row for row in self.rows}

    @cached_property
    def _papers(self) -> dict[tuple[str, str], dict[int, Asked]]:
        return {}

    @cached_property
    def _lineages(self) -> dict[tuple[str, str], frozenset[str]]:
        return {}

    def asked_of(self, row: Row) -> dict[int, Asked]:
        """What the agency is asked, by standard id; a standard without a question for it is absent.

        Worked out once for each kind of agency, however many there are.
        """
        if row.kind not in self._papers:
            self._papers[row.kind] = self._paper(row)
        return self._papers[row.kind]

    def _paper(self, row: Row) -> dict[int, Asked]:
        paper = {}
        for standard in self.standards:
            asked = [q for q in self.by_standard[standard.id] if q.applies_to(*row.kind)]
            if asked:
                paper[standard.id] = Asked(
                    tuple(question.lineage for question in asked),
                    tuple(question.essential for question in asked),
                    tuple(tuple(question.came_from) for question in asked),
                )
        return paper

    def lineages_asked_of(self, row: Row) -> frozenset[str]:
        if row.kind not in self._lineages:
            self._lineages[row.kind] = frozenset(
                lineage for asked in self.asked_of(row).values() for lineage in asked.lineages
            )
        return self._lineages[row.kind]

    def ratings_of(self, row: Row) -> Mapping[str, int]:
        """What the agency rated, by lineage; empty until it has submitted."""
        return self.ratings.get(row.self_audit_id, {})

    def about(self, *, standards: Collection[int] = (), priority: int | None = None) -> "Results":
        """The same results for some standards only, or for the questions that speak to a priority.

        Standards left without a question are left out.
        """
        questions = tuple(
            q
            for q in self.questions
            if (not standards or q.standard_id in standards)
            and (priority is None or priority in self.speaks_to.get(q.id, ()))
        )
        kept = {q.standard_id for q in questions}
        return replace(
            self, questions=questions, standards=tuple(s for s in self.standards if s.id in kept)
        )

    def in_terms_of(self, other: "Results") -> "Results":
        """The same ratings under the standards of another cycle, matched by lineage.

        A question that the other does not ask is left out; whether one is essential is for the
        other to say.
        """
        if other.cycle.standard_set_id == self.cycle.standard_set_id:
            return replace(self, standards=other.standards, questions=other.questions)
        own = {question.lineage: question for question in self.questions}
        return replace(
            self,
            standards=other.standards,
            questions=tuple(
                _brought(own[question.lineage], question)
                for question in other.questions
                if question.lineage in own
            ),
        )

    def among(self, rows: Sequence[Row]) -> "Results":
        """The same results for some agencies only."""
        return replace(self, rows=tuple(rows))


def _brought(question: Question, match: Question) -> Question:
    brought = copy(question)
    brought.standard = match.standard
    brought.essential = match.essential
    return brought
