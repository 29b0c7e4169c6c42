import pytest
from django.conf import settings
from django.urls import reverse

from section11.people.models import Membership, Role, User
from section11.people.operations import invitations
from section11.record.models import Event
from tests import factories
from tests.people.mail import sent_to


@pytest.fixture
def lead(client, people):
    client.force_login(people["lead"])
    return people["lead"]


@pytest.fixture
def people_url(agency):
    return reverse("people:agency-people", args=[agency.pk])


def address(name, person):
    return reverse(f"people:{name}", args=[person.memberships.get().pk])


def roles(person):
    return sorted(Membership.objects.current().filter(user=person).values_list("role", flat=True))


def test_a_role_that_is_ended_ends_at_once(client, agency, people, lead, people_url):
    url = address("role-end", people["contributor"])
    asked = client.get(url)

    response = client.post(url, follow=True)

    assert "The role ends at once, even if they are signed in." in asked.text
    assert response.redirect_chain == [(people_url, 302)]
    assert f"{people['contributor']} is no longer contributor of {agency}." in response.text
    assert roles(people["contributor"]) == []


def test_whoever_is_removed_while_signed_in_is_refused_and_their_work_is_kept(
    client, cycle, agency, people
):
    self_audit = factories.self_audit(
        cycle=cycle, agency=agency, answered="amber", by=people["contributor"]
    )
    saved = list(self_audit.answers.values("narrative", "updated_by"))
    client.force_login(people["contributor"])
    before = client.get(self_audit.get_absolute_url())
    other = client.__class__()
    other.force_login(people["lead"])

    other.post(address("role-leave", people["contributor"]))
    after = client.get(self_audit.get_absolute_url())

    assert before.status_code == 200
    assert after.headers["Location"].startswith(f"{reverse(settings.LOGIN_URL)}?next=")
    assert len(saved) == 4
    assert list(self_audit.answers.values("narrative", "updated_by")) == saved
    assert people["contributor"].pk in {answer["updated_by"] for answer in saved}


def test_the_only_lead_cannot_be_ended_and_the_page_says_what_to_do(client, agency, people, lead):
    url = address("role-end", lead)
    sentence = (
        f"{lead} is the only safeguarding lead of {agency}."
        " Make somebody else safeguarding lead first."
    )

    asked = client.get(url)
    answered = client.post(url, follow=True)

    assert sentence in asked.text
    assert f'href="{address("role-hand-on", lead)}"' in asked.text
    assert "End the role</button>" not in asked.text
    assert sentence in answered.text
    assert roles(lead) == ["lead"]


def test_the_only_lead_cannot_leave(client, agency, people, lead):
    client.post(address("role-leave", lead))

    assert roles(lead) == ["lead"]


def test_a_lead_who_ends_their_own_role_is_taken_home(client, agency, people, lead):
    factories.member(Role.LEAD, agency=agency)

    response = client.post(address("role-end", lead))

    assert response.headers["Location"] == reverse("web:home")


def test_a_role_that_has_ended_is_not_ended_again(client, people, lead):
    url = address("role-end", people["reader"])
    client.post(url)

    asked = client.get(url)
    answered = client.post(url, follow=True)

    for response in (asked, answered):
        assert "This role has ended already." in response.text
    assert Event.objects.filter(kind=Event.Kind.ROLE_ENDED).count() == 1


def test_who_leaves_and_has_no_role_elsewhere_is_let_in_no_more(client, agency, people, lead):
    user = people["reader"]
    factories.Membership.objects.create(user=user, role=Role.APPROVER, agency=agency)
    held = user.memberships.first()
    asked = client.get(reverse("people:role-leave", args=[held.pk]))

    response = client.post(reverse("people:role-leave", args=[held.pk]), follow=True)

    user = User.objects.get(pk=user.pk)
    assert "Nothing is deleted" in asked.text
    assert f"{user} has no role in {agency} any more." in response.text
    assert (user.is_active, roles(user)) == (False, [])
    assert user.deactivated_at is not None


def test_who_leaves_and_has_a_role_elsewhere_keeps_it_and_the_lead_is_told_the_same(
    client, agency, people, lead
):
    user = people["reader"]
    held = user.memberships.get()
    planted = factories.agency(partnership=factories.partnership(), name="Planted Agency")
    factories.Membership.objects.create(user=user, role=Role.LEAD, agency=planted)

    response = client.post(reverse("people:role-leave", args=[held.pk]), follow=True)
    detail = client.get(reverse("people:person-detail", args=[user.pk]))

    user = User.objects.get(pk=user.pk)
    assert f"{user} has no role in {agency} any more." in response.text
    assert (user.is_active, roles(user)) == (True, ["lead"])
    assert "Planted" not in response.text + detail.text


