"""Planning: asked for by a coordinator, done by the worker, called off by either.

What the solver found is a draft however the run ended, for the best so far is worth keeping. What
is published is never touched here.
"""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.web.clock import clock
from section11.web.exceptions import RuleBroken

from .. import problem_json, rules
from ..models import Challenge, PlanningRun, Timetable
from ..planning import known, outcomes, planning_checks, problems
from ..problem import Pins
from . import interests, locking, timetables

# A worker says every second or so that it has the run in hand; one that was silent for so long is
# dead, or its machine is.
SILENT = timedelta(seconds=30)
LOST = (
    "The worker that had this planning in hand was stopped before it ended."
    " Nothing that is published has changed. Plan again."
)
SECONDS = [60, 300, 600]


@transaction.atomic
def ask(*, challenge, by, seconds=SECONDS[0], based_on=None, from_published=True):
    """Ask for a timetable and return the run, which the worker takes up.

    `based_on` is the draft whose pins it keeps; `from_published`: change as little as possible of
    what is published. Raises RuleBroken if there is nothing to plan, or a run is going on.
    """
    interests.refresh(challenge)
    challenge = locking.lock(challenge)
    challenge.must_not_be_released()
    _must_be_free(challenge)
    now = known.read(challenge)
    pins = problem_json.from_json(based_on.problem).pins if based_on else None
    asked = problems.of(now, pins=pins, from_published=from_published)
    if stops := planning_checks.of(now, asked).stops:
        raise RuleBroken(" ".join(stops), challenge)
    run = PlanningRun.objects.create(
        challenge=challenge,
        seconds=seconds,
        problem=problem_json.to_json(asked),
        based_on=based_on,
        asked_by=by,
    )
    record(
        Event.Kind.PLANNING_ASKED,
        run,
        by=by,
        agencies=len(asked.agencies),
        people=len(asked.people),
        sessions=len(asked.sessions),
    )
    return run


def _must_be_free(challenge):
    """Two coordinators plan one after the other. A run that died is buried first."""
    run = (
        challenge.runs.filter(status__in=["waiting", "running"]).select_related("asked_by").first()
    )
    if run is None:
        return
    if is_silent(run):
        _fail(lock(run), LOST)
        return
    raise RuleBroken(
        f"{run.asked_by} asked for a timetable on {moment(run.asked_at)}, and it is not finished."
        " Wait for it, or cancel it.",
        run,
    )


@transaction.atomic
def cancel(*, run, by):
    """Call it off. What the solver has found so far is kept as a draft."""
    run = lock(run)
    if not run.is_going_on:
        raise RuleBroken(f"This planning run is {run.get_status_display().lower()} already.", run)
    if run.cancelled_at:
        raise RuleBroken(f"{run.cancelled_by} has cancelled this planning already.", run)
    run.cancelled_at, run.cancelled_by = timezone.now(), by
    record(Event.Kind.PLANNING_CANCELLED, run, by=by)
    if run.status == PlanningRun.Status.WAITING or is_silent(run):
        _end(run, PlanningRun.Status.CANCELLED)
    else:  # its worker ends it within a second or two
        run.save(update_fields=["cancelled_at", "cancelled_by"])
    return run


@transaction.atomic
def take():
    """The run that waits longest, now in hand of the caller; or None."""
    run = (
        PlanningRun.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(status=PlanningRun.Status.WAITING)
        .order_by("asked_at", "pk")
        .first()
    )
    if run is None:
        return None
    run.move_to(PlanningRun.Status.RUNNING)
    run.started_at = run.beat_at = timezone.now()
    run.save(update_fields=["status", "started_at", "beat_at"])
    return run


