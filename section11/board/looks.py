"""How everything a cell can say looks and reads: letter, shape, class and words.

The page, the picture and the numbers take their letters and words from here, so that a cell says
the same wherever it is met.
"""

from collections.abc import Iterable
from typing import NamedTuple

from section11.standards.models import RatingLevel

from .heatmap import Cell, Difference, Gap
from .results import Results
from .tallies import Tally


class Look(NamedTuple):
    """`letter` is one to three characters, `symbol` a shape of `board.figure` or nothing."""

    label: str
    letter: str
    symbol: str
    css_class: str
    colour: str
    meaning: str


GAPS = {
    Gap.NOT_APPLICABLE: Look(
        "Not applicable",
        "N/A",
        "dash",
        "hm-gap--not-applicable",
        "#e5e9ed",
        "The agency says that none of the questions fits what it does. It counts neither way.",
    ),
    Gap.UNANSWERED: Look(
        "Not answered",
        "?",
        "",
        "hm-gap--unanswered",
        "#ffffff",
        "The self-audit is submitted, but no question under this standard is rated.",
    ),
    Gap.NOT_ASKED: Look(
        "Not asked",
        "–",
        "",
        "hm-gap--not-asked",
        "#f3f2f1",
        "The standard has no question for an agency of this kind.",
    ),
    Gap.NOT_SUBMITTED: Look(
        "Not submitted",
        "NS",
        "",
        "hm-gap--not-submitted",
        "#efecf5",
        "The self-audit is not signed off yet. Nobody but the agency and the coordinator sees what is in it.",
    ),
    Gap.NOTHING_HERE: Look(
        "No rating in this layer",
        "·",
        "",
        "hm-gap--nothing-here",
        "#ffffff",
        "This layer holds nothing for the agency and the standard.",
    ),
    Gap.NO_PART: Look(
        "Took no part",
        "×",
        "",
        "hm-gap--no-part",
        "#ffffff",
        "The agency was not asked for a self-audit in that cycle.",
    ),
    Gap.OTHER_SCALE: Look(
        "Another rating scale",
        "≠",
        "",
        "hm-gap--other-scale",
        "#ffffff",
        "That cycle rated on another scale, so it cannot be laid beside this one.",
    ),
}


def of_level(level: RatingLevel) -> Look:
    return Look(
        level.label, level.letter, level.symbol, level.css_class, level.colour, level.meaning
    )


def of_cell(results: Results, cell: Cell) -> Look:
    return of_level(results.levels[cell.level]) if cell.gap is None else GAPS[cell.gap]


def legend(results: Results, cells: Iterable[Cell]) -> list[Look]:
    """Every level of the scale, and those gaps that are there to be seen."""
    found = {cell.gap for cell in cells}
    return [
        *(of_level(level) for level in results.levels),
        *(look for gap, look in GAPS.items() if gap in found),
    ]


def words(results: Results, cell: Cell) -> str:
    """What the cell says, as a sentence or two: Amber, declined. 5 amber, 3 green."""
    label = of_cell(results, cell).label
    if cell.travel is not None:
        label = f"{label}, {cell.travel.word}"
    if cell.counts_questions:
        behind = counts_in_words(results, cell.tally)
    else:
        behind = cell.tally.note if cell.tally else ""
    return f"{label}. {behind}." if behind else f"{label}."


def counts_in_words(results: Results, tally: Tally) -> str:
    """5 amber, 3 green, 1 not applicable, 2 not answered: whatever there is at least one of."""
    counts = [
        (count, level.label) for count, level in zip(tally.counts, results.levels, strict=True)
    ]
    counts += [(tally.not_applicable, "Not applicable"), (tally.unanswered, "Not answered")]
    return ", ".join(_counted(count, label) for count, label in counts if count)


def _counted(count, label):
    return f"{count} {label.lower()}" if label[:1].isalpha() else f"{count} at {label}"


def difference_in_words(difference: Difference) -> str:
    steps = difference.steps
    if steps is None:
        return "cannot be compared"
    if steps == 0:
        return "the same"
    levels = "1 level" if abs(steps) == 1 else f"{abs(steps)} levels"
    return f"{levels} {'higher' if steps > 0 else 'lower'}"


class Lean(NamedTuple):
    """How a difference looks: the sign for the number of levels, and its class and colour."""

    letter: str
    css_class: str
    colour: str


def of_difference(steps: int | None) -> Lean:
    """A sign for each number of levels; colours that are never those of ratings."""
    if steps is None:
        return Lean("·", "hm-lean--none", "#ffffff")
    if steps == 0:
        return Lean("=", "hm-lean--same", "#f5f3fa")
    side = "higher" if steps > 0 else "lower"
    colours = {"higher": ("#bcd9f2", "#3a78b5"), "lower": ("#f0cfe4", "#a8438a")}[side]
    strong = abs(steps) > 1
    return Lean(
        f"{'+' if steps > 0 else '−'}{abs(steps)}",
        f"hm-lean--{side}{'-far' if strong else ''}",
        colours[strong],
    )
