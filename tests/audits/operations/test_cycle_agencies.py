from datetime import timedelta

import pytest
from django.utils import timezone

from section11.audits.models import SelfAudit
from section11.audits.operations import answers, cycle_agencies, cycles
from section11.people.models import Role
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import factories
from tests.at_once import at_once
from tests.audits.operations.test_at_once import entry

TODAY = timezone.localdate()


@pytest.fixture
def coordinator(people):
    return people["coordinator"]


def change(cycle, by, *, bring_in=(), leave_out=()):
    return cycle_agencies.change(
        cycle=cycle,
        bring_in={agency.pk for agency in bring_in},
        leave_out={agency.pk for agency in leave_out},
        by=by,
    )


def taking_part(cycle):
    return set(cycle.self_audits.values_list("agency", flat=True))


def templates(person):
    return list(Email.objects.filter(to=person).order_by("pk").values_list("template", flat=True))


def test_an_agency_comes_in_with_its_profile_and_the_due_date(partnership, cycle, coordinator):
    school = factories.agency(partnership=partnership, sector="school", size="small")

    made = change(cycle, coordinator, bring_in=[school])

    assert made == (1, 0)
    self_audit = cycle.self_audits.get()
    assert (self_audit.sector, self_audit.size) == ("school", "small")
    assert self_audit.due_on == cycle.due_on
    event = Event.objects.about(self_audit).get()
    assert (event.kind, event.agency_id) == (Event.Kind.SELF_AUDIT_ADDED, school.pk)


def test_in_and_out_again_change_nothing_twice(cycle, agency, coordinator):
    change(cycle, coordinator, bring_in=[agency])

    assert change(cycle, coordinator, bring_in=[agency]) == (0, 0)
    assert change(cycle, coordinator, leave_out=[agency]) == (0, 1)
    assert change(cycle, coordinator, leave_out=[agency]) == (0, 0)
    assert taking_part(cycle) == set()
    assert Event.objects.filter(kind=Event.Kind.SELF_AUDIT_LEFT_OUT).count() == 1


def test_an_agency_that_has_started_stays(cycle, agency, coordinator):
    factories.self_audit(cycle=cycle, agency=agency, answered="amber")

    with pytest.raises(RuleBroken, match=f"{agency} has started its self-audit, so it stays"):
        change(cycle, coordinator, leave_out=[agency])

    assert taking_part(cycle) == {agency.pk}


def test_an_agency_of_another_partnership_cannot_come_in(cycle, coordinator):
    stranger = factories.agency(partnership=factories.partnership())

    with pytest.raises(RuleBroken, match="is not in"):
        change(cycle, coordinator, bring_in=[stranger])

    assert taking_part(cycle) == set()


def test_leads_are_told_only_after_launch(partnership, agency, people, coordinator):
    planned = factories.cycle(partnership=partnership, open=False)
    change(planned, coordinator, bring_in=[agency])
    change(planned, coordinator, leave_out=[agency])
    assert templates(people["lead"]) == []
    neighbour = factories.agency(partnership=partnership)
    change(planned, coordinator, bring_in=[neighbour])
    cycles.launch(cycle=planned, by=coordinator)

    change(planned, coordinator, bring_in=[agency])
    change(planned, coordinator, leave_out=[agency])

    assert templates(people["lead"]) == ["cycle_launched", "left_out"]


def test_nobody_comes_in_late(partnership, agency, coordinator):
    planned = factories.cycle(partnership=partnership, open=False)
    change(planned, coordinator, bring_in=[factories.agency(partnership=partnership)])
    cycles.launch(cycle=planned, by=coordinator)
    type(planned).objects.filter(pk=planned.pk).update(
        opens_on=TODAY - timedelta(days=9), due_on=TODAY - timedelta(days=1)
    )

    with pytest.raises(RuleBroken, match="is past: choose a later due date first"):
        change(planned, coordinator, bring_in=[agency])


def test_a_group_gets_a_date_of_its_own(partnership, cycle, agency, coordinator):
    others = [factories.agency(partnership=partnership) for _ in range(2)]
    change(cycle, coordinator, bring_in=[agency, *others])
    due_on = TODAY + timedelta(days=50)

    moved = cycle_agencies.set_due_date(
        cycle=cycle, agencies=[other.pk for other in others], due_on=due_on, by=coordinator
    )

    assert moved == 2
    due = dict(cycle.self_audits.values_list("agency", "due_on"))
    assert due == {agency.pk: cycle.due_on, others[0].pk: due_on, others[1].pk: due_on}


