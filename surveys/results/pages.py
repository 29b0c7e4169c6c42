"""The results as pages show them: each number beside that of all agencies and of the last survey.

Pure, but for addresses: it is given what `numbers` read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from .. import agreement
from .numbers import SurveyResults
from .published import Share, Spread

REVERSED = "Put the other way round: counted is who disagrees, or says no."


@dataclass(frozen=True)
class Compared:
    """One number, what it is of, and what it stands beside; `note` says why there is none, and
    `remark` what to know when reading it. `is_counted` is false where nobody can agree.
    """

    label: str
    url: str
    share: Share | None
    note: str
    overall: Share | None = None
    before: Share | None = None
    before_note: str = ""
    spread: tuple[tuple[str, int], ...] = ()
    is_counted: bool = True
    remark: str = ""

    @property
    def beside_all(self) -> str:
        """How it stands to all agencies where chance alone does not explain it: the intervals do
        not meet.
        """
        return _apart(self.share, self.overall, "all agencies")

    @property
    def since(self) -> str:
        return _apart(self.share, self.before, "last time")


def _apart(share, other, than):
    if share and other and share.low > other.high:
        return f"Higher than {than}"
    if share and other and share.high < other.low:
        return f"Lower than {than}"
    return ""


@dataclass(frozen=True)
class Pages:
    """Makes the lines of the pages of one survey. `before` are the results of the last cycle's
    survey, None if there is none.
    """

    now: SurveyResults
    before: SurveyResults | None

    @property
    def too_few(self) -> str:
        return f"Fewer than {self.now.survey.threshold} answered"

    def standards(self, agency: Any = None, *, linked: bool) -> list[Compared]:
        """Each standard: of one agency, or of all."""
        return [self.standard(standard, agency, linked=linked) for standard in self.now.standards]

    def standard(self, standard, agency=None, *, linked=False, label="", url="") -> Compared:
        share = self._of_standard(self.now, agency, standard.pk)
        before, before_note = self._before_of_standard(agency, standard.pk)
        return Compared(
            label=label or str(standard),
            url=url or (self._url("standard-results", standard.pk) if linked else ""),
            share=share,
            note="" if share else self.too_few,
            overall=self.now.overall_by_standard[standard.pk] if agency else None,
            before=before,
            before_note=before_note,
        )

    def questions(
        self, agency: Any = None, *, linked: bool, standard: Any = None
    ) -> list[Compared]:
        """Each question but the texts: of one agency, or of all; of one standard, or of all."""
        asked = [one for one in self.now.questions if one.kind != "text"]
        if standard is not None:
            asked = [one for one in asked if one.lineage in self.now.questions_of[standard.pk]]
        return [self.question(one, agency, linked=linked) for one in asked]

    def question(self, question, agency=None, *, linked=False, label="", url="") -> Compared:
        spread = self._spread(self.now, agency, question.lineage)
        share = self._of_question(self.now, agency, question.lineage)
        before, before_note = self._before_of_question(agency, question)
        counted = question.kind in agreement.COUNTED_KINDS
        return Compared(
            label=label or question.text,
            url=url or (self._url("question-results", question.pk) if linked else ""),
            share=share,
            note=self.too_few
            if spread is None
            else ""
            if counted
            else "Not a question to agree with",
            overall=self.now.overall_by_question[question.lineage] if agency else None,
            before=before,
            before_note=before_note,
            spread=spread_of(question, spread),
            is_counted=counted,
            remark=REVERSED if question.good_is_disagreeing else "",
        )

    def agencies_by_standard(self, standard) -> list[Compared]:
        return [
            self.standard(standard, line.id, label=line.name, url=agency_url(line))
            for line in self.now.agencies
        ]

    def agencies_by_question(self, question) -> list[Compared]:
        return [
            self.question(question, line.id, label=line.name, url=agency_url(line))
            for line in self.now.agencies
        ]

    def _before_of_standard(self, agency, standard):
        """A standard is compared only where it was tested by the same questions."""
        if self.before is None:
            return None, "No earlier survey"
        asked = set(self.before.questions_of.get(standard, ()))
        if not asked:
            return None, "Not asked then"
        if asked != set(self.now.questions_of[standard]):
            return None, "Other questions then"
        share = self._of_standard(self.before, agency, standard)
        return share, "" if share else self._why_not_before(agency)

    def _before_of_question(self, agency, question):
        if self.before is None:
            return None, "No earlier survey"
        if question.lineage not in {one.lineage for one in self.before.questions}:
            return None, "Not asked then"
        if question.kind not in agreement.COUNTED_KINDS:
            return None, "–"
        share = self._of_question(self.before, agency, question.lineage)
        return share, "" if share else self._why_not_before(agency)

    def _why_not_before(self, agency):
        if agency and agency not in {line.id for line in self.before.agencies}:
            return "Not asked then"
        return f"Fewer than {self.before.survey.threshold} answered then"

    @staticmethod
    def _of_standard(results, agency, standard):
        if agency is None:
            return results.overall_by_standard.get(standard)
        return results.by_standard.get((agency, standard))

    @staticmethod
    def _of_question(results, agency, lineage):
        if agency is None:
            return results.overall_by_question.get(lineage)
        return results.by_question.get((agency, lineage))

    @staticmethod
    def _spread(results, agency, lineage):
        if agency is None:
            return results.overall_spread.get(lineage)
        return results.spread.get((agency, lineage))

    def _url(self, name, pk):
        return reverse(f"surveys:{name}", args=[self.now.survey.pk, pk])


def agency_url(line) -> str:
    return reverse("surveys:agency-results", args=[line.surveyed_id])


def spread_of(question: Any, spread: Spread | None) -> tuple[tuple[str, int], ...]:
    """Each answer in words with how many in a hundred gave it, in the order they were offered."""
    if spread is None:
        return ()
    return tuple(
        (agreement.label(question, value), spread.percent(value))
        for value in agreement.values(question)
    )


@dataclass(frozen=True)
class GroupRow:
    """`cells` are (role group, its number)."""

    label: str
    cells: tuple[tuple[str, Share | None], ...]


def by_group(groups: Iterable[str], standards: Iterable[Any], shares: Any) -> list[GroupRow]:
    """A row for each standard with a cell for each role group; `shares(group, standard id)`."""
    groups = tuple(groups)
    return [
        GroupRow(str(one), tuple((group, shares(group, one.pk)) for group in groups))
        for one in standards
    ]
