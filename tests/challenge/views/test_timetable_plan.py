"""The page on which a timetable is asked for, and that of the run."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from challenge import problem_json
from challenge.models import PlanningRun
from challenge.operations import planning_runs, timetables
from challenge.timetable import solve
from section11.record.models import Event
from tests import challenge_factories as made


@pytest.fixture
def challenge(cycle):
    return made.plannable(cycle=cycle)


@pytest.fixture
def coordinator(client, challenge):
    client.force_login(challenge.set_up_by)
    return challenge.set_up_by


def plan_url(challenge):
    return reverse("challenge:timetable-plan", args=[challenge.pk])


def leave(challenge):
    member = challenge.panel_members.first()
    member.left_at, member.left_by = timezone.now(), challenge.set_up_by
    member.save()
    return member


def test_what_is_missing_stands_where_the_form_would(client, cycle):
    challenge = made.challenge(cycle=cycle)
    client.force_login(challenge.set_up_by)

    page = client.get(plan_url(challenge))

    assert "There is nobody on the panel yet" in page.text
    assert 'name="seconds"' not in page.text


def test_plan_asks_for_a_run_and_leads_to_it(client, challenge, coordinator):
    answer = client.post(plan_url(challenge), {"seconds": "300"})

    run = PlanningRun.objects.get()
    assert answer.headers["Location"] == run.get_absolute_url()
    assert (run.seconds, run.asked_by) == (300, coordinator)


def test_a_form_without_a_time_says_so(client, challenge, coordinator):
    page = client.post(plan_url(challenge), {"freedom": ""})

    assert "“How long it may take” needs an answer" in page.text
    assert not PlanningRun.objects.exists()


def test_the_second_coordinator_is_led_to_the_run_that_is_going_on(client, challenge, coordinator):
    run = planning_runs.ask(challenge=challenge, by=coordinator)

    answer = client.post(plan_url(challenge), {"seconds": "60"}, follow=True)

    assert answer.redirect_chain[-1][0] == run.get_absolute_url()
    assert "and it is not finished. Wait for it, or cancel it." in answer.text
    assert (
        "Another can be asked for once this one is finished" in client.get(plan_url(challenge)).text
    )


def test_drafts_are_listed_with_what_is_proved(client, challenge, coordinator):
    made.planned(challenge)

    page = client.get(plan_url(challenge))

    assert "Timetable 1</a>: 1 session, every agency has a slot." in page.text
    assert "Proved: no better timetable exists." in page.text


def test_what_no_longer_holds_is_said_and_planning_anew_offered(client, challenge, coordinator):
    made.published(challenge)
    member = leave(challenge)

    page = client.get(plan_url(challenge))
    hub = client.get(challenge.get_absolute_url())

    for text in (page.text, hub.text):
        assert "The published timetable no longer holds" in text
        assert f"{member.user} is no longer among the panel members." in text
    assert "Change as little as possible" in page.text
    assert "Plan again, changing as little as possible" in hub.text


def test_planning_anew_leaves_what_is_published_out_of_the_question(client, challenge, coordinator):
    made.published(challenge)

    client.post(plan_url(challenge), {"seconds": "60", "freedom": "anew"})

    assert problem_json.from_json(PlanningRun.objects.first().problem).published is None


def test_the_pins_of_a_draft_can_be_kept(client, challenge, coordinator):
    draft = made.planned(challenge)
    agency, session = (
        str(challenge.agencies.first().pk),
        str(challenge.possible_sessions.first().pk),
    )
    timetables.pin(timetable=draft, by=coordinator, seen=0, agencies={agency: session})

    client.post(plan_url(challenge), {"seconds": "60", "pins": str(draft.pk)})

    asked = problem_json.from_json(PlanningRun.objects.first().problem)
    assert asked.pins.agencies == {agency: session}


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_number_of_queries(client, cycle, size, django_assert_num_queries):
    challenge = made.plannable(cycle=cycle, agencies=size, members=size + 1, half_days=size)
    for _ in range(size):
        made.published(challenge)
    made.planned(challenge)
    client.force_login(challenge.set_up_by)

    with django_assert_num_queries(17):
        client.get(plan_url(challenge))


@pytest.fixture
def run(challenge, coordinator):
    return planning_runs.ask(challenge=challenge, by=coordinator)


def test_a_run_that_waits_says_so_and_can_be_cancelled(client, run):
    page = client.get(run.get_absolute_url())

    assert "It is taken up in a moment." in page.text
    assert "Cancel, and keep the best so far" in page.text


def test_a_run_that_nobody_takes_up_says_what_may_be_wrong(client, run):
    PlanningRun.objects.update(asked_at=timezone.now() - timedelta(minutes=1))

    assert (
        "the background worker of the service is not running"
        in client.get(run.get_absolute_url()).text
    )


def test_a_run_shows_the_best_so_far(client, run):
    taken = planning_runs.take()
    asked = problem_json.from_json(run.problem)
    plan = problem_json.plan_to_json(solve(asked, seconds=20).plan)
    planning_runs.beat(taken, asked=asked, step={"plan": plan, "bound": 100.0})

    page = client.get(run.get_absolute_url())

    assert "Best so far: 2 of 2 agencies placed in 1 session." in page.text
    assert "from the best there could be" in page.text


def test_a_run_whose_worker_is_silent_says_so(client, run):
    planning_runs.take()
    PlanningRun.objects.update(beat_at=timezone.now() - planning_runs.SILENT * 2)

    assert (
        "Nothing has been heard of the planning for a while."
        in client.get(run.get_absolute_url()).text
    )


def test_cancelling_ends_a_run_and_its_page_says_by_whom(client, run, coordinator):
    answer = client.post(reverse("challenge:run-cancel", args=[run.pk]), follow=True)

    assert f"{coordinator} called it off." in answer.text
    assert "If a timetable was found so far, it is kept as a draft." in answer.text
    assert "No timetable was found, so there is no draft." in answer.text


def test_a_run_that_failed_says_why_and_so_does_the_page_before(client, challenge, run):
    planning_runs.take()
    planning_runs.fail(run, "The machine ran out of memory.")

    assert "The machine ran out of memory." in client.get(run.get_absolute_url()).text
    assert "The machine ran out of memory." in client.get(plan_url(challenge)).text


def test_a_run_that_is_done_leads_to_its_draft(client, challenge, coordinator):
    draft = made.planned(challenge)

    page = client.get(draft.run.get_absolute_url())

    assert f'data-draft="{draft.get_absolute_url()}"' in page.text


def test_the_problem_is_downloaded_without_names_and_that_is_recorded(client, challenge, run):
    answer = client.get(reverse("challenge:run-problem", args=[run.pk]))

    text = answer.text
    asked = problem_json.from_json(json.loads(text))
    assert challenge.agencies.first().agency.name not in text
    assert challenge.panel_members.first().user.name not in text
    assert len(solve(asked, seconds=20).plan.sittings) == 1
    assert Event.objects.filter(kind="timetable_exported").count() == 1
