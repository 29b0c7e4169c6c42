"""The layer of the heatmap that surveys add: what practitioners say, beside the self-rating.

A cell with too few answers to be shown holds nothing here, as one that nobody was asked about.
"""

from section11.board.layers import Layer
from section11.board.tallies import Tally

from . import shared, spoken
from .levels import in_words, level_of


def _offered(cycle):
    return shared.surveys().filter(cycle=cycle).exists()


def _read(scope):
    said = spoken.of_cycles([cycle.pk for cycle in scope.cycles], scope.user)
    return {
        cycle_id: _tallies(of_cycle.cells, len(scope.results[cycle_id].levels))
        for cycle_id, of_cycle in said.items()
    }


def _tallies(cells, levels):
    return {cell: _tally(*said, levels) for cell, said in cells.items()} if levels else {}


def _tally(survey, share, levels):
    place = level_of(survey, share, levels)
    counts = tuple(int(level == place) for level in range(levels))
    return Tally(counts, counts, is_whole=True, note=in_words(share))


PRACTITIONERS = Layer(
    key="practitioners",
    label="Practitioners",
    description=(
        "What the agency’s own staff say in the practitioner survey, for each standard as a whole,"
        " by the share that agrees: usually green from 75 %, red below 50 %, as the survey’s page"
        " says. Where too few answered, nothing is shown."
    ),
    read=_read,
    offered=_offered,
    where_self_is_higher=(
        "the agency rates itself above what its own practitioners say, so its rating may not be true"
        " on the ground."
    ),
)
