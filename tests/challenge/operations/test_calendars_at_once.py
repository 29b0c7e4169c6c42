"""Two people at the same moment: nobody is told twice, and nobody has two addresses."""

import pytest

from challenge.calendars import session_moves
from challenge.models import CalendarEntry, CalendarFeed
from challenge.operations import calendar_feeds, calendars
from challenge.operations import session_moves as operations
from section11.record.models import Email
from section11.web.exceptions import RuleBroken
from tests.at_once import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
pytest_plugins = ["tests.challenge_subjects"]


def test_told_twice_at_once_everybody_gets_one_mail(published_challenge, people):
    at_once(
        lambda: calendars.tell(challenge=published_challenge, by=people["coordinator"]),
        calendars.put_right,
    )

    assert Email.objects.count() == CalendarEntry.objects.count() == 2


def test_two_addresses_made_at_once_leave_one(people):
    keys = at_once(*[lambda: calendar_feeds.make(by=people["lead"])] * 2)

    assert CalendarFeed.objects.count() == 2
    assert CalendarFeed.objects.filter(ended_at=None).count() == 1
    assert [bool(calendar_feeds.whose(key)) for key in keys].count(True) == 1


def test_of_two_moves_at_once_one_holds_and_the_other_is_told(slot_session, people):
    saw = session_moves.seen(slot_session)
    was = session_moves.spot_of(slot_session)

    def move_to(place):
        return lambda: operations.move(
            session=slot_session,
            spot=session_moves.Spot(was.starts_at, was.room, place, was.online_link),
            saw=saw,
            by=people["coordinator"],
        )

    results = at_once(move_to("Library"), move_to("Town Hall"))

    refused = [result for result in results if isinstance(result, RuleBroken)]
    assert len(refused) == 1
    assert "has changed this session since you opened the page" in refused[0].sentence
