import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from challenge.setting_up import free_busy
from challenge.setting_up.free_busy import CalendarRefused

LONDON = ZoneInfo("Europe/London")


def half_day(day, hour, minute=30):
    start = datetime(2027, *day, hour, minute, tzinfo=LONDON)
    return start, start + timedelta(hours=3)


TUESDAY, AFTERNOON = half_day((3, 9), 9), half_day((3, 9), 13)
WEDNESDAY = half_day((3, 10), 9)
ASKED = [TUESDAY, AFTERNOON, WEDNESDAY]


def calendar(*events, name="VEVENT"):
    parts = [
        f"BEGIN:{name}\r\nUID:{n}\r\n{event}\r\nEND:{name}\r\n" for n, event in enumerate(events)
    ]
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(parts) + "END:VCALENDAR\r\n").encode()


def answers(*events, asked=ASKED, name="VEVENT"):
    return " ".join(free_busy.read(calendar(*events, name=name), asked).answers)


TEN = "DTSTART:20270309T100000Z\r\nDTEND:20270309T110000Z"


def test_an_empty_calendar_leaves_all_free():
    assert answers() == "yes yes yes"


def test_an_entry_keeps_its_half_day():
    assert answers(TEN) == "no yes yes"


def test_an_entry_that_ends_as_the_half_day_begins_does_not_keep_it():
    assert answers("DTSTART:20270309T080000Z\r\nDTEND:20270309T093000Z") == "yes yes yes"


def test_an_entry_of_a_whole_day_keeps_both_halves():
    assert answers("DTSTART;VALUE=DATE:20270309") == "no no yes"


def test_an_entry_over_several_days_keeps_them_all():
    leave = "DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270310"

    assert answers(leave) == "no no yes"


@pytest.mark.parametrize(
    "free", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"]
)
def test_what_keeps_nobody_is_free(free):
    assert answers(f"{TEN}\r\n{free}") == "yes yes yes"


@pytest.mark.parametrize("maybe", ["STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"])
def test_what_is_not_sure_is_if_need_be(maybe):
    assert answers(f"{TEN}\r\n{maybe}") == "if_need_be yes yes"


@pytest.mark.parametrize("zone", ["Europe/London", "GMT Standard Time", "Europe/Paris"])
def test_times_are_those_of_their_zone(zone):
    morning = f"DTSTART;TZID={zone}:20270309T113000\r\nDURATION:PT30M"

    assert answers(morning) == "no yes yes"


def test_times_hold_across_the_clock_change():
    summer = half_day((3, 30), 9)  # the clocks went forward on 28 March: 9.30 is 8.30 in UTC

    assert answers("DTSTART:20270330T083000Z\r\nDURATION:PT10M", asked=[summer]) == "no"
    assert answers("DTSTART:20270330T113500Z\r\nDURATION:PT10M", asked=[summer]) == "yes"


def test_a_weekly_entry_keeps_its_hour_across_the_clock_change():
    weekly = "DTSTART;TZID=Europe/London:20270302T093000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY"
    early = half_day((3, 30), 8)[0], half_day((3, 30), 9)[0]

    assert answers(weekly, asked=[half_day((3, 23), 9), half_day((3, 30), 9), early]) == "no no yes"


def test_an_exception_to_a_repeating_entry_frees_its_day():
    weekly = "DTSTART:20270302T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY"

    assert answers(weekly) == "no yes yes"
    assert answers(f"{weekly}\r\nEXDATE:20270309T100000Z") == "yes yes yes"


def test_a_moved_occurrence_counts_where_it_was_moved_to():
    weekly = "UID:same\r\nDTSTART:20270302T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY"
    moved = (
        "UID:same\r\nRECURRENCE-ID:20270309T100000Z\r\nDTSTART:20270310T100000Z\r\nDURATION:PT1H"
    )
    data = (
        "BEGIN:VCALENDAR\r\n"
        f"BEGIN:VEVENT\r\n{weekly}\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n{moved}\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )

    assert " ".join(free_busy.read(data.encode(), ASKED).answers) == "yes yes no"


def test_free_busy_times_are_read_by_their_kind():
    times = (
        "FREEBUSY;FBTYPE=BUSY:20270309T100000Z/20270309T110000Z\r\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270309T140000Z/PT1H\r\n"
        "FREEBUSY;FBTYPE=FREE:20270310T100000Z/20270310T110000Z"
    )

    assert answers(times, name="VFREEBUSY") == "no if_need_be yes"


def test_times_in_a_broken_zone_are_taken_as_uk_time_and_it_says_so():
    odd = "DTSTART;TZID=Mars/Olympus:20270309T100000\r\nDURATION:PT1H"

    reading = free_busy.read(calendar(odd), ASKED)

    assert reading.answers == ["no", "yes", "yes"]
    assert reading.warnings == [
        "1 entry is in a time zone that we do not know: we took the times as UK time."
    ]


def test_a_zone_defined_as_a_bomb_is_not_read():
    data = calendar("DTSTART;TZID=Bomb:20270309T100000\r\nDURATION:PT1H").replace(
        b"BEGIN:VEVENT",
        b"BEGIN:VTIMEZONE\r\nTZID:Bomb\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        b"RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        b"END:VTIMEZONE\r\nBEGIN:VEVENT",
    )
    started = time.monotonic()

    reading = free_busy.read(data, ASKED)

    assert reading.answers[0] == "no"
    assert "time zone that we do not know" in reading.warnings[0]
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART:19700101T100000Z\r\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:nonsense",
        "SUMMARY:Without a time",
        "DTSTART:20270309T100000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=XX",
        "DTSTART:20270309T100000Z\r\nRRULE:FREQ=DAILY;INTERVAL=99999999999999",
        "DTSTART:99991231T100000Z\r\nDTEND:99991231T110000Z\r\nRRULE:FREQ=DAILY",
    ],
)
def test_an_entry_that_cannot_be_read_is_told_and_the_others_count(event):
    reading = free_busy.read(calendar(event, TEN), ASKED)

    assert reading.answers == ["no", "yes", "yes"]
    assert reading.warnings == [
        "1 entry is written in a way that we cannot read: look at these days yourself."
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a calendar file"),
        (b"%PDF-1.7", "not a calendar file"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20270309T100000Z\r\n", "damaged"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 90_000, "more than 2,000 entries"),
        (b"BEGIN:VCALENDAR\r\nX:" + b"a" * 2**20, "larger than 1 MB"),
        (calendar(*[TEN] * 2_001), "more than 2,000 entries"),
        (
            calendar(*["DTSTART:20100309T100000Z\r\nRRULE:FREQ=DAILY;COUNT=99999"] * 200),
            "repeat too often",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(data, sentence):
    started = time.monotonic()

    with pytest.raises(CalendarRefused, match=sentence):
        free_busy.read(data, ASKED)

    assert time.monotonic() - started < 10
