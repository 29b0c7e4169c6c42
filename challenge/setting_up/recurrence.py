"""On which days of a short span a repeating entry falls, for the rules that calendars use.

`dateutil` unrolls a rule from its beginning and cannot be stopped while nothing matches, so a
hostile rule (every second, on 30 February) holds it for minutes. Here each day is asked about by
itself, and a rule that counts its occurrences is followed for so many days at most.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

# How far back a rule with COUNT is followed, in days: beyond that it is taken to have ended.
FOLLOWED = 366 * 20
_WEEKDAYS = {name: place for place, name in enumerate(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])}
_KNOWN = {
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "WKST",
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYSETPOS",
}


class NotUnderstood(ValueError):
    """A rule of a kind that is not followed."""


def days(rule: Mapping, begun: date, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last` on which the rule repeats an entry that began on `begun`,
    its beginning left out. `rule` is as icalendar reads it. Raises NotUnderstood.
    """
    known = _Rule(rule, begun)
    if known.until:
        last = min(last, known.until)
    if known.count is not None:
        yield from _counted(known, first, last)
        return
    day = max(first, begun + timedelta(days=1))
    while day <= last:
        if known.falls_on(day):
            yield day
        day += timedelta(days=1)


def cost(rule: Mapping, begun: date, first: date, last: date) -> int:
    """How many days `days` looks at, at most."""
    from_day = begun if "COUNT" in rule else max(first, begun)
    return min(max((last - from_day).days, 0), FOLLOWED)


def _counted(known, first, last):
    """Of a rule that ends after so many occurrences, the first of which is the entry's own day."""
    left, day = known.count - 1, known.begun + timedelta(days=1)
    last = min(last, known.begun + timedelta(days=FOLLOWED))
    while left > 0 and day <= last:
        if known.falls_on(day):
            left -= 1
            if day >= first:
                yield day
        day += timedelta(days=1)


class _Rule:
    def __init__(self, rule: Mapping, begun: date):
        parts = {str(name).upper(): _values(value) for name, value in rule.items()}
        self.begun = begun
        self.every = str(_one(parts, "FREQ", "")).upper()
        self.interval = max(int(_one(parts, "INTERVAL", 1)), 1)
        self.count = int(parts["COUNT"][0]) if parts.get("COUNT") else None
        until = _one(parts, "UNTIL", None)
        self.until = until.date() if hasattr(until, "date") else until
        self.week_starts = _WEEKDAYS[str(_one(parts, "WKST", "MO")).upper()]
        self.weekdays = [_weekday(str(one).upper()) for one in parts.get("BYDAY", ())]
        self.month_days = [int(one) for one in parts.get("BYMONTHDAY", ())]
        self.months = [int(one) for one in parts.get("BYMONTH", ())]
        self.places = [int(one) for one in parts.get("BYSETPOS", ())]
        self._months_read: dict[tuple[int, int], frozenset[int]] = {}
        self._check(parts)

    def _check(self, parts):
        if unknown := set(parts) - _KNOWN:
            raise NotUnderstood(f"Rules with {sorted(unknown)[0]} are not followed.")
        if self.every not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
            raise NotUnderstood(
                f"Rules that repeat {self.every.lower() or 'somehow'} are not read."
            )
        within_month = self.every == "MONTHLY" or (self.every == "YEARLY" and self.months)
        numbered = any(place for place, _ in self.weekdays)
        if (numbered or self.places) and not within_month:
            raise NotUnderstood("Numbered weekdays are followed only within a month.")
        if self.every == "YEARLY" and self.weekdays and not self.months:
            raise NotUnderstood("Weekdays of a whole year are not followed.")
        if self.every == "YEARLY" and self.places and len(self.months) > 1:
            raise NotUnderstood("Places within several months are not followed.")

    def falls_on(self, day: date) -> bool:
        """Whether the entry is repeated on `day`, a later day than that on which it began."""
        if self.months and day.month not in self.months:
            return False
        if self.every == "DAILY":
            return (day - self.begun).days % self.interval == 0 and self._is_named(day)
        if self.every == "WEEKLY":
            weeks = (self._week(day) - self._week(self.begun)).days // 7
            wanted = {weekday for _, weekday in self.weekdays} or {self.begun.weekday()}
            return weeks % self.interval == 0 and day.weekday() in wanted
        if self.every == "MONTHLY":
            months = (day.year - self.begun.year) * 12 + day.month - self.begun.month
            return months % self.interval == 0 and day.day in self._in_month(day)
        if (day.year - self.begun.year) % self.interval:
            return False
        if not self.months and not self.month_days and day.month != self.begun.month:
            return False
        return day.day in self._in_month(day)

    def _is_named(self, day):
        wanted = {weekday for _, weekday in self.weekdays}
        if wanted and day.weekday() not in wanted:
            return False
        return not self.month_days or day.day in _month_days(self.month_days, day)

    def _week(self, day):
        return day - timedelta(days=(day.weekday() - self.week_starts) % 7)

    def _in_month(self, day: date) -> frozenset[int]:
        """The days of that month on which the entry falls."""
        key = (day.year, day.month)
        if key not in self._months_read:
            self._months_read[key] = frozenset(self._read_month(day))
        return self._months_read[key]

    def _read_month(self, day):
        length = _length(day)
        found = list(range(1, length + 1))
        if self.month_days:
            named = _month_days(self.month_days, day)
            found = [n for n in found if n in named]
        if self.weekdays:
            found = [n for n in found if self._is_weekday(day.replace(day=n), length)]
        elif not self.month_days:
            found = [n for n in found if n == self.begun.day]
        if not self.places:
            return found
        return [
            found[place - 1 if place > 0 else place]
            for place in self.places
            if place and abs(place) <= len(found)
        ]

    def _is_weekday(self, day, length):
        nth, from_end = (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)
        return any(
            day.weekday() == weekday and place in (0, nth, from_end)
            for place, weekday in self.weekdays
        )


def _values(value) -> Sequence:
    return value if isinstance(value, list | tuple) else [value]


def _one(parts, name, usual):
    return parts[name][0] if parts.get(name) else usual


def _weekday(text):
    """(which of them, or 0 for each; the weekday) of `-1FR`."""
    return int(text[:-2] or 0), _WEEKDAYS[text[-2:]]


def _month_days(wanted, day):
    length = _length(day)
    return {n if n > 0 else length + 1 + n for n in wanted}


def _length(day):
    first_of_next = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (first_of_next - timedelta(days=1)).day
