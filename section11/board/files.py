"""The heatmap to take away: drawn as a picture, or its numbers as a table.

Nothing here looks at a clock, so the same heatmap gives the same picture, byte for byte.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.text import slugify

from section11.people.models import PartnershipAgency, Sector
from section11.tables import writing

from . import captions, figure, looks
from .figure import NO_MARK, Grid, Kind, Mark
from .heatmap import Cell, Difference
from .selection import Heatmap
from .travel import DirectionOfTravel

PICTURES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
TABLES = {fmt: writing.MIME[fmt] for fmt in ("csv", "xlsx")}
FORMATS = PICTURES | TABLES


class File(NamedTuple):
    name: str
    content_type: str
    content: bytes


def file_of(heatmap: Heatmap, fmt: str) -> File:
    """Raises ValueError for a format that is none of FORMATS."""
    if fmt in PICTURES:
        content = figure.draw(picture(heatmap), fmt)
    elif fmt in TABLES:
        columns, rows = table(heatmap)
        content = writing.write(columns, rows, fmt, title=str(heatmap.cycle))
    else:
        raise ValueError(f"{fmt!r} is not a format of a heatmap.")
    name = slugify(f"heatmap {heatmap.cycle.partnership.short_name} {heatmap.cycle}")
    return File(f"{name}.{fmt}", FORMATS[fmt], content)


def picture(heatmap: Heatmap) -> Grid:
    """What the picture of the heatmap is to show."""
    if heatmap.is_difference:
        kinds, kind_of = _kinds_of_differences(heatmap)
    else:
        kinds, kind_of = _kinds(heatmap)
    said = [
        str(heatmap.cycle.partnership),
        captions.layer(heatmap),
        *captions.filters(heatmap),
        captions.so_far(heatmap),
    ]
    return Grid(
        title=f"{heatmap.cycle}: {captions.title(heatmap).lower()}",
        subtitle=". ".join(said) + ".",
        note=" ".join(
            filter(
                None,
                [
                    *captions.difference(heatmap),
                    *captions.rules(heatmap),
                    captions.withheld(heatmap.results),
                ],
            )
        ),
        rows=[line.row.name for line in heatmap.lines],
        columns=[column.title for column in heatmap.columns],
        cells=[[kinds.index(kind_of(cell)) for cell in line.cells] for line in heatmap.lines],
        kinds=kinds,
        **_marks(heatmap),
    )


def _kinds(heatmap: Heatmap):
    def kind_of(cell):
        return _kind(looks.of_cell(heatmap.results, cell))

    return [_kind(look) for look in looks.legend(heatmap.results, heatmap.cells())], kind_of


def _kind(look: looks.Look) -> Kind:
    return Kind(look.label, look.letter, look.colour, look.symbol)


def _kinds_of_differences(heatmap: Heatmap):
    found = {cell.steps: cell for line in heatmap.lines for cell in line.cells}
    kinds = {}
    for steps in sorted(found, key=lambda steps: (steps is None, -(steps or 0))):
        lean = looks.of_difference(steps)
        words = looks.difference_in_words(found[steps])
        kinds[steps] = Kind(words.capitalize(), lean.letter, lean.colour)
    return list(kinds.values()), lambda cell: kinds[cell.steps]


def _marks(heatmap: Heatmap) -> dict[str, Any]:
    if not heatmap.has_travel:
        return {}
    directions = list(DirectionOfTravel)
    return {
        "marks": [
            [
                NO_MARK if cell.travel is None else directions.index(cell.travel)
                for cell in line.cells
            ]
            for line in heatmap.lines
        ],
        "mark_kinds": [Mark(direction.label, direction.symbol) for direction in directions],
        "mark_title": "Since the cycle before:",
    }


def table(heatmap: Heatmap) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    """The numbers, a row for each cell: whoever reads them can sum and pivot as they like."""
    head = ["Agency", "Sector", "Basis", "Self-audit", "Cycle", "Standard code", "Standard"]
    if heatmap.is_difference:
        first, second = heatmap.choice.layer.label, heatmap.choice.against.label
        return [*head, first, second, "Levels higher"], _rows(heatmap, _difference_values)
    levels = [f"Questions rated {level.label}" for level in heatmap.results.levels]
    rest = ["Questions not applicable", "Questions not answered"]
    return [*head, "Rating", "Direction of travel", *levels, *rest], _rows(heatmap, _cell_values)


def _rows(heatmap: Heatmap, values) -> Iterable[list[Any]]:
    sectors = dict(Sector.choices)
    bases = dict(PartnershipAgency.ParticipationBasis.choices)
    for line in heatmap.lines:
        row = line.row
        for column, cell in zip(heatmap.columns, line.cells, strict=True):
            yield [
                row.name,
                sectors.get(row.sector, ""),
                bases.get(row.basis, ""),
                row.standing.label,
                column.cycle.name,
                column.standard.code,
                column.standard.title,
                *values(heatmap, cell),
            ]


def _cell_values(heatmap: Heatmap, cell: Cell) -> list[Any]:
    direction = cell.travel.label if cell.travel else ""
    counts = [""] * (len(heatmap.results.levels) + 2)
    if cell.tally and not cell.tally.is_whole:
        counts = [*cell.tally.counts, cell.tally.not_applicable, cell.tally.unanswered]
    return [looks.of_cell(heatmap.results, cell).label, direction, *counts]


def _difference_values(heatmap: Heatmap, difference: Difference) -> list[Any]:
    first, second = (looks.of_cell(heatmap.results, cell).label for cell in difference)
    return [first, second, "" if difference.steps is None else difference.steps]
