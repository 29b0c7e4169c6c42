from datetime import timedelta

import pytest
from django.utils import timezone

from challenge.models import AgencyTie, Interest
from challenge.operations import interests
from section11.people.models import Role
from section11.people.operations import memberships
from section11.record import jobs
from section11.record.models import Event
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def challenge(cycle, agency):
    found = made.challenge(cycle=cycle)
    made.challenged_agency(challenge=found, agency=agency)
    return found


@pytest.fixture
def colleague(challenge, agency):
    """A panel member who works for the agency."""
    user = factories.member(Role.APPROVER, agency=agency)
    return made.panel_member(challenge=challenge, user=user)


def standing(challenge):
    return {
        (one.panel_member, one.agency, one.kind)
        for one in challenge.interests.standing().select_related("panel_member", "agency")
    }


def another(challenge, **fields):
    """Another agency of the challenge."""
    agency = factories.agency(partnership=challenge.cycle.partnership, **fields)
    return made.challenged_agency(challenge=challenge, agency=agency).agency


class TestRefresh:
    def test_finds_who_works_for_an_agency(self, challenge, colleague, agency):
        interests.refresh(challenge)

        found = challenge.interests.get()
        assert (found.panel_member, found.agency, found.kind) == (colleague, agency, "own_agency")
        assert found.noted_by is None

    def test_changes_nothing_the_second_time(self, challenge, colleague):
        interests.refresh(challenge)
        interests.refresh(challenge)

        assert challenge.interests.count() == 1
        assert Event.objects.filter(kind="interest_found").count() == 1

    def test_is_on_record_without_telling_the_agency(self, challenge, colleague, partnership):
        interests.refresh(challenge)

        event = Event.objects.get(kind="interest_found")
        assert (event.by, event.agency_id, event.partnership_id) == (None, None, partnership.pk)
        assert event.about == colleague.user.name

    def test_ends_what_is_no_more(self, challenge, colleague):
        interests.refresh(challenge)
        colleague.left_at, colleague.left_by = timezone.now(), colleague.added_by
        colleague.save()

        interests.refresh(challenge)

        ended = challenge.interests.get()
        assert ended.ended_at is not None
        assert ended.ended_by is None
        assert Event.objects.filter(kind="interest_ended").count() == 1

    def test_leaves_what_was_declared(self, challenge, agency):
        member = made.panel_member(challenge=challenge)
        made.interest(panel_member=member, agency=agency)

        interests.refresh(challenge)

        assert standing(challenge) == {(member, agency, "declared")}

    def test_ends_with_the_agencys_part(self, challenge, colleague, agency):
        interests.refresh(challenge)
        challenge.agencies.update(taken_out_at=timezone.now(), taken_out_by=colleague.added_by)

        interests.refresh(challenge)

        assert standing(challenge) == set()

    def test_finds_ties_of_the_partnership(self, challenge, colleague, agency, partnership):
        other = another(challenge, name="Hospital")
        tie = AgencyTie.objects.create(
            partnership=partnership,
            agency=agency,
            kind="commissions",
            other=other,
            added_by=challenge.set_up_by,
        )

        interests.refresh(challenge)

        found = challenge.interests.get(kind="tied_agency")
        assert (found.panel_member, found.agency) == (colleague, other)
        assert found.reason == f"{tie.agency} commissions Hospital."

    def test_leaves_a_closed_challenge_as_it_was(self, challenge, colleague):
        now, by = timezone.now(), challenge.set_up_by
        challenge.status, challenge.closed_at, challenge.closed_by = "closed", now, by
        challenge.save()

        assert interests.refresh(challenge) == ([], [])

    def test_asks_as_much_of_the_database_for_many_as_for_few(
        self, challenge, colleague, django_assert_num_queries
    ):
        interests.refresh(challenge)

        for _ in range(2):
            with django_assert_num_queries(8):
                interests.refresh(challenge)
            for _ in range(3):
                another(challenge)
                made.panel_member(challenge=challenge)


class TestWhoSatLastTime:
    @pytest.fixture
    def returning(self, challenge, agency, partnership):
        """On the panel of the agency last year, and on this year's panel."""
        last = made.challenge(
            cycle=factories.cycle(partnership=partnership),
            first_day=challenge.first_day.replace(year=challenge.first_day.year - 1),
        )
        challenged = made.challenged_agency(challenge=last, agency=agency)
        member = made.panel_member(challenge=last)
        held = made.session(challenge=last)
        made.slot(session=held, challenged_agency=challenged)
        self.seat = made.seat(session=held, panel_member=member)
        return made.panel_member(challenge=challenge, user=member.user)

    def test_may_come_back_unless_the_challenge_forbids_it(self, challenge, returning):
        interests.refresh(challenge)

        assert standing(challenge) == set()

    def test_may_not_where_the_challenge_forbids_it(self, challenge, returning, agency):
        challenge.same_person_may_return = False
        challenge.save()

        interests.refresh(challenge)

        assert standing(challenge) == {(returning, agency, "sat_last_time")}

    def test_did_not_sit_if_they_did_not_come(self, challenge, returning):
        challenge.same_person_may_return = False
        challenge.save()
        self.seat.attended = False
        self.seat.save()

        interests.refresh(challenge)

        assert standing(challenge) == set()


class TestTwoAgenciesThatWouldChallengeEachOther:
    @pytest.fixture
    def other(self, challenge):
        """Another agency, which somebody of the first challenges."""
        return another(challenge)

    @pytest.fixture
    def theirs(self, challenge, colleague, other):
        """A panel member who works for the other agency."""
        held = made.session(challenge=challenge)
        made.slot(session=held, challenged_agency=challenge.agencies.get(agency=other))
        made.seat(session=held, panel_member=colleague)
        user = factories.member(Role.LEAD, agency=other)
        return made.panel_member(challenge=challenge, user=user)

    def test_may_unless_the_challenge_forbids_it(self, challenge, theirs, agency):
        interests.refresh(challenge)

        assert (theirs, agency, "reciprocal") not in standing(challenge)

    def test_may_not_where_the_challenge_forbids_it(self, challenge, theirs, agency):
        challenge.reciprocal_allowed = False
        challenge.save()

        interests.refresh(challenge)

        assert (theirs, agency, "reciprocal") in standing(challenge)


class TestRoles:
    def test_an_interest_begins_with_the_role(self, challenge, agency):
        member = made.panel_member(challenge=challenge)

        memberships.give_role(
            user=member.user, role=Role.READER, agency=agency, by=challenge.set_up_by
        )

        assert standing(challenge) == {(member, agency, "own_agency")}

    def test_an_interest_ends_with_the_role(self, challenge, colleague):
        interests.refresh(challenge)

        memberships.take_away(membership=colleague.user.memberships.get(), by=challenge.set_up_by)

        assert standing(challenge) == set()

    def test_the_worker_finds_roles_that_the_calendar_ends(self, challenge, colleague):
        interests.refresh(challenge)
        yesterday = timezone.localdate() - timedelta(days=1)
        colleague.user.memberships.update(ends_on=yesterday)

        jobs.run_all()

        assert standing(challenge) == set()
        assert Interest.objects.get().ended_by is None
