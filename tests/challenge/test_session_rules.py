from datetime import date, time

import pytest
from django.utils import timezone

from challenge.models import Challenge, ChallengeSession
from challenge.sessions import session_rules
from tests.challenge_factories import at


def session(day, hour=9, minute=30):
    challenge = Challenge(pack_days=14, enquiry_days=7, morning_starts_at=time(9, 30))
    starts_at = at(day, hour, minute)
    return ChallengeSession(challenge=challenge, starts_at=starts_at, ends_at=starts_at)


@pytest.mark.parametrize(
    ("day", "packs", "lines"),
    [
        (date(2026, 3, 30), date(2026, 3, 16), date(2026, 3, 23)),
        (date(2026, 10, 26), date(2026, 10, 12), date(2026, 10, 19)),
        (date(2027, 3, 28), date(2027, 3, 14), date(2027, 3, 21)),
    ],
)
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_days_before_are_days_on_our_calendar_whatever_the_clocks_do(day, packs, lines, hour):
    held = session(day, hour)

    assert session_rules.day_of(held) == day
    assert held.packs_open_on == packs
    assert session_rules.enquiries_due_on(held) == lines


def test_a_session_is_named_by_its_day_and_time_as_pages_say_them():
    assert str(session(date(2026, 10, 26))) == "Session of Monday 26 October 2026, 9:30am"


def test_where_agencies_get_no_lines_there_is_no_day_for_them():
    held = session(date(2026, 3, 30))
    held.challenge.enquiry_days = None

    assert session_rules.enquiries_due_on(held) is None


def test_packs_are_open_from_the_first_moment_of_their_day():
    today = timezone.localdate()
    held = session(today)
    held.challenge.pack_days = 0

    assert session_rules.packs_are_open(held)
