from datetime import date, timedelta
from random import Random

import pytest

from section11.demo import dates

SATURDAY = date(2026, 11, 21)


def test_the_last_cycle_is_open_and_due_on_a_friday_in_two_to_three_weeks():
    for days in range(14):
        today = SATURDAY + timedelta(days=days)

        last = dates.rounds(today, 3)[-1]

        assert last.opens_on < today
        assert 14 <= (last.due_on - today).days <= 20
        assert last.due_on.strftime("%A") == "Friday"


def test_the_cycles_are_a_year_apart_and_end_before_the_next_one_opens():
    first, second, third = dates.rounds(SATURDAY, 3)

    assert [first.year, second.year, third.year] == [2024, 2025, 2026]
    assert first.closed_at.date() < second.opens_on
    assert second.closed_at.date() < third.opens_on


def test_another_partnership_can_be_weeks_later():
    (later,) = dates.rounds(SATURDAY, 1, weeks_later=2)

    assert later.due_on == dates.rounds(SATURDAY, 3)[-1].due_on + timedelta(weeks=2)
    assert later.opens_on < SATURDAY


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 20)),  # Saturday
        (date(2026, 11, 22), date(2026, 11, 20)),  # Sunday
        (date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_a_weekend_is_the_friday_before(day, worked):
    assert dates.working_day(day) == worked


def test_hours_are_those_of_the_clock_on_the_wall_in_summer_too():
    assert dates.at(date(2026, 7, 1), 9).isoformat() == "2026-07-01T09:00:00+01:00"
    assert dates.at(date(2026, 12, 1), 9).isoformat() == "2026-12-01T09:00:00+00:00"


def test_work_is_in_order_within_its_days_and_hours():
    moments = dates.work_between(date(2026, 10, 5), date(2026, 11, 6), 20, Random(1))

    assert len(moments) == 20
    assert moments == sorted(moments)
    assert all(date(2026, 10, 5) <= moment.date() <= date(2026, 11, 6) for moment in moments)
    assert all(9 <= moment.hour < 16 and moment.weekday() < 5 for moment in moments)


def test_work_never_runs_past_its_last_day():
    moments = dates.work_between(date(2026, 11, 12), date(2026, 11, 10), 3, Random(1))

    assert {moment.date() for moment in moments} == {date(2026, 11, 10)}
