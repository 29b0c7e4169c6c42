"""Which half-days a challenge could use, and the days off that somebody pastes. Dates in, dates out."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from ..problem import Half

LONGEST = 200  # days from the first to the last
_FORMS = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y")
_RANGE = re.compile(r"\s+(?:to|until|-|–|—)\s+|\s*[–—]\s*", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.IGNORECASE)


class NotADay(ValueError):
    """Text that is not a date or a range of dates, with the sentence for who pasted it."""


def weekdays(first: date, last: date) -> Iterator[date]:
    """Monday to Friday from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day.weekday() < 5:
            yield day


def half_days(first: date, last: date) -> Iterator[tuple[date, Half]]:
    """Each weekday's morning and afternoon."""
    for day in weekdays(first, last):
        yield from ((day, half) for half in Half)


def days_off(text: str) -> set[date]:
    """The days named in `text`: dates and ranges such as `29/3/2027 to 9/4/2027`, one a line or
    parted by commas or semicolons. Raises NotADay.
    """
    found: set[date] = set()
    for part in filter(None, (part.strip() for part in re.split(r"[\n,;]+", text))):
        ends = [_day(end, part) for end in _RANGE.split(part)]
        if len(ends) > 2:
            raise NotADay(f"“{_short(part)}” holds more than two dates. Put each range on a line.")
        first, last = ends[0], ends[-1]
        if last < first:
            raise NotADay(f"“{_short(part)}” ends before it begins.")
        if (last - first).days > 366:
            raise NotADay(f"“{_short(part)}” is longer than a year.")
        found.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return found


def a_year_on(day: date, years: int = 1) -> date:
    """The same weekday `years` later, as near to the same date as there is."""
    try:
        same = day.replace(year=day.year + years)
    except ValueError:  # 29 February
        same = day.replace(year=day.year + years, day=28)
    ahead = (day.weekday() - same.weekday()) % 7
    return same + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def kinds(half_days_used: Iterable[tuple[date, str]]) -> set[tuple[int, str]]:
    """The weekdays and halves that occur: (1, "morning") for Tuesday mornings."""
    return {(day.weekday(), str(half)) for day, half in half_days_used}


def _day(text, whole):
    text = _WEEKDAY.sub("", text.strip())
    for form in _FORMS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
        if 2000 <= found.year < 2200:
            return found
    raise NotADay(f"“{_short(whole)}” is not a date such as 29/3/2027, or two with “to” between.")


def _short(text):
    return text if len(text) <= 40 else f"{text[:39]}…"
