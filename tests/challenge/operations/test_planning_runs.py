"""Asking for a timetable, and what becomes of it without any worker."""

import pytest
from django.utils import timezone

from challenge import problem_json, rules
from challenge.models import PlanningRun, Timetable
from challenge.operations import planning_runs, timetables
from challenge.problem import Pins, Plan, Sitting
from challenge.timetable import solve
from section11.people.models import Role
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories
from tests.at_once import at_once


@pytest.fixture
def challenge(cycle):
    return made.plannable(cycle=cycle)


@pytest.fixture
def run(challenge):
    return planning_runs.ask(challenge=challenge, by=challenge.set_up_by)


def solved(run):
    return problem_json.outcome_to_json(solve(problem_json.from_json(run.problem), seconds=20))


def test_asking_writes_down_the_question_and_who_asked(challenge, run):
    asked = problem_json.from_json(run.problem)

    assert run.status == "waiting"
    assert (len(asked.agencies), len(asked.people), len(asked.sessions)) == (2, 3, 2)
    event = Event.objects.get(kind="planning_asked")
    assert (event.by, event.partnership_id) == (
        challenge.set_up_by,
        challenge.cycle.partnership_id,
    )


def test_what_is_missing_is_said_instead(cycle):
    challenge = made.challenge(cycle=cycle)

    with pytest.raises(RuleBroken, match="There is nobody on the panel yet"):
        planning_runs.ask(challenge=challenge, by=challenge.set_up_by)

    assert not PlanningRun.objects.exists()


def test_the_second_of_two_coordinators_is_told_who_was_first(challenge, run):
    other = factories.member(Role.COORDINATOR, partnership=challenge.cycle.partnership)

    with pytest.raises(RuleBroken) as broken:
        planning_runs.ask(challenge=challenge, by=other)

    assert str(broken.value).startswith(f"{run.asked_by} asked for a timetable on ")
    assert broken.value.obj == run


@pytest.mark.database
def test_of_two_who_ask_at_the_same_moment_one_gets_a_run(transactional_db):
    challenge = made.plannable(cycle=factories.cycle(partnership=factories.partnership()))
    by = challenge.set_up_by

    def ask():
        return planning_runs.ask(challenge=challenge, by=by)

    results = at_once(ask, ask)

    assert PlanningRun.objects.count() == 1
    assert sum(isinstance(one, RuleBroken) for one in results) == 1


def test_nothing_is_planned_once_ratings_are_released(cycle):
    challenge = made.challenge(cycle=cycle, released=True)

    with pytest.raises(RuleBroken, match="were released to the agencies"):
        planning_runs.ask(challenge=challenge, by=challenge.set_up_by)


def test_a_run_that_waits_is_cancelled_at_once(run):
    planning_runs.cancel(run=run, by=run.asked_by)

    run.refresh_from_db()
    assert run.status == "cancelled"
    assert planning_runs.take() is None
    assert Event.objects.filter(kind="planning_cancelled").count() == 1


def test_cancelling_twice_or_too_late_is_said(run):
    planning_runs.take()
    planning_runs.cancel(run=run, by=run.asked_by)
    with pytest.raises(RuleBroken, match=f"{run.asked_by} has cancelled this planning already"):
        planning_runs.cancel(run=run, by=run.asked_by)
    planning_runs.fail(run, "It was cancelled.")

    with pytest.raises(RuleBroken, match="This planning run is cancelled already."):
        planning_runs.cancel(run=run, by=run.asked_by)


def test_the_worker_is_told_to_stop_once_it_was_cancelled(run):
    taken = planning_runs.take()
    asked = problem_json.from_json(run.problem)
    went_on = planning_runs.beat(taken, asked=asked, step={})
    planning_runs.cancel(run=run, by=run.asked_by)

    assert went_on
    assert not planning_runs.beat(taken, asked=asked, step={})


def test_a_step_of_the_solver_is_written_down_as_the_best_so_far(run):
    taken = planning_runs.take()
    outcome = solve(problem_json.from_json(run.problem), seconds=20)
    step = {"plan": problem_json.plan_to_json(outcome.plan), "bound": 50.0}

    planning_runs.beat(taken, asked=problem_json.from_json(run.problem), step=step)

    run.refresh_from_db()
    best = problem_json.outcome_from_json(run.best)
    assert (run.points, run.bound) == (outcome.points, 50.0)
    assert (best.plan, best.proof) == (outcome.plan, "within")


