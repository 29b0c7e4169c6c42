from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from section11.audits.models import Cycle, SelfAudit
from section11.audits.operations import cycle_agencies, cycles, self_audits
from section11.people.models import Role
from section11.people.operations import invitations
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import factories
from tests.at_once import at_once

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=20)


pause = partial(cycles.pause, reason="A review")


@pytest.fixture
def coordinator(people):
    return people["coordinator"]


@pytest.fixture
def values(db):
    return {
        "name": "Section 11 self-audit",
        "year": TODAY.year,
        "standard_set": factories.standard_set(),
        "opens_on": TODAY,
        "due_on": SOON,
    }


@pytest.fixture
def planned(partnership, values, coordinator):
    return cycles.plan(partnership=partnership, by=coordinator, **values)


@pytest.fixture
def ready(planned, agency, coordinator):
    """Planned, with one agency."""
    cycle_agencies.change(cycle=planned, bring_in={agency.pk}, leave_out=set(), by=coordinator)
    return planned


@pytest.fixture
def launched(ready, coordinator):
    return cycles.launch(cycle=ready, by=coordinator)


def kinds(subject):
    return list(Event.objects.about(subject).order_by("pk").values_list("kind", flat=True))


def mail_to(person):
    return list(Email.objects.filter(to=person).order_by("pk").values_list("template", flat=True))


def test_a_planned_cycle_is_for_nobody_in_an_agency(ready, agency, people):
    assert not SelfAudit.objects.visible_to(people["lead"]).exists()
    assert SelfAudit.objects.visible_to(people["coordinator"]).get().agency == agency
    assert mail_to(people["lead"]) == []
    assert kinds(ready) == [Event.Kind.CYCLE_PLANNED]


def test_launching_opens_it_today_and_tells_each_lead(launched, people, coordinator):
    launched.refresh_from_db()

    assert launched.status == Cycle.Status.OPEN
    assert launched.launched_by == coordinator
    assert launched.opens_on == TODAY
    assert mail_to(people["lead"]) == ["cycle_launched"]
    assert mail_to(people["contributor"]) == []
    address = launched.self_audits.get().get_absolute_url()
    assert address in Email.objects.get(to=people["lead"]).body
    assert SelfAudit.objects.visible_to(people["lead"]).exists()


def test_launching_invites_whoever_of_its_agencies_was_kept_back(
    ready, agency, partnership, coordinator
):
    outside = factories.agency(partnership=partnership)
    for email, place in [
        ("new@example.org", {"agency": agency, "role": Role.CONTRIBUTOR}),
        ("later@example.org", {"agency": outside, "role": Role.CONTRIBUTOR}),
        ("board@example.org", {"partnership": partnership, "role": Role.BOARD_MEMBER}),
    ]:
        invitations.invite(email=email, name="New", hold=True, by=coordinator, **place)

    cycles.launch(cycle=ready, by=coordinator)

    invited = Email.objects.filter(template="invitation").values_list("to__email", flat=True)
    assert list(invited) == ["new@example.org"]


def test_a_second_launch_says_who_was_first(launched, coordinator):
    with pytest.raises(RuleBroken, match=f"was launched by {coordinator} on"):
        cycles.launch(cycle=launched, by=coordinator)

    assert kinds(launched).count(Event.Kind.CYCLE_OPENED) == 1


def test_a_cycle_without_an_agency_is_not_launched(planned, coordinator):
    with pytest.raises(RuleBroken, match="Choose at least one agency"):
        cycles.launch(cycle=planned, by=coordinator)


def test_a_cycle_that_is_due_in_the_past_is_not_launched(ready, coordinator):
    yesterday = TODAY - timedelta(days=1)
    Cycle.objects.filter(pk=ready.pk).update(opens_on=yesterday, due_on=yesterday)

    with pytest.raises(RuleBroken, match="is past. Change it before you launch"):
        cycles.launch(cycle=ready, by=coordinator)


def test_an_agency_that_is_due_in_the_past_is_named_before_launch(ready, agency, coordinator):
    ready.self_audits.update(due_on=TODAY - timedelta(days=1))

    with pytest.raises(RuleBroken, match=f"The due date of {agency}, .* is past"):
        cycles.launch(cycle=ready, by=coordinator)


