"""An agency's link made anew, once it has come into wrong hands."""

from django.db import transaction

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import Survey
from .locking import lock_agency, record_at


@transaction.atomic
def renew(*, surveyed_agency, version=None, by):
    """Give the agency a new link; the old one stops working, and the leads are told. Return how many
    people's answers were thrown away: all that came by the old one, for nobody can tell the true from
    the false.

    With `version` it is that link which is renewed: a link that a colleague gave meanwhile stays.
    """
    surveyed = lock_agency(surveyed_agency)
    must_be_renewable(surveyed)
    if version is not None and version != surveyed.link_version:
        raise RuleBroken(f"{surveyed.agency} has been given a new link already.", surveyed)
    old = surveyed.sealed_answers.filter(link_version__lte=surveyed.link_version)
    thrown_away = old.count()
    old.delete()
    surveyed.drafts.all().delete()
    surveyed.link_version += 1
    surveyed.save(update_fields=["link_version"])
    record_at(Event.Kind.SURVEY_LINK_RENEWED, surveyed, by=by, thrown_away=thrown_away)
    if surveyed.survey.opened_at:
        emails.survey_link_renewed(surveyed)
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
