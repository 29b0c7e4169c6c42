"""The past of the demo. Operations stamp what they do with the present, as they must; a demo needs
cycles that ended a year ago and answers saved last month. So each act is played by its operation,
under every rule, and dated back here afterwards. This is the only code that writes to those tables
past the operations, and it changes nothing but dates.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Case, Value, When
from django.utils import timezone

from section11.audits.models import (
    Action,
    Answer,
    Clash,
    Cycle,
    DataWarning,
    Escalation,
    Evidence,
    Reminder,
    SelfAudit,
    SignOff,
    StandardOwner,
)
from section11.people.models import Membership, User
from section11.record import append_only
from section11.record.models import Email, Event
from section11.standards.models import StandardSet
from surveys.models import SurveySet


@dataclass
class Diary:
    """When each act was played, and the moment in the past to which it belongs."""

    acts: list[tuple[datetime, datetime]] = field(default_factory=list)

    def note(self, moment: datetime) -> None:
        """What is stamped from now on, until the next note, belongs to `moment`."""
        self.acts.append((timezone.now(), moment))

    def moment_of(self, stamp: datetime) -> datetime:
        return next(moment for since, moment in reversed(self.acts) if stamp >= since)

    def restamp(self, rows, *stamps: str) -> None:
        """Date the rows whose first stamp is of an act in this diary; their other stamps follow it.

        A row that is dated lies before every act, so nothing is met twice.
        """
        first = stamps[0]
        moment = Case(
            *(
                When(**{f"{first}__gte": since}, then=Value(moment))
                for since, moment in reversed(self.acts)
            )
        )
        new = rows.filter(**{f"{first}__gte": self.acts[0][0]})
        new.update(**dict.fromkeys(stamps, moment))


def date_back_work(self_audit: SelfAudit, diary: Diary) -> None:
    """Date what was typed, with its history. Before signing off: a sign-off keeps what it finds."""
    of_this = {"answer__self_audit": self_audit}
    diary.restamp(Answer.objects.filter(self_audit=self_audit), "updated_at")
    diary.restamp(Answer.history.filter(self_audit=self_audit), "history_date", "updated_at")
    for item in (Evidence, Action):
        diary.restamp(item.objects.filter(**of_this), "added_at")
        diary.restamp(item.history.filter(**of_this), "history_date", "added_at")
    diary.restamp(Clash.objects.filter(**of_this), "at")
    diary.restamp(DataWarning.objects.filter(**of_this), "found_at")
    diary.restamp(SelfAudit.objects.filter(pk=self_audit.pk), "started_at")


def date_back_moves(self_audit: SelfAudit, diary: Diary) -> None:
    """Date who had it when, and each sign-off."""
    for move in ("sent_at", "submitted_at", "returned_at"):
        diary.restamp(SelfAudit.objects.filter(pk=self_audit.pk), move)
    for sign_off in SignOff.objects.filter(self_audit=self_audit):
        sign_off.signed_at = diary.moment_of(sign_off.signed_at)
        sign_off.content["made_at"] = sign_off.signed_at.isoformat()
        sign_off.save(update_fields=["signed_at", "content"])


def date_back_record(diary: Diary) -> None:
    """Date the events, and the mail that the acts caused, which has long been sent.

    Nobody is to be written to about what never happened.
    """
    with append_only.lifted():
        diary.restamp(Event.objects.all(), "at")
    diary.restamp(Email.objects.all(), "queued_at", "sent_at")


def date_back_people(diary: Diary) -> None:
    diary.restamp(User.objects.all(), "joined_at")
    diary.restamp(Membership.objects.all(), "given_at")
    diary.restamp(Authenticator.objects.all(), "created_at")
    date_back_record(diary)


def date_back_launch(cycle: Cycle, diary: Diary) -> None:
    diary.restamp(Cycle.objects.filter(pk=cycle.pk), "launched_at")
    date_back_record(diary)


def date_back_running(cycle: Cycle, diary: Diary) -> None:
    """Date owners, more time, reminders and escalations."""
    of_this = {"self_audit__cycle": cycle}
    diary.restamp(StandardOwner.objects.filter(**of_this), "given_at")
    diary.restamp(Reminder.objects.filter(**of_this), "sent_at")
    diary.restamp(Escalation.objects.filter(**of_this), "at")
    diary.restamp(SelfAudit.objects.filter(cycle=cycle), "extended_at")
    date_back_record(diary)


def date_back_closing(cycle: Cycle, diary: Diary) -> None:
    diary.restamp(Cycle.objects.filter(pk=cycle.pk), "closed_at")
    date_back_record(diary)


def date_back_standards(code: str, diary: Diary) -> None:
    """Date a standard set that came with the demo; one that was there before keeps its date."""
    _date_back_sets(StandardSet.objects.filter(partnership=None, code=code), diary)


def date_back_survey_sets(diary: Diary) -> None:
    """The same for every survey set that came with the demo."""
    _date_back_sets(SurveySet.objects.filter(partnership=None), diary)


def _date_back_sets(sets, diary):
    events = Event.objects.filter(
        subject_type=sets.model._meta.label_lower, subject_id__in=sets.values("pk")
    )
    with append_only.lifted():
        diary.restamp(events, "at")
    diary.restamp(sets, "published_at", "created_at")


def set_deadline(self_audit: SelfAudit, due_on: date) -> None:
    """Give one agency a deadline of its own, be it past, without the mail that would tell of it."""
    SelfAudit.objects.filter(pk=self_audit.pk).update(due_on=due_on)
