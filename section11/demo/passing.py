"""Time that passes in the demo's story of a challenge or a survey.

A session can be opened on its day only, and a reply given in its weeks only: so the story is acted
in the present, and between two acts all that happened so far is moved into the past, dates and
stamps alike, by whole days. Like `dating`, this changes nothing but dates.
"""

import json
import re
from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone

from challenge.models import (
    AgreedAction,
    AgreedActionUpdate,
    Attendance,
    Attendee,
    Availability,
    CalendarEntry,
    Challenge,
    ChallengedAgency,
    ChallengeSession,
    FeedbackLetter,
    Finding,
    Interest,
    KeyLineOfEnquiry,
    MemberRating,
    Moderation,
    PanelMember,
    PanelSeat,
    PersonalLink,
    PlanningRun,
    PossibleSession,
    Reply,
    Slot,
    Timetable,
)
from section11.record import append_only
from section11.record.models import Email, Event
from surveys.models import FreeText, Survey, SurveyedAgency

_ISO_DAY = re.compile(r"\b20\d\d-[01]\d-[0-3]\d\b")
_ON_THE_CALENDAR = {"starts_at", "ends_at"}
# How each of them leads to its challenge, or its survey.
_OF_CHALLENGE = {
    Challenge: "pk",
    PossibleSession: "challenge",
    PanelMember: "challenge",
    ChallengedAgency: "challenge",
    Attendee: "challenged_agency__challenge",
    Availability: "possible_session__challenge",
    PersonalLink: "panel_member__challenge",  # an agency's are made anew in the next challenge
    Interest: "challenge",
    PlanningRun: "challenge",
    Timetable: "challenge",
    ChallengeSession: "challenge",
    Slot: "session__challenge",
    PanelSeat: "session__challenge",
    Attendance: "slot__session__challenge",
    CalendarEntry: "challenge",
    KeyLineOfEnquiry: "challenged_agency__challenge",
    MemberRating: "slot__session__challenge",
    Moderation: "challenged_agency__challenge",
    Finding: "challenged_agency__challenge",
    Reply: "moderation__challenged_agency__challenge",
    FeedbackLetter: "challenged_agency__challenge",
    AgreedAction: "challenged_agency__challenge",
    AgreedActionUpdate: "action__challenged_agency__challenge",
}
_OF_SURVEY = {
    Survey: "pk",
    SurveyedAgency: "survey",
    FreeText: "surveyed_agency__survey",
}
_WAYS = {Challenge: _OF_CHALLENGE, Survey: _OF_SURVEY}


class Story:
    """That of one challenge or survey: what is recorded and mailed from here on belongs to it."""

    def __init__(self):
        self.events_before = _last(Event)
        self.mail_before = _last(Email)

    def forget_mail(self) -> None:
        """Its mails named days that have moved since; after so long nobody keeps them."""
        Email.objects.filter(pk__gt=self.mail_before).delete()

    def pass_days(self, of: Challenge | Survey, days: int) -> None:
        """Let so many days pass: all that happened so far lies that much further back."""
        for model, way in _WAYS[type(of)].items():
            _move(model.objects.filter(**{way: of.pk}), days)
            if hasattr(model, "history"):
                _move(model.history.filter(**{way: of.pk}), days)
        with append_only.lifted():
            _move(Event.objects.filter(pk__gt=self.events_before), days)
        of.refresh_from_db()


def _move(rows, days):
    """Stamps by the database, all at once; what has an hour or a day on the calendar row by row."""
    stamps, planned = [], []
    for field in rows.model._meta.concrete_fields:
        if isinstance(field, models.DateTimeField) and field.name not in _ON_THE_CALENDAR:
            stamps.append(field.name)
        elif isinstance(field, models.DateField | models.JSONField):
            planned.append(field.name)
    if stamps:
        rows.update(**{name: models.F(name) - timedelta(days=days) for name in stamps})
    if planned:
        _move_one_by_one(rows, planned, days)


def _move_one_by_one(rows, names, days):
    found = list(rows)
    for row in found:
        for name in names:
            setattr(row, name, _earlier(getattr(row, name), days))
    rows.model._base_manager.bulk_update(found, names, batch_size=100)


def _earlier(value, days):
    """So many days before, at the same hour on the clock. Days in JSON are in ISO 8601."""
    if isinstance(value, dict | list):
        return json.loads(_ISO_DAY.sub(lambda day: _day_before(day, days), json.dumps(value)))
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None) - timedelta(days=days)
        return timezone.make_aware(local)
    return value - timedelta(days=days) if isinstance(value, date) else value


def _day_before(found, days):
    return (date.fromisoformat(found[0]) - timedelta(days=days)).isoformat()


def _last(model):
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
