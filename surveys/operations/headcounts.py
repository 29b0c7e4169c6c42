"""How many staff of an agency could answer: said by its lead, or by the coordinator for it."""

from django.db import transaction
from django.utils import timezone

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .locking import lock, record_at


@transaction.atomic
def say(*, survey, headcounts, drawn=None, by):
    """Note the `headcounts` ({id of a surveyed agency: number or None}); return those agencies whose
    number somebody else had changed meanwhile: theirs stands.

    `drawn` is what the page showed, so that two people may fill it in at once. Raises RuleBroken
    once the results are shared: response rates then stay as they were read.
    """
    survey = lock(survey)
    must_take_headcounts(survey)
    drawn = {} if drawn is None else drawn
    changed = {pk: n for pk, n in headcounts.items() if n != drawn.get(pk)}
    there = survey.agencies.select_for_update(of=("self",)).filter(pk__in=changed).order_by("pk")
    overtaken = []
    for one in there.select_related("agency", "headcount_by"):
        if one.headcount == changed[one.pk]:
            continue
        if one.headcount != drawn.get(one.pk):
            overtaken.append(one)
            continue
        _note(survey, one, changed[one.pk], by)
    return overtaken


def must_take_headcounts(survey):
    if survey.shared_at:
        raise RuleBroken(
            f"The results of {survey} are shared, so the numbers of staff no longer change.", survey
        )


def _note(survey, one, headcount, by):
    one.headcount = headcount
    known = headcount is not None
    one.headcount_at, one.headcount_by = (timezone.now(), by) if known else (None, None)
    one.save(update_fields=["headcount", "headcount_at", "headcount_by"])
    one.survey = survey
    record_at(Event.Kind.SURVEY_HEADCOUNT_SAID, one, by=by, headcount=headcount)
