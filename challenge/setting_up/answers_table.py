"""All answers of a challenge as one table: who by half-day. Four queries, however many there are."""

from collections import Counter
from dataclasses import dataclass

from ..models import Challenge, ChallengedAgency, PanelMember, PossibleSession
from ..models.availability import ANSWERS
from ..operations.availabilities import standing

LABELS = {str(answer): label for answer, label in ANSWERS}


@dataclass(frozen=True)
class Line:
    """A panel member or an agency, with an answer for each half-day: "yes", "" and so on."""

    of: PanelMember | ChallengedAgency
    answers: list[str]

    @property
    def name(self):
        return str(self.of.agency if self.is_agency else self.of)

    @property
    def is_agency(self):
        return isinstance(self.of, ChallengedAgency)

    @property
    def has_answered(self):
        return self.of.answered_at is not None


@dataclass(frozen=True)
class AnswersTable:
    half_days: list[PossibleSession]
    panel: list[Line]
    agencies: list[Line]

    @property
    def groups(self):
        """(heading, lines, for each half-day how many can come and how many if need be)"""
        return [
            (title, lines, self._counts(lines))
            for title, lines in [("Panel", self.panel), ("Agencies", self.agencies)]
        ]

    @property
    def silent(self):
        """How many have not answered at all."""
        return sum(not line.has_answered for line in [*self.panel, *self.agencies])

    def _counts(self, lines):
        columns = zip(*(line.answers for line in lines), strict=True) if lines else []
        return [(counts["yes"], counts["if_need_be"]) for counts in map(Counter, columns)]


def read(challenge: Challenge) -> AnswersTable:
    """The half-days that are open, and everybody who takes part, by name."""
    half_days = list(challenge.possible_sessions.filter(is_shut=False))
    said = standing(challenge)
    members = challenge.panel_members.current().select_related("user")
    agencies = challenge.agencies.current().select_related("agency")
    return AnswersTable(
        half_days,
        [_line("panel", one, half_days, said) for one in members],
        [_line("agency", one, half_days, said) for one in agencies],
    )


def _line(kind, of, half_days, said):
    return Line(of, [said.get((kind, of.pk, one.pk), "") for one in half_days])
