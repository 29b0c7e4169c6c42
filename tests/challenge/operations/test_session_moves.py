"""A published session held at another time or place, by hand."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from challenge.calendars import session_moves
from challenge.calendars.session_moves import Spot
from challenge.models import ChallengeSession
from challenge.operations import calendars
from challenge.operations import session_moves as operations
from section11.people.models import Role
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories

pytest_plugins = ["tests.challenge_subjects"]


@pytest.fixture
def session(slot):
    calendars.tell(challenge=slot.session.challenge, by=None)
    Email.objects.all().delete()
    return ChallengeSession.objects.get(pk=slot.session_id)


def spot(session, **changes):
    was = session_moves.spot_of(session)
    return Spot(
        **{
            "starts_at": was.starts_at,
            "room": was.room,
            "place": was.place,
            "online_link": was.online_link,
        }
        | changes
    )


def move(session, people, *, agreed=False, **changes):
    return operations.move(
        session=session,
        spot=spot(session, **changes),
        saw=session_moves.seen(session),
        agreed=agreed,
        by=people["coordinator"],
    )


def refused(session, people, **changes):
    with pytest.raises(RuleBroken) as broken:
        move(session, people, **changes)
    return broken.value.sentence


def test_slots_move_with_their_session_and_everybody_is_told(session, slot, people):
    later = session.starts_at + timedelta(minutes=30)

    move(session, people, starts_at=later)

    moved = ChallengeSession.objects.get(pk=session.pk)
    slot.refresh_from_db()
    assert (moved.starts_at, moved.ends_at) == (later, later + timedelta(hours=3))
    assert slot.starts_at == later
    assert set(Email.objects.values_list("to", "calendar_method")) == {
        (people["seated member"].pk, "REQUEST"),
        (people["lead"].pk, "REQUEST"),
    }
    assert Event.objects.about(session).get().kind == "session_moved"


def test_a_change_of_place_alone_tells_everybody_too(session, people):
    move(session, people, place="Town Hall", online_link="https://meet.example/1")

    mail = Email.objects.get(to=people["lead"])
    assert "Where: Town Hall; online: https://meet.example/1" in mail.body


def test_the_same_time_and_place_tells_nobody(session, people):
    move(session, people)

    assert Email.objects.count() == 0
    assert Event.objects.about(session).count() == 0


def test_a_session_cannot_be_moved_into_the_past(session, people):
    sentence = refused(session, people, starts_at=timezone.now() - timedelta(days=1))

    assert "cannot be moved into the past" in sentence


def test_a_session_that_has_begun_stays(session, people):
    session.status, session.opened_at = "open", timezone.now()
    session.opened_by = people["coordinator"]
    session.save()

    assert "has begun" in refused(session, people, place="Town Hall")


def test_a_session_whose_time_has_come_stays(session, people):
    session.starts_at = timezone.now() - timedelta(minutes=1)
    session.save()

    assert "has begun" in refused(session, people, place="Town Hall")


def test_a_cancelled_session_stays(session, people):
    session.cancelled_at, session.cancelled_by = timezone.now(), people["coordinator"]
    session.save()

    assert refused(session, people, place="Town Hall") == "This session was cancelled."


def test_it_goes_only_to_half_days_of_the_challenge(session, people, challenge):
    sunday = made.at(challenge.last_day + timedelta(days=1), 9, 30)

    sentence = refused(session, people, starts_at=sunday)

    assert "is not among the half-days of this challenge" in sentence


def test_a_half_day_that_was_taken_out_is_none(session, people, challenge):
    made.possible_session(challenge=challenge, half="afternoon", is_shut=True)

    sentence = refused(session, people, starts_at=made.at(challenge.first_day, 13, 30))

    assert "The afternoon of" in sentence


def test_a_session_ends_on_the_day_that_it_begins(session, people, challenge):
    late = made.at(challenge.first_day, 22)

    assert refused(session, people, starts_at=late) == (
        "A session that begins at 10pm would end after midnight."
    )


def test_on_another_half_day_its_people_are_asked_first(session, people, challenge, agency):
    afternoon = made.possible_session(challenge=challenge, half="afternoon")
    at = made.at(challenge.first_day, 13, 30)

    sentence = refused(session, people, starts_at=at)
    move(session, people, starts_at=at, agreed=True)

    assert people["seated member"].name in sentence
    assert agency.name in sentence
    assert ChallengeSession.objects.get(pk=session.pk).possible_session == afternoon


def test_who_said_that_they_can_come_is_not_asked_again(
    session, people, challenge, panel_member, challenged_agency
):
    afternoon = made.possible_session(challenge=challenge, half="afternoon")
    made.availability(possible_session=afternoon, of=panel_member, answer="if_need_be")
    made.availability(possible_session=afternoon, of=challenged_agency)

    move(session, people, starts_at=made.at(challenge.first_day, 13, 30))

    assert ChallengeSession.objects.get(pk=session.pk).possible_session == afternoon


def test_without_rooms_one_session_is_held_at_a_time(session, people, challenge):
    afternoon = made.possible_session(challenge=challenge, half="afternoon")
    made.session(challenge=challenge, possible_session=afternoon)

    sentence = refused(session, people, starts_at=made.at(challenge.first_day, 13, 30), agreed=True)

    assert "There is another session then" in sentence


@pytest.fixture
def beside(session, challenge, partnership):
    """A second session that afternoon in a room of its own, with another agency."""
    afternoon = made.possible_session(challenge=challenge, half="afternoon")
    room = challenge.rooms.create(name="Room 2")
    held = made.session(challenge=challenge, possible_session=afternoon, room=room)
    other = factories.agency(partnership=partnership)
    factories.member(Role.LEAD, agency=other)
    part = made.challenged_agency(challenge=challenge, agency=other)
    made.slot(session=held, challenged_agency=part)
    return held


def to_the_afternoon(session, people, challenge):
    return refused(session, people, starts_at=made.at(challenge.first_day, 13, 30), agreed=True)


def test_nobody_sits_on_two_panels_at_once(session, people, challenge, beside, panel_member):
    made.seat(session=beside, panel_member=panel_member)

    sentence = to_the_afternoon(session, people, challenge)

    assert sentence == (
        f"{people['seated member'].name} has another session then, from 1:30pm to 4:30pm."
    )


def test_nobody_comes_for_two_agencies_at_once(session, people, challenge, beside):
    made.attendee(challenged_agency=beside.slots.get().challenged_agency, user=people["lead"])

    assert people["lead"].name in to_the_afternoon(session, people, challenge)


def test_nobody_is_at_the_challenge_of_another_partnership_at_once(session, people, challenge):
    made.possible_session(challenge=challenge, half="afternoon")
    elsewhere = made.challenge(cycle=factories.cycle(partnership=factories.partnership()))
    half = made.possible_session(challenge=elsewhere, on=challenge.first_day, half="afternoon")
    held = made.session(challenge=elsewhere, possible_session=half)
    member = made.panel_member(challenge=elsewhere, user=people["lead"])
    made.seat(session=held, panel_member=member)
    calendars.tell(challenge=elsewhere, by=None)

    assert people["lead"].name in to_the_afternoon(session, people, challenge)


def test_side_by_side_is_fine_for_people_who_are_not_in_both(session, people, challenge, beside):
    move(session, people, starts_at=made.at(challenge.first_day, 13, 30), agreed=True)

    assert ChallengeSession.objects.get(pk=session.pk).starts_at == beside.starts_at


def test_the_second_of_two_coordinators_is_told_who_was_first(session, people, challenge):
    saw = session_moves.seen(session)
    move(session, people, place="Town Hall")

    with pytest.raises(RuleBroken) as broken:
        operations.move(
            session=session,
            spot=spot(session, place="Library"),
            saw=saw,
            by=people["coordinator"],
        )

    assert broken.value.sentence.startswith(
        f"{people['coordinator'].name} has changed this session"
    )
    assert "Town Hall" in broken.value.sentence
    assert ChallengeSession.objects.get(pk=session.pk).place == "Town Hall"


def test_a_closed_challenge_moves_nothing(session, people, challenge):
    now, by = timezone.now(), people["coordinator"]
    challenge.status, challenge.released_at, challenge.released_by = "closed", now, by
    challenge.closed_at, challenge.closed_by = now, by
    challenge.published_at, challenge.published_by = now, by
    challenge.save()

    assert "was closed by" in refused(session, people, place="Town Hall")


def test_half_past_nine_stays_half_past_nine_over_a_clock_change(challenge, panel_member, people):
    before = made.possible_session(challenge=challenge, on=date(2027, 3, 25))
    made.possible_session(challenge=challenge, on=date(2027, 3, 30))
    session = made.session(challenge=challenge, possible_session=before)
    made.seat(session=session, panel_member=panel_member)
    calendars.tell(challenge=challenge, by=None)

    move(session, people, starts_at=made.at(date(2027, 3, 30), 9, 30), agreed=True)

    mail = Email.objects.filter(to=people["seated member"]).last()
    assert "9:30am to 12:30pm" in mail.body
    assert "DTSTART:20270330T083000Z\r\n" in mail.calendar
    assert "SEQUENCE:1\r\n" in mail.calendar
