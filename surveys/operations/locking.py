"""What the operations on a survey share: holding it, and writing down what was done to it."""

from section11.record import events
from section11.web.exceptions import RuleBroken

from ..models import Survey, SurveyedAgency


def lock(survey):
    """The survey read anew and held until the transaction ends, cycle and partnership loaded."""
    found = (
        Survey.objects.select_for_update(of=("self",))
        .select_related("cycle__partnership", "survey_set", "opened_by", "closed_by", "shared_by")
        .filter(pk=survey.pk)
        .first()
    )
    if found is None:
        raise RuleBroken(f"{survey} was removed a moment ago.")
    return found


def lock_agency(surveyed_agency):
    """The agency's part read anew and held, after its survey."""
    survey = lock(surveyed_agency.survey)
    held = (
        SurveyedAgency.objects.select_for_update(of=("self",))
        .select_related("agency", "headcount_by")
        .get(pk=surveyed_agency.pk)
    )
    held.survey = survey
    return held


def record(kind, survey, /, *, by, agency_id=None, **detail):
    """An event about a survey, for its partnership; of one agency too where it is about one."""
    return events.record(
        kind,
        survey,
        by=by,
        partnership_id=survey.cycle.partnership_id,
        agency_id=agency_id,
        **detail,
    )


def record_at(kind, surveyed, /, *, by, **detail):
    """An event about one agency's part in a survey, for the agency too. It names the agency: in the
    record of the partnership the survey alone would not say whose part it was.
    """
    named = {"agency": str(surveyed.agency)}
    record(kind, surveyed.survey, by=by, agency_id=surveyed.agency_id, **named, **detail)
