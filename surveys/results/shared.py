"""The surveys of practitioners that everybody who reads results may read."""

from collections.abc import Collection

from ..models import Survey, SurveySet


def surveys():
    """The surveys of practitioners whose results are shared."""
    return Survey.objects.filter(
        survey_set__purpose=SurveySet.Purpose.PRACTITIONERS,
        shared_at__isnull=False,
    ).select_related("survey_set", "cycle__partnership", "cycle__standard_set")


def of_cycles(cycle_ids: Collection[int]):
    """Those of the cycles, the one that closed last at the end."""
    return surveys().filter(cycle__in=cycle_ids).order_by("closes_on", "pk")


def before(survey: Survey):
    """Those of its cycle that closed earlier: where both have an answer to show, it speaks for
    practitioners in their place once it is shared.
    """
    return [
        one
        for one in of_cycles([survey.cycle_id])
        if (one.closes_on, one.pk) < (survey.closes_on, survey.pk)
    ]
