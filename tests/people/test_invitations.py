from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from section11.people.models import Invitation, Role, User
from section11.people.models.invitation import digest
from section11.people.operations import invitations, users
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import factories
from tests.at_once import at_once
from tests.people.mail import link, sent_to


@pytest.fixture
def invite(agency, people):
    """invite(…): into the agency by its lead, as a contributor unless told otherwise."""

    def ask(email="new@example.org", **changes):
        facts = {"name": "New Person", "role": Role.CONTRIBUTOR, "agency": agency}
        return invitations.invite(email=email, **facts | {"by": people["lead"]} | changes)

    return ask


def kinds():
    return [event.kind for event in Event.objects.order_by("pk")]


def test_somebody_new_gets_a_role_and_a_link(agency, people, invite):
    membership = invite(post="Officer")

    user = membership.user
    assert (user.email, user.name, user.post) == ("new@example.org", "New Person", "Officer")
    assert user.agency_ids(Role.CONTRIBUTOR) == {agency.pk}
    assert sent_to(user) == ["invitation"]
    assert kinds() == [Event.Kind.PERSON_ADDED, Event.Kind.ROLE_GIVEN, Event.Kind.PERSON_INVITED]
    event = Event.objects.first()
    assert (event.by, event.agency_id) == (people["lead"], agency.pk)
    assert event.detail == {"role": "contributor", "held": False}


def test_the_mail_says_who_invites_to_what(agency, people, invite):
    user = invite().user

    body = Email.objects.get(to=user).body

    assert body.startswith("Dear New Person,\n")
    assert f"{people['lead'].name} has invited you to Section 11" in body
    assert f"- Contributor, {agency.name}\n" in body
    assert "within 14 days" in body


def test_nobody_but_the_mail_knows_the_key(invite):
    user = invite().user

    key = link(user).split("/")[2]
    stored = user.invitations.get()

    assert len(key) >= 43
    assert stored.key_digest == digest(key)
    assert key not in str(Invitation.objects.values_list())
    assert stored.expires_at - stored.sent_at == timedelta(days=14)


def test_the_same_address_in_capitals_is_the_same_person(invite):
    first = invite("new@example.org")
    second = invite(" New@EXAMPLE.org ", role=Role.APPROVER)

    assert second.user == first.user
    assert first.user.invitations.open().count() == 1


def test_whoever_holds_the_role_is_not_invited_to_it_again(agency, invite):
    invite("new@example.org")

    with pytest.raises(RuleBroken, match=f"^New Person is contributor of {agency} already.$"):
        invite("NEW@example.org")

    assert Email.objects.count() == 1


def test_a_second_role_brings_a_new_link_that_names_both(agency, invite):
    user = invite().user
    before = link(user)

    invite(role=Role.APPROVER)

    assert link(user) != before
    assert f"- Contributor, {agency}\n- Approver, {agency}\n" in (
        Email.objects.filter(to=user).latest("pk").body
    )


def test_somebody_who_has_come_in_is_told_of_the_role(agency, people, invite):
    invite(people["outsider"].email)

    assert sent_to(people["outsider"]) == ["role_given"]
    assert people["outsider"].invitations.count() == 0
    body = Email.objects.get().body
    assert f"{people['lead'].name} has given you a role" in body
    assert f"- Contributor, {agency}\n" in body
    assert link(people["outsider"]) == "/"


def test_a_held_invitation_waits_until_it_is_sent(people, invite):
    membership = invite(hold=True)
    held = membership.user.invitations.get()

    invitations.send(membership=membership, by=people["lead"])

    assert held.is_held
    assert sent_to(membership.user) == ["invitation"]
    assert not membership.user.invitations.get().is_held
    assert [event.detail["held"] for event in Event.objects.order_by("pk")[2:]] == [True, False]


def test_a_held_role_of_somebody_from_elsewhere_waits_too(people, invite):
    membership = invite(people["outsider"].email, hold=True)
    before = sent_to(people["outsider"])

    invitations.send(membership=membership, by=people["lead"])

    assert before == []
    assert sent_to(people["outsider"]) == ["role_given"]


def test_sending_again_makes_the_link_before_it_useless(people, invite):
    membership = invite()
    first = Invitation.objects.with_key(link(membership.user).split("/")[2])

    invitations.send(membership=membership, by=people["lead"])

    first.refresh_from_db()
    latest = Invitation.objects.with_key(link(membership.user).split("/")[2])
    assert first.refusal == Invitation.Refusal.REPLACED
    assert (latest.refusal, latest.pk == first.pk) == ("", False)


def test_nothing_is_sent_again_to_somebody_who_has_come(people, invite):
    membership = invite()
    User.objects.filter(pk=membership.user_id).update(last_login=timezone.now())
    membership.refresh_from_db()

    with pytest.raises(RuleBroken, match="^New Person has come in: there is nothing to send.$"):
        invitations.send(membership=membership, by=people["lead"])


def test_nothing_is_sent_for_a_role_that_has_ended(people, invite):
    membership = invite()
    users.deactivate(user=membership.user, by=people["coordinator"])
    membership.refresh_from_db()

    with pytest.raises(RuleBroken, match=r"^This role has ended. Invite the person again.$"):
        invitations.send(membership=membership, by=people["lead"])


def test_a_link_is_used_once(invite):
    invitation = invite().user.invitations.get()

    user = invitations.accept(invitation=invitation)

    assert user == invitation.user
    assert Event.objects.first().kind == Event.Kind.INVITATION_USED
    with pytest.raises(RuleBroken, match="This link does not let anybody in any more."):
        invitations.accept(invitation=invitation)


def test_somebody_who_had_left_is_let_in_again_with_the_new_role_alone(agency, people, invite):
    person = factories.member(Role.APPROVER, agency=agency)
    users.deactivate(user=person, by=people["coordinator"])

    invite(person.email, role=Role.READER)

    person = User.objects.get(pk=person.pk)
    assert (person.is_active, person.deactivated_at) == (True, None)
    assert [m.role for m in person.current_memberships] == [Role.READER]
    assert Event.Kind.PERSON_REACTIVATED in kinds()


def test_deactivating_and_reactivating_twice_is_doing_it_once(people):
    for _ in range(2):
        users.deactivate(user=people["reader"], by=people["coordinator"])
    for _ in range(2):
        users.reactivate(user=people["reader"], by=people["coordinator"])

    assert kinds() == [
        Event.Kind.ROLE_ENDED,
        Event.Kind.PERSON_DEACTIVATED,
        Event.Kind.PERSON_REACTIVATED,
    ]


@pytest.mark.database
def test_one_open_invitation_for_each_person_is_kept_by_the_database(invite):
    user = invite(hold=True).user

    with pytest.raises(IntegrityError, match="one_open_invitation_per_person|invitation.user_id"):
        Invitation.objects.create(user=user)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_invited_from_two_places_at_once_is_one_person_with_one_invitation(partnership):
    places = [factories.agency(partnership=partnership) for _ in range(2)]

    at_once(
        *[
            lambda agency=agency: invitations.invite(
                email="new@example.org", name="New", role=Role.READER, agency=agency, by=None
            )
            for agency in places
        ]
    )

    user = User.objects.get(email="new@example.org")
    assert user.agency_ids() == {agency.pk for agency in places}
    assert user.invitations.open().count() == 1
    assert sent_to(user) == ["invitation", "invitation"]
