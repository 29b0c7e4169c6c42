"""A survey from its plan to its results. Agencies, headcounts, links and reminders have operations
of their own.
"""

from django.db import transaction
from django.utils import timezone

from section11.audits.models import Cycle
from section11.people.models import Agency
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import Survey, SurveyedAgency
from ..running import survey_rules
from . import counting
from .locking import lock, record


@transaction.atomic
def set_up(*, cycle, agencies=None, by, **values):
    """Set up a survey of the cycle, seen by nobody but those who read results until it is opened;
    return it.

    It asks the staff of `agencies`: those of the cycle's self-audits unless others are given; for a
    gathering whoever took part, together. `values` are those of `Survey`. Raises RuleBroken where they cannot go together.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    survey = Survey(cycle=cycle, set_up_by=by, **values)
    if not survey.gathering_key:
        cycle.must_not_be_closed()
    _check(survey)
    survey.save()
    if agencies is None:
        agencies = _usual_agencies(survey)
    _bring_in(survey, agencies)
    record(Event.Kind.SURVEY_SET_UP, survey, by=by)
    return survey


@transaction.atomic
def change(*, survey, by, **values):
    """Change the settings while it is being planned. The same values do nothing."""
    survey = lock(survey)
    survey.must_be_planned()
    changed = [name for name in values if values[name] != getattr(survey, name)]
    if not changed:
        return survey
    for name in changed:
        setattr(survey, name, values[name])
    _check(survey)
    survey.save(update_fields=changed)
    record(Event.Kind.SURVEY_CHANGED, survey, by=by, changed=sorted(changed))
    return survey


@transaction.atomic
def remove(*, survey, by):
    """Take away a survey that was made by mistake. Raises RuleBroken once it has been opened: then
    the agencies know of it, and people may have answered.
    """
    survey = lock(survey)
    must_be_removable(survey)
    days = {"opens_on": survey.opens_on.isoformat(), "closes_on": survey.closes_on.isoformat()}
    record(Event.Kind.SURVEY_REMOVED, survey, by=by, **days)
    survey.delete()


@transaction.atomic
def choose_agencies(*, survey, agencies, by):
    """Ask the staff of exactly these agencies. Once it is open agencies are only added: what people
    of the others answered is in the box.
    """
    survey = lock(survey)
    must_take_agencies(survey)
    wanted = {agency.pk: agency for agency in agencies}
    there = {one.agency_id: one for one in survey.agencies.select_related("agency")}
    out = [one for pk, one in there.items() if pk not in wanted]
    if out and survey.opened_at:
        raise RuleBroken(
            f"{survey} is open, so {out[0].agency} stays: its staff may have answered already.",
            survey,
        )
    survey.agencies.filter(pk__in=[one.pk for one in out]).delete()
    came = _bring_in(survey, [agency for pk, agency in wanted.items() if pk not in there])
    if came or out:
        record(
            Event.Kind.SURVEY_CHANGED,
            survey,
            by=by,
            brought_in=[str(one.agency) for one in came],
            taken_out=[str(one.agency) for one in out],
        )
    if survey.opened_at and not survey.gathering_key:
        emails.survey_opened(came)
    return came


@transaction.atomic
def open_survey(*, survey, by):
    """Let it be answered from its first day on, and send the leads of each agency their link.

    From now on its questions and its threshold stay. Raises RuleBroken if something is missing.
    """
    survey = lock(survey)
    must_be_unopened(survey)
    if why := why_not_open(survey):
        raise RuleBroken(why, survey)
    survey.opened_at, survey.opened_by = timezone.now(), by
    survey.save(update_fields=["opened_at", "opened_by"])
    record(Event.Kind.SURVEY_OPENED, survey, by=by)
    if not survey.gathering_key:
        emails.survey_opened(survey.agencies.select_related("agency"))
    return survey


def why_not_open(survey):
    """The sentence that says what is missing before it is opened, or nothing."""
    if not survey.agencies.exists():
        return "Choose at least one agency before you open the survey."
    if survey.closes_on < timezone.localdate():
        return f"The last day, {survey.closes_on:%-d %B %Y}, is past. Change it before you open."
    if not survey.survey_set.questions.exists():
        return f"{survey.survey_set} has no questions. Choose another survey set."
    return ""


@transaction.atomic
def extend(*, survey, closes_on, by):
    """Let it be answered until a later day; the leads are told."""
    survey = lock(survey)
    must_be_open(survey)
    if closes_on <= survey.closes_on or closes_on < timezone.localdate():
        raise RuleBroken(
            f"{survey} is open until {survey.closes_on:%-d %B %Y}. Choose a later day.", survey
        )
    survey.closes_on = closes_on
    _check(survey)
    survey.save(update_fields=["closes_on"])
    record(Event.Kind.SURVEY_EXTENDED, survey, by=by, closes_on=closes_on.isoformat())
    if not survey.gathering_key:
        emails.survey_extended(survey.agencies.select_related("agency"))
    return survey


@transaction.atomic
def close(*, survey, by):
    """Take no more answers, and count those that came: the answers themselves are destroyed.

    `by` is None where its last day is past. Raises RuleBroken unless it is open.
    """
    survey = lock(survey)
    must_be_open(survey)
    survey.closed_at, survey.closed_by = timezone.now(), by
    survey.save(update_fields=["closed_at", "closed_by"])
    record(Event.Kind.SURVEY_CLOSED, survey, by=by)
    counting.count(survey)
    survey.refresh_from_db()
    return survey


def close_due():
    """Close each survey whose last day is past; return how many. Safe to run several times at once."""
    due = Survey.objects.filter(
        opened_at__isnull=False, closed_at=None, closes_on__lt=timezone.localdate()
    )
    return sum(_close_if_due(survey) for survey in due)


@transaction.atomic
def _close_if_due(survey):
    """Whether it was closed now: another worker, or more time for it, may have come between."""
    survey = lock(survey)
    if survey.closed_at or survey.closes_on >= timezone.localdate():
        return False
    close(survey=survey, by=None)
    return True


@transaction.atomic
def share(*, survey, by):
    """Let the Board and the agencies read the results; the agencies' leads are told.

    Feedback on a gathering is never shared: the Board reads the sum over all of them.
    """
    survey = lock(survey)
    must_be_shareable(survey)
    survey.shared_at, survey.shared_by = timezone.now(), by
    survey.save(update_fields=["shared_at", "shared_by"])
    record(Event.Kind.SURVEY_SHARED, survey, by=by)
    emails.survey_shared(survey.agencies.select_related("agency"))
    return survey


def must_be_unopened(survey):
    """Raise RuleBroken, saying who was first, if somebody has opened it."""
    if survey.opened_at:
        raise RuleBroken(f"{_who_opened(survey)} already.", survey)


def must_be_removable(survey):
    """Raise RuleBroken once it has been opened, whatever became of it since."""
    if survey.opened_at:
        raise RuleBroken(
            f"{_who_opened(survey)}, so it stays: the agencies know of it, and people may have"
            " answered.",
            survey,
        )


def _who_opened(survey):
    day = timezone.localdate(survey.opened_at)
    return f"{survey.opened_by} opened {survey} on {day:%-d %B %Y}"


def must_take_agencies(survey):
    """Raise RuleBroken once no more agencies can be asked."""
    if survey.closed_at:
        raise RuleBroken(f"{survey} is closed, so its agencies no longer change.", survey)


def must_be_shareable(survey):
    """Raise RuleBroken unless its results are there and not shared yet."""
    survey.must_be_counted()
    if survey.gathering_key:
        raise RuleBroken(
            "Feedback on one session is not shared: the Board reads the sum over all sessions.",
            survey,
        )
    if survey.shared_at:
        raise RuleBroken(
            f"{survey.shared_by} shared the results of {survey} on"
            f" {timezone.localtime(survey.shared_at):%-d %B %Y} already.",
            survey,
        )


def must_be_open(survey):
    """Raise RuleBroken unless it has been opened and not closed."""
    if survey.closed_at:
        by = f" by {survey.closed_by}" if survey.closed_by else ""
        raise RuleBroken(
            f"{survey} was closed{by} on {timezone.localtime(survey.closed_at):%-d %B %Y}. A survey"
            " is not opened again.",
            survey,
        )
    if not survey.opened_at:
        raise RuleBroken(f"{survey} is not open yet.", survey)


def _usual_agencies(survey):
    if survey.gathering_key:
        return [None]
    return Agency.objects.filter(self_audits__cycle=survey.cycle)


def _bring_in(survey, agencies):
    return SurveyedAgency.objects.bulk_create(
        SurveyedAgency(survey=survey, agency=agency) for agency in agencies
    )


def _check(survey):
    """Raise RuleBroken where the settings cannot be so."""
    back = survey if survey.pk else None
    for _, sentence in survey_rules.problems(survey, today=timezone.localdate()):
        raise RuleBroken(sentence, back)
    survey.survey_set.must_be_published()
    if survey.survey_set.partnership_id not in (None, survey.cycle.partnership_id):
        raise RuleBroken("This survey set belongs to another partnership.", back)
    others = Survey.objects.filter(cycle=survey.cycle).exclude(pk=survey.pk)
    if others.filter(name__iexact=survey.name).exists():
        raise RuleBroken(f"{survey.cycle} has a survey called {survey.name} already.", back)
