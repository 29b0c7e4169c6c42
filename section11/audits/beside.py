"""What other apps show beside the questions of a self-audit, such as actions agreed last year.

An app above this one registers in its AppConfig.ready(). What it offers is read for one standard at
a time, with a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Piece:
    """Something to show: `template` sees `piece`, and in it these names."""

    template: str
    names: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Beside:
    """`of_standard` stand above the questions; `of_question` beside each, by its id."""

    of_standard: Sequence[Piece] = ()
    of_question: Mapping[int, Sequence[Piece]] = field(default_factory=dict)


_offers: list[Callable[..., Beside]] = []


def register(offer: Callable[..., Beside]):
    """Ask `offer(self_audit, standard, questions)` each time the page of a standard is drawn."""
    _offers.append(offer)
    return offer


def unregister(offer: Callable[..., Beside]):
    _offers.remove(offer)


def of(self_audit, standard, questions) -> Beside:
    """All that is offered for one standard of the self-audit, in the order of the apps."""
    of_standard, of_question = [], defaultdict(list)
    for offer in _offers:
        offered = offer(self_audit, standard, questions)
        of_standard += offered.of_standard
        for question_id, pieces in offered.of_question.items():
            of_question[question_id] += pieces
    return Beside(of_standard, dict(of_question))
