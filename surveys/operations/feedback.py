"""Asking whoever took part in a gathering, such as a challenge session, what they made of it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from section11.audits.models import Cycle
from section11.people.models.invitation import digest
from section11.record.models import Event

from .. import emails
from ..models import FEWEST_SHOWN, Survey, SurveySet, SurveyToken
from ..running import links
from . import surveys
from .locking import record

OPEN_FOR = timedelta(days=14)
NAME_LENGTH = 100


@transaction.atomic
def ask(gathering):
    """Set up and open a survey of the gathering's people, a personal link for each; return it.

    Nothing is asked twice about one gathering, nor of a gathering of nobody; nor where there is no
    published set of questions to ask. Few take part in one, so the fewest answers that may be shown
    at all are enough here.
    """
    # Sessions that begin at the same time in two rooms may end at the same time too.
    Cycle.objects.select_for_update(of=("self",)).get(pk=gathering.cycle.pk)
    survey_set = questions_for(gathering.cycle)
    known = Survey.objects.filter(gathering_key=gathering.key)
    if survey_set is None or not gathering.people or known.exists():
        return None
    today = timezone.localdate()
    survey = surveys.set_up(
        cycle=gathering.cycle,
        survey_set=survey_set,
        name=_free_name(gathering),
        access=Survey.Access.TOKENS,
        opens_on=today,
        closes_on=today + OPEN_FOR,
        threshold=FEWEST_SHOWN,
        role_groups=[],
        gathering=gathering.name[:200],
        gathering_key=gathering.key,
        by=gathering.by,
    )
    survey = surveys.open_survey(survey=survey, by=gathering.by)
    _send_links(survey, gathering.people, by=gathering.by)
    return survey


def has_questions_for(cycle):
    """Whether there is anything to ask about the cycle's gatherings."""
    return questions_for(cycle) is not None


def questions_for(cycle):
    """The newest published set for feedback: the partnership's own, else one that comes with the
    product; or None.
    """
    sets = SurveySet.objects.filter(
        purpose=SurveySet.Purpose.SESSION_FEEDBACK,
        status=SurveySet.Status.PUBLISHED,
        questions__isnull=False,
    ).distinct()
    newest = sets.order_by("-published_at", "-pk")
    own = newest.filter(partnership=cycle.partnership_id).first()
    return own or newest.filter(partnership=None).first()


def _free_name(gathering):
    """A name that no survey of the cycle has: two sessions may begin at the same time."""
    taken = {
        name.casefold()
        for name in Survey.objects.filter(cycle=gathering.cycle).values_list("name", flat=True)
    }
    wanted = f"Feedback: {gathering.name}"
    name, number = wanted[:NAME_LENGTH], 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted[: NAME_LENGTH - 6]} ({number})"
    return name


def _send_links(survey, people, *, by):
    [together] = survey.agencies.all()
    keys = {person: links.new_token() for person in people}
    SurveyToken.objects.bulk_create(
        SurveyToken(surveyed_agency=together, address=person.email, key_digest=digest(key))
        for person, key in keys.items()
    )
    for person, key in keys.items():
        emails.session_feedback(survey, to=person, key=key)
    record(Event.Kind.SURVEY_LINKS_SENT, survey, by=by, links=len(keys))
