"""Who is withheld what, and what of the record goes with it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.audits.models import SelfAudit
from section11.people import withheld
from section11.people.models import Role, User
from section11.record import events
from section11.record.models import Event
from tests import challenge_factories as made
from tests import factories


@pytest.fixture
def member(cycle, agency, people):
    """The coordinator, who sits on the panel and has an interest in the agency."""
    challenge = made.challenge(cycle=cycle)
    made.challenged_agency(challenge=challenge, agency=agency)
    found = made.panel_member(challenge=challenge, user=people["coordinator"])
    made.interest(panel_member=found, agency=agency)
    return found


def fresh(user):
    """As each request has it: nothing read yet."""
    return User.objects.get(pk=user.pk)


def test_an_interest_withholds_the_agency_in_its_partnership(member, partnership, agency):
    user = fresh(member.user)

    assert user.withheld == {(partnership.pk, agency.pk)}
    assert withheld.agencies(user, partnership.pk) == {agency.pk}
    assert withheld.agencies(user, partnership.pk + 1) == set()


def test_nothing_is_withheld_from_nobody(partnership):
    assert withheld.agencies(None, partnership.pk) == set()


def test_it_is_read_once_in_one_query(member, partnership, django_assert_num_queries):
    user = fresh(member.user)
    user.partnership_ids()

    with django_assert_num_queries(1):
        for _ in range(3):
            withheld.agencies(user, partnership.pk)


def test_whoever_only_works_for_an_agency_costs_no_query(people, django_assert_num_queries):
    user = fresh(people["lead"])
    user.agency_ids()

    with django_assert_num_queries(0):
        assert user.withheld == frozenset()


def test_two_interests_in_two_partnerships_are_each_withheld_where_they_are(member, agency):
    elsewhere = factories.partnership()
    other = factories.agency(partnership=elsewhere)
    challenge = made.challenge(cycle=factories.cycle(partnership=elsewhere))
    made.challenged_agency(challenge=challenge, agency=other)
    member.user.memberships.create(role=Role.BOARD_MEMBER, partnership=elsewhere)
    sits = made.panel_member(challenge=challenge, user=member.user)
    made.interest(panel_member=sits, agency=other)
    open_to_all = factories.self_audit(cycle=challenge.cycle, agency=agency, submitted=True)
    closed = factories.self_audit(
        cycle=factories.cycle(partnership=elsewhere), agency=other, submitted=True
    )

    seen = SelfAudit.objects.visible_to(fresh(member.user))

    assert open_to_all in seen  # the interest in it was declared in the first partnership
    assert closed not in seen


def test_own_work_stays_visible(member, agency):
    member.user.memberships.create(role=Role.READER, agency=agency)

    seen = SelfAudit.objects.visible_to(fresh(member.user))

    assert [one.agency for one in seen] == [agency]


class TestTheRecord:
    @pytest.fixture
    def done(self, agency, partnership, people):
        """Something was done to the agency, and to the partnership."""
        where = {"partnership_id": partnership.pk}
        kind = Event.Kind.EVIDENCE_ADDED
        events.record(kind, "Abracadabra", by=people["lead"], agency_id=agency.pk, **where)
        events.record(Event.Kind.CYCLE_CHANGED, "Bathysphere", by=people["chair"], **where)

    def test_of_the_partnership_leaves_the_agency_out(self, client, member, partnership, done):
        client.force_login(member.user)

        page = client.get(reverse("people:partnership-record", args=[partnership.pk]))
        file = client.get(
            reverse("people:partnership-record-download", args=[partnership.pk, "csv"])
        )

        assert "Bathysphere" in page.text
        assert "Abracadabra" not in page.text
        assert b"Bathysphere" in file.content
        assert b"Abracadabra" not in file.content

    def test_of_the_agency_is_not_theirs(self, client, member, agency, done):
        client.force_login(member.user)

        page = client.get(reverse("people:agency-record", args=[agency.pk]))

        assert page.status_code == 403

    def test_of_both_is_theirs_once_the_challenge_is_closed(
        self, client, member, agency, partnership, done
    ):
        challenge = member.challenge
        challenge.status, challenge.closed_at = "closed", timezone.now()
        challenge.closed_by = challenge.set_up_by
        challenge.save()
        client.force_login(member.user)

        page = client.get(reverse("people:partnership-record", args=[partnership.pk]))

        assert "Abracadabra" in page.text
        assert client.get(reverse("people:agency-record", args=[agency.pk])).status_code == 200
