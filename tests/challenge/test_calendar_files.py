"""Calendar files, read back by a calendar library and in London's time."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from challenge.calendars.calendar_files import Entry, Person, feed, invitation

LONDON = ZoneInfo("Europe/London")
ENTRY = Entry(
    uid=UUID("12345678-1234-5678-1234-567812345678"),
    sequence=3,
    starts_at=datetime(2026, 6, 1, 8, 30, tzinfo=UTC),
    ends_at=datetime(2026, 6, 1, 11, 30, tzinfo=UTC),
    told_at=datetime(2026, 5, 1, 10, 0, 7, 123456, tzinfo=UTC),
    title="Challenge panel, Merton SCP",
    place="Civic Centre, Room 1; online: https://x.example/a?b=1&c=2",
    address="https://section11.example/challenges/1/calendar/#session-2",
)
ORGANISER = Person("Cara Coordinator", "cara@partnership.example")
MEMBER = Person("Ann Member", "ann@agency.example")


def written(entry=ENTRY, *, organiser=ORGANISER, to=MEMBER):
    return invitation(entry, organiser=organiser, sender="from@service.example", to=to)


def event_of(file):
    [event] = Calendar.from_ical(file).walk("VEVENT")
    return event


def test_an_invitation_asks_for_an_answer():
    calendar = Calendar.from_ical(written())
    event = event_of(written())

    assert (calendar["version"], calendar["method"]) == ("2.0", "REQUEST")
    assert event["uid"] == "12345678-1234-5678-1234-567812345678"
    assert (event["sequence"], event["status"]) == (3, "CONFIRMED")
    assert event["attendee"] == "mailto:ann@agency.example"
    assert {name: event["attendee"].params[name] for name in ("RSVP", "PARTSTAT", "CN")} == {
        "RSVP": "TRUE",
        "PARTSTAT": "NEEDS-ACTION",
        "CN": "Ann Member",
    }
    assert event["organizer"] == "mailto:cara@partnership.example"
    assert event["organizer"].params["SENT-BY"] == "mailto:from@service.example"
    assert event["location"] == ENTRY.place
    assert event["url"] == ENTRY.address
    assert event["dtstamp"].dt == datetime(2026, 5, 1, 10, 0, 7, tzinfo=UTC)


def test_a_cancellation_asks_for_none():
    file = written(replace(ENTRY, cancelled=True))

    event = event_of(file)
    assert Calendar.from_ical(file)["method"] == "CANCEL"
    assert event["status"] == "CANCELLED"
    assert event["attendee"].params["RSVP"] == "FALSE"


@pytest.mark.parametrize(
    ("utc", "in_london"),
    [
        ("2026-03-28T09:30+00:00", "09:30 GMT"),
        ("2026-03-29T08:30+00:00", "09:30 BST"),  # the clocks went forward in the night
        ("2026-10-24T08:30+00:00", "09:30 BST"),
        ("2026-10-25T09:30+00:00", "09:30 GMT"),  # and back
        ("2027-03-27T09:30+00:00", "09:30 GMT"),
        ("2027-03-28T08:30+00:00", "09:30 BST"),
        ("2026-10-25T00:30+00:00", "01:30 BST"),  # one half past one
        ("2026-10-25T01:30+00:00", "01:30 GMT"),  # and the other
    ],
)
def test_times_are_utc_and_right_on_both_sides_of_a_clock_change(utc, in_london):
    starts_at = datetime.fromisoformat(utc)
    entry = replace(ENTRY, starts_at=starts_at.astimezone(LONDON), ends_at=starts_at)

    file = written(entry)

    assert f"DTSTART:{starts_at:%Y%m%dT%H%M%SZ}\r\n" in file
    assert f"{event_of(file).start.astimezone(LONDON):%H:%M %Z}" == in_london
    assert "VTIMEZONE" not in file


@pytest.mark.parametrize(
    "name",
    [
        'Ann "The Boss" Member',
        "Member; Ann: of, Merton",
        "Zoë Ñandú",
        "Ann\r\nATTENDEE:mailto:eve@evil.example",
        "名" * 80,
    ],
)
def test_whatever_somebody_is_called_the_file_stays_one_entry_for_one_person(name):
    file = written(to=Person(name, "ann@agency.example"), organiser=Person(name, ORGANISER.email))

    event = event_of(file)
    assert event["attendee"] == "mailto:ann@agency.example"
    assert "\r\nATTENDEE:mailto:eve" not in file
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))


def test_a_place_of_several_lines_stays_a_place():
    event = event_of(written(replace(ENTRY, place="Hall\r\nSTATUS:CANCELLED\n,;\\")))

    assert event["status"] == "CONFIRMED"
    assert "STATUS:CANCELLED" in event["location"]


def test_a_feed_holds_each_entry_and_asks_nobody():
    other = replace(ENTRY, uid=UUID(int=7), place="")

    calendar = Calendar.from_ical(feed([ENTRY, other], name="Section 11"))

    events = calendar.walk("VEVENT")
    assert calendar["method"] == "PUBLISH"
    assert calendar["x-wr-calname"] == "Section 11"
    assert [event["uid"] for event in events] == [str(ENTRY.uid), str(other.uid)]
    assert all("attendee" not in event and "organizer" not in event for event in events)


def test_a_feed_says_how_often_to_look_again_as_calendars_write_it():
    lines = feed([], name="Mine").decode().split("\r\n")

    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines


def test_the_same_entries_give_the_same_feed():
    assert feed([ENTRY], name="Mine") == feed([ENTRY], name="Mine")


def test_an_empty_feed_is_a_calendar_all_the_same():
    assert Calendar.from_ical(feed([], name="Mine")).walk("VEVENT") == []
