import pytest
from django.utils import timezone

from challenge.operations import declarations
from section11.people.models import Role
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle, agency):
    found = made.challenge(cycle=cycle)
    made.challenged_agency(challenge=found, agency=agency)
    return found


@pytest.fixture
def member(challenge):
    return made.panel_member(challenge=challenge)


@pytest.fixture
def seated(challenge, member, agency):
    """The member sits with the agency by the published timetable."""
    held = made.session(challenge=challenge)
    made.slot(session=held, challenged_agency=challenge.agencies.get(agency=agency))
    return made.seat(session=held, panel_member=member)


@pytest.fixture
def chair(partnership):
    return factories.member(Role.CHAIR, partnership=partnership)


def declare(member, reasons, drawn=None):
    declarations.declare(panel_member=member, reasons=reasons, drawn=drawn, by=member.user)
    member.refresh_from_db()


def standing(member):
    return {one.agency: one.reason for one in member.interests.standing()}


def close(challenge):
    challenge.status, challenge.closed_at = "closed", timezone.now()
    challenge.closed_by = challenge.set_up_by
    challenge.save()


class TestDeclare:
    def test_notes_the_interest_with_its_reason(self, member, agency):
        declare(member, {agency.pk: "My sister works there"})

        assert standing(member) == {agency: "My sister works there"}
        assert member.declared_by == member.user
        assert member.declared_at is not None

    def test_can_say_that_there_is_none(self, member):
        declare(member, {})

        assert standing(member) == {}
        assert member.declared_at is not None

    def test_withdraws_what_is_not_declared_any_more(self, member, agency):
        declare(member, {agency.pk: "My sister works there"})

        declare(member, {}, drawn=member.declared_at)

        ended = member.interests.get()
        assert (ended.ended_by, ended.ended_at is None) == (member.user, False)
        assert Event.objects.filter(kind="interest_ended").count() == 1

    def test_keeps_the_old_reason_beside_the_new(self, member, agency):
        declare(member, {agency.pk: "My sister works there"})

        declare(member, {agency.pk: "She left in May"}, drawn=member.declared_at)

        assert standing(member) == {agency: "She left in May"}
        assert set(member.interests.values_list("reason", flat=True)) == {
            "My sister works there",
            "She left in May",
        }
        assert Event.objects.filter(kind="interest_ended").count() == 0

    def test_again_with_the_same_changes_no_interest(self, member, agency):
        declare(member, {agency.pk: "My sister works there"})

        declare(member, {agency.pk: "My sister works there"}, drawn=member.declared_at)

        assert member.interests.count() == 1

    def test_leaves_what_was_found_and_recusals(self, member, agency):
        made.interest(panel_member=member, agency=agency, kind="own_agency")
        made.interest(panel_member=member, agency=agency, kind="recused")

        declare(member, {})

        assert member.interests.standing().count() == 2

    def test_is_on_record_without_its_reason_and_not_in_the_agencys(self, member, agency):
        declare(member, {agency.pk: "My sister works there"})

        event = Event.objects.get(kind="interests_declared")
        assert event.agency_id is None
        assert event.detail["interest_in"] == agency.name
        assert "sister" not in str(event.detail)

    def test_is_refused_where_it_was_declared_meanwhile(self, member, agency, people):
        declarations.declare(panel_member=member, reasons={}, drawn=None, by=people["coordinator"])

        with pytest.raises(declarations.Overtaken, match="saved this declaration at"):
            declare(member, {agency.pk: "My sister works there"}, drawn=None)

        assert standing(member) == {}

    def test_is_refused_once_the_challenge_is_closed(self, challenge, member):
        close(challenge)

        with pytest.raises(RuleBroken, match="was closed by"):
            declare(member, {})

    def test_is_refused_to_who_has_left_the_panel(self, challenge, member):
        member.left_at, member.left_by = timezone.now(), challenge.set_up_by
        member.save()

        with pytest.raises(RuleBroken, match="is not on the panel any more"):
            declare(member, {})

    def test_tells_the_coordinators_where_the_member_sits_with_the_agency(
        self, challenge, member, seated, agency
    ):
        declare(member, {agency.pk: "My sister works there"})

        mail = Email.objects.get(template="interest_on_panel")
        assert mail.to == challenge.set_up_by
        assert "sister" not in mail.body
        assert agency.name not in mail.body
        assert f"/challenges/{challenge.pk}/interests/" in mail.body

    def test_tells_nobody_where_they_do_not(self, member, agency):
        declare(member, {agency.pk: "My sister works there"})

        assert not Email.objects.filter(template="interest_on_panel").exists()


class TestRecuse:
    def test_notes_it_with_its_reason_and_tells_the_member(self, member, agency, chair):
        declarations.recuse(panel_member=member, agency=agency, reason="A complaint.", by=chair)

        interest = member.interests.get()
        assert (interest.kind, interest.reason, interest.noted_by) == (
            "recused",
            "A complaint.",
            chair,
        )
        mail = Email.objects.get(template="recused")
        assert mail.to == member.user
        assert "complaint" not in mail.body
        assert Event.objects.get(kind="member_recused").detail["interest_in"] == agency.name

    def test_is_refused_the_second_time_saying_who_was_first(self, member, agency, chair):
        declarations.recuse(panel_member=member, agency=agency, reason="A complaint.", by=chair)

        with pytest.raises(RuleBroken, match=f"{chair} recused {member} from {agency} on"):
            declarations.recuse(panel_member=member, agency=agency, reason="Again.", by=chair)

    def test_is_refused_for_an_agency_that_is_not_challenged(self, member, partnership, chair):
        other = factories.agency(partnership=partnership)

        with pytest.raises(RuleBroken, match="is not part of this challenge any more"):
            declarations.recuse(panel_member=member, agency=other, reason="A complaint.", by=chair)

    def test_tells_the_coordinators_where_the_member_sits_with_the_agency(
        self, challenge, member, seated, agency, chair
    ):
        declarations.recuse(panel_member=member, agency=agency, reason="A complaint.", by=chair)

        assert Email.objects.get(template="interest_on_panel").to == challenge.set_up_by


class TestLift:
    @pytest.fixture
    def recusal(self, member, agency, chair):
        return declarations.recuse(
            panel_member=member, agency=agency, reason="A complaint.", by=chair
        )

    def test_ends_the_recusal(self, member, recusal, chair):
        declarations.lift(interest=recusal, by=chair)

        assert standing(member) == {}
        assert Event.objects.filter(kind="interest_ended", by=chair).count() == 1

    def test_twice_says_who_was_first(self, recusal, chair):
        declarations.lift(interest=recusal, by=chair)

        with pytest.raises(RuleBroken, match=f"{chair} lifted this recusal on"):
            declarations.lift(interest=recusal, by=chair)

    def test_is_not_for_the_one_who_is_recused(self, member, recusal):
        with pytest.raises(RuleBroken, match="Somebody else has to lift your own recusal"):
            declarations.lift(interest=recusal, by=member.user)

    def test_is_not_for_what_was_declared(self, member, agency, chair):
        declared = made.interest(panel_member=member, agency=agency)

        with pytest.raises(RuleBroken, match="Only a recusal can be lifted"):
            declarations.lift(interest=declared, by=chair)
