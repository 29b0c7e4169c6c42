"""Gatherings whose participants may be asked what they made of it, such as a challenge session.

Whoever holds gatherings says here that one is over; an app that asks for feedback registers in its
AppConfig.ready(). Neither knows the other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from section11.audits.models import Cycle


@dataclass(frozen=True)
class Gathering:
    """One that is over. `key` is its own for ever, so that it is asked about once; `people` are the
    Users who took part, and `by` is the one who closed it.
    """

    cycle: Cycle
    key: str
    name: str
    people: Sequence[Any]
    at: datetime
    by: Any


Asker = Callable[[Gathering], object]
WouldAsk = Callable[[Cycle], bool]
_askers: list[tuple[Asker, WouldAsk]] = []


def register(asker: Asker, *, would_ask: WouldAsk) -> Asker:
    """Have `asker` told of each gathering that is over, in the transaction that ends it; `would_ask`
    says whether it then asks anybody.
    """
    _askers.append((asker, would_ask))
    return asker


def are_asked_about(cycle: Cycle) -> bool:
    """Whether those who take part in a gathering of the cycle are asked for feedback on it."""
    return any(would_ask(cycle) for _, would_ask in _askers)


def ask_for_feedback(
    *, cycle: Cycle, key: str, name: str, people: Sequence[Any], at: datetime, by: Any
) -> None:
    """Say that the gathering is over; whoever took part may be asked for feedback on it."""
    gathering = Gathering(cycle, key, name, people, at, by)
    for asker, _ in _askers:
        asker(gathering)
