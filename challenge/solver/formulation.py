"""A problem as columns and rows: the hard rules here, what is only preferred in `preferences`.

Columns that decide are 0 or 1: `left[a]` (the agency has no slot), `slot[a, s]`, `seat[p, s]`,
`held[s]`, and one for each pin (it is broken). Others follow from them. docs/timetable.md says the
same in words.
"""

import math
from collections import defaultdict
from typing import NamedTuple

from .. import costs
from ..problem import Plan, Problem
from . import sittings
from .case import Case, PinNumbers
from .linear import Linear
from .reciprocity import Pairs

# Links of every slot to its session make bounds better and are left out where there are very many.
LINKS_MOST = 20_000


class Pinned(NamedTuple):
    """A pin: the column that lets it go, the column pinned (None: no such way) and its value."""

    let_go: int
    column: int | None
    value: int
    who: str
    session: str


def sessions_needed(problem: Problem) -> int:
    """So many sessions at least, or that many fewer for each agency left out: by the number of
    agencies and by their minutes.
    """
    pause = problem.rules.minutes_of_break
    room = max((s.minutes + pause for s in problem.sessions), default=0)
    takes = [a.minutes + pause for a in problem.agencies if a.minutes + pause <= room]
    too_long = len(problem.agencies) - len(takes)
    if not takes or problem.rules.agencies_most < 1:
        return len(problem.agencies)
    by_number = math.ceil(len(takes) / problem.rules.agencies_most)
    return max(by_number, math.ceil(sum(takes) / room)) + too_long


