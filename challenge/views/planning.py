"""Asking for a timetable, and watching the solver at it, for the coordinator."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from section11.people.permissions import Permission, check

from .. import problem_json
from ..forms.planning import PlanForm
from ..models import PlanningRun
from ..operations import planning_runs, publishing
from ..planning import known, plan_words, planning_checks, problems
from .downloads import problem_download
from .loading import to_manage

# A worker looks every second; if nobody has taken a run up by now, none is at work.
TAKEN_UP_WITHIN = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def timetable_plan(request, pk):
    """What is known before planning, the form that asks for a timetable, and what came of earlier
    ones.
    """
    challenge = to_manage(request, pk)
    timetables = list(
        challenge.timetables.select_related("made_by", "published_by", "based_on", "run")
    )
    drafts = [one for one in timetables if one.is_draft]
    published = next((one for one in timetables if one.is_published), None)
    form = PlanForm(
        request.POST or None,
        is_published=published is not None,
        pinned=[one for one in drafts if _has_pins(one)],
        initial={"pins": request.GET.get("pins")} if request.GET.get("pins") else {},
    )
    if form.is_valid():
        based_on = next((o for o in drafts if str(o.pk) == form.cleaned_data.get("pins")), None)
        run = planning_runs.ask(
            challenge=challenge,
            by=request.user,
            seconds=form.cleaned_data["seconds"],
            based_on=based_on,
            from_published=form.cleaned_data.get("freedom", "keep") == "keep",
        )
        return redirect(run)
    now = known.read(challenge)
    asked = problems.of(now)
    return render(
        request,
        "challenge/timetable_plan.html",
        {
            "challenge": challenge,
            "form": form,
            "checked": planning_checks.of(now, asked),
            "agencies": len(asked.agencies),
            "people": len(asked.people),
            "sessions": len(asked.sessions),
            "drafts": [(one, _in_short(one)) for one in drafts],
            "published": published,
            "earlier": [one for one in timetables if not one.is_draft and not one.is_published],
            "run": challenge.runs.filter(status__in=["waiting", "running"]).first(),
            "failed": _last_failure(challenge),
            **(publishing.state(now) if published else {}),
        },
    )


def _has_pins(timetable):
    return any(timetable.problem.get("pins", {}).values())


def _in_short(timetable):
    outcome = problem_json.outcome_from_json(timetable.outcome)
    return {
        "sessions": len(outcome.plan.sittings),
        "unplaced": len(outcome.unplaced),
        "proof": plan_words.proof(outcome),
    }


def _last_failure(challenge):
    """The last run, if it failed."""
    last = challenge.runs.select_related("asked_by").first()
    return last if last and last.status == PlanningRun.Status.FAILED else None


@never_cache
@require_safe
def run_detail(request, pk):
    """How far the solver is. A script asks for this page again while it is at work."""
    run = _load(request, pk)
    asked = problem_json.from_json(run.problem)
    seconds = (timezone.now() - run.asked_at).total_seconds()
    best = problem_json.outcome_from_json(run.best) if run.best else None
    spent = (timezone.now() - run.started_at).total_seconds() if run.started_at else 0
    return render(
        request,
        "challenge/run_detail.html",
        {
            "challenge": run.challenge,
            "run": run,
            "agencies": len(asked.agencies),
            "people": len(asked.people),
            "sessions": len(asked.sessions),
            "draft": planning_runs.draft_of(run),
            "called_off": f"{run.cancelled_by} called it off.",
            "spent": min(int(spent), run.seconds),
            "best": best,
            "placed": len(asked.agencies) - len(best.unplaced) if best else 0,
            "proof": plan_words.proof(best) if best else "",
            "is_silent": planning_runs.is_silent(run),
            "nobody_took_it": run.status == run.Status.WAITING and seconds > TAKEN_UP_WITHIN,
        },
    )


@require_POST
def run_cancel(request, pk):
    run = _load(request, pk)
    planning_runs.cancel(run=run, by=request.user)
    messages.success(request, "Cancelled. If a timetable was found so far, it is kept as a draft.")
    return redirect(run)


@never_cache
@require_safe
def run_problem(request, pk):
    """The problem without names, to be solved again away from the service."""
    run = _load(request, pk)
    planning_runs.note_export(run=run, by=request.user)
    return problem_download(run.problem, f"planning-{run.pk}.json")


def _load(request, pk):
    run = get_object_or_404(
        PlanningRun.objects.visible_to(request.user).select_related(
            "challenge__cycle__partnership", "asked_by", "cancelled_by"
        ),
        pk=pk,
    )
    check(Permission.CHALLENGE_MANAGE, run.challenge.permissions_of(request.user))
    return run
