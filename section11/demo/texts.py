"""What the agencies of the demo write: texts picked from the bank, filled and told apart.

Values in, values out, and the same again for the same seed. The bank is fixtures/demo's
narratives.yaml; its head says what the keys of a text mean.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .ratings import NOT_APPLICABLE

UNCHANGED = 0.07  # the share of answers left word for word as they were last cycle
CLOSED = 0.25  # the share of narratives that end with a closing sentence
# How a charity of five ends a text of last year's: no governing body is told, no money is behind it.
SAME_AGAIN = ["As last year.", "Still so.", "No change here.", "We looked again: the same."]
EVIDENCE_ATTACHED = "Evidence is attached."
MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


@dataclass(frozen=True)
class Asked:
    """One question as the texts need to know it; `words` is all that the set says about it."""

    lineage: str
    code: str
    theme: str
    letter: str
    essential: bool
    words: str


@dataclass(frozen=True)
class Written:
    """One answer. `passage` is the text of the bank that the narrative was made from."""

    letter: str
    narrative: str = ""
    impact: str = ""
    reason: str = ""
    passage: str = ""


def write_all(
    *,
    bank: dict,
    agency: dict,
    story: dict,
    asked: list[Asked],
    on: date,
    before: dict[str, Written],
) -> dict[str, Written]:
    """The answers of one agency in one cycle, by lineage.

    No narrative is used twice as it stands. Where the level is last cycle's (`before`, by lineage),
    a share of UNCHANGED keeps its text word for word; the others differ from it in wording,
    numbers or closing as far as the bank has the means.
    """
    chance = Random(f"texts {agency['key']} {on.year}")  # noqa: S311 - repeatable on purpose
    used: list[str] = []
    written = {}
    rated = [question for question in asked if question.letter != NOT_APPLICABLE]
    for question in sorted(rated, key=lambda q: len(_fitting(bank, agency, q))):
        last = before.get(question.lineage)
        if last and last.letter == question.letter and chance.random() < UNCHANGED:
            answer = last
        else:
            answer = _write(bank, agency, question, on, last, used, chance)
        used += [answer.passage, answer.narrative]
        written[question.lineage] = answer
    for question in asked:
        if question.letter == NOT_APPLICABLE:
            reason = bank["not_applicable_reasons"][story["not_applicable"][question.lineage]]
            written[question.lineage] = Written(question.letter, reason=reason)
    return written


def fits(passage: dict, *, lineage: str, sector: str, groups: dict[str, list[str]]) -> bool:
    """Whether a text of the bank may answer that question for an agency of that sector."""
    return (
        lineage in passage.get("questions", [lineage])
        and sector in passage.get("sectors", [sector])
        and sector not in passage.get("not_for", [])
        and ("groups" not in passage or any(sector in groups[g] for g in passage["groups"]))
    )


def filled(
    text: str, *, letter: str, calls_itself: str, on: date, ranges: dict, chance: Random
) -> str:
    """The text with its placeholders replaced: months lie in the year before `on`."""
    while "{month} {year}" in text:
        then = on - timedelta(days=chance.randint(30, 330))
        text = text.replace("{month} {year}", f"{MONTHS[then.month - 1]} {then.year}", 1)
    while "{month}" in text:
        text = text.replace("{month}", chance.choice(MONTHS), 1)
    for name in ("percent", "number"):
        while f"{{{name}}}" in text:
            text = text.replace(f"{{{name}}}", str(chance.randint(*ranges[name][letter])), 1)
    begins_with_capital = calls_itself[0].upper() + calls_itself[1:]
    text = re.sub(r"(^|[.:?!] )\{agency\}", rf"\g<1>{begins_with_capital}", text)
    return text.replace("{agency}", calls_itself)


def closeness(one: str, other: str) -> int:
    """How many words two texts share, by their first six letters; short words do not count."""
    return len(_stems(one) & _stems(other))


def _stems(text):
    return {word[:6] for word in re.findall(r"[a-z]{4,}", text.lower())} - _EVERYWHERE


_EVERYWHERE = {"childr", "child", "safegu", "staff", "this", "that", "with", "what", "from", "each"}


def _pool(bank, agency, question):
    kind = "small" if agency["size"] == "small" else "narratives"
    return bank["themes"][question.theme][kind][question.letter]


def _fitting(bank, agency, question):
    return [
        passage
        for passage in _pool(bank, agency, question)
        if fits(passage, lineage=question.lineage, sector=agency["sector"], groups=bank["groups"])
    ]


def _write(bank, agency, question, on, last, used, chance):
    """A text for the question: one not used yet, then one that is not last cycle's."""

    def fill(text):
        return filled(
            text,
            letter=question.letter,
            calls_itself=agency["calls_itself"],
            on=on,
            ranges=bank["placeholders"],
            chance=chance,
        )

    def staleness(passage):
        return (
            used.count(passage["text"]),
            last is not None and last.passage == passage["text"],
            chance.random(),
        )

    passage = min(_fitting(bank, agency, question), key=staleness)
    narrative = fill(passage["text"])
    stale = {*used, last.narrative if last else ""}
    if agency["size"] == "small":
        closings, wanted = SAME_AGAIN, narrative in stale
    else:
        closings = bank["closings"][question.letter]
        wanted = narrative in stale or chance.random() < CLOSED
    if wanted:
        narrative = _closed(narrative, closings, stale, chance)
    return Written(
        letter=question.letter,
        narrative=narrative,
        impact=fill(passage["impact"]),
        passage=passage["text"],
    )


def _closed(narrative, closings, stale, chance):
    """The narrative with a closing sentence, one that makes it new if there is any."""
    shuffled = chance.sample(closings, len(closings))
    candidates = [f"{narrative} {closing}" for closing in shuffled]
    return next((text for text in candidates if text not in stale), candidates[0])
