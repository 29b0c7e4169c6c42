import pytest

from section11.audits.operations import cycles, owners
from section11.people.models import Role
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import factories


@pytest.fixture
def standards(self_audit):
    return list(dict.fromkeys(question.standard for question in self_audit.questions))


def give(self_audit, people, given, by="lead"):
    return owners.give(self_audit=self_audit, owners=given, by=people[by])


def test_a_new_owner_is_told_once_however_many_standards_they_get(self_audit, people, standards):
    contributor = people["contributor"]

    given = give(self_audit, people, dict.fromkeys(standards, contributor))

    assert given == 2
    assert set(self_audit.owners.values_list("user", flat=True)) == {contributor.pk}
    mail = Email.objects.get(to=contributor)
    assert self_audit.get_absolute_url() in mail.body
    assert Event.objects.filter(kind=Event.Kind.STANDARD_OWNER_GIVEN).count() == 2


def test_the_same_owner_again_does_nothing(self_audit, people, standards):
    give(self_audit, people, {standards[0]: people["contributor"]})

    assert give(self_audit, people, {standards[0]: people["contributor"]}) == 0

    assert Email.objects.count() == 1


def test_an_owner_is_changed_and_removed(self_audit, people, standards):
    give(self_audit, people, {standards[0]: people["contributor"]})

    give(self_audit, people, {standards[0]: people["lead"]})
    assert self_audit.owners.get().user == people["lead"]
    give(self_audit, people, {standards[0]: None})

    assert not self_audit.owners.exists()
    told = [event.detail["to"] for event in Event.objects.about(self_audit).order_by("pk")]
    assert told == [people["contributor"].name, people["lead"].name, None]


def test_nobody_is_written_to_about_what_they_gave_themselves(self_audit, people, standards):
    give(self_audit, people, {standards[0]: people["lead"]})

    assert not Email.objects.exists()


@pytest.mark.parametrize("who", ["reader", "approver", "neighbour", "coordinator"])
def test_only_those_who_may_edit_can_own(self_audit, people, standards, who):
    with pytest.raises(RuleBroken, match=f"{people[who]} may no longer edit"):
        give(self_audit, people, {standards[0]: people[who]})

    assert not self_audit.owners.exists()


def test_whoever_lost_the_role_is_known_to_be_gone(self_audit, people, standards):
    give(self_audit, people, {standards[0]: people["contributor"], standards[1]: people["lead"]})
    people["contributor"].memberships.update(ends_on="2021-01-01")

    standing = {o.user: o.is_here for o in self_audit.owners.with_standing()}

    assert standing == {people["contributor"]: False, people["lead"]: True}


def test_owners_wait_while_the_cycle_is_paused(self_audit, people, standards):
    cycles.pause(cycle=self_audit.cycle, reason="A review", by=people["coordinator"])

    with pytest.raises(RuleBroken, match="has paused"):
        give(self_audit, people, {standards[0]: people["contributor"]})


def test_two_agencies_give_the_same_standard_to_their_own(self_audit, people, standards):
    other = factories.agency(partnership=self_audit.cycle.partnership)
    theirs = factories.self_audit(cycle=self_audit.cycle, agency=other)
    lead = factories.member(Role.LEAD, agency=other)
    give(self_audit, people, {standards[0]: people["lead"]})

    owners.give(self_audit=theirs, owners={standards[0]: lead}, by=lead)

    assert self_audit.owners.get().user == people["lead"]
    assert theirs.owners.get().user == lead
