import pytest
from django.urls import reverse

from section11.people.models import Membership, Partnership, PartnershipAgency, Role, User
from section11.people.operations import invitations, users
from section11.record.models import Email, Event
from tests import factories
from tests.people import tables


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


@pytest.fixture
def upload(client, partnership, coordinator):
    return lambda *rows, fmt="csv": tables.upload(client, "people", partnership, rows, fmt)


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_people_are_invited(client, agency, partnership, upload, coordinator, fmt):
    waiting = upload(
        tables.person(),
        tables.person(
            email="Alex@Example.org", name="Alex Roy", role="lead", agency=agency.name.upper()
        ),
        fmt=fmt,
    )

    response = tables.apply(client, waiting)

    assert "Brought in: 2 new, 0 changed." in response.text
    sam, alex = User.objects.get(name="Sam Lee"), User.objects.get(email="alex@example.org")
    assert sam.post == "Head of service"
    assert sam.partnership_ids(Role.BOARD_MEMBER) == {partnership.pk}
    assert alex.agency_ids(Role.LEAD) == {agency.pk}
    assert {mail.to for mail in Email.objects.filter(template="invitation")} == {sam, alex}
    event = Event.objects.get(kind=Event.Kind.PEOPLE_IMPORTED)
    assert (event.by, event.partnership_id) == (coordinator, partnership.pk)
    assert event.detail == {"new": 2, "changed": 0, "held": False}


def test_invitations_are_held(client, upload):
    waiting = upload(tables.person())

    tables.apply(client, waiting, hold="hold")

    assert User.objects.get(email="sam@example.org").invitations.get().is_held
    assert not Email.objects.exists()
    assert Event.objects.get(kind=Event.Kind.PEOPLE_IMPORTED).detail["held"]


def test_the_preview_tells_who_is_new_who_gets_another_role_and_who_holds_it(
    client, people, agency, upload
):
    lead = people["lead"]
    waiting = upload(
        tables.person(),
        tables.person(email=lead.email.upper(), name=lead.name, role="Reader", agency=agency.name),
        tables.person(email=lead.email, name=lead.name, role="Lead", agency=agency.name)
        | {"role": "Safeguarding lead"},
    )

    preview = client.get(waiting.get_absolute_url()).context["preview"]

    assert [entry.title for entry in preview.new] == ["sam@example.org"]
    assert [entry.words for entry in preview.changed] == [f"{lead.name}: Reader, {agency}"]
    assert [entry.row for entry in preview.unchanged] == [4]


def test_nobodys_name_is_changed(client, people, agency, upload):
    lead = people["lead"]
    before = (lead.name, lead.post)
    waiting = upload(
        tables.person(email=lead.email, name="Other", role="reader", agency=agency.name)
    )

    tables.apply(client, waiting)

    lead.refresh_from_db()
    assert (lead.name, lead.post) == before
    assert lead.memberships.filter(role=Role.READER, agency=agency).exists()


def test_somebody_known_elsewhere_looks_like_somebody_new(client, people, upload):
    outsider = people["outsider"]
    waiting = upload(
        tables.person(email=outsider.email, name="Whoever"), tables.person(name="Sam Lee")
    )

    response = client.get(waiting.get_absolute_url())

    assert [entry.title for entry in response.context["preview"].new] == [
        outsider.email,
        "sam@example.org",
    ]
    assert outsider.name not in response.text


def test_every_problem_is_told_with_its_row_and_column(agency, partnership, upload):
    Agency = type(agency)
    Agency.objects.filter(pk=agency.pk).update(name="Northern Police")
    waiting = upload(
        tables.person(email="sam at example", name=""),
        tables.person(role="Boss"),
        tables.person(role="Safeguarding leed", agency="Northern Polise"),
        tables.person(email="c@example.org", role="lead", agency=""),
        tables.person(email="d@example.org", role="Board member", agency="Northern Police"),
        tables.person(email="e@example.org", role="administrator"),
        tables.person(email="f@example.org", role="granted_reader"),
        tables.person(email="", name="Nobody", role="Board member"),
    )

    found = tables.problems(waiting)

    roles = (
        "Safeguarding lead; Contributor; Approver; Chief officer; Reader; Coordinator; Board chair;"
        " Board member; Panel member; Scrutineer; Lay member"
    )
    assert found == [
        "Row 2, column email: “sam at example” is no e-mail address such as name@example.org.",
        "Row 2, column name: This cell needs a text.",
        f"Row 3, column role: “Boss” is not known here. Write one of: {roles}.",
        "Row 4, column role: “Safeguarding leed” is not known here. Did you mean “Safeguarding"
        " lead”?",
        f"Row 4, column agency: There is no agency in {partnership} called “Northern Polise”."
        " Did you mean “Northern Police”?",
        "Row 5, column agency: Name the agency: safeguarding lead is a role in an agency.",
        "Row 6, column agency: Leave this blank: board member is a role in the partnership.",
        f"Row 7, column role: “administrator” is not known here. Write one of: {roles}.",
        "Row 8, column role: “granted_reader” is not known here. Did you mean “Reader”?",
        "Row 9, column email: This cell needs an e-mail address.",
    ]


