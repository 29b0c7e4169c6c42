"""Rating scales: loaded from a file, and fixed once a published set uses them."""

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from section11.web.exceptions import RuleBroken

from .. import columns, headers
from ..checks import Problem
from ..exceptions import ImportRefused
from ..models import Descriptor, RatingScale, StandardSet
from ..resources import PLACE, RatingLevelResource, dataset
from .parts import ASIDE, Part

FEWEST_COUNTING = 2
MOST_LEVELS = 12


@transaction.atomic
def load(*, table):
    """Make the scale in the table, or change it to what the table says. False: it is the same.

    Raises ImportRefused with every problem, RuleBroken where a published set uses the scale.
    """
    header = _header(table)
    scale = RatingScale.objects.select_for_update().filter(code=header.code).first()
    part = _part(scale or RatingScale(), table).run(save=False)
    if problems := [*_of_columns(table), *part.problems(), *_of_levels(table)]:
        raise ImportRefused(problems)
    if (
        scale
        and not part.changes()
        and (scale.title, scale.description)
        == (
            header.title,
            header.description,
        )
    ):
        return False
    if scale:
        _must_be_free(scale)
    else:
        scale = RatingScale(code=header.code)
    scale.title, scale.description = header.title, header.description
    scale.save()
    _write(scale, table, part.removed)
    return True


def _header(table):
    header, problems = headers.of_scale(table.header)
    missing = [name for name in ("code", "title") if not getattr(header, name)]
    problems += [Problem(None, name, "The head of the file does not say this.") for name in missing]
    if problems:
        raise ImportRefused(problems)
    return header


def _part(scale, table):
    rows = [{**row.values, PLACE: place} for place, row in enumerate(table.rows)]
    names = [name for name in columns.LEVEL_COLUMNS if name in table.columns]
    return Part(
        RatingLevelResource(parent=scale, existing=scale.levels.all() if scale.pk else []),
        dataset(rows, [*names, PLACE]),
        [row.number for row in table.rows],
    )


def _of_columns(table):
    return [
        Problem(None, name, "This column is missing.")
        for name in columns.LEVEL_COLUMNS
        if name not in table.columns
    ] + [
        Problem(None, name, "There is no such column.")
        for name in table.columns
        if name not in columns.LEVEL_COLUMNS
    ]


def _of_levels(table):
    problems = []
    for name in ("code", "letter"):
        seen = {}
        for row in table.rows:
            value = row.values.get(name, "")
            if value and seen.setdefault(value, row) is not row:
                sentence = f"Row {seen[value].number} has the {name} {value} as well."
                problems.append(Problem(row.number, name, sentence))
    counts = [row.values.get("counts_in_score", "").casefold() == "yes" for row in table.rows]
    if sum(counts) < FEWEST_COUNTING:
        sentence = "A scale needs at least two levels that count in the score."
        problems.append(Problem(None, "counts_in_score", sentence))
    if counts != sorted(counts, reverse=True):
        sentence = "Levels that do not count in the score come after all that do."
        problems.append(Problem(None, "counts_in_score", sentence))
    if len(counts) > MOST_LEVELS:
        problems.append(Problem(None, "", f"A scale has at most {MOST_LEVELS} levels."))
    return problems


def _must_be_free(scale):
    used = scale.standard_sets.filter(status=StandardSet.Status.PUBLISHED).first()
    if used:
        raise RuleBroken(
            f"The rating scale {scale.code} is used by {used}, which is published, so it cannot"
            " change. Give the changed scale a code of its own."
        )


def _write(scale, table, removed):
    described = Descriptor.objects.filter(level__in=removed).select_related(
        "level", "question__standard__standard_set"
    )
    if text := described.first():
        raise RuleBroken(
            f"The level {text.level} cannot go: {text.question.standard.standard_set} says what"
            " it means. Change that draft first."
        )
    scale.levels.filter(pk__in=[level.pk for level in removed]).delete()
    scale.levels.update(
        letter=Concat(Value("~"), Cast("order", CharField())), order=F("order") + ASIDE
    )
    _part(scale, table).run(save=True)
