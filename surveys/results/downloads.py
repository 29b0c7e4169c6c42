"""The results as a table to take away, for research too: the numbers that pages show and no other.

A row for each number, so that whoever reads them can pivot as they like. What is hidden has a row
that says so and holds no number.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils.text import slugify

from section11.people.models import Sector
from section11.tables import writing

from .. import agreement
from .numbers import SurveyResults
from .published import GroupNumbers, Share, Spread

FORMATS = {fmt: writing.MIME[fmt] for fmt in ("csv", "xlsx", "ods", "json")}
COLUMNS = (
    "Agency",
    "Sector",
    "Role group",
    "Kind",
    "Code",
    "Title",
    "Answer",
    "People",
    "Answers",
    "Agreeing or giving this answer",
    "Share %",
    "Interval from %",
    "Interval to %",
    "Note",
)
ALL = "All agencies"


class File(NamedTuple):
    name: str
    content_type: str
    content: bytes


def file_of(results: SurveyResults, groups: GroupNumbers, fmt: str, *, only: Any = None) -> File:
    """Of all agencies that `results` hold, or only of one of them, a Line; with those of all."""
    survey = results.survey
    content = writing.write(COLUMNS, rows(results, groups, only=only), fmt, title=str(survey))
    of = only.short_name or only.name if only else survey.cycle.partnership.short_name
    return File(f"{slugify(f'survey {of} {survey}')}.{fmt}", FORMATS[fmt], content)


def rows(results: SurveyResults, groups: GroupNumbers, *, only: Any = None) -> Iterator[list[Any]]:
    yield from _of(results, (ALL, ""), _overall(results, groups))
    sectors = dict(Sector.choices)
    for line in (only,) if only else results.agencies:
        place = (line.name, sectors.get(line.sector, ""))
        yield from _of(results, place, _agency(results, groups, line.id))


class _Shares(NamedTuple):
    """How to find the shares of one place."""

    standard: Any
    question: Any
    spread: Any
    group_standard: Any
    group_question: Any


def _overall(results, groups):
    return _Shares(
        results.overall_by_standard.get,
        results.overall_by_question.get,
        results.overall_spread.get,
        lambda group, key: groups.overall_by_standard.get((group, key)),
        lambda group, key: groups.overall_by_question.get((group, key)),
    )


def _agency(results, groups, agency):
    return _Shares(
        lambda key: results.by_standard.get((agency, key)),
        lambda key: results.by_question.get((agency, key)),
        lambda key: results.spread.get((agency, key)),
        lambda group, key: groups.by_standard.get((agency, group, key)),
        lambda group, key: groups.by_question.get((agency, group, key)),
    )


def _of(results, place, shares) -> Iterator[list[Any]]:
    few = f"Fewer than {results.survey.threshold} answered"
    groups = results.survey.role_groups
    for standard in results.standards:
        what = ("Standard", standard.code, standard.title)
        yield [*place, "", *what, "", *_numbers(shares.standard(standard.pk), few)]
        for group in groups:
            share = shares.group_standard(group, standard.pk)
            yield [*place, group, *what, "", *_numbers(share, _hidden_group(results))]
    for question in results.questions:
        if question.kind == "text":
            continue
        what = ("Question", question.code, question.text)
        if question.kind in agreement.COUNTED_KINDS:
            yield [*place, "", *what, "", *_numbers(shares.question(question.lineage), few)]
            for group in groups:
                share = shares.group_question(group, question.lineage)
                yield [*place, group, *what, "", *_numbers(share, _hidden_group(results))]
        yield from _answers(place, what, question, shares.spread(question.lineage), few)


def _answers(place, what, question, spread: Spread | None, few) -> Iterable[list[Any]]:
    if spread is None:
        yield [*place, "", *what, "Each answer", "", "", "", "", "", "", few]
        return
    for value in agreement.values(question):
        label, count = agreement.label(question, value), spread.counts.get(value, 0)
        numbers = (spread.people, spread.people, count, spread.percent(value))
        yield [*place, "", *what, label, *numbers, "", "", ""]


def _numbers(share: Share | None, why_not: str) -> list[Any]:
    if share is None:
        return ["", "", "", "", "", "", why_not]
    return [
        share.people,
        share.n,
        share.agree,
        share.percent,
        share.low_percent,
        share.high_percent,
        "",
    ]


def _hidden_group(results):
    return f"Fewer than {results.survey.threshold} answered, or it would tell of so few"
