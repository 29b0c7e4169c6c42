"""What the report of the benchmarks says is missed."""

import pytest

from tests.bench.__main__ import BENCHMARKS, ROOT
from tests.bench.goals import AtMost, Linear, Same

ROWS = [
    {"work": "sqlite, 1 client, p50", "ratio": 2.5, "queries": "7, 7", "ms each": 1.0},
    {"work": "sqlite, 8 clients, p95", "ratio": 3.1, "queries": "7, 7", "ms each": 1.1},
]


@pytest.mark.parametrize(
    "goal", [AtMost("ratio", 2.5, "p50"), Same("queries"), Linear("ms each"), AtMost("ratio", 3.1)]
)
def test_a_goal_on_its_limit_is_reached(goal):
    assert goal.missed(ROWS) == []


@pytest.mark.parametrize(
    ("goal", "sentence"),
    [
        (AtMost("ratio", 3), "sqlite, 8 clients, p95: ratio 3.1, at most 3"),
        (Same("ratio"), "ratio not the same: 2.5, 3.1"),
        (
            Linear("ratio"),
            "sqlite, 8 clients, p95: ratio 3.1, but 2.5 in sqlite, 1 client, p50",
        ),
        (AtMost("ratio", 3, "44 steps"), "ratio 44 steps: not measured"),
        (Same("megabytes"), "megabytes: not measured"),
    ],
)
def test_a_missed_goal_says_by_how_much(goal, sentence):
    assert goal.missed(ROWS) == [sentence]


def test_every_benchmark_has_a_module_and_a_goal():
    assert all((ROOT / f"tests/bench/{one.name}.py").exists() for one in BENCHMARKS)
    assert all(one.goals for one in BENCHMARKS)