def beat(run, *, asked, step):
    """Say that the run is in hand, and note a `step` of the solver: a better plan of the problem
    `asked`, or a better bound.

    Returns whether to go on: not if it was cancelled, or counts as lost since.
    """
    found = {"beat_at": timezone.now()}
    if "plan" in step:
        best = outcomes.of_plan(
            asked, problem_json.plan_from_json(step["plan"]), bound=max(step["bound"], 0.0)
        )
        found |= {"best": problem_json.outcome_to_json(best), "points": best.points}
    if "bound" in step:
        found["bound"] = step["bound"]
    mine = PlanningRun.objects.filter(pk=run.pk, status=PlanningRun.Status.RUNNING)
    return bool(mine.update(**found)) and mine.filter(cancelled_at=None).exists()


@transaction.atomic
def finish(run, *, outcome):
    """The solver has ended with `outcome`, as JSON; with the best so far if it was cancelled.

    An answer that breaks a rule is not used, whatever the solver says.
    """
    run = lock(run)
    if run.status != PlanningRun.Status.RUNNING:
        return
    run.best, run.points, run.bound = outcome, outcome["points"], outcome["bound"]
    status = PlanningRun.Status.CANCELLED if run.cancelled_at else PlanningRun.Status.DONE
    if wrong := _broken(run):
        run.best = None
        _fail(
            run,
            "What the solver found does not keep the rules, so it was not used: "
            f"{' '.join(wrong[:3])} Nothing that is published has changed.",
        )
        return
    _end(run, status)


@transaction.atomic
def fail(run, why, *, best=None):
    """It ended before its time. What was found until then, or `best`, is kept as a draft."""
    run = lock(run)
    if run.status == PlanningRun.Status.RUNNING:
        run.best = best or run.best
        _fail(run, why)


def bury_silent():
    """Fail the runs whose worker is dead: called by every worker, every minute."""
    silent = PlanningRun.objects.filter(
        status=PlanningRun.Status.RUNNING, beat_at__lt=timezone.now() - SILENT
    )
    for run in silent:
        bury(run)


@transaction.atomic
def bury(run):
    run = lock(run)
    if is_silent(run):
        _fail(run, LOST)


def is_silent(run):
    """Whether it should be in somebody's hands, and nobody has said so for a while."""
    return run.status == PlanningRun.Status.RUNNING and run.beat_at < timezone.now() - SILENT


def _fail(run, why):
    """A run that was cancelled has ended as it was asked to, even if its worker died of it."""
    if run.best and _broken(run):
        run.best = None
    if run.cancelled_at:
        _end(run, PlanningRun.Status.CANCELLED)
        return
    run.why = why
    _end(run, PlanningRun.Status.FAILED)
    record(Event.Kind.PLANNING_FAILED, run, by=None, why=why)


def _end(run, status):
    run.move_to(status)
    run.finished_at = timezone.now()
    run.save()
    if run.best:
        timetables.draft(run=run)


def _broken(run):
    """What the best so far breaks, by the checker that knows nothing of the solver. Pins that could
    not be kept are for the page to tell.
    """
    asked = replace(problem_json.from_json(run.problem), pins=Pins())
    return rules.broken(asked, problem_json.outcome_from_json(run.best).plan)


def lock(run):
    """The run read anew and held until the transaction ends, its challenge first."""
    Challenge.objects.select_for_update().get(pk=run.challenge_id)
    return (
        PlanningRun.objects.select_for_update(of=("self",))
        .select_related("challenge__cycle__partnership", "asked_by", "cancelled_by")
        .get(pk=run.pk)
    )


def draft_of(run):
    """The draft that came of it, if any."""
    return Timetable.objects.filter(run=run).first()


def note_export(*, run, by):
    """Note that its problem, names left out, was downloaded."""
    record(Event.Kind.TIMETABLE_EXPORTED, run, by=by)


def record(kind, run, /, *, by, **detail):
    """An event about a run, for its partnership."""
    events.record(kind, run, by=by, partnership_id=run.challenge.cycle.partnership_id, **detail)


def moment(at):
    local = timezone.localtime(at)
    return f"{local:%-d %B %Y} at {clock(local)}"
