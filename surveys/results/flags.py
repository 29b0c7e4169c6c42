"""What practitioners say against a rating: a standard that the agency rates best, and they do not.

It is said only where chance alone does not explain it: the whole 95 % interval must lie below the
share from which practitioners are taken to say the best.
"""

from section11.board import numbers as self_audits
from section11.board import tallies
from section11.board.flags import Flag
from section11.board.heatmap import lines

from . import spoken


def find(cycle):
    """The flags of the cycle; a constant number of queries for each of its shared surveys."""
    said = spoken.of_cycles([cycle.pk]).get(cycle.pk)
    if said is None:
        return []
    rated = self_audits.read([cycle], user=None)[cycle.pk]
    return of(rated, said.cells)


def of(rated, cells):
    """The flags by the self-ratings `rated` and what practitioners say of the `cells`, in the order
    of the heatmap.
    """
    return [
        Flag(*cell, sentence(said.share, rated.levels[-1].label))
        for cell in _rated_best(rated)
        if (said := cells.get(cell)) and disagrees(*said)
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
