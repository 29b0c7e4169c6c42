"""An attacker on published results: who knows every number that any reader gets, all at once.

The unknowns are cells: what the people of one agency and role group answered to one question. Each
published number is a sum of cells, so all of them are a system of linear equations; what can be
derived, by any adding and subtracting, is its row space.
"""

from collections import defaultdict
from itertools import combinations
from types import SimpleNamespace

import numpy

from surveys.results.published import publish, publish_groups


class Population:
    """Who answered: {(question, agency, group): {value: people}}; one standard has all questions."""

    standard = 1

    def __init__(self, cells, *, threshold):
        self.cells, self.threshold = cells, threshold
        self.places = sorted(cells)
        self.size = {place: sum(cells[place].values()) for place in self.places}
        self.agencies = sorted({agency for _, agency, _ in cells})
        self.groups = sorted({group for _, _, group in cells})
        self.questions = [
            SimpleNamespace(
                pk=pk, lineage=f"q{pk}", kind="agreement", good_is_disagreeing=False, choices=[]
            )
            for pk in sorted({question for question, _, _ in cells})
        ]

    def values_by_group(self):
        found = defaultdict(lambda: defaultdict(dict))
        for (question, agency, group), values in self.cells.items():
            if any(values.values()):
                found[question][agency][group] = {v: n for v, n in values.items() if n}
        return found

    def people(self):
        found = defaultdict(lambda: defaultdict(int))
        for (question, agency, _), size in self.size.items():
            if size:
                found[question][agency] += size
        return found

    def values(self):
        found = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
        for (question, agency, _), values in self.cells.items():
            for value, count in values.items():
                if count:
                    found[question][agency][value] += count
        return found

    def results_for(self, agencies):
        """What a reader who may know of these agencies is shown."""
        asked = {
            "threshold": self.threshold,
            "agencies": agencies,
            "standards_of": {question.lineage: [self.standard] for question in self.questions},
        }
        return (
            publish(self.questions, self.people(), self.values(), **asked),
            publish_groups(
                self.questions,
                self.values_by_group(),
                groups=self.groups,
                **asked,
            ),
        )

    def readers(self, most=None):
        """Every set of agencies that a reader may know of: all those that interests or a filter
        by sector leave, up to `most` left out.
        """
        fewest = 1 if most is None else len(self.agencies) - most
        for size in range(max(fewest, 1), len(self.agencies) + 1):
            yield from combinations(self.agencies, size)


class Attacker:
    """Collects published numbers as equations, each checked against the truth: `published`, as
    (reader's agencies, numbers, numbers by role group), or what every reader of the population gets.
    """

    def __init__(self, population, published=None, *, most_withheld=None):
        self.population = population
        # A cell without people holds nobody's answers, and the attacker may know that it is empty.
        occupied = [place for place in population.places if population.size[place]]
        self.index = {place: number for number, place in enumerate(occupied)}
        self.rows = set()
        if published is None:
            readers = population.readers(most_withheld)
            published = ((reader, *population.results_for(reader)) for reader in readers)
        for reader, numbers, by_group in published:
            self._read(reader, numbers, by_group)

    def _read(self, reader, numbers, by_group):
        groups, keys = self.population.groups, {q.lineage: q.pk for q in self.population.questions}
        in_agency, in_all = defaultdict(list), []
        for (agency, lineage), share in numbers.by_question.items():
            if share:
                cells = [(keys[lineage], agency, group) for group in groups]
                self._learn(cells, share, numbers.spread[agency, lineage])
                in_agency[agency] += cells
        for agency, cells in in_agency.items():
            self._learn(cells, numbers.by_standard[agency, self.population.standard])
        for lineage, share in numbers.overall_by_question.items():
            if share:
                made_of = numbers.made_of[lineage]
                assert made_of <= set(reader)
                cells = [(keys[lineage], agency, group) for agency in made_of for group in groups]
                self._learn(cells, share, numbers.overall_spread[lineage])
                in_all += cells
        if in_all:
            self._learn(in_all, numbers.overall_by_standard[self.population.standard])
        self._read_groups(by_group, keys)

    def _read_groups(self, by_group, keys):
        in_place, overall = defaultdict(list), defaultdict(list)
        for (agency, group, lineage), share in by_group.by_question.items():
            if share:
                cell = (keys[lineage], agency, group)
                self._learn([cell], share)
                in_place[agency, group].append(cell)
                overall[group, lineage].append(cell)
        for (agency, group), cells in in_place.items():
            self._learn(cells, by_group.by_standard[agency, group, self.population.standard])
        of_group = defaultdict(list)
        for (group, lineage), share in by_group.overall_by_question.items():
            assert (share is not None) == bool(overall[group, lineage])
            if share:
                self._learn(overall[group, lineage], share)
                of_group[group] += overall[group, lineage]
        for group, cells in of_group.items():
            self._learn(cells, by_group.overall_by_standard[group, self.population.standard])

    def _learn(self, cells, share, spread=None):
        """One more equation. That the number is the sum of these cells is checked, so that nothing
        else is published than the attacker is given.
        """
        cells = [cell for cell in cells if cell in self.index]
        values = [self.population.cells[cell] for cell in cells]
        assert share.n == sum(self.population.size[cell] for cell in cells)
        assert share.agree == sum(one.get("4", 0) + one.get("5", 0) for one in values)
        if spread:
            assert spread.people == share.n
            for value in "12345":
                told = sum(one.get(value, 0) for one in values)
                assert spread.counts.get(value, 0) == told
        self.rows.add(frozenset(self.index[cell] for cell in cells))

    def matrix(self):
        found = numpy.zeros((max(len(self.rows), 1), len(self.index)))
        for number, row in enumerate(self.rows):
            found[number, list(row)] = 1
        return found

    def few_people_derived(self):
        """Every sum of cells of fewer people than the threshold that is determined: each is tried,
        so the population must be small.
        """
        _, singular, basis = numpy.linalg.svd(self.matrix(), full_matrices=False)
        basis = basis[singular > 1e-9]
        places = numpy.arange(len(self.index))
        sums = (numpy.arange(1, 2 ** len(places))[:, None] >> places) & 1
        sizes = numpy.array([self.population.size[place] for place in self.index], dtype=int)
        few = sums[sums @ sizes < self.population.threshold]
        left = few - few @ basis.T @ basis  # what no adding and subtracting comes to
        return few[numpy.abs(left).max(axis=1, initial=0) < 1e-6].tolist()

    def smallest_atom(self):
        """How many people are in the smallest set of cells that no published number divides.

        Whatever can be derived is the same for all cells of such a set: so a sum of cells that is
        determined is a sum of whole sets, whatever their number. None where nothing is published.
        """
        sizes = defaultdict(int)
        for place, column in zip(self.index, self.matrix().T, strict=True):
            if column.any():
                sizes[column.tobytes()] += self.population.size[place]
        return min(sizes.values(), default=None)
