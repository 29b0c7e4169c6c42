"""A survey from its plan to its results, for the coordinator; and what others see of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from section11.audits import taking_part
from section11.audits.models import Cycle
from section11.people.models import Agency
from section11.people.permissions import Permission, check, partnerships_with

from .. import emails
from ..forms.survey import ExtendForm, SurveyAgenciesForm, SurveyForm
from ..models import FreeText, Survey, SurveyedAgency
from ..operations import surveys
from ..results import shared
from ..running import proposals, responses
from ..running.lists import by_cycle
from ..running.next_steps import next_step, stand_of
from .loading import to_manage, to_see

OPENED = {
    Survey.Access.LINK: "Open. The leads are sent their link and poster.",
    Survey.Access.TOKENS: "Open. The leads are asked to have personal links sent to their staff.",
}


@never_cache
@require_safe
def survey_list(request):
    """The surveys that the person may know of, by cycle."""
    context = {
        "cycles": by_cycle(request.user),
        "runs_any": bool(partnerships_with(Permission.SURVEY_MANAGE, request.user)),
    }
    return render(request, "surveys/survey_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_set_up(request, pk):
    """Set up a survey of the cycle `pk`."""
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related("partnership"), pk=pk
    )
    check(Permission.SURVEY_MANAGE, cycle.permissions_of(request.user))
    cycle.must_not_be_closed()
    begin, earlier = proposals.propose(cycle, today=timezone.localdate())
    form = SurveyForm(request.POST or None, survey=begin)
    if form.is_valid():
        survey = surveys.set_up(cycle=cycle, by=request.user, **form.values())
        messages.success(request, "Set up. Nobody is told of it until you open it.")
        return redirect(survey)
    return render(
        request,
        "surveys/survey_set_up.html",
        {"cycle": cycle, "form": form, "earlier": earlier},
    )


@never_cache
@require_safe
def survey_detail(request, pk):
    """How it stands. Whoever runs it sees each agency with its number of answers; others what the
    survey is, and the way to their own agency or to the results.
    """
    survey = to_see(request, pk)
    permissions = survey.permissions_of(request.user)
    runs = Permission.SURVEY_MANAGE in permissions
    lines = responses.read(survey) if runs else []
    stand = stand_of(lines)
    own = SurveyedAgency.objects.filter(
        survey=survey, agency__in=request.user.agency_ids()
    ).select_related("agency")
    return render(
        request,
        "surveys/survey_detail.html",
        {
            "survey": survey,
            "permissions": permissions,
            "runs": runs,
            "lines": lines,
            "stand": stand,
            "step": next_step(survey, stand, today=timezone.localdate()) if runs else None,
            "own": own if survey.opened_at else [],
            "shows_sent": survey.access == Survey.Access.TOKENS and not survey.closed_at,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def survey_edit(request, pk):
    survey = to_manage(request, pk)
    survey.must_be_planned()
    form = SurveyForm(request.POST or None, survey=survey)
    if not form.was_overtaken and form.is_valid():
        surveys.change(survey=survey, by=request.user, **form.values())
        messages.success(request, "Saved.")
        return redirect(survey)
    return render(request, "surveys/survey_edit.html", {"survey": survey, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def survey_agencies(request, pk):
    """Which agencies' staff are asked."""
    survey = to_manage(request, pk)
    surveys.must_take_agencies(survey)
    there = set(survey.agencies.values_list("agency", flat=True))
    form = SurveyAgenciesForm(
        request.POST or None,
        offered=_offered(survey, there),
        there=there,
        locked=there if survey.opened_at else (),
    )
    if form.is_valid():
        wanted = Agency.objects.filter(pk__in=form.wanted())
        surveys.choose_agencies(survey=survey, agencies=wanted, by=request.user)
        messages.success(request, "Saved.")
        return redirect(survey)
    return render(request, "surveys/survey_agencies.html", {"survey": survey, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def survey_remove(request, pk):
    survey = to_manage(request, pk)
    surveys.must_be_removable(survey)
    if request.method == "POST":
        surveys.remove(survey=survey, by=request.user)
        messages.success(request, f"{survey} was removed.")
        return redirect("surveys:survey-list")
    return render(request, "surveys/survey_remove.html", {"survey": survey})


@require_http_methods(["GET", "HEAD", "POST"])
def survey_open(request, pk):
    survey = to_manage(request, pk)
    if request.method == "POST":
        surveys.open_survey(survey=survey, by=request.user)
        messages.success(request, OPENED[survey.access])
        return redirect(survey)
    surveys.must_be_unopened(survey)
    agencies = list(survey.agencies.select_related("agency"))
    leads = emails.leads(agencies)
    return render(
        request,
        "surveys/survey_open.html",
        {
            "survey": survey,
            "why_not": surveys.why_not_open(survey),
            "agencies": agencies,
            "people": sum(map(len, leads.values())),
            "unled": [one for one in agencies if one.agency_id not in leads],
            "questions": survey.survey_set.questions.count(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def survey_extend(request, pk):
    survey = to_manage(request, pk)
    surveys.must_be_open(survey)
    form = ExtendForm(request.POST or None, survey=survey)
    if form.is_valid():
        surveys.extend(survey=survey, by=request.user, **form.cleaned_data)
        told = "" if survey.gathering_key else " The leads have been written to."
        messages.success(request, f"Given more time.{told}")
        return redirect(survey)
    return render(request, "surveys/survey_extend.html", {"survey": survey, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def survey_close(request, pk):
    survey = to_manage(request, pk)
    surveys.must_be_open(survey)
    if request.method == "POST":
        surveys.close(survey=survey, by=request.user)
        messages.success(request, "Closed. The answers are counted and have been destroyed.")
        return redirect(survey)
    return render(
        request,
        "surveys/survey_close.html",
        {"survey": survey, "stand": stand_of(responses.read(survey))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def survey_share(request, pk):
    survey = to_manage(request, pk)
    if request.method == "POST":
        surveys.share(survey=survey, by=request.user)
        messages.success(request, "Shared. The leads have been written to.")
        return redirect(survey)
    surveys.must_be_shareable(survey)
    unread = FreeText.objects.filter(
        surveyed_agency__survey=survey, released_at=None, held_back_at=None
    )
    context = {
        "survey": survey,
        "unread": unread.count(),
        "before": shared.before(survey),
    }
    return render(request, "surveys/survey_share.html", context)


def _offered(survey, there):
    """(agency, hint) of each agency of the partnership, and of those that are in although they have
    left it.
    """
    candidates = taking_part.read(survey.cycle)
    offered = [
        (one.agency, "In the cycle" if one.is_in else one.basis_in_words) for one in candidates
    ]
    known = {agency.pk for agency, _ in offered}
    gone = Agency.objects.filter(pk__in=there - known)
    return [*offered, *((agency, taking_part.LEFT) for agency in gone)]