class Formulation:
    """The linear problem of a case, and the way from a plan to columns and back.

    `spent[key]` lists the (column, how many) that the part `key` of the objective counts. Where it
    is not `coupled`, who sits is not held against who is questioned: interests and last time are
    left out, so it is soon solved, and its best costs no more than the best of the whole. With
    `panels_only` there are no slots either, only so many sessions as the agencies need by number.
    """

    def __init__(self, case: Case, *, coupled: bool = True, panels_only: bool = False):
        self.case, self.problem, self.coupled = case, case.problem, coupled
        self.panels_only = panels_only
        self.linear = Linear()
        self.spent = defaultdict(list)
        self.steps = []  # (columns counted, columns that fill one after another)
        self.rises = []  # (column, [(terms, constant)]): the least that is no less than any of these
        self.one = self.linear.column(least=1)
        self._columns()
        self._agencies()
        self.open_empty = PinNumbers(case).open_empty
        for s in range(len(self.problem.sessions)):
            self._session(s)
        self._people()
        self._pins()
        self._counted()
        self.pairs = Pairs(self)

    def _columns(self):
        column, case = self.linear.column, self.case
        self.held = [column() for _ in self.problem.sessions]
        self.left = [column() for _ in self.problem.agencies]
        slots = [] if self.panels_only else enumerate(case.slots)
        self.slot = {(a, s): column() for a, their in slots for s in their}
        self.seat = {(p, s): column() for p, their in enumerate(case.seats) for s in their}
        self.moved = {}
        self.spent["unplaced"] = [(column, 1) for column in self.left]
        self.spent["session"] = [(column, 1) for column in self.held]

    def _agencies(self):
        for a, their in enumerate(self.case.slots):
            if self.panels_only and their:
                continue
            terms = [(self.slot[a, s], 1) for s in their]
            self.linear.row([*terms, (self.left[a], 1)], least=1, most=1)

    def could_come(self, s: int) -> list[int]:
        """The agencies that have a column for the session."""
        return [] if self.panels_only else self.case.could_come[s]

    def _session(self, s):
        case, keep_to = self.case, self.problem.rules
        held, row = self.held[s], self.linear.row
        slots = [self.slot[a, s] for a in self.could_come(s)]
        row([*((c, 1) for c in slots), (held, -keep_to.agencies_most)], most=0)
        if not self.panels_only and s not in self.open_empty:
            row([*((c, 1) for c in slots), (held, -1)], least=0)
        self._minutes(s)
        if len(self.slot) <= LINKS_MOST:
            for column in slots:
                row([(column, 1), (held, -1)], most=0)
        seats = [(self.seat[p, s], 1) for p in case.could_sit[s]]
        row([*seats, (held, -keep_to.seats_most)], most=0)
        for able, least in self._panel(s):
            row([*((self.seat[p, s], 1) for p in able), (held, -least)], least=0)
        if self.coupled:
            self._interests(s)

    def _interests(self, s):
        for p in self.case.could_sit[s]:
            for a in sorted(self.case.interests[p]):
                if (a, s) in self.slot:
                    self.linear.row([(self.slot[a, s], 1), (self.seat[p, s], 1)], most=1)

    def _minutes(self, s):
        pause = self.problem.rules.minutes_of_break
        room = self.problem.sessions[s].minutes + pause
        takes = {a: self.problem.agencies[a].minutes + pause for a in self.could_come(s)}
        longest = sorted(takes.values(), reverse=True)[: self.problem.rules.agencies_most]
        if sum(longest) > room:
            terms = [(self.slot[a, s], minutes) for a, minutes in takes.items()]
            self.linear.row([*terms, (self.held[s], -room)], most=0)

    def _panel(self, s):
        """(who could do it, how many are needed) for each thing that the session's panel needs."""
        there, people = self.case.could_sit[s], self.problem.people
        keep_to = self.problem.rules
        yield there, keep_to.seats_least
        for capacity, least in sorted(keep_to.required.items()):
            yield [p for p in there if capacity in people[p].capacities], least
        if keep_to.needs_chair:
            yield [p for p in there if people[p].may_chair], 1

    def _people(self):
        for p, person in enumerate(self.problem.people):
            mine = self.case.seats[p]
            if len(mine) > person.most:
                self.linear.row([(self.seat[p, s], 1) for s in mine], most=person.most)
        for side_by_side in self.case.half_days.values():
            if len(side_by_side) > 1:
                for p in self.case.could_sit[side_by_side[0]]:
                    self.linear.row([(self.seat[p, s], 1) for s in side_by_side], most=1)

    def _pins(self):
        """A row for each pin, which its own column lets go; these are shut until asked for."""
        self.pins = []
        asked = PinNumbers(self.case)
        agencies, people = self.problem.agencies, self.problem.people
        for a, s in asked.agency.items():
            self._pin(self.slot.get((a, s)), 1, s, agencies[a].id)
        for s, seated in asked.seated.items():
            for p in seated:
                self._pin(self.seat.get((p, s)), 1, s, people[p].id)
        for p, s in sorted(asked.not_seated):
            self._pin(self.seat.get((p, s)), 0, s, people[p].id)
        for s in asked.held:
            self._pin(self.held[s], 1, s)
        for s in sorted(asked.shut):
            self._pin(self.held[s], 0, s)

    def _pin(self, column, value, s, who=""):
        let_go = self.linear.column(most=0)
        self.pins.append(Pinned(let_go, column, value, who, self.problem.sessions[s].id))
        if column is None:
            if value:
                self.linear.row([(let_go, 1)], least=1)
        elif value:
            self.linear.row([(column, 1), (let_go, 1)], least=1)
        else:
            self.linear.row([(column, 1), (let_go, -1)], most=0)

    def _counted(self):
        columns = (*self.held, *self.left)
        self.linear.row([(c, 1) for c in columns], least=sessions_needed(self.problem))

    # What preferences are made of.

    def at_least(self, column, sums):
        """The column is no less than any of the sums, each a list of terms and a constant."""
        for terms, constant in sums:
            self.linear.row([(column, 1), *((c, -n) for c, n in terms)], least=constant)
        self.rises.append((column, sums))

    def counted_in_steps(self, columns, steps):
        """As many of the steps as of the columns; the first steps cost least, so they fill first."""
        self.linear.row([*((c, 1) for c in columns), *((c, -1) for c in steps)], least=0, most=0)
        self.steps.append((columns, steps))

    def cost(self, weights: dict[str, int]) -> list[float]:
        """What each column costs if each part costs its weight."""
        cost = [0.0] * len(self.linear.cost)
        for key, weight in weights.items():
            for column, count in self.spent[key]:
                cost[column] += weight * count
        return cost

    def add_minutes(self, plan: Plan, values: list[float]) -> bool:
        """Where `values` keep more published minutes than there is room for, as `plan` shows, add
        rows that say so; return whether there were any.
        """
        kept = {a for a, column in self.moved.items() if values[column] < 0.5}
        lost = kept & {self.case.agency_number[a] for a in costs.moved(self.problem, plan)}
        sessions = {
            self.case.session_number[plan.session_of(self.problem.agencies[a].id)] for a in lost
        }
        for s in sorted(sessions):
            self._minutes_clash(s, kept, values)
        return bool(sessions)

    def _minutes_clash(self, s, kept, values):
        """These agencies do not fit into the session while those kept keep their minute; nor would
        others in the place of the new ones that take as long as the longest of them.
        """
        there = [a for a in self.case.could_come[s] if values[self.slot[a, s]] > 0.5]
        clash = sittings.clash_of_minutes(self.case, s, there, kept)
        new = [a for a in clash if a not in kept]
        terms = [(self.moved[a], -1) for a in clash if a in kept]
        if new:
            agencies = self.problem.agencies
            longest = max(agencies[a].minutes for a in new)
            alike = {a for a in self.case.could_come[s] if agencies[a].minutes >= longest}
            alike = (alike - set(clash)) | set(new)
            terms += [(self.slot[a, s], 1) for a in sorted(alike)]
        self.linear.row(terms, most=len(new) - 1)

    # From a plan to columns, and back.

    def values_of(self, plan: Plan) -> list[float]:
        """The columns that say this plan."""
        values = [0.0] * len(self.linear.cost)
        values[self.one] = 1
        a_number, p_number = self.case.agency_number, self.case.person_number
        for a in costs.unplaced(self.problem, plan):
            values[self.left[a_number[a]]] = 1
        for session, sitting in plan.sittings.items():
            s = self.case.session_number[session]
            values[self.held[s]] = 1
            for agency in sitting.agencies:
                values[self.slot[a_number[agency], s]] = 1
            for person in sitting.panel:
                values[self.seat[p_number[person], s]] = 1
        for agency in costs.moved(self.problem, plan):
            values[self.moved[a_number[agency]]] = 1
        self._follow(values)
        return values

    def _follow(self, values):
        for let_go, column, value, _, _ in self.pins:
            values[let_go] = float((0 if column is None else values[column]) != value)
        for columns, steps in self.steps:
            count = int(sum(values[c] for c in columns))
            for step in steps[:count]:
                values[step] = 1
        for column, sums in self.rises:
            high = max(k + sum(n * values[c] for c, n in terms) for terms, k in sums)
            values[column] = max(values[column], float(high), 0.0)
        self.pairs.follow(values)

    def plan_of(self, values) -> Plan:
        """The plan that the columns say, its slots laid out and its chairs chosen."""
        agencies, panel = defaultdict(list), defaultdict(list)
        for (a, s), column in self.slot.items():
            if values[column] > 0.5:
                agencies[s].append(a)
        for (p, s), column in self.seat.items():
            if values[column] > 0.5:
                panel[s].append(p)
        return Plan(
            {
                self.problem.sessions[s].id: sittings.sitting(self.case, s, agencies[s], panel[s])
                for s, column in enumerate(self.held)
                if values[column] > 0.5
            }
        )
