from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Role, User
from section11.people.operations import agencies, invitations, memberships
from section11.record.models import Email, Event
from tests import factories
from tests.people.mail import sent_to


@pytest.fixture
def url(agency):
    return reverse("people:agency-people", args=[agency.pk])


@pytest.fixture
def invite_url(agency):
    return reverse("people:agency-invite", args=[agency.pk])


@pytest.fixture
def lead(client, people):
    client.force_login(people["lead"])
    return people["lead"]


def form(**changes):
    return {"role": "contributor", "name": "New Person", "email": "new@example.org"} | changes


def row(response, email):
    return next(p for p in response.context["people"] if p.user.email == email)


def test_the_page_says_who_holds_what_since_when(client, agency, people, lead, url):
    User.objects.filter(pk=lead.pk).update(last_login=timezone.now())

    response = client.get(url)

    assert [person.user for person in response.context["people"]] == sorted(
        (people[who] for who in ("reader", "contributor", "lead", "approver", "chief officer")),
        key=lambda person: person.name.casefold(),
    )
    assert "Approver, since 1 Jan 2020" in " ".join(response.text.split())
    assert f"Last signed in {timezone.localdate().day} " in response.text


@pytest.mark.parametrize("invited", [1, 3])
def test_the_number_of_queries_is_fixed(
    client, agency, people, lead, url, django_assert_num_queries, invited
):
    for number in range(invited):
        invitations.invite(
            email=f"{number}@example.org", name="N", role=Role.READER, agency=agency, by=lead
        )
        factories.member(Role.APPROVER, agency=agency)

    # session, person, roles, agency, people, mail
    with django_assert_num_queries(6):
        response = client.get(url)

    assert len(response.context["people"]) == 5 + 2 * invited


def test_somebody_is_invited(client, agency, lead, url, invite_url):
    response = client.post(invite_url, form(post="Nurse"), follow=True)

    user = User.objects.get(email="new@example.org")
    assert (user.name, user.post, user.agency_ids(Role.CONTRIBUTOR)) == (
        "New Person",
        "Nurse",
        {agency.pk},
    )
    assert response.redirect_chain == [(url, 302)]
    assert "New Person is invited. An e-mail is on its way to new@example.org." in response.text
    assert "E-mail of" in response.text


def test_an_invitation_kept_back_is_sent_later_from_the_list(client, lead, invite_url):
    kept = client.post(invite_url, form(hold="on"), follow=True)
    person = row(kept, "new@example.org")

    sent = client.post(reverse("people:role-send", args=[person.any_role.pk]), follow=True)

    assert "The invitation is kept back until you send it." in kept.text
    assert (person.standing, row(sent, "new@example.org").standing) == ("held", "invited")
    assert sent_to(person.user) == ["invitation"]


