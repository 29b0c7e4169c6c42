"""The lines of a heatmap as table rows.

A heatmap of 60 agencies has 800 cells and one of 600 has 8,000, so the parts of a cell are put
together once for each distinct look; a template that includes a part for each cell is five times
as slow. Everything from the database passes through format_html, which escapes it.
"""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from section11.web.templatetags.web import shape

from . import looks
from .heatmap import Cell, Difference, Line
from .selection import Column, Heatmap


class Rows:
    """Makes the cells of one heatmap; keeps what it made for each look."""

    def __init__(self, heatmap: Heatmap):
        self.heatmap = heatmap
        self.made = {}
        self.cycle_url = reverse("board:cycle-detail", args=[heatmap.cycle.pk])

    def cells(self, line: Line) -> SafeString:
        return format_html_join(
            "",
            "{}",
            (
                (self._cell(line, column, cell),)
                for column, cell in zip(self.heatmap.columns, line.cells, strict=True)
            ),
        )

    def _cell(self, line: Line, column: Column, cell: Cell | Difference) -> SafeString:
        css_class, seen, said = self._parts(cell)
        said = format_html("{}, {}: {}", line.row.name, column.title, said)
        if not (line.row.is_submitted and column.cycle == self.heatmap.cycle):
            return format_html(
                '<td class="hm-cell {}"><span class="hm-in">{}</span>'
                '<span class="govuk-visually-hidden">{}</span></td>',
                css_class,
                seen,
                said,
            )
        return format_html(
            '<td class="hm-cell {}"><a class="hm-in" href="{}agencies/{}/standards/{}/">{}'
            '<span class="govuk-visually-hidden">{}</span></a></td>',
            css_class,
            self.cycle_url,
            line.row.agency_id,
            column.standard.pk,
            seen,
            said,
        )

    def _parts(self, cell: Cell | Difference) -> tuple[str, SafeString, str]:
        """The class of the cell, what is seen in it, and what is said of it."""
        if cell not in self.made:
            made = self._difference(cell) if isinstance(cell, Difference) else self._single(cell)
            self.made[cell] = made
        return self.made[cell]

    def _single(self, cell: Cell) -> tuple[str, SafeString, str]:
        results = self.heatmap.results
        look = looks.of_cell(results, cell)
        return (
            look.css_class,
            format_html(
                '<span class="hm-say" aria-hidden="true">{}<b>{}</b>{}{}</span>{}',
                shape(look.symbol) if look.symbol else "",
                look.letter,
                format_html("<sup>{}</sup>", "?") if cell.gap is None and cell.unanswered else "",
                format_html('<span class="hm-travel">{}</span>', cell.travel.symbol)
                if cell.travel
                else "",
                _counts(cell),
            ),
            looks.words(results, cell),
        )

    def _difference(self, difference: Difference) -> tuple[str, SafeString, str]:
        results, choice = self.heatmap.results, self.heatmap.choice
        first, second = (looks.of_cell(results, cell) for cell in difference)
        lean = looks.of_difference(difference.steps)
        return (
            lean.css_class,
            format_html(
                '{}<span class="hm-pair" aria-hidden="true">{}{}</span>',
                _steps(difference, lean),
                _mini(first),
                _mini(second),
            ),
            f"{choice.layer.label} {first.label}, {choice.against.label} {second.label}:"
            f" {looks.difference_in_words(difference)}.",
        )


def _counts(cell: Cell) -> SafeString | str:
    """How many questions stand on each level, worst first: 0/5/3.

    What is worse than the cell's own rating stands out: the rule hides it, the page must not.
    """
    if cell.tally is None or cell.gap is not None:
        return ""
    counts = format_html_join(
        "/",
        "{}",
        (
            (format_html("<b>{}</b>", count) if count and level < cell.level else count,)
            for level, count in enumerate(cell.tally.counts)
        ),
    )
    return format_html('<span class="hm-counts" aria-hidden="true">{}</span>', counts)


def _steps(difference: Difference, lean: looks.Lean) -> SafeString | str:
    if difference.steps is None:
        return ""
    return format_html('<span class="hm-say" aria-hidden="true">{}</span>', lean.letter)


def _mini(look: looks.Look) -> SafeString:
    return format_html('<span class="hm-mini {}">{}</span>', look.css_class, look.letter)