def test_a_submitted_self_audit_keeps_its_date(cycle, agency, coordinator):
    factories.self_audit(cycle=cycle, agency=agency, submitted=True)

    moved = cycle_agencies.set_due_date(
        cycle=cycle, agencies=[agency.pk], due_on=TODAY + timedelta(days=50), by=coordinator
    )

    assert moved == 0
    assert cycle.self_audits.get().due_on == cycle.due_on


@pytest.mark.parametrize(
    ("days", "sentence"), [(-1, "is past: choose a later"), (2, "opens on .*, after that day")]
)
def test_a_date_that_cannot_be_kept_is_refused(partnership, agency, coordinator, days, sentence):
    planned = factories.cycle(
        partnership=partnership, open=False, opens_on=TODAY + timedelta(days=5)
    )
    change(planned, coordinator, bring_in=[agency])

    with pytest.raises(RuleBroken, match=sentence):
        cycle_agencies.set_due_date(
            cycle=planned,
            agencies=[agency.pk],
            due_on=TODAY + timedelta(days=days),
            by=coordinator,
        )


def test_one_agency_gets_more_time_with_a_reason(partnership, agency, people, coordinator):
    planned = factories.cycle(partnership=partnership, open=False)
    change(planned, coordinator, bring_in=[agency])
    cycles.launch(cycle=planned, by=coordinator)
    self_audit = planned.self_audits.get()
    later = planned.due_on + timedelta(days=14)

    cycle_agencies.extend(
        self_audit=self_audit, due_on=later, reason="Their lead is ill.", by=coordinator
    )

    self_audit.refresh_from_db()
    assert (self_audit.due_on, self_audit.extended_by) == (later, coordinator)
    assert self_audit.extension_reason == "Their lead is ill."
    mail = Email.objects.get(to=people["lead"], template="extended")
    assert "Their lead is ill." not in mail.body
    event = Event.objects.about(self_audit).first()
    assert event.kind == Event.Kind.SELF_AUDIT_EXTENDED
    assert event.detail == {"due_on": later.isoformat(), "reason": "Their lead is ill."}


def test_more_time_means_later(self_audit, coordinator):
    with pytest.raises(RuleBroken, match="more time means a later date"):
        cycle_agencies.extend(
            self_audit=self_audit, due_on=self_audit.due_on, reason="Ill", by=coordinator
        )


def test_whoever_has_submitted_needs_no_more_time(cycle, agency, coordinator):
    submitted = factories.self_audit(cycle=cycle, agency=agency, submitted=True)

    with pytest.raises(RuleBroken, match="has submitted its self-audit"):
        cycle_agencies.extend(
            self_audit=submitted,
            due_on=submitted.due_on + timedelta(days=1),
            reason="Ill",
            by=coordinator,
        )


class TestAtOnce:
    pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

    def test_an_agency_brought_in_twice_has_one_self_audit(self, cycle, agency, partnership):
        first, second = (factories.member(Role.COORDINATOR, partnership=partnership) for _ in "ab")

        outcomes = at_once(
            lambda: change(cycle, first, bring_in=[agency]),
            lambda: change(cycle, second, bring_in=[agency]),
        )

        assert sorted(outcomes) == [(0, 0), (1, 0)]
        assert taking_part(cycle) == {agency.pk}

    def test_leaving_out_whoever_is_typing_lets_one_be_first(self, self_audit, people):
        question = self_audit.questions[0]

        typed, left = at_once(
            lambda: answers.record_step(
                self_audit=self_audit,
                entries=[entry(question, narrative="What we do")],
                by=people["lead"],
            ),
            lambda: change(self_audit.cycle, people["coordinator"], leave_out=[self_audit.agency]),
        )

        if isinstance(left, RuleBroken):
            assert "has started its self-audit" in left.sentence
            assert self_audit.answers.get().narrative == "What we do"
        else:
            assert "left your agency out of this cycle" in typed.sentence
            assert not SelfAudit.objects.exists()
