"""From counts to what is published: shares, suppressed by the atom rule. Pure.

Whatever pages, charts, downloads, flags and the heatmap say of a survey is one of these numbers.
The rules of what is hidden are in suppression.py; here nothing is added up but whole atoms.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .. import agreement
from .suppression import part_agencies, shown_groups
from .wilson import interval

PerAgency = Mapping[int, Mapping[Any, int]]  # question pk, agency: people
Values = Mapping[int, Mapping[Any, Mapping[str, int]]]  # question pk, agency, value: people


class Share(NamedTuple):
    """How many answers say the good thing: `agree` of `n`, by `people`."""

    agree: int
    n: int
    people: int

    @property
    def percent(self) -> int:
        return _percent(self.agree / self.n)

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval around the share, by people: one person's answers hang together."""
        return interval(self.agree / self.n, self.people)

    @property
    def low(self) -> float:
        return self.interval[0]

    @property
    def high(self) -> float:
        return self.interval[1]

    @property
    def low_percent(self) -> int:
        return _percent(self.low)

    @property
    def high_percent(self) -> int:
        return _percent(self.high)


def _percent(share):
    return int(100 * share + 0.5)


class Spread(NamedTuple):
    """How the answers to one question are spread; `counts` by value, of `people` who answered."""

    counts: Mapping[str, int]
    people: int

    def percent(self, value: str) -> int:
        return _percent(self.counts.get(value, 0) / self.people)


@dataclass(frozen=True)
class Numbers:
    """None, or no entry at all, is what may not be shown. Keys are agencies' ids, role groups,
    questions' lineages and standards' ids.
    """

    by_question: Mapping[tuple[Any, str], Share | None] = field(default_factory=dict)
    by_standard: Mapping[tuple[Any, int], Share | None] = field(default_factory=dict)
    spread: Mapping[tuple[Any, str], Spread | None] = field(default_factory=dict)
    overall_by_question: Mapping[str, Share | None] = field(default_factory=dict)
    overall_by_standard: Mapping[int, Share | None] = field(default_factory=dict)
    overall_spread: Mapping[str, Spread | None] = field(default_factory=dict)
    # Which agencies each number of all agencies is the sum of.
    made_of: Mapping[str, frozenset[Any]] = field(default_factory=dict)


def publish(
    questions: Iterable[Any],
    people: PerAgency,
    values: Values,
    *,
    threshold: int,
    agencies: Collection[Any],
    standards_of: Mapping[str, Iterable[int]],
) -> Numbers:
    """What may be shown of `agencies`, those that the reader may know of, one by one and in sum.

    `people` and `values` are always those of every agency asked: how they are parted is the same
    for every reader, so that what two readers see differs by whole atoms.
    """
    numbers = Numbers({}, {}, {}, {}, {}, {}, {})
    for question in questions:
        if question.kind == "text":
            continue
        asked, given = people.get(question.pk, {}), values.get(question.pk, {})
        parted = part_agencies(asked, threshold)
        within = parted.within(agencies)
        good = _good(question)
        numbers.made_of[question.lineage] = within
        of_all = _sum_of(within, asked, given)
        numbers.overall_spread[question.lineage] = of_all
        numbers.overall_by_question[question.lineage] = _share(good, of_all)
        for agency in agencies:
            is_shown = agency in parted.alone
            shown = Spread(given.get(agency, {}), asked[agency]) if is_shown else None
            numbers.spread[agency, question.lineage] = shown
            numbers.by_question[agency, question.lineage] = _share(good, shown)
    numbers.by_standard.update(_by_standard(numbers.by_question, standards_of))
    overall = {(None, lineage): one for lineage, one in numbers.overall_by_question.items()}
    numbers.overall_by_standard.update(
        {standard: one for (_, standard), one in _by_standard(overall, standards_of).items()}
    )
    return numbers


@dataclass(frozen=True)
class GroupNumbers:
    """By role group, in each agency and in all: `by_question[agency, group, lineage]` and so on."""

    by_question: Mapping[tuple[Any, str, str], Share | None]
    by_standard: Mapping[tuple[Any, str, int], Share | None]
    overall_by_question: Mapping[tuple[str, str], Share | None]
    overall_by_standard: Mapping[tuple[str, int], Share | None]


def publish_groups(
    questions: Iterable[Any],
    values: Mapping[int, Mapping[Any, Mapping[str, Mapping[str, int]]]],
    *,
    threshold: int,
    agencies: Collection[Any],
    groups: Collection[str],
    standards_of: Mapping[str, Iterable[int]],
) -> GroupNumbers:
    """What may be shown of each role group. Those of all agencies are the sum of what is shown of
    each, and of nothing else. Of the questions that are counted each person gave one answer.
    """
    cells, overall = {}, {}
    for question in questions:
        if question.kind not in agreement.COUNTED_KINDS:
            continue
        given = values.get(question.pk, {})
        asked = {
            agency: {group: sum(told.values()) for group, told in of_groups.items()}
            for agency, of_groups in given.items()
        }
        sizes = {agency: sum(of_groups.values()) for agency, of_groups in asked.items()}
        alone = part_agencies(sizes, threshold).alone
        shown = {
            agency: shown_groups(asked[agency], threshold) if agency in alone else frozenset()
            for agency in agencies
        }
        good = _good(question)
        for group in groups:
            spreads = {
                agency: Spread(given[agency][group], asked[agency][group])
                for agency in agencies
                if group in shown[agency]
            }
            overall[group, question.lineage] = _share(good, _sum_of_spreads(spreads.values()))
            for agency in agencies:
                cells[(agency, group), question.lineage] = _share(good, spreads.get(agency))
    return GroupNumbers(
        {(*place, lineage): one for (place, lineage), one in cells.items()},
        {(*place, key): one for (place, key), one in _by_standard(cells, standards_of).items()},
        overall,
        _by_standard(overall, standards_of),
    )


def _sum_of(agencies, people, values):
    """The answers of whole atoms in sum; None for no people."""
    return _sum_of_spreads(Spread(values.get(one, {}), people[one]) for one in agencies)


def _sum_of_spreads(spreads):
    asked, counts = 0, {}
    for spread in spreads:
        asked += spread.people
        for value, count in spread.counts.items():
            counts[value] = counts.get(value, 0) + count
    return Spread(counts, asked) if asked else None


def _good(question):
    """The answers that say the good thing; None for a kind that nobody can agree with."""
    return agreement.good_values(question) if question.kind in agreement.COUNTED_KINDS else None


def _share(good, spread):
    """None for what is hidden, and for a question that nobody can agree with."""
    if spread is None or good is None:
        return None
    agree = sum([spread.counts.get(value, 0) for value in good])
    return Share(agree, spread.people, spread.people)


def _by_standard(by_question, standards_of):
    """The questions of a standard in sum, those left out of which too few answered. Its people are
    those of the question that most answered.
    """
    found = {}
    for (place, lineage), share in by_question.items():
        for standard in standards_of.get(lineage, ()):
            shown = found.setdefault((place, standard), [])
            if share is not None:
                shown.append(share)
    return {key: _sum(shares) if shares else None for key, shares in found.items()}


def _sum(shares):
    return Share(
        sum(one.agree for one in shares),
        sum(one.n for one in shares),
        max(one.people for one in shares),
    )
