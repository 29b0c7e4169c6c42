"""Drafts of the timetable: made by a planning run or by hand, changed, pinned, thrown away.

Every change by hand is checked at once, against the challenge as it is now. A draft that the solver
made stays as it was: the first change by hand makes another draft of it.
"""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.web.clock import clock
from section11.web.exceptions import RuleBroken

from .. import problem_json, rules
from ..exceptions import WouldBreak
from ..models import Timetable
from ..planning import known, outcomes, plan_changes, problems
from ..problem import Pins, Plan, Problem
from . import locking

SAID = 3  # more broken rules than this are not told at once


def draft(*, run):
    """Make the best that the run found a draft. The caller holds the challenge."""
    return _make(
        run.challenge,
        problem=run.problem,
        outcome=run.best,
        run=run,
        based_on=run.based_on,
        by=run.asked_by,
    )


@transaction.atomic
def copy(*, timetable, by):
    """A draft like the published timetable as it is now, to be changed by hand; return it."""
    challenge = locking.lock(timetable.challenge)
    challenge.must_not_be_released()
    timetable = lock(timetable)
    if not timetable.is_published:
        raise RuleBroken(
            f"{timetable} is not the published one: change the draft itself.", timetable
        )
    now = known.read(challenge)
    asked = problems.of(now)
    plan = problems.within(problems.published(now), asked)
    outcome = outcomes.by_hand(asked, plan)
    return _make(
        challenge,
        problem=problem_json.to_json(asked),
        outcome=problem_json.outcome_to_json(outcome),
        based_on=timetable,
        by=by,
    )


def move(*, timetable, agency, session, by, seen):
    """Move an agency to the end of another session.

    `seen` is the `revision` of the draft that the person saw. Raises RuleBroken if somebody has
    changed it since, or if that would break a rule.
    """
    return _change(
        timetable,
        lambda asked, plan: plan_changes.move(asked, plan, agency, session),
        lambda now: f"{now.name_of(agency)} moved to {when(now, session)}",
        by=by,
        seen=seen,
    )


def swap(*, timetable, agency, other, by, seen):
    """Let two agencies change places."""
    return _change(
        timetable,
        lambda asked, plan: plan_changes.swap(asked, plan, agency, other),
        lambda now: f"{now.name_of(agency)} and {now.name_of(other)} changed places",
        by=by,
        seen=seen,
    )


def earlier(*, timetable, agency, by, seen):
    """Let an agency come one place earlier in its session."""
    return _change(
        timetable,
        lambda asked, plan: plan_changes.earlier(asked, plan, agency),
        lambda now: f"{now.name_of(agency)} comes earlier in its session",
        by=by,
        seen=seen,
    )


def take_out(*, timetable, agency, by, seen):
    """Leave an agency without a slot."""
    return _change(
        timetable,
        lambda asked, plan: plan_changes.take_out(asked, plan, agency),
        lambda now: f"{now.name_of(agency)} taken out",
        by=by,
        seen=seen,
    )


def seat(*, timetable, session, panel, chair, by, seen):
    """Have exactly these people on a session's panel."""

    def sentence(now):
        return f"Panel of {when(now, session)}: {', '.join(sorted(map(now.person_of, panel)))}"

    return _change(
        timetable,
        lambda asked, plan: plan_changes.seat(plan, session, tuple(panel), chair),
        sentence,
        by=by,
        seen=seen,
    )


@transaction.atomic
def pin(*, timetable, by, seen, **changed):
    """Fix what the next planning must keep: `changed` are fields of Pins. Return the draft.

    The plan itself stays as it is.
    """
    challenge, timetable = _hold(timetable, seen)
    now = known.read(challenge)
    was = problem_json.from_json(timetable.problem)
    asked = problems.of(
        now, pins=replace(was.pins, **changed), from_published=was.published is not None
    )
    if asked.pins == was.pins:
        return timetable
    stored = problem_json.to_json(replace(was, pins=asked.pins))
    timetable.problem = stored
    timetable.changes = [*timetable.changes, _said("Pins changed", by)]
    timetable.save(update_fields=["problem", "changes"])
    return timetable


@transaction.atomic
def discard(*, timetable, by):
    """Throw a draft away; it can still be looked at."""
    locking.lock(timetable.challenge)
    timetable = lock(timetable)
    timetable.move_to(Timetable.Status.DISCARDED)
    timetable.save(update_fields=["status"])
    record(Event.Kind.TIMETABLE_DISCARDED, timetable, by=by)
    return timetable


