"""A month of sessions as a sheet of a wall calendar."""

import calendar
from dataclasses import dataclass
from datetime import date

WORKING_DAYS = 5


@dataclass(frozen=True)
class Day:
    on: date
    in_month: bool
    sessions: list


@dataclass(frozen=True)
class Month:
    """Weeks from Monday on; at the weekend only where there is a session. `before` and `after` are
    the nearest months with sessions, as 2027-03, or nothing.
    """

    first: date
    days: list[str]  # of the week, in words
    weeks: list[list[Day]]
    before: str
    after: str

    @property
    def title(self):
        return f"{self.first:%B %Y}"


def of(sessions, wanted):
    """The month called `wanted`, such as 2027-03; else that of the next session, or the last.

    None where there is no session at all.
    """
    firsts = sorted({one.on.replace(day=1) for one in sessions})
    if not firsts:
        return None
    asked = _read(wanted)
    first = asked if asked and firsts[0] <= asked <= firsts[-1] else _next(sessions)
    on = {}
    for one in sessions:
        on.setdefault(one.on, []).append(one)
    at_weekend = any(day.weekday() >= WORKING_DAYS for day in on if day.replace(day=1) == first)
    width = 7 if at_weekend else WORKING_DAYS
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first=first,
        days=list(calendar.day_name)[:width],
        weeks=[
            [Day(day, day.month == first.month, on.get(day, [])) for day in week[:width]]
            for week in weeks
            if any(day.month == first.month for day in week[:width])
        ],
        before=_name(max((month for month in firsts if month < first), default=None)),
        after=_name(min((month for month in firsts if month > first), default=None)),
    )


def _next(sessions):
    to_come = [one.on for one in sessions if not one.is_over]
    return (to_come[0] if to_come else sessions[-1].on).replace(day=1)


def _read(wanted):
    try:
        return date.fromisoformat(f"{wanted}-01")
    except ValueError:
        return None


def _name(month):
    return f"{month:%Y-%m}" if month else ""
