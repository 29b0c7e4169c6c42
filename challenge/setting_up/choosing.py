"""Which agencies their results call to a challenge, and which need longer: facts in, reasons out."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Facts:
    """What is known of one agency. `worst` and `fell` count standards, `without_evidence` ratings
    that need evidence and have none; `flags` are sentences of others against its ratings.
    `last_challenged` is a year.
    """

    is_submitted: bool = True
    worst: int = 0
    fell: int = 0
    without_evidence: int = 0
    flags: Sequence[str] = field(default=())
    last_challenged: int | None = None


@dataclass(frozen=True)
class Rules:
    """From how much on an agency is proposed; `long` is how many standards there must be to ask
    about for a long slot. None leaves a rule out.
    """

    worst: int | None = 1
    fell: int | None = 1
    without_evidence: int | None = 3
    years: int | None = 3
    long: int | None = 4


def reasons(facts: Facts, rules: Rules, *, year: int, worst_label: str) -> list[str]:
    """Why to challenge the agency, as sentences, the most pressing first; empty if nothing calls
    for it.
    """
    found = []
    if not facts.is_submitted:
        found.append("Has not submitted its self-audit.")
    if _reached(facts.worst, rules.worst):
        found.append(f"{_standards(facts.worst)} {worst_label.lower()}.")
    if _reached(facts.fell, rules.fell):
        found.append(f"{_standards(facts.fell)} worse than last time.")
    found.extend(facts.flags)
    if _reached(facts.without_evidence, rules.without_evidence):
        ratings = "rating" if facts.without_evidence == 1 else "ratings"
        found.append(f"{facts.without_evidence} {ratings} without the evidence needed.")
    if rules.years is not None:
        found.extend(_long_ago(facts.last_challenged, year, rules.years))
    return found


def wants_long_slot(facts: Facts, rules: Rules) -> bool:
    """Whether there is most to ask about."""
    to_ask = facts.worst + facts.fell + len(facts.flags)
    return rules.long is not None and to_ask >= rules.long


def sample(everybody: Mapping[int, Facts], size: int, *, seed: int) -> set[int]:
    """`size` of the agencies (ids): those not challenged for longest, by lot among equals. The same
    seed draws the same lot.
    """
    lot = list(everybody)
    random.Random(seed).shuffle(lot)  # noqa: S311 - a fair draw that can be repeated, no secret
    lot.sort(key=lambda pk: everybody[pk].last_challenged or 0)
    return set(lot[:size])


def _reached(number, least):
    return least is not None and number >= max(least, 1)


def _standards(number):
    return "1 standard is" if number == 1 else f"{number} standards are"


def _long_ago(last, year, years):
    if last is None:
        yield "Has not been challenged before."
    elif year - last >= years:
        yield f"Last challenged in {last}."
