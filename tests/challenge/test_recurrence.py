from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import vRecur

from challenge.setting_up.recurrence import FOLLOWED, NotUnderstood, cost, days

BEGUN = date(2026, 1, 6)  # a Tuesday
FIRST, LAST = date(2027, 2, 1), date(2027, 4, 30)
WEEKDAYS = st.lists(
    st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True
)


def found(rule, begun=BEGUN, first=FIRST, last=LAST):
    return list(days(vRecur.from_ical(rule), begun, first, last))


@st.composite
def rules(draw):
    """Rules as calendar programs write them."""
    every = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={every}", f"INTERVAL={draw(st.integers(1, 4))}"]
    by = draw(st.sampled_from(["", "days", "nth", "month days", "place"]))
    in_month = every in ("MONTHLY", "YEARLY")
    if every == "YEARLY":
        parts.append(f"BYMONTH={draw(st.integers(1, 12))}")
    if by == "days" and every != "YEARLY":
        parts.append("BYDAY=" + ",".join(draw(WEEKDAYS)))
    elif by == "nth" and in_month:
        parts.append(f"BYDAY={draw(st.sampled_from([1, 2, 4, -1, -2]))}{draw(WEEKDAYS)[0]}")
    elif by == "month days" and every != "WEEKLY":
        parts.append(f"BYMONTHDAY={draw(st.sampled_from([1, 15, 30, 31, -1, -3]))}")
    elif by == "place" and every == "MONTHLY":
        parts += ["BYDAY=MO,TU,WE,TH,FR", f"BYSETPOS={draw(st.sampled_from([1, 3, -1]))}"]
    end = draw(st.sampled_from(["", "COUNT=30", "COUNT=400", "UNTIL=20270315T235959"]))
    return ";".join([*parts, end] if end else parts)


@settings(max_examples=300, deadline=None)
@given(rule=rules(), back=st.integers(0, 700))
def test_days_are_those_of_the_library_that_unrolls(rule, back):
    begun = LAST - timedelta(days=back)
    start = datetime.combine(begun, time())
    end = datetime.combine(LAST, time(23))

    whole = rrulestr(rule, dtstart=start).between(start, end, inc=True)

    # A rule may count a first day that it does not fall on; dateutil leaves that out, and we keep it.
    dates = {moment.date() for moment in whole} - {begun}
    ours = set(found(rule, begun, begun, LAST))
    if "COUNT" in rule and begun not in {moment.date() for moment in whole}:
        assert ours <= dates
    else:
        assert ours == dates


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=YEARLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=1MO",
    ],
)
def test_rules_that_are_not_followed_are_refused_at_once(rule):
    with pytest.raises(NotUnderstood):
        found(rule)


def test_a_rule_that_never_meets_a_day_costs_no_more_than_another():
    rule = vRecur.from_ical("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")

    assert list(days(rule, date(1970, 1, 1), FIRST, LAST)) == []
    assert cost(rule, date(1970, 1, 1), FIRST, LAST) == (LAST - FIRST).days


def test_a_rule_that_counts_is_followed_for_so_long_at_most():
    rule = vRecur.from_ical("FREQ=DAILY;COUNT=999999")

    assert list(days(rule, date(1970, 1, 1), FIRST, LAST)) == []
    assert cost(rule, date(1970, 1, 1), FIRST, LAST) == FOLLOWED
