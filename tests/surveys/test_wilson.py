import pytest

from surveys.results.wilson import interval


# R: prop.test(x, n, correct = FALSE)$conf.int; the first is Wilson's own form of 0 of 10.
@pytest.mark.parametrize(
    ("agree", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (15, 37, 0.2635, 0.5651),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_intervals_are_those_of_tables(agree, n, low, high):
    found = interval(agree / n, n)

    assert found == pytest.approx((low, high), abs=0.0001)


def test_nobody_says_nothing():
    found = interval(0, 0)

    assert found == (0, 1)


def test_more_people_say_it_more_surely():
    few, many = interval(0.4, 20), interval(0.4, 200)

    assert few[0] < many[0] < 0.4 < many[1] < few[1]