@pytest.mark.parametrize("email", ["new@example.org", "NEW@Example.org"])
def test_an_address_invited_twice_gets_a_clear_sentence(client, lead, invite_url, email):
    client.post(invite_url, form())

    response = client.post(invite_url, form(email=email, name="Typed Again"))

    assert response.context["form"].errors == {
        "email": [
            f"{email} is contributor here already."
            " Look for them in the list of people, and send the invitation again from there"
        ]
    }
    assert 'value="Typed Again"' in response.text
    assert Email.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"email": ""}, "email", "Enter their e-mail address"),
        ({"email": "new.example.org"}, "email", "Enter an e-mail address such as name@example.org"),
        ({"name": " "}, "name", "Enter their name"),
        ({"role": ""}, "role", "Choose a role"),
        (
            {"role": "coordinator"},
            "role",
            "Select a valid choice. coordinator is not one of the available choices.",
        ),
        (
            {"post": "x" * 151},
            "post",
            "“Job title (optional)” can have at most 150 characters: you have 151",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nobody_invited(
    client, lead, invite_url, changes, field, sentence
):
    response = client.post(invite_url, form(**changes))

    assert response.context["form"].errors == {field: [sentence]}
    assert Email.objects.count() == 0


def test_inviting_somebody_from_elsewhere_looks_like_inviting_somebody_new(
    client, lead, url, invite_url
):
    planted = factories.member(
        Role.COORDINATOR,
        partnership=factories.partnership(name="Planted Partnership"),
        name="Planted Name",
        post="Planted Post",
        email="planted@example.org",
        last_login=timezone.now(),
    )
    client.post(invite_url, form(email="aaaaaaa@example.org", name="Pat"))
    new = client.get(url).text

    answer = client.post(invite_url, form(email="planted@example.org", name="Pat"), follow=True)
    detail = client.get(reverse("people:person-detail", args=[planted.pk]))

    assert "Pat is invited. An e-mail is on its way to planted@example.org." in answer.text
    for text in (answer.text, detail.text, str(list(Event.objects.values_list("about")))):
        assert "Planted" not in text
    people = {p.user.email: p for p in client.get(url).context["people"]}
    known, unknown = people["planted@example.org"], people["aaaaaaa@example.org"]
    assert (known.name, known.post, known.standing) == (unknown.name, unknown.post, "invited")
    assert new.count("Send again") == 1
    assert client.get(url).text.count("Send again") == 2


def test_once_they_have_signed_in_their_own_name_is_shown(client, lead, url, invite_url):
    planted = factories.user(email="planted@example.org", name="Own Name", post="Own Post")
    client.post(invite_url, form(email="planted@example.org", name="Pat"))
    User.objects.filter(pk=planted.pk).update(last_login=timezone.now())

    person = row(client.get(url), "planted@example.org")

    assert (person.name, person.post, person.standing) == ("Own Name", "Own Post", "seen")


def bounced(mail):
    mail.bounced_at = timezone.now()


def failing(mail):
    mail.last_error = "Connection refused"


def two_weeks_old(mail):
    mail.queued_at = timezone.now() - timedelta(days=14)
    mail.to.memberships.update(given_at=mail.queued_at)


@pytest.mark.parametrize(
    ("happens", "standing", "words"),
    [
        (bounced, "undelivered", "could not be delivered. Check the address."),
        (failing, "undelivered", "could not be delivered. Check the address."),
        (two_weeks_old, "expired", "and did not come in 14 days."),
    ],
)
def test_the_list_says_what_became_of_an_invitation(
    client, lead, url, invite_url, happens, standing, words
):
    client.post(invite_url, form())
    mail = Email.objects.get()
    happens(mail)
    mail.save()

    response = client.get(url)

    assert row(response, "new@example.org").standing == standing
    assert words in response.text


def test_mail_from_before_the_role_says_nothing_of_it(client, agency, people, lead, url):
    invite = {"email": "new@example.org", "name": "N", "by": lead, "agency": agency}
    first = invitations.invite(role=Role.READER, **invite)
    memberships.end_role(membership=first, by=lead)
    invitations.invite(role=Role.APPROVER, hold=True, **invite)

    assert row(client.get(url), "new@example.org").standing == "held"


def test_somebody_given_a_role_without_an_invitation_has_not_signed_in(client, agency, lead, url):
    person = factories.member(Role.READER, agency=agency, post="Nurse")

    response = client.get(url)

    assert row(response, person.email).standing == "not_seen"
    assert (
        row(response, person.email).post,
        "Has not signed in with this role yet" in response.text,
    ) == (
        "Nurse",
        True,
    )


def test_an_agency_without_people_says_whom_to_invite_first(client, people, partnership):
    empty = factories.agency(partnership=partnership)
    client.force_login(people["coordinator"])

    response = client.get(reverse("people:agency-people", args=[empty.pk]))

    assert "Nobody has a role here yet. Invite the safeguarding lead first." in response.text


def test_who_held_a_role_before_can_be_invited_again(client, agency, people, lead, url, invite_url):
    membership = people["reader"].memberships.get()
    memberships.end_role(membership=membership, by=lead)

    response = client.get(url)
    again = client.get(invite_url, {"again": membership.pk})

    assert [person.user for person in response.context["past"]] == [people["reader"]]
    assert f'href="{invite_url}?again={membership.pk}"' in response.text
    assert again.context["form"].initial == {
        "name": people["reader"].name,
        "email": people["reader"].email,
        "role": "reader",
    }


def test_the_form_is_filled_in_with_nobody_from_elsewhere(client, people, lead, invite_url):
    elsewhere = people["outsider"].memberships.get()

    for again in (elsewhere.pk, "x", "9" * 40):
        response = client.get(invite_url, {"again": again})

        assert response.context["form"].initial == {}


@pytest.mark.parametrize(("sent", "demanded"), [({"demanded": "on"}, True), ({}, False)])
def test_a_lead_demands_a_second_step_of_the_agencys_people(
    client, agency, lead, url, sent, demanded
):
    agencies.demand_second_factor(agency=agency, demanded=not demanded, by=lead)

    response = client.post(reverse("people:agency-second-factor", args=[agency.pk]), sent)

    agency.refresh_from_db()
    assert (agency.demands_second_factor, response.headers["Location"]) == (demanded, url)
    event = Event.objects.first()
    assert (event.kind, event.by, event.agency_id) == (Event.Kind.AGENCY_CHANGED, lead, agency.pk)


@pytest.mark.parametrize(
    ("demanded", "words"),
    [
        (True, "Everybody with a role here must use a second step when they sign in."),
        (False, "A second step at sign-in is each person's own choice"),
    ],
)
def test_the_page_says_whether_a_second_step_is_demanded(
    client, agency, people, url, demanded, words
):
    agencies.demand_second_factor(agency=agency, demanded=demanded, by=None)
    client.force_login(people["coordinator"])

    assert words in client.get(url).text
