"""Calendar files (.ics, RFC 5545 and 5546) in plain values: no model.

Times are written in UTC, which every calendar program turns into its own clock: no time zone's
rules travel along, so none can be wrong on either side of a clock change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, vCalAddress, vDuration
from icalendar import Event as CalendarEvent

REQUEST, CANCEL = "REQUEST", "CANCEL"
PRODUCT = "-//Section 11//The annual challenge//EN"
# How often a calendar program is asked to look at a feed again.
LOOK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Person:
    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar. The `uid` stays for ever; `sequence` counts its changes up."""

    uid: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    told_at: datetime
    title: str
    place: str
    address: str  # of its page
    cancelled: bool = False


def invitation(entry: Entry, *, organiser: Person, sender: str, to: Person) -> str:
    """A file that a calendar program offers to accept, or takes out if the entry is cancelled.

    `sender` is the address that the mail comes from: it writes for the organiser, who is answered.
    """
    event = _event(entry)
    event.add("organizer", _address(organiser, sent_by=_mailto(sender)))
    asks = {"rsvp": "FALSE"} if entry.cancelled else {"rsvp": "TRUE", "partstat": "NEEDS-ACTION"}
    event.add("attendee", _address(to, cutype="INDIVIDUAL", role="REQ-PARTICIPANT", **asks))
    calendar = _calendar(CANCEL if entry.cancelled else REQUEST)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def feed(entries: Iterable[Entry], *, name: str) -> bytes:
    """A calendar to subscribe to. The same entries give the same bytes."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(LOOK_AGAIN))  # unknown to the library: else no PT1H
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry) -> CalendarEvent:
    event = CalendarEvent()
    event.add("uid", str(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _utc(entry.told_at))
    event.add("dtstart", _utc(entry.starts_at))
    event.add("dtend", _utc(entry.ends_at))
    event.add("summary", entry.title)
    if entry.place:
        event.add("location", entry.place)
    event.add("description", f"What it is about, and its running order: {entry.address}")
    event.add("url", entry.address)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _address(person: Person, **parameters: str) -> vCalAddress:
    address = vCalAddress(_mailto(person.email))
    for name, value in {"cn": person.name, **parameters}.items():
        address.params[name.replace("_", "-").upper()] = value
    return address


def _mailto(email: str) -> str:
    return f"mailto:{''.join(email.split())}"
