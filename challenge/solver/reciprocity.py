"""The rule that two agencies do not question each other, as columns and rows.

There are very many pairs and few that matter, so a pair's rows come in only when a plan breaks it.
"""

from itertools import product


class Pairs:
    """The pairs of agencies whose rows are in the problem: `asks[a, b]` is 1 where somebody of `a`
    sits with `b`.
    """

    def __init__(self, formulation):
        self.formulation = formulation
        self.asks = {}
        self.staff = {}
        for p, person in enumerate(formulation.problem.people):
            home = formulation.case.agency_number.get(person.home)
            if home is not None:
                self.staff.setdefault(home, []).append(p)

    def add_broken(self, plan) -> bool:
        """Add the rows of the pairs that this plan breaks; say whether there were any."""
        if self.formulation.problem.rules.reciprocal:
            return False
        asked = self._asked(plan)
        found = [(a, b) for a, b in sorted(asked) if a < b and (b, a) in asked]
        for a, b in found:
            self._add(a, b)
        return bool(found)

    def _asked(self, plan):
        case = self.formulation.case
        home = {p: a for a, people in self.staff.items() for p in people}
        return {
            (home[p], case.agency_number[agency])
            for sitting in plan.sittings.values()
            for person in sitting.panel
            if (p := case.person_number[person]) in home
            for agency in sitting.agencies
        }

    def _add(self, a, b):
        f = self.formulation
        for one, other in ((a, b), (b, a)):
            self.asks[one, other] = column = f.linear.column()
            for (_, s), seat in self._seats(one):
                if (other, s) in f.slot:
                    f.linear.row([(f.slot[other, s], 1), (seat, 1), (column, -1)], most=1)
        f.linear.row([(self.asks[a, b], 1), (self.asks[b, a], 1)], most=1)

    def _seats(self, home):
        f = self.formulation
        for p, s in product(self.staff[home], range(len(f.problem.sessions))):
            if (p, s) in f.seat:
                yield (p, s), f.seat[p, s]

    def follow(self, values):
        """Set the columns of the pairs from those of the slots and seats."""
        f = self.formulation
        for (one, other), column in self.asks.items():
            values[column] = float(
                any(
                    values[seat] > 0.5 and values[f.slot[other, s]] > 0.5
                    for (_, s), seat in self._seats(one)
                    if (other, s) in f.slot
                )
            )
