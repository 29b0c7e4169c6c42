"""The leads of agencies with a low response are asked to bring the link to their staff again."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import SurveyedAgency
from ..running import responses
from .locking import lock, record_at


@dataclass
class Reminded:
    """What came of it: mails sent, the agencies that got one, and those with nobody to write to or
    that had been reminded since the form was drawn.
    """

    people: int = 0
    agencies: list[SurveyedAgency] = field(default_factory=list)
    nobody: list[SurveyedAgency] = field(default_factory=list)
    just_before: list[SurveyedAgency] = field(default_factory=list)


@transaction.atomic
def remind(*, survey, chosen, drawn_at, note="", by):
    """Write to the leads of the agencies in `chosen` (ids of surveyed agencies); return Reminded.

    `drawn_at` is when the form was drawn: whoever was reminded since is not reminded again.
    """
    survey = lock(survey)
    must_be_answered(survey)
    done = Reminded()
    for one in [response for response in responses.read(survey) if response.surveyed.pk in chosen]:
        _remind(survey, one, drawn_at, note, by, done)
    return done


def must_be_answered(survey):
    """Raise RuleBroken unless there is something to remind of."""
    if not survey.takes_answers_on(timezone.localdate()):
        raise RuleBroken(f"{survey} takes no answers today, so nobody is reminded.", survey)


def _remind(survey, response, drawn_at, note, by, done):
    surveyed = response.surveyed
    surveyed.survey = survey
    if surveyed.reminded_at and surveyed.reminded_at > drawn_at:
        done.just_before.append(surveyed)
        return
    sent = emails.survey_reminder(surveyed, note=note, by=by)
    if not sent:
        done.nobody.append(surveyed)
        return
    surveyed.reminded_at = timezone.now()
    surveyed.save(update_fields=["reminded_at"])
    record_at(Event.Kind.SURVEY_REMINDER_SENT, surveyed, by=by, people=len(sent))
    done.people += len(sent)
    done.agencies.append(surveyed)
