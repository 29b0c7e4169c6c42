"""Which survey speaks for the practitioners of a cycle: the newest of which the results are shared."""

from collections.abc import Collection

from ..models import Survey, SurveySet


def surveys():
    """The surveys of practitioners whose results are shared."""
    return Survey.objects.filter(
        survey_set__purpose=SurveySet.Purpose.PRACTITIONERS,
        shared_at__isnull=False,
    ).select_related("survey_set", "cycle__partnership", "cycle__standard_set")


def replaced_by(survey: Survey) -> Survey | None:
    """The one that speaks for the practitioners until `survey` is shared, if that then does."""
    now = newest([survey.cycle_id]).get(survey.cycle_id)
    is_older = now and (now.closes_on, now.pk) < (survey.closes_on, survey.pk)
    return now if is_older else None


def newest(cycle_ids: Collection[int]) -> dict[int, Survey]:
    """The newest of each cycle, by the cycle's id; one query."""
    found = surveys().filter(cycle__in=cycle_ids).order_by("closes_on", "pk")
    return {survey.cycle_id: survey for survey in found}
