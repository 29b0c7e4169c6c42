from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from challenge.models import Slot
from challenge.sessions.session_order import Place, clock
from tests.challenge_factories import at

DAY = date(2027, 3, 28)  # the clocks go forward in the night before this morning


def place(hour, minute, minutes=40):
    slot = Slot(starts_at=at(DAY, hour, minute), minutes=minutes)
    return Place(slot, standards=2, rated=0, enquiries=0, moderated=0, findings=0, actions=0)


@pytest.fixture
def places():
    return [place(9, 30), place(10, 20), place(11, 10)]


def test_in_somebodys_time_it_says_how_much_is_left(places):
    found = clock(places, at(DAY, 9, 58))

    assert (found.current, found.following) == (places[0], places[1])
    assert found.minutes_left == 12
    assert found.minutes_to_next == 22
    assert timezone.localtime(found.until).hour == 10


def test_with_seconds_to_go_there_is_a_minute_left(places):
    found = clock(places, at(DAY, 10, 9) + timedelta(seconds=50))

    assert found.minutes_left == 1


def test_in_a_break_nobody_is_on(places):
    found = clock(places, at(DAY, 10, 12))

    assert (found.current, found.following) == (None, places[1])
    assert found.minutes_to_next == 8


def test_in_the_last_agencys_time_nobody_is_next(places):
    found = clock(places, at(DAY, 11, 30))

    assert (found.current, found.following) == (places[2], None)
    assert found.minutes_to_next is None


def test_after_the_last_agency_the_running_order_is_through(places):
    found = clock(places, at(DAY, 12))

    assert (found.current, found.following) == (None, None)


def test_the_clock_is_right_on_the_day_the_clocks_change(places):
    found = clock(places, datetime(2027, 3, 28, 8, 40, tzinfo=UTC))

    assert found.current == places[0]
    assert found.minutes_left == 30


def test_nobody_comes(places):
    found = clock([], SimpleNamespace())

    assert (found.current, found.following, found.until) == (None, None, None)