def test_an_answer_that_breaks_a_rule_is_not_used_whoever_gave_it(run):
    planning_runs.take()
    outcome = solved(run)
    for sitting in outcome["plan"].values():
        sitting["panel"] = sitting["panel"][:1]

    planning_runs.finish(run, outcome=outcome)

    run.refresh_from_db()
    assert run.status == "failed"
    assert "does not keep the rules" in run.why
    assert not Timetable.objects.exists()


def test_what_was_found_before_a_failure_is_a_draft_if_it_keeps_the_rules(run):
    planning_runs.take()

    planning_runs.fail(run, "The machine ran out of memory.", best=solved(run))

    run.refresh_from_db()
    assert (run.status, run.why) == ("failed", "The machine ran out of memory.")
    assert planning_runs.draft_of(run).is_draft


def test_a_run_ends_once(run):
    planning_runs.take()
    planning_runs.finish(run, outcome=solved(run))

    planning_runs.finish(run, outcome=solved(run))
    planning_runs.fail(run, "Too late.")

    run.refresh_from_db()
    assert run.status == "done"
    assert Timetable.objects.count() == 1


def test_a_run_in_hand_is_not_buried(run):
    planning_runs.take()

    planning_runs.bury_silent()

    run.refresh_from_db()
    assert run.status == "running"


def test_a_silent_run_is_buried_by_whoever_asks_next_or_cancels(challenge, run):
    planning_runs.take()
    silent = timezone.now() - planning_runs.SILENT * 2
    PlanningRun.objects.update(beat_at=silent)

    again = planning_runs.ask(challenge=challenge, by=challenge.set_up_by)
    planning_runs.take()
    PlanningRun.objects.filter(pk=again.pk).update(beat_at=silent)
    planning_runs.cancel(run=again, by=challenge.set_up_by)

    run.refresh_from_db()
    again.refresh_from_db()
    assert (run.status, run.why) == ("failed", planning_runs.LOST)
    assert again.status == "cancelled"


def test_the_pins_of_a_draft_are_kept(challenge):
    draft = made.planned(challenge)
    agency = str(challenge.agencies.first().pk)
    other = str(challenge.possible_sessions.last().pk)
    timetables.pin(timetable=draft, by=draft.made_by, seen=0, agencies={agency: other})

    draft.refresh_from_db()
    again = made.planned(challenge, based_on=draft)

    outcome = problem_json.outcome_from_json(again.outcome)
    assert outcome.plan.session_of(agency) == other
    assert again.based_on == draft


def test_replanning_after_somebody_dropped_out_moves_no_slot_that_can_stay(cycle):
    challenge = made.plannable(cycle=cycle, agencies=3, members=5)
    made.published(challenge)
    before = {slot.challenged_agency_id: slot.starts_at for slot in slots_of(challenge)}
    seat = challenge.sessions.first().seats.filter(is_chair=False).first()
    seat.panel_member.left_at, seat.panel_member.left_by = timezone.now(), challenge.set_up_by
    seat.panel_member.save()

    again = made.planned(challenge)

    outcome = problem_json.outcome_from_json(again.outcome)
    asked = problem_json.from_json(again.problem)
    assert outcome.moved == ()
    assert len(outcome.reseated) == 1
    assert rules.broken(asked, outcome.plan) == []
    assert {slot.challenged_agency_id: slot.starts_at for slot in slots_of(challenge)} == before


def slots_of(challenge):
    return [slot for session in challenge.sessions.all() for slot in session.slots.all()]


def test_a_plan_of_strangers_is_broken_and_kept_from_becoming_a_draft(run):
    planning_runs.take()
    outcome = solved(run)
    stranger = Plan({"999": Sitting((), (), ())})

    planning_runs.fail(
        run, "It died.", best=outcome | {"plan": problem_json.plan_to_json(stranger)}
    )

    assert planning_runs.draft_of(run) is None
    assert problem_json.from_json(run.problem).pins == Pins()