def test_a_draft_set_is_refused(partnership, values, coordinator):
    values["standard_set"] = factories.standard_set(published=False)

    with pytest.raises(RuleBroken, match="Publish the standard set before"):
        cycles.plan(partnership=partnership, by=coordinator, **values)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("standard_set", "belongs to another partnership"),
        ("compared_with", "an earlier one of its own partnership"),
    ],
)
def test_what_belongs_to_another_partnership_is_refused(
    partnership, values, coordinator, name, sentence
):
    elsewhere = factories.partnership()
    values[name] = {
        "standard_set": lambda: factories.standard_set(partnership=elsewhere),
        "compared_with": lambda: factories.cycle(partnership=elsewhere),
    }[name]()

    with pytest.raises(RuleBroken, match=sentence):
        cycles.plan(partnership=partnership, by=coordinator, **values)


def test_a_due_date_before_the_opening_is_refused(partnership, values, coordinator):
    values["due_on"] = TODAY - timedelta(days=1)

    with pytest.raises(RuleBroken, match="The due date is before the day"):
        cycles.plan(partnership=partnership, by=coordinator, **values)


def test_two_cycles_of_a_partnership_have_two_names(planned, partnership, values, coordinator):
    values["name"] = values["name"].upper()

    with pytest.raises(RuleBroken, match="already"):
        cycles.plan(partnership=partnership, by=coordinator, **values)


def test_a_plan_may_change_in_every_way(planned, coordinator):
    cycles.change(cycle=planned, kind="themed", roll_up="majority", year=2031, by=coordinator)

    planned.refresh_from_db()
    assert (planned.kind, planned.roll_up, planned.year) == ("themed", "majority", 2031)
    assert Event.objects.about(planned).first().detail == {"changed": ["kind", "roll_up", "year"]}


def test_saving_the_same_plan_again_records_nothing(planned, coordinator, values):
    cycles.change(cycle=planned, by=coordinator, **values)

    assert kinds(planned) == [Event.Kind.CYCLE_PLANNED]


def test_what_agencies_are_asked_does_not_change_after_launch(launched, coordinator):
    with pytest.raises(RuleBroken, match="what agencies are asked"):
        cycles.change(cycle=launched, standard_set=factories.standard_set(), by=coordinator)


def test_the_due_date_moves_whoever_has_no_date_of_their_own(
    launched, partnership, agency, people, coordinator
):
    school = factories.agency(partnership=partnership)
    cycle_agencies.change(cycle=launched, bring_in={school.pk}, leave_out=set(), by=coordinator)
    own = SOON + timedelta(days=3)
    cycle_agencies.set_due_date(cycle=launched, agencies=[school.pk], due_on=own, by=coordinator)

    later = SOON + timedelta(days=10)
    cycles.change(cycle=launched, due_on=later, name="Another name", by=coordinator)

    due = dict(launched.self_audits.values_list("agency", "due_on"))
    assert due == {agency.pk: later, school.pk: own}
    assert mail_to(people["lead"]) == ["cycle_launched", "due_date_moved"]


def test_pausing_keeps_everything_and_stops_every_step(launched, people, coordinator):
    self_audit = launched.self_audits.get()

    cycles.pause(cycle=launched, reason="Schools are shut.", by=coordinator)

    with pytest.raises(RuleBroken, match="The coordinator has paused"):
        self_audits.send(self_audit=self_audit, by=people["lead"])
    assert mail_to(people["lead"]) == ["cycle_launched", "cycle_paused"]
    assert "Schools are shut." in Email.objects.get(template="cycle_paused", to=people["lead"]).body
    paused = Event.objects.about(launched).get(kind=Event.Kind.CYCLE_PAUSED)
    assert paused.detail["reason"] == "Schools are shut."
    cycles.resume(cycle=launched, by=coordinator)
    launched.refresh_from_db()
    assert launched.status == Cycle.Status.OPEN
    assert mail_to(people["lead"])[-1] == "cycle_resumed"


