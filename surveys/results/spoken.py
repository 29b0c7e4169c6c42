"""What practitioners of an agency are taken to say of a standard in a cycle: what the newest of the
shared surveys says that has enough answers to show. A small survey in winter speaks only for those
whom it asked, and the yearly one for all the others.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..models import Survey
from . import numbers, shared
from .published import Share


class Said(NamedTuple):
    survey: Survey
    share: Share


@dataclass
class Spoken:
    """`results` of each shared survey, the oldest first; `cells` by (agency's id, standard's id)."""

    results: list[numbers.SurveyResults] = field(default_factory=list)
    cells: dict[tuple[int, int], Said] = field(default_factory=dict)


def of_cycles(cycle_ids: Collection[int], user: Any = None) -> dict[int, Spoken]:
    """By the cycle's id, as `user` may know it; a constant number of queries for each survey."""
    found = defaultdict(Spoken)
    for survey in shared.of_cycles(cycle_ids):
        results, spoken = numbers.of_survey(survey, user), found[survey.cycle_id]
        spoken.results.append(results)
        spoken.cells.update(
            {cell: Said(survey, share) for cell, share in results.by_standard.items() if share}
        )
    return found
