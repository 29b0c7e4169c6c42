"""Agencies whose material is withheld from a person, whatever their roles in the partnership show.

Apps above this one know why, such as a conflict of interest, and register in their
AppConfig.ready(). What is withheld is left out of every list, count, page, download and search by
which a role in a partnership shows it; a role in the agency itself still shows its own work.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

Pair = tuple[int, int]  # ids of a partnership and of an agency in it
_rules: list[Callable[[Any], Iterable[Pair]]] = []


def register(rule: Callable[[Any], Iterable[Pair]]):
    """Have `rule(user)` say what is withheld from the user: in one query, whatever there is."""
    _rules.append(rule)
    return rule


def of(user: Any) -> frozenset[Pair]:
    """All that is withheld from the user; asks each rule anew. See `User.withheld`."""
    return frozenset(pair for rule in _rules for pair in rule(user))


def agencies(user: Any, partnership_id: int) -> frozenset[int]:
    """Ids of the agencies of one partnership that are withheld; none for nobody (`user` is None)."""
    pairs = user.withheld if user is not None else ()
    return frozenset(agency for partnership, agency in pairs if partnership == partnership_id)


def shown_to(user: Any, *, partnership: str, agency: str) -> Q:
    """What of a model is not withheld; `partnership` and `agency` are the lookups that lead there."""
    shown = Q()
    for partnership_id in {partnership_id for partnership_id, _ in user.withheld}:
        theirs = {partnership: partnership_id, f"{agency}__in": agencies(user, partnership_id)}
        shown &= ~Q(**theirs)
    return shown
