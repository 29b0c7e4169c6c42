"""When things happened in the demo, counted from today. Days off and nights are left out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

FRIDAY = 4
WEEKS_OPEN = 10
WEEKS_TO_CLOSE = 5


@dataclass(frozen=True)
class Round:
    """The days of one cycle. `year` is that in which it opened."""

    opens_on: date
    due_on: date

    @property
    def year(self) -> int:
        return self.opens_on.year

    @property
    def closed_at(self) -> datetime:
        """When the coordinator closes it: after the latest of the late."""
        return at(self.due_on + timedelta(weeks=WEEKS_TO_CLOSE), 15)


def rounds(today: date, count: int, weeks_later: int = 0) -> list[Round]:
    """The cycles of a partnership, oldest first, a year apart; the last is open and due in 2 to 3
    weeks, or `weeks_later` than that.
    """
    due_on = today + timedelta(days=14 + (FRIDAY - today.weekday()) % 7, weeks=weeks_later)
    return [
        Round(opens_on=due - timedelta(weeks=WEEKS_OPEN), due_on=due)
        for due in (due_on - timedelta(weeks=52 * back) for back in reversed(range(count)))
    ]


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That hour of the working day, in the partnership's time zone."""
    return timezone.make_aware(datetime.combine(working_day(day), time(hour, minute)))


def work_between(first: date, last: date, count: int, chance: Random) -> list[datetime]:
    """`count` moments of work in order, from 9 to 16 o'clock, none after `last`."""
    first = min(first, last)
    days = (last - first).days
    return sorted(
        at(
            first + timedelta(days=chance.randint(0, days)),
            chance.randint(9, 15),
            chance.randint(0, 59),
        )
        for _ in range(count)
    )
