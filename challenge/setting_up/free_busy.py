"""Which half-days somebody's calendar leaves free, read from an .ics file that anyone may have made.

Nothing of the file is kept. Repeating entries are not unrolled: for each day asked about it is
worked out whether an entry falls on it, so that a rule that repeats every second, or for ever
without meeting a day, costs no more than any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar

from ..problem import Answer
from . import recurrence

MOST_BYTES = 1024 * 1024
MOST_ENTRIES = 2_000
MOST_LOOKED_AT = 300_000  # days asked about, all repeating entries together
LONDON = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=400)


class CalendarRefused(ValueError):
    """A file that is no calendar, or too large a one; the sentence is for who chose it."""


@dataclass(frozen=True)
class Span:
    """A time on London's clocks, and whether somebody is surely away or only perhaps."""

    starts_at: datetime
    ends_at: datetime
    is_tentative: bool = False


@dataclass
class Reading:
    """`answers` by half-day, in the order asked; `warnings` are sentences about what was not clear."""

    answers: list[Answer] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read(data: bytes, asked: Sequence[tuple[datetime, datetime]]) -> Reading:
    """What the calendar says of each (start, end) in `asked`, aware moments.

    Busy at any time of it is no, perhaps busy is if need be, else yes. Raises CalendarRefused.
    """
    entries = _entries(data)
    if not asked:
        return Reading()
    window = min(start for start, _ in asked), max(end for _, end in asked)
    reader = _Reader(*(moment.astimezone(LONDON) for moment in window))
    spans = reader.spans(entries)
    return Reading([_answer(start, end, spans) for start, end in asked], reader.warnings())


def _answer(start, end, spans):
    meeting = [span for span in spans if span.starts_at < end and start < span.ends_at]
    if any(not span.is_tentative for span in meeting):
        return Answer.NO
    return Answer.IF_NEED_BE if meeting else Answer.YES


def _entries(data: bytes) -> list[icalendar.Component]:
    """The events and free/busy times of the file."""
    if len(data) > MOST_BYTES:
        raise CalendarRefused("This calendar is larger than 1 MB. Export fewer months of it.")
    text = data.decode("utf-8-sig", errors="replace")
    if "BEGIN:VCALENDAR" not in text.upper()[:2000]:
        raise CalendarRefused("This is not a calendar file. Choose one whose name ends in .ics.")
    if text.upper().count("\nBEGIN:") > 3 * MOST_ENTRIES:
        raise CalendarRefused(_TOO_MANY)
    try:
        calendars = icalendar.Calendar.from_ical(_without_zones(text), multiple=True)
        found = [
            entry
            for calendar in calendars
            for entry in calendar.subcomponents
            if entry.name in ("VEVENT", "VFREEBUSY")
        ]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        calendars, found = [], []
    if not calendars:
        raise CalendarRefused("This calendar file is damaged, and cannot be read. Export it again.")
    if len(found) > MOST_ENTRIES:
        raise CalendarRefused(_TOO_MANY)
    return found


_TOO_MANY = f"This calendar holds more than {MOST_ENTRIES:,} entries. Export fewer months of it."


def _without_zones(text: str) -> str:
    """The file without its own definitions of time zones: they may be bombs, and names suffice."""
    kept, inside = [], False
    for line in text.splitlines():
        upper = line.strip().upper()
        if upper == "BEGIN:VTIMEZONE":
            inside = True
        if not inside:
            kept.append(line)
        if upper == "END:VTIMEZONE":
            inside = False
    return "\r\n".join(kept) + "\r\n"