def test_nobody_signs_off_while_it_is_paused(cycle, agency, people):
    sent = factories.self_audit(cycle=cycle, agency=agency, sent=True, by=people["lead"])
    cycles.pause(cycle=cycle, reason="A review", by=people["coordinator"])

    with pytest.raises(RuleBroken, match="The coordinator has paused"):
        self_audits.submit(self_audit=sent, name="Ann", post="Chief", by=people["approver"])
    with pytest.raises(RuleBroken, match="The coordinator has paused"):
        self_audits.send_back(self_audit=sent, reason="More", by=people["approver"])

    cycles.resume(cycle=cycle, by=people["coordinator"])
    self_audits.submit(self_audit=sent, name="Ann", post="Chief", by=people["approver"])


@pytest.mark.parametrize(
    ("act", "status", "sentence"),
    [
        (pause, "planned", "has not been launched yet"),
        (cycles.resume, "planned", "has not been launched yet"),
        (cycles.close, "planned", "is planned, so it cannot become closed"),
        (pause, "paused", "is paused already"),
        (cycles.resume, "open", "is open already"),
    ],
)
def test_a_step_out_of_turn_says_why(partnership, coordinator, act, status, sentence):
    cycle = factories.cycle(partnership=partnership, status=status)

    with pytest.raises(RuleBroken, match=sentence):
        act(cycle=cycle, by=coordinator)


def test_a_closed_cycle_says_who_closed_it_whatever_is_tried(launched, agency, coordinator):
    cycles.close(cycle=launched, by=coordinator)

    tries = [
        lambda: cycles.close(cycle=launched, by=coordinator),
        lambda: cycles.change(cycle=launched, name="New", by=coordinator),
        lambda: cycle_agencies.change(
            cycle=launched, bring_in=set(), leave_out={agency.pk}, by=coordinator
        ),
        lambda: cycle_agencies.set_due_date(
            cycle=launched, agencies=[agency.pk], due_on=SOON, by=coordinator
        ),
        lambda: cycle_agencies.extend(
            self_audit=launched.self_audits.get(), due_on=SOON, reason="Ill", by=coordinator
        ),
    ]
    for attempt in tries:
        with pytest.raises(RuleBroken, match=f"was closed by {coordinator} on"):
            attempt()


def test_closing_records_how_many_are_not_submitted(launched, coordinator):
    cycles.close(cycle=launched, by=coordinator)

    assert Event.objects.about(launched).first().detail == {"not_submitted": 1}


at_the_same_moment = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


class TestAtOnce:
    pytestmark = at_the_same_moment

    def test_two_launches_open_it_once(self, ready, partnership, people, coordinator):
        second = factories.member(Role.COORDINATOR, partnership=partnership)

        outcomes = at_once(
            *(lambda by=by: cycles.launch(cycle=ready, by=by) for by in (coordinator, second))
        )

        [told] = [outcome for outcome in outcomes if isinstance(outcome, RuleBroken)]
        ready.refresh_from_db()
        assert f"was launched by {ready.launched_by}" in told.sentence
        assert mail_to(people["lead"]) == ["cycle_launched"]

    def test_two_plans_of_one_name_make_one_cycle(self, partnership, values, coordinator):
        outcomes = at_once(
            *(
                lambda: cycles.plan(partnership=partnership, by=coordinator, **values)
                for _ in range(2)
            )
        )

        [told] = [outcome for outcome in outcomes if isinstance(outcome, RuleBroken)]
        assert "already" in told.sentence
        assert Cycle.objects.filter(partnership=partnership).count() == 1

    def test_closing_while_someone_signs_off_lets_one_be_first(self, cycle, agency, people):
        sent = factories.self_audit(cycle=cycle, agency=agency, sent=True, by=people["lead"])

        _, signed = at_once(
            lambda: cycles.close(cycle=cycle, by=people["coordinator"]),
            lambda: self_audits.submit(
                self_audit=sent, name="Ann", post="Chief", by=people["approver"]
            ),
        )

        closing = Event.objects.get(kind=Event.Kind.CYCLE_CLOSED)
        sent.refresh_from_db()
        refused = isinstance(signed, RuleBroken)
        assert sent.is_submitted is not refused
        assert closing.detail == {"not_submitted": 1 if refused else 0}
        if refused:
            assert "is closed, so its self-audits cannot be changed" in signed.sentence
