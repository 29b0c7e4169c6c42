"""Somebody invited, whom another place knows already, is called here what the inviter wrote."""

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Role, User
from section11.people.operations import invitations
from tests import factories


@pytest.fixture
def planted(agency, people, self_audit):
    elsewhere = factories.partnership()
    user = factories.member(
        Role.COORDINATOR,
        partnership=elsewhere,
        name="Planted Name",
        post="Planted Post",
        email="planted@example.org",
    )
    for role in (Role.LEAD, Role.APPROVER):
        invitations.invite(
            email=user.email, name="Pat", role=role, agency=agency, by=people["lead"]
        )
    return user


def pages(client, self_audit):
    own = reverse("audits:self-audit-owners", args=[self_audit.pk])
    return client.get(self_audit.get_absolute_url()).text, client.get(own).text, own


def test_no_page_of_the_self_audit_tells_their_name_before_they_come(
    client, people, self_audit, planted
):
    client.force_login(people["lead"])
    standard = self_audit.cycle.standard_set.standards.first()
    *_, owners_url = pages(client, self_audit)

    client.post(owners_url, {f"owner-{standard.pk}": planted.pk, f"drawn-{standard.pk}": ""})

    detail, owners, _ = pages(client, self_audit)
    assert "Owner: Pat" in detail
    assert detail.count("Pat<br>") == 2
    assert "Pat" in owners
    assert "Planted" not in detail + owners
    assert User.objects.get(pk=planted.pk).name == "Planted Name"


def test_their_own_name_is_told_once_they_have_come(client, people, self_audit, planted):
    User.objects.filter(pk=planted.pk).update(last_login=timezone.now())
    client.force_login(people["lead"])

    detail, owners, _ = pages(client, self_audit)

    assert "Planted Name, Planted Post" in detail
    assert "Planted Name" in owners
    assert ">Pat" not in detail + owners