class _Reader:
    """Turns entries into spans between `first` and `last`, and remembers what was not clear."""

    def __init__(self, first: datetime, last: datetime):
        self.first, self.last = first, last
        self.without_zone = self.not_understood = self.looked_at = 0

    def warnings(self) -> list[str]:
        found = []
        if self.without_zone:
            found.append(
                f"{_entries_are(self.without_zone)} in a time zone that we do not know: we took the"
                " times as UK time."
            )
        if self.not_understood:
            found.append(
                f"{_entries_are(self.not_understood)} written in a way that we cannot read: look at"
                " these days yourself."
            )
        return found

    def spans(self, entries: Iterable[icalendar.Component]) -> list[Span]:
        moved = self._moved(entries := list(entries))
        found = []
        for entry in entries:
            try:
                found.extend(self._spans(entry, moved))
            except CalendarRefused:
                raise
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
                self.not_understood += 1
        return found

    def _spans(self, entry, moved):
        if entry.name == "VFREEBUSY":
            yield from self._periods(entry)
            return
        tentative = _state(entry)
        if tentative is None:
            return
        starts, length = self._start(entry), _length(entry)
        for at in self._occurrences(entry, starts, moved):
            start = self._moment(at)
            if start < self.last and start + length > self.first:
                yield Span(start, start + length, tentative)

    def _occurrences(self, entry, starts, moved):
        """The starts of the entry, as London's clock or its own tells them, that may matter."""
        length = min(_length(entry), _LONGEST)
        days = self.first.date() - length - _DAY, self.last.date() + _DAY
        rules = entry.get("RRULE")
        off = {self._key(one) for one in _listed(entry, "EXDATE")}
        if "RECURRENCE-ID" not in entry:
            off |= moved.get(str(entry.get("UID", "")), set())
        found = [starts, *_listed(entry, "RDATE")]
        for rule in rules if isinstance(rules, list) else [rules] if rules else []:
            begun = _date(starts)
            self._count(recurrence.cost(rule, begun, *days))
            for day in recurrence.days(rule, begun, *days):
                found.append(starts + (day - begun))
        seen = set()
        for one in found:
            key = self._key(one)
            if key not in off and key not in seen:
                seen.add(key)
                yield one

    def _count(self, days):
        self.looked_at += days
        if self.looked_at > MOST_LOOKED_AT:
            raise CalendarRefused(
                "The entries of this calendar repeat too often to be read. Export fewer of them."
            )

    def _moved(self, entries):
        """Occurrences that another entry stands in for, by UID."""
        found: dict[str, set] = {}
        for entry in entries:
            if "RECURRENCE-ID" in entry:
                try:
                    key = self._key(entry.decoded("RECURRENCE-ID"))
                except (ValueError, KeyError, TypeError, AttributeError):
                    continue
                found.setdefault(str(entry.get("UID", "")), set()).add(key)
        return found

    def _start(self, entry):
        starts = entry.decoded("DTSTART")
        if isinstance(starts, datetime) and starts.tzinfo is None and _names_zone(entry):
            self.without_zone += 1
        return starts

    def _periods(self, entry):
        periods = entry.get("FREEBUSY", [])
        for one in periods if isinstance(periods, list) else [periods]:
            kind = str(one.params.get("FBTYPE", "BUSY")).upper()
            if kind == "FREE":
                continue
            for start, end in _pairs(one):
                starts = self._moment(start)
                ends = starts + end if isinstance(end, timedelta) else self._moment(end)
                yield Span(starts, ends, kind == "BUSY-TENTATIVE")

    def _moment(self, at: date | datetime) -> datetime:
        if not isinstance(at, datetime):
            at = datetime.combine(at, time())
        return at.replace(tzinfo=LONDON) if at.tzinfo is None else at.astimezone(LONDON)

    def _key(self, at):
        return self._moment(at).timestamp()


def _state(entry) -> bool | None:
    """Whether the event is only tentative; None where it keeps nobody."""
    said = str(entry.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    if str(entry.get("TRANSP", "")).upper() == "TRANSPARENT" or said == "FREE":
        return None
    status = str(entry.get("STATUS", "")).upper()
    return None if status == "CANCELLED" else status == "TENTATIVE" or said == "TENTATIVE"


def _length(entry) -> timedelta:
    starts = entry.decoded("DTSTART")
    if "DTEND" in entry:
        ends = entry.decoded("DTEND")
        if isinstance(ends, datetime) and isinstance(starts, datetime):
            if (ends.tzinfo is None) != (starts.tzinfo is None):
                ends, starts = ends.replace(tzinfo=None), starts.replace(tzinfo=None)
            return max(ends - starts, timedelta())
        return max(_date(ends) - _date(starts), timedelta())
    if "DURATION" in entry:
        return max(entry.decoded("DURATION"), timedelta())
    return timedelta() if isinstance(starts, datetime) else _DAY


def _listed(entry, name):
    """The moments of EXDATE or RDATE, however many lines they are on."""
    values = entry.get(name, [])
    for one in values if isinstance(values, list) else [values]:
        for moment in one.dts:
            yield moment.dt[0] if isinstance(moment.dt, tuple) else moment.dt


def _pairs(period):
    value = getattr(period, "dt", None)
    return [value] if isinstance(value, tuple) else [(one.start, one.end) for one in [period]]


def _names_zone(entry):
    return "TZID" in entry["DTSTART"].params


def _date(at):
    return at.date() if isinstance(at, datetime) else at


def _entries_are(count):
    return "1 entry is" if count == 1 else f"{count} entries are"
