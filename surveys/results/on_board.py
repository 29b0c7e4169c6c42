"""What the Board's page of a cycle shows of surveys: what practitioners say, and what those who took
part in challenge sessions made of them.
"""

from typing import NamedTuple

from section11.board.cycle_parts import Part
from section11.standards.models import Standard

from . import flags, gatherings, levels, spoken


class Disagreement(NamedTuple):
    agency_id: int
    agency: str
    standard: Standard
    said: str


def practitioners(request, rated):
    """The shared surveys, newest first, with the standards of which practitioners say otherwise."""
    cycle = rated.cycle
    said = spoken.of_cycles([cycle.pk], request.user).get(cycle.pk)
    if said is None or not rated.levels:
        return None
    labels = [level.label for level in rated.levels]
    context = {
        "cycle": cycle,
        "surveys": [
            (results.survey, results, levels.rule(results.survey, labels))
            for results in reversed(said.results)
        ],
        "best": labels[-1].lower(),
        "disagreements": list(_disagreements(rated, said.cells)),
    }
    title = "What practitioners say"
    return Part("practitioners", title, "surveys/_board_practitioners.html", context, order=20)


def feedback(request, rated):
    """What the participants of sessions said, in sum; nothing before anybody is asked."""
    found = gatherings.in_sum(rated.cycle)
    if found is None:
        return None
    title = "Feedback on the challenge sessions"
    return Part("feedback", title, "surveys/_board_feedback.html", {"found": found}, order=30)


def _disagreements(rated, cells):
    standards = {standard.pk: standard for standard in rated.standards}
    for flag in flags.of(rated, cells):
        share = cells[flag.agency_id, flag.standard_id].share
        name = rated.row_of[flag.agency_id].name
        said = levels.in_words(share)
        yield Disagreement(flag.agency_id, name, standards[flag.standard_id], said)
