"""What practitioners wrote is read by a coordinator, who releases it or holds it back."""

from django.db import transaction
from django.utils import timezone

from section11.audits import personal_data
from section11.audits.merging import digest
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import FreeText
from ..results.free_texts import sources
from .locking import lock, record


@transaction.atomic
def release(*, survey, texts, by):
    """Release those of `texts` (ids) of which nothing is decided yet; return how many.

    Left alone are those that look as if they held somebody's data, which are looked at one by one,
    and those of agencies of which too few answered.
    """
    survey = _lock(survey)
    of = sources(survey)
    waiting = [
        text
        for text in _held(survey, texts).undecided()
        if of.are_publishable(text) and not text.warnings
    ]
    _decide(survey, waiting, release=True, by=by)
    return len(waiting)


@transaction.atomic
def hold_back(*, survey, texts, by):
    """Hold back those of `texts` (ids) of which nothing is decided yet; return how many."""
    survey = _lock(survey)
    waiting = list(_held(survey, texts).undecided())
    _decide(survey, waiting, release=False, by=by)
    return len(waiting)


@transaction.atomic
def decide(*, text, shown, seen, release, by):
    """Release one text or hold it back, whatever was decided before, with `shown` in its place where
    something was taken out. That `shown` is nobody's data has been confirmed if it looks so.

    `seen` is the digest of what `by` was shown. Raises RuleBroken if somebody changed it meanwhile,
    or where it is released although too few answered.
    """
    survey = _lock(text.surveyed_agency.survey)
    text = _held(survey, [text.pk]).select_related("released_by", "held_back_by").get()
    if seen != state_of(text):
        raise RuleBroken(f"{_who_decided(text)} while you were looking at it. Look again.", text)
    if release and not sources(survey).are_publishable(text):
        raise RuleBroken(
            f"Fewer than {survey.threshold} answered there, so this text cannot be released: it"
            " would tell of whom it may be.",
            text,
        )
    text.edited = shown if shown != text.text else ""
    text.warnings = [finding.sentence for finding in personal_data.findings(text.shown)]
    _decide(survey, [text], release=release, by=by, edited=bool(text.edited))
    return text


def state_of(text):
    """A digest of what is decided of a text and of what is shown."""
    return digest(f"{text.released_at} {text.held_back_at} {text.shown}")


def must_be_decided(survey):
    """Raise RuleBroken where nobody else ever reads what was written, or it is not read yet."""
    survey.must_be_counted()
    if survey.gathering_key:
        raise RuleBroken(
            "Nobody but those who run surveys reads what was written about a session, so there is"
            " nothing to release.",
            survey,
        )


def _lock(survey):
    survey = lock(survey)
    must_be_decided(survey)
    return survey


def _held(survey, texts):
    return (
        FreeText.objects.select_for_update(of=("self",))
        .filter(surveyed_agency__survey=survey, pk__in=texts)
        .order_by("pk")
    )


def _decide(survey, texts, *, release, by, **detail):
    if not texts:
        return
    at = timezone.now()
    for text in texts:
        text.released_at, text.released_by = (at, by) if release else (None, None)
        text.held_back_at, text.held_back_by = (None, None) if release else (at, by)
    fields = ["released_at", "released_by", "held_back_at", "held_back_by", "edited", "warnings"]
    FreeText.objects.bulk_update(texts, fields, batch_size=100)
    if release:
        record(Event.Kind.SURVEY_TEXTS_RELEASED, survey, by=by, texts=len(texts), **detail)
    else:
        record(Event.Kind.SURVEY_TEXTS_HELD_BACK, survey, by=by, texts=len(texts), **detail)


def _who_decided(text):
    if text.released_at:
        return f"{text.released_by} released this text"
    return f"{text.held_back_by} held this text back"
