"""The lines of a heatmap as table rows.

A heatmap of 60 agencies has 800 cells and one of 600 has 8,000. So what is alike is put together
and escaped once: what a cell shows and says for each distinct look, a name for each line, a title
for each column. A cell is then only joined from them: a fifth of the time that format_html for
each cell takes.
"""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from section11.people.permissions import Permission, permissions_for

from . import looks
from .heatmap import Cell, Difference, Line
from .results import Row
from .selection import Column, Heatmap


class Look(NamedTuple):
    """The class of a cell, what is seen in it and what is said of it, all ready for a page."""

    css_class: str
    seen: str
    said: str


class Rows:
    """Makes the cells of one heatmap; keeps what it made for each look."""

    def __init__(self, heatmap: Heatmap, user: Any):
        self.heatmap, self.user = heatmap, user
        self.made: dict[Cell | Difference, Look] = {}
        self.cycle_url = reverse("board:cycle-detail", args=[heatmap.cycle.pk])
        self.columns = [
            (escape(column.title), self._end_of_link(column)) for column in heatmap.columns
        ]

    def _end_of_link(self, column: Column) -> str:
        """What a link to what is behind a cell ends in; nothing for a cycle gone by."""
        if column.cycle.pk != self.heatmap.cycle.pk:
            return ""
        return f"standards/{column.standard.pk}/"

    def _opens(self, row: Row) -> bool:
        """Whether what is behind the agency's cells may be read: a lay member reads ratings alone."""
        return row.is_submitted and Permission.SELF_AUDIT_VIEW in permissions_for(
            self.user,
            agency_id=row.agency_id,
            partnership_ids=(self.heatmap.cycle.partnership_id,),
        )

    def cells(self, line: Line) -> SafeString:
        name = escape(line.row.name)
        link = f"{self.cycle_url}agencies/{line.row.agency_id}/" if self._opens(line.row) else ""
        made = [
            _cell(self._look(cell), f"{name}, {title}", link + end if link and end else "")
            for (title, end), cell in zip(self.columns, line.cells, strict=True)
        ]
        # Every part was escaped where it was made: here, in __init__ and in _look.
        return mark_safe("".join(made))  # noqa: S308

    def _look(self, cell: Cell | Difference) -> Look:
        look = self.made.get(cell)
        if look is None:
            look = self._difference(cell) if isinstance(cell, Difference) else self._single(cell)
            self.made[cell] = look = Look(*map(conditional_escape, look))
        return look

    def _single(self, cell: Cell) -> Look:
        results = self.heatmap.results
        look = looks.of_cell(results, cell)
        seen = format_html(
            "<span>{}<b>{}</b>{}{}</span>{}",
            format_html('<svg class="app-shape"><use href="#shape-{}"/></svg>', look.symbol)
            if look.symbol
            else "",
            look.letter,
            format_html("<sup>{}</sup>", "?") if cell.gap is None and cell.unanswered else "",
            format_html("<i>{}</i>", cell.travel.symbol) if cell.travel else "",
            _counts(cell),
        )
        return Look(look.css_class, seen, looks.words(results, cell))

    def _difference(self, difference: Difference) -> Look:
        results, choice = self.heatmap.results, self.heatmap.choice
        first, second = (looks.of_cell(results, cell) for cell in difference)
        lean = looks.of_difference(difference.steps)
        seen = format_html(
            '{}<span class="hm-pair">{}{}</span>',
            "" if difference.steps is None else format_html("<b>{}</b>", lean.letter),
            _mini(first),
            _mini(second),
        )
        said = (
            f"{choice.layer.label} {first.label}, {choice.against.label} {second.label}:"
            f" {looks.difference_in_words(difference)}."
        )
        return Look(lean.css_class, seen, said)


def _cell(look: Look, about: str, link: str) -> str:
    inside = (
        f'<span class="hm-see" aria-hidden="true">{look.seen}</span>'
        f'<span class="govuk-visually-hidden">{about}: {look.said}</span>'
    )
    if link:
        inside = f'<a class="hm-in" href="{link}">{inside}</a>'
    return f'<td class="hm-cell {look.css_class}">{inside}</td>'


def _counts(cell: Cell) -> SafeString | str:
    """How many questions stand on each level, worst first: 0/5/3.

    What is worse than the cell's own rating stands out: the rule hides it, the page must not.
    """
    if not cell.counts_questions:
        return ""
    counts = format_html_join(
        "/",
        "{}",
        (
            (format_html("<b>{}</b>", count) if count and level < cell.level else count,)
            for level, count in enumerate(cell.tally.counts)
        ),
    )
    return format_html('<span class="hm-counts">{}</span>', counts)


def _mini(look: looks.Look) -> SafeString:
    return format_html('<span class="hm-mini {}">{}</span>', look.css_class, look.letter)
