"""The survey that a coordinator begins with when setting one up."""

from datetime import date, timedelta

from ..models import Survey, SurveySet
from .survey_rules import USUAL_ROLE_GROUPS

OPEN_FOR = timedelta(days=20)
TAKEN_OVER = ("survey_set", "access", "role_groups", "threshold", "green_from", "amber_from")


def propose(cycle, *, today: date) -> tuple[Survey, Survey | None]:
    """(a survey of the cycle, not saved; the earlier one whose settings it has, if there is one).

    Three weeks from tomorrow. The same questions and groups as last time can be compared; without
    a last time they are the usual ones.
    """
    tomorrow = today + timedelta(days=1)
    earlier = (
        Survey.objects.filter(cycle__partnership=cycle.partnership_id, gathering_key="")
        .exclude(opened_at=None)
        .select_related("survey_set", "cycle")
        .first()
    )
    settings = {"survey_set": _newest_shipped(), "role_groups": USUAL_ROLE_GROUPS}
    if earlier:
        settings = {name: getattr(earlier, name) for name in TAKEN_OVER}
    survey = Survey(
        cycle=cycle,
        name=_free_name(cycle),
        opens_on=tomorrow,
        closes_on=tomorrow + OPEN_FOR,
        **settings,
    )
    return survey, earlier


def _free_name(cycle):
    """The usual name, with a number where the cycle has a survey called so."""
    usual = name = f"Practitioner survey {cycle.year}"
    taken = {one.casefold() for one in cycle.surveys.values_list("name", flat=True)}
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{usual} ({number})"
    return name


def _newest_shipped():
    return (
        SurveySet.objects.filter(
            partnership=None,
            status=SurveySet.Status.PUBLISHED,
            purpose=SurveySet.Purpose.PRACTITIONERS,
        )
        .order_by("-published_at", "-pk")
        .first()
    )
