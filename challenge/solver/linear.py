"""A linear problem put together column by column, before any solver sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

INFINITE = float("inf")


@dataclass(slots=True)
class Linear:
    """Columns with a cost and bounds, rows that bound sums of columns; the least cost is sought.

    Rows are kept one after another: row `r` is `index[starts[r]:starts[r + 1]]` with the
    coefficients beside them.
    """

    cost: list[float] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_least: list[float] = field(default_factory=list)
    row_most: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    coefficient: list[float] = field(default_factory=list)

    def column(
        self, cost: float = 0, least: float = 0, most: float = 1, *, whole: bool = True
    ) -> int:
        """Add a column; return its number."""
        self.cost.append(cost)
        self.least.append(least)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(
        self,
        terms: Iterable[tuple[int, float]],
        *,
        least: float = -INFINITE,
        most: float = INFINITE,
    ) -> int:
        """Add a row `least <= sum(coefficient x column) <= most`; return its number."""
        for column, coefficient in terms:
            self.index.append(column)
            self.coefficient.append(coefficient)
        self.starts.append(len(self.index))
        self.row_least.append(least)
        self.row_most.append(most)
        return len(self.row_least) - 1

    def fix(self, column: int, value: float) -> None:
        self.least[column] = self.most[column] = value

    def value(self, values: Sequence[float]) -> float:
        """What the columns cost at these values."""
        return sum(c * v for c, v in zip(self.cost, values, strict=True) if c)