def test_who_leaves_before_coming_in_has_no_invitation_any_more(client, agency, people, lead):
    membership = invitations.invite(
        email="new@example.org", name="New", role=Role.READER, agency=agency, by=lead
    )

    client.post(reverse("people:role-leave", args=[membership.pk]))

    assert membership.user.invitations.open().count() == 0
    event = Event.objects.get(kind=Event.Kind.INVITATION_WITHDRAWN)
    assert (event.by, event.agency_id) == (lead, agency.pk)


def test_the_lead_is_handed_to_a_colleague(client, agency, people, lead):
    url = address("role-hand-on", lead)
    choices = [pk for pk, _ in client.get(url).context["form"].fields["to"].choices]

    response = client.post(url, {"to": people["contributor"].pk, "stays": "no"}, follow=True)

    assert str(lead.pk) not in choices
    assert str(people["contributor"].pk) in choices
    assert (roles(lead), roles(people["contributor"])) == ([], ["contributor", "lead"])
    assert sent_to(people["contributor"]) == ["role_given"]
    assert f"{people['contributor']} is safeguarding lead of {agency} now" in response.text
    assert response.redirect_chain == [(reverse("web:home"), 302)]


def test_the_lead_is_handed_to_somebody_new_and_who_was_lead_stays(client, agency, people, lead):
    new = {"name": "Nuala", "email": "Nuala@example.org", "post": "Head"}

    client.post(address("role-hand-on", lead), {"to": "new", "stays": "yes"} | new)

    nuala = User.objects.get(email="nuala@example.org")
    assert (roles(nuala), nuala.name, nuala.post) == (["lead"], "Nuala", "Head")
    assert sent_to(nuala) == ["invitation"]
    assert roles(lead) == ["contributor"]


def test_who_is_contributor_too_stays_what_they_were(client, agency, people, lead):
    url = address("role-hand-on", lead)
    factories.Membership.objects.create(user=lead, role=Role.CONTRIBUTOR, agency=agency)

    client.post(url, {"to": people["reader"].pk, "stays": "yes"})

    assert roles(lead) == ["contributor"]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        (
            {},
            {
                "to": ["Choose who will be the safeguarding lead"],
                "stays": ["Choose whether the lead of today stays as contributor"],
            },
        ),
        (
            {"to": "new", "stays": "yes"},
            {"name": ["Enter their name"], "email": ["Enter their e-mail address"]},
        ),
        (
            {"to": "new", "stays": "yes", "name": "N", "email": "n"},
            {"email": ["Enter an e-mail address such as name@example.org"]},
        ),
    ],
)
def test_what_is_missing_for_handing_on_is_said(client, people, lead, sent, errors):
    response = client.post(address("role-hand-on", lead), sent | {"csrfmiddlewaretoken": "x"})

    assert response.context["form"].errors == errors
    assert roles(lead) == ["lead"]


def test_only_a_lead_is_handed_on(client, people, lead, people_url):
    response = client.get(address("role-hand-on", people["reader"]), follow=True)

    assert "Only somebody who is safeguarding lead today can hand on the lead." in response.text


def test_the_roles_of_a_person_over_time(client, agency, people, lead):
    client.post(address("role-end", people["reader"]))
    factories.Membership.objects.create(user=people["reader"], role=Role.APPROVER, agency=agency)

    response = client.get(reverse("people:person-detail", args=[people["reader"].pk]))

    held = response.context["person"].held
    assert [(m.role, m.has_ended) for m in held] == [("approver", False), ("reader", True)]
    assert "1 Jan 2020" in response.text
    assert ">Now<" in response.text


@pytest.mark.parametrize("ended", [1, 3])
def test_the_number_of_queries_is_fixed(
    client, agency, people, lead, django_assert_num_queries, ended
):
    for _ in range(ended):
        factories.Membership.objects.create(
            user=people["reader"], role=Role.APPROVER, agency=agency, ends_on="2021-01-01",
            starts_on="2020-01-01",
        )  # fmt: skip

    # session, person, roles, roles of the person shown
    with django_assert_num_queries(4):
        response = client.get(reverse("people:person-detail", args=[people["reader"].pk]))

    assert len(response.context["person"].held) == 1 + ended
