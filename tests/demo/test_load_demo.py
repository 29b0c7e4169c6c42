"""The demo as it is loaded: once for all of these tests, since it plays three whole cycles."""

import re
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from challenge import timetable
from challenge.models import AgreedAction, Reply
from challenge.planning import known, problems
from challenge.problem import Proof
from section11.audits import task_list
from section11.audits.checks import Progress
from section11.audits.models import (
    Action,
    Answer,
    Clash,
    Cycle,
    DataWarning,
    Escalation,
    Evidence,
    Reminder,
    SelfAudit,
    SignOff,
    StandardOwner,
)
from section11.audits.operations import reminders, self_audits
from section11.board import flags
from section11.demo import people
from section11.people.demo_people import PASSWORD
from section11.people.models import Agency, Membership, Role, User
from section11.people.operations import second_factors
from section11.record.models import Email, Event
from section11.standards.models import Standard, StandardSet
from surveys.models import SealedAnswers

Status = SelfAudit.Status


@pytest.fixture(scope="module")
def evidence_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("evidence")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, evidence_folder):
    """What the command said. Everything is taken back after the last test of this module."""
    with (
        override_settings(
            MEDIA_ROOT=evidence_folder,
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        said = StringIO()
        call_command("load_demo", stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def cycles(demo, db):
    """Merton's three cycles, oldest first."""
    return list(Cycle.objects.filter(partnership__short_name="Merton SCP").order_by("opens_on"))


@pytest.fixture
def neighbour(demo, db):
    """The one cycle of Wandle Vale."""
    return Cycle.objects.get(partnership__short_name="Wandle Vale SCP")


def of_agency(key, cycle):
    """The self-audit of the agency whose lead has `key` in their address."""
    return cycle.self_audits.get(agency__memberships__user__email=f"lead.{key}@{people.DOMAIN}")


def test_three_cycles_the_last_open_each_compared_with_the_one_before(cycles):
    first, second, third = cycles
    this_year = third.opens_on.year

    assert [cycle.year for cycle in cycles] == [this_year - 2, this_year - 1, this_year]
    assert [cycle.compared_with for cycle in cycles] == [None, first, second]
    assert [cycle.standard_set.code for cycle in cycles] == [
        "section11-2024",
        "section11-2024",
        "section11-2026",
    ]
    assert [cycle.status for cycle in cycles] == ["closed", "closed", "open"]
    assert {cycle.roll_up for cycle in cycles} == {"essential_worst"}


def test_past_cycles_were_submitted_whole(cycles):
    first, second, _ = cycles

    assert set(first.self_audits.values_list("status", flat=True)) == {Status.SUBMITTED}
    assert set(second.self_audits.values_list("status", flat=True)) == {Status.SUBMITTED}
    assert (first.self_audits.count(), second.self_audits.count()) == (24, 26)


def test_the_open_cycle_is_in_every_state(cycles):
    current = list(cycles[-1].self_audits.select_related("cycle", "agency"))

    assert len(current) == 28
    assert Counter(self_audit.status for self_audit in current) == {
        Status.SUBMITTED: 10,
        Status.IN_PROGRESS: 16,
        Status.WITH_APPROVER: 1,
        Status.NOT_STARTED: 1,
    }
    late = [self_audit for self_audit in current if self_audit.is_late]
    assert [self_audit.agency.short_name for self_audit in late] == ["Housing"]
    returned = [s for s in current if s.status == Status.IN_PROGRESS and s.return_reason]
    assert [s.agency.short_name for s in returned] == ["Mental Health Trust", "Special School A"]


def test_the_states_of_a_standard_are_all_to_be_seen(cycles):
    tasks = [
        task.progress
        for self_audit in cycles[-1].self_audits.all()
        for task in task_list.read(self_audit).tasks
    ]

    assert set(tasks) == set(Progress)
    assert tasks.count(Progress.NEEDS_ATTENTION) == 2
    assert Clash.objects.count() == DataWarning.objects.count() == 1


def test_the_second_partnership_has_one_open_cycle_in_a_few_states(cycles, neighbour):
    found = Counter(neighbour.self_audits.values_list("status", flat=True))

    assert neighbour.status == "open"
    assert neighbour.standard_set == cycles[-1].standard_set
    assert found == {
        Status.SUBMITTED: 4,
        Status.IN_PROGRESS: 5,
        Status.WITH_APPROVER: 1,
        Status.NOT_STARTED: 1,
    }


def test_the_police_and_the_trust_are_one_agency_in_both_with_one_sign_in_for_both_cycles(
    cycles, neighbour
):
    first, second = (
        set(c.self_audits.values_list("agency", flat=True)) for c in (cycles[-1], neighbour)
    )
    shared = Agency.objects.filter(pk__in=first & second)

    assert [agency.short_name for agency in shared] == ["Mental Health Trust", "Police"]
    for agency in shared:
        seen = SelfAudit.objects.visible_to(agency.leads[0])
        assert {self_audit.cycle for self_audit in seen} == {*cycles, neighbour}


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.BOARD_MEMBER, Role.CHAIR, Role.PANEL_MEMBER]
)
def test_who_serves_one_partnership_sees_nothing_of_the_other(cycles, neighbour, role):
    for cycle, other in [(cycles[-1], neighbour), (neighbour, cycles[-1])]:
        held = Membership.objects.filter(role=role, partnership=cycle.partnership)
        person = held.first().user

        assert other not in Cycle.objects.visible_to(person)
        assert not SelfAudit.objects.visible_to(person).filter(cycle=other).exists()


def test_whoever_needs_a_second_step_has_one(demo, db):
    needing = [person for person in User.objects.all() if person.needs_second_factor]

    assert len(needing) > 15
    assert [person for person in needing if not second_factors.has_any(person)] == []


def test_no_large_standard_gives_one_action_twice(demo, db):
    again = Action.objects.filter(what__startswith="As at ").exclude(
        answer__self_audit__size="small"
    )

    assert not again.filter(answer__question__lineage__regex=r"^(neglect|supervision)").exists()


def test_whatever_was_submitted_or_sent_keeps_every_rule(cycles):
    complete = SelfAudit.objects.filter(status__in=[Status.SUBMITTED, Status.WITH_APPROVER])

    incomplete = [str(each) for each in complete if not task_list.read(each).is_ready]

    assert len(complete) == 24 + 26 + 11 + 5
    assert incomplete == []


def test_nobody_signed_off_what_they_sent_and_each_approver_is_of_the_agency(demo, db):
    for self_audit in SelfAudit.objects.filter(status=Status.SUBMITTED):
        assert self_audit.sent_by in self_audit.agency.leads
        assert self_audit.submitted_by in self_audit.agency.approvers


def test_standards_are_neither_all_good_nor_all_bad(cycles):
    levels = Counter(
        Answer.objects.filter(self_audit__cycle=cycles[-1]).values_list("level__code", flat=True)
    )

    assert levels["green"] > levels["amber"] > levels["red"] > levels["na"] > 5
    assert levels["red"] > sum(levels.values()) / 20


def test_neglect_and_supervision_are_where_the_reds_are(cycles):
    red = Counter(
        Answer.objects.filter(self_audit__cycle=cycles[-1], level__code="red").values_list(
            "question__standard__title", flat=True
        )
    )

    assert {title for title, _ in red.most_common(2)} == {"Neglect", "Supervision"}


def test_texts_are_whole_and_never_the_same_twice_in_one_self_audit(demo, db):
    told = Answer.objects.exclude(narrative="")
    repeated = [
        pair
        for pair, times in Counter(told.values_list("self_audit", "narrative")).items()
        if times > 1
    ]

    texts = [text for row in told.values_list("narrative", "impact") for text in row]
    texts += Action.objects.values_list("what", flat=True)
    assert [text for text in texts if re.search(r"[{}]|\s\s", text)] == []
    assert len(repeated) <= 5


def test_most_texts_changed_since_last_cycle_and_a_few_did_not(cycles):
    for cycle in cycles[1:]:
        read = [task_list.read(self_audit) for self_audit in cycle.self_audits.all()]
        facts = [facts for tasks in read for task in tasks.tasks for facts in task.facts]

        assert 0.02 < sum(f.unchanged for f in facts) / len(facts) < 0.15


def test_evidence_is_of_every_kind_and_its_files_are_stored(demo, db, evidence_folder):
    kinds = Counter(Evidence.objects.values_list("kind", flat=True))
    files = Evidence.objects.filter(kind="file")

    stored = {
        item.file.name: sha256((evidence_folder / item.file.name).read_bytes()) for item in files
    }

    assert set(kinds) == set(Evidence.Kind.values)
    assert min(kinds.values()) == len(stored) > 100
    assert all(stored[item.file.name].hexdigest() == item.sha256 for item in files)


def test_the_past_lies_in_its_order(demo, db):
    for each in SelfAudit.objects.select_related("cycle").exclude(status=Status.NOT_STARTED):
        answered = sorted(each.answers.values_list("updated_at", flat=True))
        moves = [each.sent_at, each.submitted_at, each.cycle.closed_at]
        acts = [answered[0], answered[-1], *(move for move in moves if move), timezone.now()]

        assert each.cycle.opens_on <= each.started_at.date()
        assert each.started_at == answered[0]
        assert acts == sorted(acts)
        assert len(set(acts[1:])) == len(acts[1:])


def test_history_events_and_sign_offs_tell_the_same_dates(demo, db):
    began = timezone.now() - timedelta(hours=12)

    assert not Event.objects.filter(at__gte=began).exists()
    assert not Email.objects.filter(queued_at__gte=began).exists()
    for kept in (Answer, Evidence, Action):
        assert not kept.history.filter(history_date__gte=began).exists()
    for answer in Answer.objects.all()[:200]:
        assert answer.history.latest().history_date == answer.updated_at
    for sign_off in SignOff.objects.select_related("self_audit"):
        told = sign_off.content
        stamps = [q["updated_at"] for s in told["standards"] for q in s["questions"]]
        assert told["made_at"] == sign_off.signed_at.isoformat()
        assert max(stamps) < told["made_at"]
        assert sign_off.self_audit.submitted_at in (sign_off.signed_at, None)


def test_the_open_cycle_has_owners_more_time_reminders_and_an_escalation(cycles):
    current = cycles[-1].self_audits.all()
    extended = current.exclude(extended_at=None).get()
    escalation = Escalation.objects.get()
    late = of_agency("housing", cycles[-1])

    assert StandardOwner.objects.filter(self_audit__in=current).count() == 8
    assert extended.due_on > cycles[-1].due_on
    assert extended.extension_reason
    assert (escalation.self_audit, escalation.step) == (late, Escalation.Step.LEAD)
    assert Reminder.objects.filter(self_audit__in=current, days=None).count() == 1


def test_the_worker_finds_nobody_to_remind_when_the_demo_begins(cycles):
    assert reminders.remind_due() == 0


def test_standards_were_published_before_a_cycle_used_them(cycles):
    for cycle in cycles:
        assert cycle.standard_set.published_at.date() < cycle.opens_on
    assert set(StandardSet.objects.values_list("status", flat=True)) == {"published"}


def test_no_mail_waits_to_go_to_people_who_do_not_exist(demo, db):
    assert Email.objects.exists()
    assert not Email.objects.filter(sent_at=None).exists()
    assert not User.objects.exclude(email__endswith=".example").exists()


def test_roles_hold_since_the_agency_came(demo, db):
    for membership in Membership.objects.exclude(agency=None).select_related("agency"):
        assert membership.starts_on == membership.agency.places.earliest("joined_on").joined_on
    joined = {
        place.joined_on.year for agency in Agency.objects.all() for place in agency.places.all()
    }
    assert len(joined) > 1


def test_the_people_to_begin_with_have_what_they_are_told_of(cycles):
    guides = {guide.email.partition("-demo.")[0]: guide for guide in people.showcase()}
    current = cycles[-1]

    assert 7 <= len(guides) == len(people.TIPS) <= 14
    assert left_to_do("acute-a", current) == [("Supervision", 11)]
    waiting = of_agency("police", current)
    assert waiting.status == Status.WITH_APPROVER
    assert guides["approver.police@merton"].name in [p.name for p in waiting.agency.approvers]
    assert roles_of(guides["board.council@merton"]) == {Role.BOARD_MEMBER}
    assert roles_of(guides["coordinator@merton"]) == {Role.COORDINATOR}
    assert roles_of(guides["coordinator@wandle-vale"]) == {Role.COORDINATOR}
    assert roles_of(guides["administrator@service"]) == {Role.ADMINISTRATOR}
    small = of_agency("young-carers", current)
    assert task_list.read(small).is_ready
    assert len(small.questions) < len(waiting.questions) / 2
    assert of_agency("leisure", current).status == Status.NOT_STARTED
    assert guides["lead.police@merton"].name in [lead.name for lead in waiting.agency.leads]


def left_to_do(key, cycle):
    tasks = task_list.read(of_agency(key, cycle)).tasks
    return [(task.standard.title, task.asked - task.ready) for task in tasks if task.stops]


def roles_of(guide):
    return set(Membership.objects.filter(user__email=guide.email).values_list("role", flat=True))


def test_the_approver_submits_the_prepared_one(cycles):
    waiting = of_agency("police", cycles[-1])
    approver = waiting.agency.approvers[0]

    self_audits.submit(self_audit=waiting, name=approver.name, post=approver.post, by=approver)

    waiting.refresh_from_db()
    assert waiting.status == Status.SUBMITTED


def test_each_of_them_signs_in_with_the_password_that_the_command_prints(demo, db, client):
    for guide in people.showcase():
        assert f"{guide.email} " in demo
        assert guide.tip in demo
        assert client.login(email=guide.email, password=PASSWORD)


def test_the_sign_in_page_begins_with_them(demo, db, client, settings):
    settings.DEMO = True

    response = client.get(reverse("people:sign-in"))

    shown = [(person.email, person.tip) for person in response.context["people"]]
    assert shown == [(guide.email, guide.tip) for guide in people.showcase()]


def test_a_second_run_changes_nothing(demo, db):
    before = [model.objects.count() for model in (Event, Answer, User, Email)]
    said = StringIO()

    call_command("load_demo", stdout=said)

    assert "loaded already" in said.getvalue()
    assert "coordinator@merton-demo.example" in said.getvalue()
    assert [model.objects.count() for model in (Event, Answer, User, Email)] == before


def test_last_years_challenge_was_held_from_timetable_to_verified_actions(cycles):
    challenge = cycles[1].challenge
    agreed = AgreedAction.objects.filter(challenged_agency__challenge=challenge)
    replies = Reply.objects.filter(moderation__challenged_agency__challenge=challenge)

    assert challenge.status == "closed"
    assert cycles[1].due_on < challenge.first_day < timezone.localdate(challenge.released_at)
    assert challenge.closed_at < timezone.now() - timedelta(days=30)
    assert [s.status for s in challenge.sessions.held()] == ["closed"] * 3
    assert challenge.agencies.filter(letter__released_at__isnull=False).count() == 9
    assert {action.status for action in agreed} == {"open", "done", "sent_back", "verified"}
    assert set(replies.values_list("decision", flat=True)) == {"", "confirmed", "changed"}
    for challenged in challenge.agencies.all():
        assert challenged.enquiry_sent_at < challenge.released_at
        assert challenged.enquiries.kept().exists()
        assert challenged.attending.exists()
        assert challenged.findings.filter(standard=None).exists()


def test_this_years_challenge_waits_to_be_planned_and_every_agency_has_room(cycles):
    challenge = cycles[2].challenge
    asked = problems.of(known.read(challenge))

    outcome = timetable.solve(asked, seconds=60)

    assert (len(asked.agencies), len(asked.people), len(asked.sessions)) == (26, 18, 12)
    assert (outcome.proof, outcome.unplaced) == (Proof.OPTIMAL, ())
    assert {session.day.weekday() for session in asked.sessions} == {1, 3}


def test_practitioners_of_two_cycles_were_asked_and_nobodys_answers_are_left(cycles):
    asked = [
        cycles[place].surveys.get(gathering_key="", shared_at__isnull=False) for place in (1, 2)
    ]

    answered = [sum(one.answered for one in survey.agencies.all()) for survey in asked]

    assert 600 < answered[0] < answered[1]
    assert 850 < answered[1] < 950
    assert all(survey.closed_at < survey.shared_at < timezone.now() for survey in asked)
    assert all(timezone.localdate(survey.opened_at) == survey.opens_on for survey in asked)
    assert not SealedAnswers.objects.filter(surveyed_agency__survey__in=asked).exists()
    assert [survey.spoilt for survey in asked] == [0, 0]


def test_practitioners_disagree_with_at_least_two_agencies_that_are_green(cycles):
    found = flags.of(cycles[2])

    assert len({flag.agency_id for flag in found}) >= 2
    assert {"Neglect", "Supervision"} <= {
        Standard.objects.get(pk=flag.standard_id).title for flag in found
    }


def test_a_survey_is_open_for_whoever_tries_the_demo(cycles):
    open_now = cycles[2].surveys.get(opened_at__isnull=False, closed_at=None)

    assert open_now.takes_answers_on(timezone.localdate())
    assert all(one.sealed_answers.count() == 8 for one in open_now.agencies.all())


def test_whoever_came_to_a_challenge_session_said_what_it_was_like(cycles):
    asked = cycles[1].surveys.exclude(gathering_key="")

    assert [survey.status for survey in asked] == ["counted"] * 3
    assert all(one.agencies.get().answered >= one.threshold for one in asked)
