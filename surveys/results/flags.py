"""What practitioners say against a rating: a standard that the agency rates best, and they do not.

It is said only where chance alone does not explain it: the whole 95 % interval must lie below the
share from which practitioners are taken to say the best.
"""

from section11.board import numbers as self_audits
from section11.board import tallies
from section11.board.flags import Flag
from section11.board.heatmap import lines

from . import numbers, shared


def find(cycle):
    """The flags of the newest shared survey of the cycle; a constant number of queries."""
    survey = shared.newest([cycle.pk]).get(cycle.pk)
    if survey is None:
        return []
    rated = self_audits.read([cycle], user=None)[cycle.pk]
    return of(survey, rated, numbers.of_survey(survey))


def of(survey, rated, results):
    """The flags by the self-ratings `rated` and the survey's results, in the order of the heatmap."""
    shares = results.by_standard
    return [
        Flag(agency_id, standard_id, sentence(share, rated.levels[-1].label))
        for agency_id, standard_id in _rated_best(rated)
        if (share := shares.get((agency_id, standard_id))) and disagrees(survey, share)
    ]


def disagrees(survey, share) -> bool:
    """Whether practitioners fall short of the best, and not by chance alone: the share lies below
    the upper end of its interval, so that end decides.
    """
    return share.high_percent < survey.green_from


def sentence(share, best: str) -> str:
    """Rated green, but practitioners disagree: 41 % agree, n = 37. (Numbers do not break.)"""
    return (
        f"Rated {best.lower()}, but practitioners disagree: {share.percent}\xa0% agree,"
        f" n\xa0=\xa0{share.people}."
    )


def _rated_best(rated):
    """(agency, standard) of each cell on the best level."""
    best = len(rated.levels) - 1
    for line in lines(rated, tallies.of(rated), rated.cycle.roll_up):
        for standard, cell in zip(rated.standards, line.cells, strict=True):
            if cell.gap is None and cell.level == best:
                yield line.row.agency_id, standard.pk
