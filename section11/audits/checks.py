"""What a self-audit still lacks. The rules come from the rating scale and the standard set.

A problem that stops submission is told apart from a warning that does not: an answer may be
thin, but it may not be missing. Values in, problems out; nothing here reads the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# The longest narrative, impact or reason that can be submitted, in characters. More can be saved.
TEXT_LIMIT = 20_000


class Progress(StrEnum):
    """Where one standard stands on the task list."""

    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    NEEDS_ATTENTION = "Needs attention"
    READY = "Ready"


@dataclass(frozen=True)
class Facts:
    """All that the rules ask of one answer.

    `level` is anything with the flags of a RatingLevel, or None where nothing was chosen yet.
    `longest` is the length in characters of the longest of its texts.
    """

    essential: bool
    level: object | None = None
    has_narrative: bool = False
    has_impact: bool = False
    has_reason: bool = False
    longest: int = 0
    evidence: int = 0
    actions: int = 0
    incomplete_actions: int = 0
    open_clashes: int = 0
    open_warnings: int = 0
    unchanged: bool = False

    @property
    def is_blank(self) -> bool:
        """Nobody has typed, chosen or added anything."""
        return not (
            self.level
            or self.has_narrative
            or self.has_impact
            or self.has_reason
            or self.evidence
            or self.actions
        )


class Lack(StrEnum):
    """What an answer needs before it can be submitted, in the word by which it is counted."""

    CHOICE = "choice between two texts"
    CHILD_DATA = "look at a child's data"
    SHORTER_TEXT = "shorter text"
    RATING = "rating"
    REASON = "reason"
    ACTION = "action"
    LEAD_OR_DATE = "lead or date of an action"
    EVIDENCE = "evidence"


# What needs a person to look again at what was typed, rather than to type more.
_ATTENTION = (Lack.CHOICE, Lack.CHILD_DATA, Lack.SHORTER_TEXT)


@dataclass(frozen=True)
class Problem:
    """What is wrong with an answer; with no `lack` it is only a warning."""

    sentence: str
    lack: Lack | None = None

    @property
    def stops(self) -> bool:
        return self.lack is not None

    @property
    def attention(self) -> bool:
        return self.lack in _ATTENTION


def problems(facts: Facts) -> list[Problem]:
    """Everything wrong with one answer, what stops submission first."""
    return [*_stops(facts), *_warnings(facts)]


def _stops(facts: Facts) -> Iterable[Problem]:
    level = facts.level
    if facts.open_clashes:
        yield Problem("Two texts were saved at once: choose which stands.", Lack.CHOICE)
    if facts.open_warnings:
        yield Problem(
            "Something looks like a child's data: correct it, or confirm that it is not.",
            Lack.CHILD_DATA,
        )
    if facts.longest > TEXT_LIMIT:
        yield Problem(
            f"A text is {facts.longest:,} characters long: the most is {TEXT_LIMIT:,}.",
            Lack.SHORTER_TEXT,
        )
    if level is None:
        yield Problem("Choose a rating.", Lack.RATING)
        return
    if level.needs_reason and not facts.has_reason:
        yield Problem(f"Say why it is {level.label.lower()}.", Lack.REASON)
    if level.needs_action and not facts.actions:
        yield Problem(f"A {level.label.lower()} rating needs an action.", Lack.ACTION)
    if facts.incomplete_actions:
        yield Problem("An action has no lead or no due date.", Lack.LEAD_OR_DATE)
    if level.needs_evidence and facts.essential and not facts.evidence:
        yield Problem(
            f"A {level.label.lower()} rating on an essential question needs evidence.",
            Lack.EVIDENCE,
        )


def _warnings(facts: Facts) -> Iterable[Problem]:
    level = facts.level
    if level is None or not level.counts_in_score:
        return
    if not facts.has_narrative:
        yield Problem("Nothing says what you do now: the panel will ask.")
    if not facts.has_impact:
        yield Problem("Nothing says what difference it makes for children.")
    if level.needs_evidence and not facts.essential and not facts.evidence:
        yield Problem(f"A {level.label.lower()} rating without evidence.")
    if facts.unchanged:
        yield Problem("The text is the same as last cycle: is it still true?")


def progress(answers: list[Facts]) -> tuple[Progress, int]:
    """Where a standard stands, given the facts of each question asked; and how many are ready.

    A question is ready when nothing about it stops submission.
    """
    found = [problems(facts) for facts in answers]
    ready = sum(not any(p.stops for p in each) for each in found)
    if any(p.attention for each in found for p in each):
        return Progress.NEEDS_ATTENTION, ready
    if ready == len(answers):
        return Progress.READY, ready
    if all(facts.is_blank for facts in answers):
        return Progress.NOT_STARTED, ready
    return Progress.IN_PROGRESS, ready