def note_export(*, timetable, by):
    """Note that the problem, names left out, was downloaded."""
    record(Event.Kind.TIMETABLE_EXPORTED, timetable, by=by)


@transaction.atomic
def _change(
    timetable,
    make: Callable[[Problem, Plan], Plan],
    sentence: Callable[[known.Known], str],
    *,
    by,
    seen,
):
    """Another plan in place of the draft's, if it breaks no rule that was not broken before."""
    challenge, timetable = _hold(timetable, seen)
    now = known.read(challenge)
    was = problem_json.from_json(timetable.problem)
    before = problem_json.outcome_from_json(timetable.outcome)
    asked = problems.of(now, pins=was.pins, from_published=was.published is not None)
    kept = problems.within(before.plan, asked)
    plan = make(asked, kept)
    _check(asked, kept, plan, now, timetable)
    outcome = outcomes.by_hand(asked, plan, before=before if asked == was else None)
    fields = {
        "problem": problem_json.to_json(asked),
        "outcome": problem_json.outcome_to_json(outcome),
    }
    said = [*problems.gone(now, before.plan, asked), sentence(now)]
    changes = [*timetable.changes, *(_said(text, by) for text in said)]
    if timetable.run_id:
        return _make(challenge, **fields, based_on=timetable, changes=changes, by=by)
    timetable.problem, timetable.outcome = fields["problem"], fields["outcome"]
    timetable.changes = changes
    timetable.save(update_fields=["problem", "outcome", "changes"])
    return timetable


def _check(asked, kept, plan, now, timetable):
    """Raise WouldBreak with what the change would break."""
    free = replace(asked, pins=Pins())
    before = set(rules.broken(free, kept))
    wrong = [one for one in rules.broken(free, plan) if one not in before]
    for who, session in sorted(
        plan_changes.unfollowed(asked.pins, plan) - plan_changes.unfollowed(asked.pins, kept)
    ):
        name = now.name_of(who) if who in asked.pins.agencies else now.person_of(who)
        wrong.append(f"{name} is pinned for {when(now, session)}: unpin first.")
    if wrong:
        more = f" And {len(wrong) - SAID} more." if len(wrong) > SAID else ""
        raise WouldBreak(f"Not changed. {' '.join(wrong[:SAID])}{more}", timetable)


def _make(challenge, *, problem, outcome, by, run=None, based_on=None, changes=()):
    number = challenge.timetables.aggregate(last=Max("number"))["last"] or 0
    made = Timetable.objects.create(
        challenge=challenge,
        number=number + 1,
        problem=problem,
        outcome=outcome,
        run=run,
        based_on=based_on,
        changes=list(changes),
        made_by=by,
    )
    record(Event.Kind.TIMETABLE_DRAFTED, made, by=by, number=made.number)
    return made


def _hold(timetable, seen):
    """The challenge and the draft, held; RuleBroken if it is no draft, or not the one seen."""
    challenge = locking.lock(timetable.challenge)
    challenge.must_not_be_released()
    timetable = lock(timetable)
    must_be_draft(timetable)
    if str(timetable.revision) != str(seen):
        raise RuleBroken(
            f"Not changed: {timetable} has been changed since you opened it. Last:"
            f" {timetable.changes[-1]} Look at it as it is now.",
            timetable,
        )
    return challenge, timetable


def must_be_draft(timetable):
    """Raise RuleBroken where nothing of it is changed by hand any more."""
    if not timetable.is_draft:
        raise RuleBroken(
            f"{timetable} is {timetable.get_status_display().lower()}, so it can no longer be"
            " changed.",
            timetable,
        )


def lock(timetable):
    """The timetable read anew and held until the transaction ends. Its challenge is held first."""
    return (
        Timetable.objects.select_for_update(of=("self",))
        .select_related("challenge__cycle__partnership", "made_by", "published_by")
        .get(pk=timetable.pk)
    )


def when(now, session):
    """A session, in words."""
    found = now.sessions.get(session)
    if found is None:
        return "a session that is gone"
    room = f", {found.room}" if found.room else ""
    return f"{found.day:%A %-d %B}, {found.half}{room}"


def _said(sentence, by):
    at = timezone.localtime()
    return f"{sentence.removesuffix('.')} ({by}, {at:%-d %B} at {clock(at)})."


def record(kind, timetable, /, *, by, **detail):
    """An event about a timetable, for its partnership."""
    events.record(
        kind,
        timetable,
        by=by,
        partnership_id=timetable.challenge.cycle.partnership_id,
        challenge=timetable.challenge_id,
        **detail,
    )
