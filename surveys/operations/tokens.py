"""Personal links, each to be used once, sent to addresses that an agency or the coordinator gives.

What is kept of a link is its address, a digest, and whether it was used: never what was answered.
"""

from django.db import transaction
from django.db.models import Case, F, Value, When

from section11.people.models.invitation import digest
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import Survey, SurveyToken
from ..running import links
from .locking import lock_agency, record_at


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
        record_at(Event.Kind.SURVEY_LINKS_SENT, surveyed, by=by, links=len(new))
    return len(new)


@transaction.atomic
def replace_lost(*, surveyed_agency, address, by):
    """Let whoever has the address go on, who has lost their link: the old one stops working and a
    new one is sent. Where it was used already a mail says so, and whoever asked learns as little
    as where it was not.

    Neither what is written, nor the event, nor what is kept of the mail tells the two apart.
    """
    surveyed = lock_agency(surveyed_agency)
    must_send(surveyed)
    token = surveyed.tokens.filter(address=address.strip().lower()).first()
    if token is None:
        raise RuleBroken("No link has been sent to this address, so none can be lost.", surveyed)
    key = "" if token.is_used else links.new_token()
    _give_key(token, digest(key) if key else token.key_digest)
    emails.survey_token_lost(surveyed, address=token.address, key=key)
    record_at(Event.Kind.SURVEY_LINK_LOST, surveyed, by=by)


def _give_key(token, key_digest):
    """In one statement that writes every row of the agency, so that none is the last written."""
    new = Case(When(pk=token.pk, then=Value(key_digest)), default=F("key_digest"))
    SurveyToken.objects.filter(surveyed_agency=token.surveyed_agency_id).update(key_digest=new)


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