def test_an_address_twice_with_one_role_is_told_whatever_the_capitals(upload):
    waiting = upload(
        tables.person(),
        tables.person(email="SAM@example.org"),
        tables.person(email="Sam@Example.org", name="Samantha Lee", role="Lay member"),
    )

    assert tables.problems(waiting) == [
        "Row 3, column email: Row 2 gives this person the same role.",
        "Row 4, column name: Row 2 has this address with another name.",
    ]


def test_one_address_may_have_two_roles(client, upload, partnership):
    waiting = upload(tables.person(), tables.person(role="Scrutineer"))

    tables.apply(client, waiting)

    held = User.objects.get(email="sam@example.org").memberships.filter(partnership=partnership)
    assert {membership.role for membership in held} == {"board_member", "scrutineer"}


def test_an_agency_of_another_partnership_is_not_known_here(upload):
    factories.agency(partnership=factories.partnership(), name="Hidden Trust")
    waiting = upload(tables.person(role="lead", agency="Hidden Trusd"))

    [problem] = tables.problems(waiting)

    assert problem.endswith("called “Hidden Trusd”.")


def test_nobody_is_put_into_an_agency_that_another_partnership_had_first(partnership, upload):
    elsewhere = factories.partnership(name="Hidden Hills")
    shared = factories.agency(partnership=elsewhere, name="Shared Trust")
    PartnershipAgency.objects.create(partnership=partnership, agency=shared, basis="section_11")
    waiting = upload(tables.person(role="lead", agency="Shared Trust"))

    assert tables.problems(waiting) == [
        "Row 2, column agency: This agency's own lead invites its people."
    ]


def test_a_role_given_meanwhile_undoes_all_of_the_file(client, people, upload, partnership):
    waiting = upload(tables.person(email="ann@example.org", name="Ann"), tables.person())
    seen = client.get(waiting.get_absolute_url()).context["preview"].seen
    sam = users.create(email="sam@example.org", name="Sam", by=None)
    Membership.objects.create(user=sam, role=Role.BOARD_MEMBER, partnership=partnership)

    response = client.post(
        reverse("people:import-apply", args=[waiting.pk]), {"seen": seen}, follow=True
    )

    assert "Something has changed since you looked at this preview" in response.text
    assert not User.objects.filter(email="ann@example.org").exists()


def test_invitations_that_were_held_are_sent_all_at_once(client, upload, agency):
    waiting = upload(
        tables.person(),
        tables.person(role="Scrutineer"),
        tables.person(email="ann@example.org", name="Ann", role="lead", agency=agency.name),
    )
    tables.apply(client, waiting, hold="hold")
    offered = client.get(reverse("people:agency-list")).context["held"]

    response = client.post(reverse("people:held-send"), follow=True)

    assert offered == 3
    assert sorted(Email.objects.values_list("to__email", flat=True)) == [
        "ann@example.org",
        "sam@example.org",
    ]
    assert "Invitations are on their way to 2 people." in response.text
    assert response.context["held"] == 0


def test_what_another_partnership_holds_back_is_not_sent(client, people, coordinator):
    elsewhere = people["coordinator elsewhere"]
    [other] = Partnership.objects.filter(pk__in=elsewhere.partnership_ids())
    invitations.invite(
        email="x@example.org",
        name="X",
        role=Role.CHAIR,
        partnership=other,
        by=elsewhere,
        hold=True,
    )

    client.post(reverse("people:held-send"))

    assert not Email.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_fixed(client, upload, agency, django_assert_num_queries, rows):
    waiting = upload(
        *(tables.person(email=f"p{n}@example.org") for n in range(rows)),
        *(
            tables.person(email=f"q{n}@example.org", role="lead", agency=agency.name)
            for n in range(rows)
        ),
    )

    # session, person, roles, the file, agencies, those whose people are looked after here, people
    with django_assert_num_queries(7):
        response = client.get(waiting.get_absolute_url())

    assert len(response.context["preview"].new) == 2 * rows
