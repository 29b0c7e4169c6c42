from dataclasses import dataclass
from datetime import date

import pytest

from challenge.calendars import months


@dataclass(frozen=True)
class One:
    on: date
    is_over: bool = False


MARCH, LATER_IN_MARCH, MAY = One(date(2027, 3, 9)), One(date(2027, 3, 31)), One(date(2027, 5, 4))


def test_a_month_has_its_working_days_and_its_sessions():
    month = months.of([MARCH, LATER_IN_MARCH], "2027-03")

    assert month.title == "March 2027"
    assert month.days == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert [len(week) for week in month.weeks] == [5] * 5
    assert {day.on: day.sessions for week in month.weeks for day in week if day.sessions} == {
        MARCH.on: [MARCH],
        LATER_IN_MARCH.on: [LATER_IN_MARCH],
    }
    assert [day.in_month for day in month.weeks[-1]] == [True, True, True, False, False]


def test_weekends_are_shown_where_there_is_a_session():
    month = months.of([One(date(2027, 3, 13))], "2027-03")

    assert month.days[5:] == ["Saturday", "Sunday"]
    assert [len(week) for week in month.weeks] == [7] * 5


def test_a_month_that_begins_at_the_weekend_has_no_empty_week():
    month = months.of([One(date(2027, 5, 4))], "2027-05")

    assert month.weeks[0][0].on == date(2027, 5, 3)


def test_one_goes_from_month_to_month_over_those_without_a_session():
    assert (
        months.of([MARCH, MAY], "2027-03").before,
        months.of([MARCH, MAY], "2027-03").after,
    ) == (
        "",
        "2027-05",
    )
    assert months.of([MARCH, MAY], "2027-04").after == "2027-05"


def test_the_month_of_the_next_session_comes_first():
    over = One(date(2027, 1, 5), is_over=True)

    assert months.of([over, MAY], "").title == "May 2027"
    assert months.of([over], "").title == "January 2027"


@pytest.mark.parametrize(
    "wanted", ["", "nonsense", "2027", "2027-13", "9999-12", "0001-01", "2027-03-01", "1" * 5000]
)
def test_a_month_that_is_none_or_far_away_shows_the_next_session(wanted):
    assert months.of([MAY], wanted).title == "May 2027"


def test_without_sessions_there_is_no_month():
    assert months.of([], "2027-03") is None
