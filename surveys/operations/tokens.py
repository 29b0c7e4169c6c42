"""Personal links, each to be used once, sent to addresses that an agency or the coordinator gives.

What is kept of a link is its address, a digest, and whether it was used: never what was answered.
"""

from django.db import transaction

from section11.people.models.invitation import digest
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import Survey, SurveyToken
from ..running import links
from .locking import lock_agency, record


@transaction.atomic
def send(*, surveyed_agency, addresses, by):
    """Send a personal link to each address that has none yet; return how many were sent.

    An address that has one gets no second, whether it was used or not: the answer to an upload says
    nothing of who has answered.
    """
    surveyed = lock_agency(surveyed_agency)
    must_send(surveyed)
    wanted = {address.strip().lower() for address in addresses}
    new = sorted(wanted - set(surveyed.tokens.values_list("address", flat=True)))
    keys = {address: links.new_token() for address in new}
    SurveyToken.objects.bulk_create(
        SurveyToken(surveyed_agency=surveyed, address=address, key_digest=digest(key))
        for address, key in keys.items()
    )
    for address, key in keys.items():
        emails.survey_token(surveyed, address=address, key=key)
    if new:
        record(
            Event.Kind.SURVEY_LINKS_SENT,
            surveyed.survey,
            by=by,
            agency_id=surveyed.agency_id,
            links=len(new),
        )
    return len(new)


def must_send(surveyed):
    survey = surveyed.survey
    if survey.access != Survey.Access.TOKENS:
        raise RuleBroken(
            f"{survey} is answered by one link for each agency, not by personal links.", surveyed
        )
    if survey.closed_at:
        raise RuleBroken(f"{survey} is closed, so no more links are sent.", surveyed)
    if not survey.opened_at:
        raise RuleBroken(f"{survey} is not open yet: links are sent once it is.", surveyed)
