"""The way from a problem to its best plan: one aim after another, each put to HiGHS as a whole.

Kept apart from `challenge.timetable`, which is what others call.
"""

import math
import time
from collections.abc import Callable

from .. import costs, rules
from ..problem import Plan, Problem
from . import counting, greedy, highs, preferences
from .case import Case
from .formulation import Formulation
from .windows import windows

Progress = Callable[[Plan | None, int, float, float], None]

# Before the whole problem is solved, slots are made better with the panels as they are, and the
# other way round: each is small, and together they find most of what there is to find.
TURNS = 3
TURN_SHARE = 0.1
APART_SHARE = 0.3
# Columns from which on a problem is made better window by window, and its bound is that of counting.
LARGE = 20_000
WINDOW_SECONDS = 10
WINDOWS_IN_VAIN = 60


class Search:
    """One problem on its way to the best plan; `plan` is the best so far and keeps every rule.

    Aims are strict: pins first, and where there is a published plan agencies left out, slots moved
    and seats changed, in this order, before everything else. `proved` says that every aim so far
    was proved, `bound` what no plan that is as good in the aims before the last can cost less than.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        seconds: float,
        on_progress: Progress | None = None,
        stop: Callable[[], bool] | None = None,
    ):
        self.problem, self.on_progress, self.stop = problem, on_progress, stop
        self.begun = time.monotonic()
        self.seconds = seconds
        self.proved, self.fewest_moved, self.bound = True, False, 0.0
        self.plan = greedy.plan(problem)
        self.formulation = Formulation(Case(problem))
        preferences.add(self.formulation)
        self._tell()

    def run(self) -> None:
        """Search until the plan is proved best, time is up or `stop` says so."""
        self._keep_pins()
        if self.problem.published is not None:
            for key in ("unplaced", "moved", "reseated"):
                self._fewest(key)
                if key == "moved":
                    self.fewest_moved = self.proved
        elif not rules.broken_pins(self.problem, self.plan):
            self.bound = self._true(counting.bound(self.formulation.case, seconds=self.left))
            if self.large:
                self._window_by_window()
                return
            self._apart()
        if self.bound < self.points or not self.proved:
            self._whole()

    def _whole(self):
        found = self._best(self._weighted(self.formulation), tells_bound=True)
        if self.proved:
            self.bound = max(self.bound, self._true(found.bound))
        self.proved = self.proved and self.bound >= self.points

    def _weighted(self, formulation):
        weights = self.problem.weights
        return formulation.cost({key: getattr(weights, key) for key in costs.KEYS})

    @property
    def points(self) -> int:
        return costs.points(self.problem, self.plan)

    @property
    def spent(self) -> float:
        """Seconds since the search began."""
        return time.monotonic() - self.begun

    @property
    def left(self) -> float:
        """Seconds left."""
        return max(0.0, self.seconds - self.spent)

    @property
    def large(self) -> bool:
        """Whether even the bound of the whole problem would take longer than anybody waits."""
        return len(self.formulation.slot) + len(self.formulation.seat) > LARGE

    @property
    def over(self) -> bool:
        return self.spent >= self.seconds or bool(self.stop and self.stop())

    def _true(self, bound):
        """A bound of the solver as one of points, which are whole."""
        if not math.isfinite(bound):
            return 0.0
        return float(min(max(0, math.ceil(bound - highs.ROUNDING)), self.points))

    def _keep_pins(self):
        """As few pins broken as can be; where some must be, which ones stays open."""
        count = len(rules.broken_pins(self.problem, self.plan))
        if not count:
            return
        linear = self.formulation.linear
        let_go = [pin.let_go for pin in self.formulation.pins]
        for column in let_go:
            linear.most[column] = 1
        cost = [0.0] * len(linear.cost)
        for column in let_go:
            cost[column] = 1.0
        self._aim(cost, let_go)

    def _fewest(self, key):
        columns = [column for column, _ in self.formulation.spent[key]]
        self._aim(self.formulation.cost({key: 1}), columns)

    def _aim(self, cost, columns):
        """Bring the cost down as far as it goes, and keep it there from now on."""
        found = self._best(cost)
        reached = self._cost(cost)
        if not found.proved or reached > found.bound + highs.WHOLE:
            self.proved = False
        terms = [(column, cost[column]) for column in dict.fromkeys(columns) if cost[column]]
        self.formulation.linear.row(terms, most=reached + highs.ROUNDING)

    def _cost(self, cost):
        values = self.formulation.values_of(self.plan)
        # Columns that came in since cost nothing.
        return sum(c * v for c, v in zip(cost, values, strict=False) if c)

    def _best(self, cost, *, tells_bound=False):
        """Solve the whole problem for this cost, again while plans break rules not yet put in."""
        while True:
            start = self.formulation.values_of(self.plan)
            found = self._solve(cost, start, tells_bound=tells_bound)
            if found.values is None or not self._add_missing(found.values):
                return found
            cost = [*cost, *[0.0] * (len(self.formulation.linear.cost) - len(cost))]

    def _solve(self, cost, start, *, seconds=None, tells_bound=False):
        found = highs.solve(
            self.formulation.linear,
            cost,
            seconds=self.left if seconds is None else min(seconds, self.left),
            start=start,
            on_better=self._look_at,
            on_bound=self._tell_bound if tells_bound else None,
            stop=self.stop,
        )
        if found.values is not None:
            self._look_at(found.values)
        return found

    def _add_missing(self, values):
        """Add the rows that these values break; say whether there were any and time is left."""
        plan = self.formulation.plan_of(values)
        added = self.formulation.pairs.add_broken(plan)
        added = self.formulation.add_minutes(plan, values) or added
        return added and not self.over

    def _look_at(self, values):
        """Keep the plan of these values if it is sound and better than the best so far."""
        plan = self.formulation.plan_of(values)
        if self._key(plan) < self._key(self.plan) and not set(
            rules.broken(self.problem, plan)
        ).difference(rules.broken_pins(self.problem, plan)):
            self.plan = plan
            self._tell()

    def _key(self, plan):
        broken = len(rules.broken_pins(self.problem, plan))
        if self.problem.published is None:
            return broken, costs.points(self.problem, plan)
        return (
            broken,
            len(costs.unplaced(self.problem, plan)),
            len(costs.moved(self.problem, plan)),
            len(costs.reseated(self.problem, plan)),
            costs.points(self.problem, plan),
        )

    def _tell(self):
        if self.on_progress:
            self.on_progress(self.plan, self.points, min(self.bound, self.points), self.spent)

    def _tell_bound(self, bound):
        if self.proved:
            self.bound = max(self.bound, self._true(bound))
        self._tell()

    def _apart(self):
        """Solve panels and slots apart: a bound for both together, and panels to begin with."""
        apart = Formulation(self.formulation.case, coupled=False)
        preferences.add(apart)
        found = highs.solve(
            apart.linear,
            self._weighted(apart),
            seconds=self.left * APART_SHARE,
            on_bound=self._tell_bound,
            stop=self.stop,
        )
        self.bound = max(self.bound, self._true(found.bound))
        cost = self._weighted(self.formulation)
        if found.values is not None:
            seats = {
                self.formulation.seat[where]: round(found.values[column])
                for where, column in apart.seat.items()
            }
            self._turn(cost, seats, start=None)
        self._take_turns(cost)

    def _window_by_window(self):
        """Make some sessions better at a time, all others as they are, for as long as it helps."""
        f, cost, in_vain = self.formulation, self._weighted(self.formulation), 0
        for window in windows(f.case):
            if self.over or in_vain == WINDOWS_IN_VAIN or self.points <= self.bound:
                break
            before, values = self._key(self.plan), f.values_of(self.plan)
            out = {a for a, column in enumerate(f.left) if values[column]}
            out |= {a for s in window for a in f.case.could_come[s] if values[f.slot[a, s]]}
            fixed = {
                column: values[column]
                for (a, s), column in f.slot.items()
                if s not in window or a not in out
            }
            fixed |= {c: values[c] for (_, s), c in f.seat.items() if s not in window}
            self._turn(cost, fixed, start=values, seconds=WINDOW_SECONDS)
            in_vain = 0 if self._key(self.plan) < before else in_vain + 1
        self.proved = self.bound >= self.points

    def _take_turns(self, cost):
        for turn in range(2 * TURNS):
            before = self.points
            if before <= self.bound or self.over:
                return
            fixed = (self.formulation.slot, self.formulation.seat)[turn % 2]
            values = self.formulation.values_of(self.plan)
            self._turn(cost, {column: values[column] for column in fixed.values()}, start=values)
            if turn and self.points == before:
                return

    def _turn(self, cost, fixed, start, *, seconds=None):
        """Look for a better plan with these columns at these values."""
        linear = self.formulation.linear
        before = {c: (linear.least[c], linear.most[c]) for c in fixed}
        for column, value in fixed.items():
            linear.least[column] = linear.most[column] = value
        try:
            self._solve(cost, start, seconds=seconds or self.seconds * TURN_SHARE)
        finally:
            for column, (least, most) in before.items():
                linear.least[column], linear.most[column] = least, most
