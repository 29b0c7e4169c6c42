"""What other apps say against a rating, such as practitioners who see it otherwise. Each app that
has something to say registers in its AppConfig.ready().
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from section11.audits.models import Cycle


@dataclass(frozen=True)
class Flag:
    """One reason to ask an agency about a standard; about one question where `lineage` names it.

    `sentence` is for whoever prepares the challenge: "Practitioners disagree: 12 of 30 agree."
    """

    agency_id: int
    standard_id: int
    sentence: str
    lineage: str = ""


Finder = Callable[[Cycle], Iterable[Flag]]
_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    """Ask `finder` for its flags; it asks the database a constant number of questions."""
    _finders.append(finder)
    return finder


def of(cycle: Cycle) -> list[Flag]:
    """Everything that is said against ratings of the cycle."""
    return [flag for finder in _finders for flag in finder(cycle)]
