"""What the Board's page of a cycle shows of surveys: what practitioners say, and what those who took
part in challenge sessions made of them.
"""

from typing import NamedTuple

from section11.board.cycle_parts import Part
from section11.standards.models import Standard

from . import flags, gatherings, levels, numbers, shared


class Disagreement(NamedTuple):
    agency_id: int
    agency: str
    standard: Standard
    said: str


def practitioners(request, rated):
    """The newest shared survey, with the standards of which practitioners say otherwise."""
    cycle = rated.cycle
    survey = shared.newest([cycle.pk]).get(cycle.pk)
    if survey is None or not rated.levels:
        return None
    results = numbers.of_survey(survey, request.user)
    labels = [level.label for level in rated.levels]
    context = {
        "survey": survey,
        "results": results,
        "rule": levels.rule(survey, labels),
        "best": labels[-1].lower(),
        "disagreements": list(_disagreements(survey, rated, results)),
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


def _disagreements(survey, rated, results):
    standards = {standard.pk: standard for standard in rated.standards}
    for flag in flags.of(survey, rated, results):
        share = results.by_standard[flag.agency_id, flag.standard_id]
        name = rated.row_of[flag.agency_id].name
        said = levels.in_words(share)
        yield Disagreement(flag.agency_id, name, standards[flag.standard_id], said)
