"""Moments as people say them, on London's clocks."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def in_london(value):
    """A moment on London's clocks; anything else as it is."""
    return value.astimezone(LONDON) if isinstance(value, datetime) else value


def clock(moment: datetime | None) -> str:
    """9:30am, 2pm, midday."""
    if not moment:
        return ""
    moment = in_london(moment)
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment:%M}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'pm' if moment.hour >= 12 else 'am'}"


def duration(minutes: int) -> str:
    """2 hours 23 minutes, 1 hour, 40 minutes."""
    parts = zip(divmod(minutes, 60), ("hour", "minute"), strict=True)
    told = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count]
    return " ".join(told) or "0 minutes"


def week_day(value: date | None) -> str:
    """Saturday 21 November 2026; a moment is told as London's date."""
    value = in_london(value)
    return f"{value:%A} {value.day} {value:%B %Y}" if value else ""
