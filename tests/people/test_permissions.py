from section11.people.models import Role
from section11.people.permissions import TABLE, Permission, permissions_for
from tests import factories


def test_every_role_has_a_row():
    assert set(TABLE) == set(Role)


def test_every_permission_is_given_to_someone():
    assert set().union(*TABLE.values()) == set(Permission)


def test_roles_add_up(agency, partnership):
    person = factories.member(Role.APPROVER, agency=agency)
    factories.Membership.objects.create(
        user=person, role=Role.BOARD_MEMBER, partnership=partnership
    )

    granted = permissions_for(person, agency_id=agency.pk, partnership_ids=(partnership.pk,))

    assert granted == TABLE[Role.APPROVER] | TABLE[Role.BOARD_MEMBER]


def test_a_role_elsewhere_grants_nothing(agency, people):
    assert permissions_for(people["outsider"], agency_id=agency.pk) == frozenset()


def test_an_ended_role_grants_nothing(agency):
    person = factories.member(Role.LEAD, agency=agency)
    person.memberships.update(ends_on="2021-01-01")

    assert permissions_for(person, agency_id=agency.pk) == frozenset()
