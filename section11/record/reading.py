"""The record page by page, newest first: by key, so that the thousandth page is as quick as the first."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from .models import Event
from .sentences import facts, sentence

LINES = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Line:
    at: datetime
    sentence: str
    facts: str
    address: str


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    # Where the next page begins; nothing on the last one.
    older: str


def filtered(events, *, person="", kind="", since=None, until=None):
    """Those by a person of that name, of that kind, between two days; both days are in."""
    if person:
        events = events.filter(by__name__icontains=person)
    if kind:
        events = events.filter(kind=kind)
    if since:
        events = events.filter(at__gte=_midnight(since))
    if until:
        events = events.filter(at__lt=_midnight(until + timedelta(days=1)))
    return events


def page(events, before="", known="") -> Page:
    """The newest, or those older than the event that `before`, of an earlier page, stands for.

    `known` is what the page itself is about.
    """
    if match := re.fullmatch(r"(\d{1,17})-(\d{1,18})", before):
        at, pk = _EPOCH + int(match[1]) * _MICROSECOND, int(match[2])
        events = events.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    found = list(events.select_related("by")[: LINES + 1])
    shown = found[:LINES]
    older = ""
    if len(found) > LINES:
        older = f"{(shown[-1].at - _EPOCH) // _MICROSECOND}-{shown[-1].pk}"
    return Page([line(event, known) for event in shown], older)


def line(event: Event, known: str = "") -> Line:
    return Line(event.at, sentence(event, known), facts(event), event.address or "")


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
