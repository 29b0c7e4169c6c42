"""An agency's link made anew, once it has come into wrong hands."""

from django.db import transaction

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import Survey
from .locking import lock_agency, record


@transaction.atomic
def renew(*, surveyed_agency, by):
    """Give the agency a new link; the old one stops working. Return how many people's answers were
    thrown away: all that came by the old one, for nobody can tell the true from the false.
    """
    surveyed = lock_agency(surveyed_agency)
    must_be_renewable(surveyed)
    old = surveyed.sealed_answers.filter(link_version__lte=surveyed.link_version)
    thrown_away = old.count()
    old.delete()
    surveyed.drafts.all().delete()
    surveyed.link_version += 1
    surveyed.save(update_fields=["link_version"])
    record(
        Event.Kind.SURVEY_LINK_RENEWED,
        surveyed.survey,
        by=by,
        agency_id=surveyed.agency_id,
        thrown_away=thrown_away,
    )
    return thrown_away


def must_be_renewable(surveyed):
    survey = surveyed.survey
    if survey.access == Survey.Access.TOKENS:
        raise RuleBroken(
            f"{survey} is answered by personal links, so the agency has no link of its own.",
            surveyed,
        )
    if survey.closed_at:
        raise RuleBroken(f"{survey} is closed, so its links no longer work.", surveyed)
