"""HiGHS, asked one linear problem at a time: on one thread, from a first solution, to be stopped.

highspy and numpy are large, so they are imported when something is solved and not before.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .linear import Linear

SEED = 11
# The costs are whole numbers, so a solution within less than one of the bound is the best.
WHOLE = 0.99
ROUNDING = 1e-6
LOOK_AROUND_SECONDS = 0.1
# Measured on instances of 26 and 40 agencies: to drop cuts that do not bite soon, and to keep few,
# halves the time. On those of 150 it does not.
SMALL = 3_000
FEW_CUTS = {"mip_pool_soft_limit": 20, "mip_lp_age_limit": 5}


class SolverFailed(Exception):
    """HiGHS broke off with an error. What was found before it is with whoever was told of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What HiGHS came to: `values` of the columns (None: no solution at hand), a true lower `bound`
    of the cost, and whether the solution is proved best, or that there is none.
    """

    values: Sequence[float] | None
    bound: float
    proved: bool = False
    impossible: bool = False


def solve(
    linear: Linear,
    cost: Sequence[float],
    *,
    seconds: float,
    start: Sequence[float] | None = None,
    on_better: Callable[[Sequence[float]], None] | None = None,
    on_bound: Callable[[float], None] | None = None,
    stop: Callable[[], bool] | None = None,
    whole_costs: bool = True,
) -> Found:
    """Find the columns of least `cost`, in whole numbers where the problem says so.

    `on_better` is called with each better solution, `on_bound` now and then with the bound; `stop`
    is asked several times a second, and True ends the search with what there is. The same problem
    gives the same answer unless `seconds` or `stop` cut it short. Raises SolverFailed.
    """
    import highspy  # noqa: PLC0415 - large, and the web process never solves

    highs = highspy.Highs()
    for option, value in {
        "output_flag": False,
        "threads": 1,
        "random_seed": SEED,
        "time_limit": max(0.0, float(seconds)),
        "mip_rel_gap": 0.0,
        "mip_abs_gap": WHOLE if whole_costs else ROUNDING,
        "mip_allow_restart": False,
        **(FEW_CUTS if len(cost) < SMALL else {}),
    }.items():
        highs.setOptionValue(option, value)
    _must(highspy, highs.passModel(_model(highspy, linear, cost)))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        highs.setSolution(solution)
    watch = _Watch(highspy, on_better, on_bound, stop)
    watch.attach(highs)
    status = highs.run()
    if watch.error is not None:
        raise watch.error
    if status == highspy.HighsStatus.kError:
        raise SolverFailed("The solver broke off with an error.")
    return _found(highspy, highs, any(linear.whole), start)


def _must(highspy, status):
    if status == highspy.HighsStatus.kError:
        raise SolverFailed("The solver did not accept the problem.")


def _model(highspy, linear, cost):
    import numpy  # noqa: PLC0415 - as above

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(linear.row_least)
    model.col_cost_ = numpy.array(cost, dtype=float)
    model.col_lower_ = numpy.array(linear.least, dtype=float)
    model.col_upper_ = numpy.array(linear.most, dtype=float)
    model.row_lower_ = numpy.array(linear.row_least, dtype=float)
    model.row_upper_ = numpy.array(linear.row_most, dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = numpy.array(linear.starts, dtype=numpy.int32)
    model.a_matrix_.index_ = numpy.array(linear.index, dtype=numpy.int32)
    model.a_matrix_.value_ = numpy.array(linear.coefficient, dtype=float)
    if any(linear.whole):
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[whole] for whole in linear.whole]
    return model


class _Watch:
    """What HiGHS calls while it works. An error raised in here must not cross into it: it is kept."""

    def __init__(self, highspy, on_better, on_bound, stop):
        self.types = highspy.cb.HighsCallbackType
        self.on_better, self.on_bound, self.stop = on_better, on_bound, stop
        self.error, self.looked = None, 0.0

    def attach(self, highs):
        highs.setCallback(self.called, None)
        highs.startCallback(self.types.kCallbackMipInterrupt)
        highs.startCallback(self.types.kCallbackSimplexInterrupt)
        if self.on_better:
            highs.startCallback(self.types.kCallbackMipImprovingSolution)

    def called(self, kind, message, out, back, data):
        try:
            if kind == self.types.kCallbackMipImprovingSolution:
                self.on_better(out.mip_solution)
            elif time.monotonic() - self.looked > LOOK_AROUND_SECONDS:
                self.look_around(kind, out, back)
        except BaseException as error:  # noqa: BLE001 - raised again when HiGHS has returned
            self.error = error
            back.user_interrupt = True

    def look_around(self, kind, out, back):
        self.looked = time.monotonic()
        if self.on_bound and kind == self.types.kCallbackMipInterrupt:
            self.on_bound(out.mip_dual_bound)
        if self.stop and self.stop():
            back.user_interrupt = True


def _found(highspy, highs, whole, start):
    status, info = highs.getModelStatus(), highs.getInfo()
    statuses = highspy.HighsModelStatus
    if status == statuses.kInfeasible:
        return Found(None, math.inf, impossible=True)
    proved = status == statuses.kOptimal
    values = None
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = highs.getSolution().col_value
    if whole:
        return Found(values, info.mip_dual_bound, proved)
    return Found(values, info.objective_function_value if proved else -math.inf, proved)
