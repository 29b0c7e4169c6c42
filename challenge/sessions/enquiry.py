"""Which lines of enquiry the data itself asks for: what is known of each standard in, lines out.

A line is a question that tests an answer. One is proposed for each standard about which at least
one rule has something to say; it asks what the most pressing of them asks, and gives the reasons of
all. Nothing here reads the database, and no rule knows a colour: a level says itself what it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Rule(StrEnum):
    """Why a line is proposed, the most pressing first."""

    WORST = "worst"
    DISPUTED = "disputed"
    FELL = "fell"
    NO_EVIDENCE = "no_evidence"
    UNCHANGED = "unchanged"
    THEME = "theme"


# Asked of everybody, whatever they rated: the words that a standard's title names them by.
THEMES = {
    "neglect": (
        "How do your staff come to recognise neglect early, and what did your last look at your own"
        " work with neglect change for children?"
    ),
    "supervision": (
        "Who gets safeguarding supervision, how often, and how do you know that it changes what is"
        " decided for children?"
    ),
}


@dataclass(frozen=True)
class Question:
    """One rated question: its level's name, and what the rules ask of it."""

    code: str
    level: str
    is_worst: bool = False
    fell_from: str = ""
    lacks_evidence: bool = False
    is_unchanged: bool = False


@dataclass(frozen=True)
class Standard:
    """`disputes` are sentences: what others, such as practitioners, say against the rating."""

    id: int
    title: str
    questions: Sequence[Question] = ()
    disputes: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Proposal:
    standard_id: int
    rules: tuple[Rule, ...]
    because: str
    text: str


def propose(standards: Sequence[Standard]) -> list[Proposal]:
    """A line for each standard that any rule speaks of, the most pressing first.

    Those that press alike, by their worst reason and then by how many there are, stay in the order
    of the standards.
    """
    found = [proposal for one in standards if (proposal := _proposal(one))]
    order = list(Rule)
    return sorted(found, key=lambda one: (order.index(one.rules[0]), -len(one.rules)))


def reasons(standard: Standard) -> list[str]:
    """What speaks against the ratings of one standard, as sentences."""
    found = [find(standard) for rule, find in _REASONS.items() if rule is not Rule.THEME]
    return [reason for reason in found if reason]


def _proposal(standard: Standard) -> Proposal | None:
    said = {rule: reason for rule, find in _REASONS.items() if (reason := find(standard))}
    if not said:
        return None
    rules = tuple(said)
    return Proposal(standard.id, rules, " ".join(said.values()), _TEXTS[rules[0]](standard))


def _worst(standard: Standard) -> str:
    worst = [one for one in standard.questions if one.is_worst]
    return f"Rated {worst[0].level.lower()}: {_codes(worst)}." if worst else ""


def _disputed(standard: Standard) -> str:
    return " ".join(standard.disputes)


def _fell(standard: Standard) -> str:
    fell = [
        f"{one.code} from {one.fell_from.lower()} to {one.level.lower()}"
        for one in standard.questions
        if one.fell_from
    ]
    return f"Fell since last cycle: {', '.join(fell)}." if fell else ""


def _no_evidence(standard: Standard) -> str:
    without = [one for one in standard.questions if one.lacks_evidence]
    return (
        f"Rated {without[0].level.lower()} without evidence: {_codes(without)}." if without else ""
    )


def _unchanged(standard: Standard) -> str:
    same = [one for one in standard.questions if one.is_unchanged]
    return f"The text is last cycle’s, word for word: {_codes(same)}." if same else ""


def _theme(standard: Standard) -> str:
    return "Every agency is asked about this." if theme_of(standard.title) else ""


def theme_of(title: str) -> str:
    """The theme that a standard's title names, or nothing."""
    return next((theme for theme in THEMES if theme in title.casefold()), "")


def _codes(questions: Sequence[Question]) -> str:
    return ", ".join(one.code for one in questions)


_REASONS: dict[Rule, Callable[[Standard], str]] = {
    Rule.WORST: _worst,
    Rule.DISPUTED: _disputed,
    Rule.FELL: _fell,
    Rule.NO_EVIDENCE: _no_evidence,
    Rule.UNCHANGED: _unchanged,
    Rule.THEME: _theme,
}
_TEXTS: dict[Rule, Callable[[Standard], str]] = {
    Rule.WORST: lambda one: (
        f"What stands in the way on {_codes([q for q in one.questions if q.is_worst])}, what keeps"
        " children safe meanwhile, and by when will it be different?"
    ),
    Rule.DISPUTED: lambda one: (
        "Others see this differently from you. How do you explain the gap, and what have you done to"
        " find out?"
    ),
    Rule.FELL: lambda one: (
        f"What happened on {_codes([q for q in one.questions if q.fell_from])} since last cycle, and"
        " what are you doing to win it back?"
    ),
    Rule.NO_EVIDENCE: lambda one: (
        "What could you show us for"
        f" {_codes([q for q in one.questions if q.lacks_evidence])}, and what difference can children"
        " tell?"
    ),
    Rule.UNCHANGED: lambda one: (
        f"Your text on {_codes([q for q in one.questions if q.is_unchanged])} is the same as last"
        " cycle’s. What has changed since, and how do you know that it is still true?"
    ),
    Rule.THEME: lambda one: THEMES[theme_of(one.title)],
}
