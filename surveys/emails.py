"""Mail about surveys: a link each, never an answer."""

from collections import defaultdict

from django.conf import settings

from section11.people.models import Membership, Role
from section11.record import outbox

from .running import links


def survey_opened(surveyed_agencies):
    """Tell the leads that their staff are asked, and where the link, the poster and the code are."""
    _to_leads("survey_opened", surveyed_agencies)


def survey_extended(surveyed_agencies):
    _to_leads("survey_extended", surveyed_agencies)


def survey_shared(surveyed_agencies):
    _to_leads("survey_shared", surveyed_agencies)


def survey_reminder(surveyed_agency, *, note="", by=None):
    """Ask the leads of one agency to bring the link to their staff again; return the mails."""
    return _to_leads("survey_reminder", [surveyed_agency], note=note, by=by)


def survey_link_renewed(surveyed_agency):
    """Tell the leads that the link and posters that they have handed out no longer work."""
    _to_leads("survey_link_renewed", [surveyed_agency])


def survey_token(surveyed_agency, *, address, key):
    """The mail that holds a personal link: the only place where its key is written."""
    return outbox.queue(
        "survey_token",
        to_address=address,
        survey=surveyed_agency.survey,
        agency=surveyed_agency.agency,
        link=links.address_of_token(key),
    )


def survey_token_lost(surveyed_agency, *, address, key):
    """The mail to whoever lost a personal link: a new one, or without `key` that it was used."""
    return outbox.queue(
        "survey_token_lost",
        to_address=address,
        survey=surveyed_agency.survey,
        agency=surveyed_agency.agency,
        link=links.address_of_token(key) if key else "",
    )


def session_feedback(survey, *, to, key):
    """The mail that asks one who took part in a gathering: the only place where the key is written."""
    return outbox.queue("session_feedback", to=to, survey=survey, link=links.address_of_token(key))


def survey_link_full(surveyed_agency):
    """Tell the coordinators that a link brought more than it can bring honestly, once it has."""
    survey = surveyed_agency.survey
    held = survey.cycle.partnership.memberships.current().filter(role=Role.COORDINATOR)
    for coordinator in held.filter(user__is_active=True).select_related("user"):
        outbox.queue(
            "survey_link_full",
            to=coordinator.user,
            survey=survey,
            whose=surveyed_agency.agency or survey.gathering,
            page=f"{settings.SITE_URL}{surveyed_agency.get_absolute_url()}",
        )


def leads(surveyed_agencies):
    """Today's leads of the agencies, by the agency's id."""
    held = (
        Membership.objects.current()
        .filter(
            role=Role.LEAD,
            agency__in=[one.agency_id for one in surveyed_agencies],
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user__name", "pk")
    )
    found = defaultdict(list)
    for membership in held:
        found[membership.agency_id].append(membership.person)
    return found


def _to_leads(template, surveyed_agencies, **context):
    surveyed_agencies = list(surveyed_agencies)
    to = leads(surveyed_agencies)
    return [
        outbox.queue(
            template,
            to=person,
            survey=one.survey,
            agency=one.agency,
            page=f"{settings.SITE_URL}{one.get_absolute_url()}",
            **context,
        )
        for one in surveyed_agencies
        for person in to[one.agency_id]
    ]
