"""Who is told what of their sessions, and what their calendar programs read."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from challenge.models import CalendarEntry
from challenge.operations import calendars, panel
from section11.people.models import Role
from section11.record.models import Email
from tests import challenge_factories as made
from tests import factories

pytest_plugins = ["tests.challenge_subjects"]


@pytest.fixture
def coordinator(people):
    return people["coordinator"]


@pytest.fixture
def held(slot):
    """A published session with one panel member and one agency, whose lead nobody was told of."""
    return slot.session


def tell(session, by=None):
    """What was mailed, by whom it was for."""
    sent = calendars.tell(challenge=session.challenge, by=by)
    return {email.to: event(email) for email in sent}


def event(email):
    [found] = Calendar.from_ical(email.calendar).walk("VEVENT")
    return found


def test_panel_and_agency_are_invited_each_to_their_own_time(held, slot, people, coordinator):
    told = tell(held, by=coordinator)

    panel, agency = told[people["seated member"]], told[people["lead"]]
    assert set(told) == {people["seated member"], people["lead"]}
    assert (panel.start, panel.end) == (held.starts_at, held.ends_at)
    assert (agency.start, agency.end) == (slot.starts_at, slot.ends_at)
    assert panel["location"] == "Civic Centre"
    assert {e.calendar_method for e in Email.objects.all()} == {"REQUEST"}


def test_telling_again_sends_nothing(held):
    tell(held)

    assert calendars.tell(challenge=held.challenge, by=None) == []
    assert CalendarEntry.objects.count() == 2


def test_whoever_is_named_to_attend_is_told_in_the_leads_place(held, challenged_agency, people):
    tell(held)
    made.attendee(challenged_agency=challenged_agency, user=people["approver"])

    told = tell(held)

    assert told[people["approver"]]["status"] == "CONFIRMED"
    assert told[people["lead"]]["status"] == "CANCELLED"
    assert people["seated member"] not in told


def test_a_change_keeps_the_uid_counts_up_and_says_what_was(held, people):
    first = tell(held)[people["seated member"]]
    held.place = "Town Hall"
    held.save()

    second = tell(held)[people["seated member"]]

    assert second["uid"] == first["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second["location"] == "Town Hall"
    mail = Email.objects.filter(to=people["seated member"]).last()
    assert mail.subject.startswith("Changed: challenge session on ")
    assert "at Civic Centre." in mail.body


def test_only_those_whose_entry_changed_are_told(held, slot, people):
    tell(held)
    slot.starts_at += timedelta(minutes=10)
    slot.save()

    told = tell(held)

    assert set(told) == {people["lead"]}


def test_who_drops_out_is_told_and_may_come_back(held, people, coordinator):
    tell(held)
    seat = held.seats.get()
    seat.left_at, seat.left_by = timezone.now(), coordinator
    seat.save()
    gone = tell(held)
    seat.left_at = seat.left_by = None
    seat.save()

    back = tell(held)

    off, on = gone[people["seated member"]], back[people["seated member"]]
    assert [e.calendar_method for e in Email.objects.filter(to=people["seated member"])] == [
        "REQUEST",
        "CANCEL",
        "REQUEST",
    ]
    assert (off["status"], off["sequence"]) == ("CANCELLED", 1)
    assert (on["status"], on["sequence"], on["uid"]) == ("CONFIRMED", 2, off["uid"])


def test_whoever_is_taken_off_the_panel_is_told_at_once(held, panel_member, people, coordinator):
    tell(held)
    Email.objects.all().delete()

    panel.take_off(member=panel_member, by=coordinator)

    mail = Email.objects.get()
    assert (mail.to, mail.calendar_method) == (people["seated member"], "CANCEL")
    assert f"{coordinator.name} has changed the timetable" in mail.body


def test_a_session_that_is_off_is_taken_out_of_every_calendar(held, people, coordinator):
    tell(held)
    held.cancelled_at, held.cancelled_by = timezone.now(), coordinator
    held.save()

    told = tell(held)

    assert {person: e["status"] for person, e in told.items()} == {
        people["seated member"]: "CANCELLED",
        people["lead"]: "CANCELLED",
    }


def test_a_slot_that_goes_to_another_session_moves_in_the_calendar(held, slot, people, challenge):
    first = tell(held)[people["lead"]]
    later = made.possible_session(challenge=challenge, half="afternoon")
    slot.session = made.session(challenge=challenge, possible_session=later)
    slot.starts_at = slot.session.starts_at
    slot.save()

    told = tell(held)

    assert set(told) == {people["lead"]}
    assert told[people["lead"]]["uid"] == first["uid"]
    assert told[people["lead"]]["sequence"] == 1
    assert told[people["lead"]].start == slot.session.starts_at


def test_nobody_is_told_of_a_session_that_is_over(challenge, panel_member, challenged_agency):
    past = made.session(
        challenge=challenge,
        starts_at=timezone.now() - timedelta(days=2),
        ends_at=timezone.now() - timedelta(days=2, hours=-3),
    )
    made.seat(session=past, panel_member=panel_member)
    made.slot(session=past, challenged_agency=challenged_agency)

    assert calendars.tell(challenge=challenge, by=None) == []


def test_what_is_over_stays_in_the_calendar(held, coordinator):
    tell(held)
    CalendarEntry.objects.update(
        starts_at=timezone.now() - timedelta(hours=5), ends_at=timezone.now() - timedelta(hours=2)
    )
    held.cancelled_at, held.cancelled_by = timezone.now(), coordinator
    held.save()

    assert calendars.tell(challenge=held.challenge, by=None) == []


def test_whoever_left_the_service_gets_no_mail_but_their_entry_ends(held, people):
    tell(held)
    people["lead"].is_active = False
    people["lead"].save()

    told = tell(held)

    assert people["lead"] not in told
    assert CalendarEntry.objects.get(user=people["lead"]).cancelled_at


def test_somebody_on_the_panel_and_for_an_agency_has_an_entry_for_each(
    held, challenged_agency, people
):
    made.attendee(challenged_agency=challenged_agency, user=people["seated member"])

    calendars.tell(challenge=held.challenge, by=None)

    assert CalendarEntry.objects.filter(user=people["seated member"]).count() == 2


def test_no_agency_is_named_to_the_panel(held, agency, people):
    agency.name, agency.short_name = "Planted Body", "Planted"
    agency.save()

    tell(held)

    mail = Email.objects.get(to=people["seated member"])
    assert "Planted" not in mail.subject + mail.body + mail.calendar


def test_the_answer_goes_to_the_coordinator_by_name(held, people, coordinator, settings):
    settings.DEFAULT_FROM_EMAIL = "Section 11 <from@service.example>"

    told = tell(held)[people["lead"]]

    assert told["organizer"] == f"mailto:{coordinator.email}"
    assert told["organizer"].params["SENT-BY"] == "mailto:from@service.example"
    assert told["attendee"] == f"mailto:{people['lead'].email}"
    assert told["attendee"].params["RSVP"] == "TRUE"


def test_a_new_lead_is_told_by_the_worker(held, agency, people):
    tell(held)
    people["lead"].memberships.update(ends_on=date(2021, 1, 1))
    new = factories.member(Role.LEAD, agency=agency)
    Email.objects.all().delete()

    calendars.put_right()
    calendars.put_right()

    assert {(e.to, e.calendar_method) for e in Email.objects.all()} == {
        (new, "REQUEST"),
        (people["lead"], "CANCEL"),
    }
    assert Email.objects.count() == 2


def test_the_worker_leaves_a_challenge_alone_that_is_closed(held, people):
    challenge = held.challenge
    challenge.status = "closed"
    challenge.closed_at, challenge.closed_by = timezone.now(), people["coordinator"]
    challenge.released_at, challenge.released_by = timezone.now(), people["coordinator"]
    challenge.save()

    calendars.put_right()

    assert Email.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2027, 3, 26), "20270326T093000Z"),  # before the clocks go forward
        (date(2027, 3, 28), "20270328T083000Z"),  # the day they do
        (date(2027, 3, 29), "20270329T083000Z"),
        (date(2027, 10, 30), "20271030T083000Z"),  # before they go back
        (date(2027, 10, 31), "20271031T093000Z"),
    ],
)
def test_half_past_nine_is_half_past_nine_on_both_sides_of_a_clock_change(
    challenge, panel_member, people, day, utc
):
    half_day = made.possible_session(challenge=challenge, on=day)
    session = made.session(challenge=challenge, possible_session=half_day)
    made.seat(session=session, panel_member=panel_member)

    told = tell(session)[people["seated member"]]

    mail = Email.objects.get(to=people["seated member"])
    assert f"DTSTART:{utc}\r\n" in mail.calendar
    assert f"{told.start.astimezone(timezone.get_current_timezone()):%H:%M}" == "09:30"
    assert "9:30am to 12:30pm" in mail.body


@pytest.mark.parametrize("agencies", [1, 3])
def test_telling_asks_the_same_number_of_questions_for_one_agency_and_for_three(
    held, partnership, challenge, django_assert_num_queries, agencies
):
    for _ in range(agencies - 1):
        other = factories.agency(partnership=partnership)
        factories.member(Role.LEAD, agency=other)
        part = made.challenged_agency(challenge=challenge, agency=other)
        made.slot(session=held, challenged_agency=part)
    tell(held)

    with django_assert_num_queries(10):
        calendars.tell(challenge=held.challenge, by=None)
