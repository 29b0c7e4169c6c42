from datetime import date

import pytest

from challenge.problem import Half
from challenge.setting_up import half_day_plan
from challenge.setting_up.half_day_plan import NotADay, a_year_on, days_off


def test_half_days_are_those_of_the_weekdays():
    found = list(half_day_plan.half_days(date(2027, 3, 5), date(2027, 3, 8)))

    assert found == [
        (date(2027, 3, 5), Half.MORNING),
        (date(2027, 3, 5), Half.AFTERNOON),
        (date(2027, 3, 8), Half.MORNING),
        (date(2027, 3, 8), Half.AFTERNOON),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "29/3/2027 to 31/3/2027",
        "2027-03-29 - 2027-03-31",
        "29/3/2027–31/3/2027",
        "29 March 2027, 30/03/27; 31 Mar 2027",
        "Monday 29/3/2027\nTue 30/3/2027\n\n31/3/2027\n",
    ],
)
def test_days_off_are_read_as_people_write_them(text):
    assert days_off(text) == {date(2027, 3, 29), date(2027, 3, 30), date(2027, 3, 31)}


def test_no_text_is_no_day_off():
    assert days_off(" \n ") == set()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Easter", "“Easter” is not a date such as 29/3/2027"),
        ("31/2/2027", "is not a date"),
        ("1/1/0001", "is not a date"),
        ("9/4/2027 to 29/3/2027", "ends before it begins"),
        ("1/1/2027 to 1/3/2028", "longer than a year"),
        ("1/3/2027 to 2/3/2027 to 3/3/2027", "more than two dates"),
    ],
)
def test_what_is_no_day_is_said(text, sentence):
    with pytest.raises(NotADay, match=sentence):
        days_off(text)


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2026, 3, 10), 1, date(2027, 3, 9)),
        (date(2026, 3, 10), 2, date(2028, 3, 7)),
        (date(2024, 2, 29), 1, date(2025, 2, 27)),
        (date(2026, 12, 31), 1, date(2027, 12, 30)),
    ],
)
def test_a_year_on_is_the_same_weekday_near_the_same_date(day, years, later):
    assert a_year_on(day, years) == later
    assert later.weekday() == day.weekday()
