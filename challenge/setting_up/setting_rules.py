"""Which settings of a challenge cannot go together."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from ..problem import Weights
from .half_day_plan import LONGEST


def problems(challenge) -> Iterator[tuple[str, str]]:
    """(name of the setting, sentence) for everything that cannot be so. `challenge` has the fields
    of a Challenge; those that are None are left alone.
    """
    yield from _days(challenge)
    yield from _hours(challenge)
    yield from _seats(challenge)
    yield from _weights(challenge)


def _days(challenge):
    first, last, due = challenge.first_day, challenge.last_day, challenge.availability_due_on
    if first and last and last < first:
        yield "last_day", "The last day is before the first."
    elif first and last and (last - first).days > LONGEST:
        yield "last_day", f"The last day is more than {LONGEST} days after the first."
    if first and due and due >= first:
        yield "availability_due_on", "People answer before the first day, not on it or after it."


def _hours(challenge):
    session, long_slot = challenge.minutes_of_session, challenge.minutes_of_long_slot
    if session and challenge.minutes_per_agency and challenge.minutes_per_agency > session:
        yield "minutes_of_session", "A session is too short for a single agency."
    elif session and long_slot and long_slot > session:
        yield "minutes_of_long_slot", "A long slot is longer than a session."
    morning, afternoon = challenge.morning_starts_at, challenge.afternoon_starts_at
    if not (session and morning and afternoon):
        return
    if _later(morning, session) > _later(afternoon, 0):
        yield "afternoon_starts_at", "The afternoon begins before a session of the morning ends."
    if _later(afternoon, session).day > 1:
        yield "afternoon_starts_at", "A session of the afternoon would run past midnight."


def _seats(challenge):
    least, most = challenge.seats_least, challenge.seats_most
    if least and most and most < least:
        yield "seats_most", "The most seats are fewer than the least."
    elif most and any(number > most for number in challenge.required_capacities.values()):
        yield "seats_most", "More people of one capacity are required than a panel has seats."


def _weights(challenge):
    counts = Weights(**challenge.weights)
    if counts.unplaced <= counts.session:
        yield (
            "weight_unplaced",
            "An agency without a slot must count more than a session, or the best timetable would be"
            " an empty one.",
        )


def _later(at: time, minutes: int) -> datetime:
    return datetime.combine(date(2000, 1, 1), at) + timedelta(minutes=minutes)
