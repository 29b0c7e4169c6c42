"""What the home page, the page of a cycle, and ending an agency's part show of surveys."""

from django.db.models import Q
from django.utils import timezone

from section11.people.permissions import Permission, partnerships_with, roles_with
from section11.web.home import Section

from .models import Survey, SurveyedAgency
from .running import responses
from .running.next_steps import next_step, stand_of


def surveys(request):
    """The surveys that the person runs and that are not shared yet, each with what is next; and
    those in which the staff of their own agency are asked. None without any.
    """
    run = _run(request.user)
    own = _own(request.user)
    if not run and not own:
        return None
    today = timezone.localdate()
    read = responses.read_all(run)
    lines = [(one, next_step(one, stand_of(read[one.pk]), today=today)) for one in run]
    return Section("surveys/_home.html", {"lines": lines, "own": own}, order=13)


def of_cycle(request, cycle):
    """On the page where a cycle is run: its surveys, and a way to set one up."""
    found = cycle.surveys.all()
    context = {
        "cycle": cycle,
        "surveys": [survey for survey in found if not survey.gathering_key],
        "has_feedback": any(survey.gathering_key for survey in found),
    }
    return Section("surveys/_of_cycle.html", context, order=110)


def runs_or_reads(user):
    """Whether the person reads or runs surveys of a partnership: they have a page of them all."""
    return bool(partnerships_with(Permission.SURVEY_VIEW, user))


def unfinished(*, agency, partnership):
    """Each survey that the agency's staff are still asked, in words, with its page."""
    asked = SurveyedAgency.objects.filter(
        agency=agency,
        survey__cycle__partnership=partnership,
        survey__opened_at__isnull=False,
        survey__closed_at=None,
    )
    return [
        (f"{one.survey}: open until {one.survey.closes_on:%-d %B %Y}", one.get_absolute_url())
        for one in asked.select_related("survey").order_by("pk")
    ]


def _run(user):
    return list(
        Survey.objects.run_by(user)
        .filter(shared_at=None, gathering_key="")
        .select_related("cycle__partnership")
    )


def _own(user):
    """Parts of the agencies whose link the person gives to its staff: while it is open, and once
    its results are shared until the cycle is closed.
    """
    gives = user.agency_ids(*roles_with(Permission.SURVEY_DISTRIBUTE))
    goes_on = Q(survey__opened_at__isnull=False, survey__closed_at=None)
    is_out = Q(survey__shared_at__isnull=False) & ~Q(survey__cycle__status="closed")
    found = SurveyedAgency.objects.filter(goes_on | is_out, agency__in=gives)
    return list(
        found.select_related("agency", "survey__cycle").order_by(
            "-survey__opens_on", "agency__name"
        )
    )
