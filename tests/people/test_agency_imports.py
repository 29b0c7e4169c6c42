import pytest
from django.urls import reverse

from section11.people.models import Agency, PartnershipAgency, TableImport
from section11.people.operations import agencies
from section11.record.models import Event
from tests import factories
from tests.people import tables


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


@pytest.fixture
def upload(client, partnership, coordinator):
    return lambda *rows, fmt="csv": tables.upload(client, "agencies", partnership, rows, fmt)


def row_of(agency, **cells):
    """The agency as a file has it."""
    return tables.agency(
        name=agency.name,
        short_name=agency.short_name,
        sector=agency.sector,
        size=agency.size,
        statutory_partner=agency.statutory_partner,
        basis=agency.places.first().basis,
        **cells,
    )


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_agencies_are_brought_in(client, partnership, upload, coordinator, fmt):
    waiting = upload(tables.agency(), tables.agency(name="Young Carers", size="small"), fmt=fmt)

    response = tables.apply(client, waiting)

    assert "Brought in: 2 new, 0 changed." in response.text
    made = Agency.objects.get(name="Young Carers")
    assert (made.sector, made.size, made.places.get().basis) == ("police", "small", "section_11")
    event = Event.objects.get(kind=Event.Kind.AGENCIES_IMPORTED)
    assert (event.by, event.partnership_id) == (coordinator, partnership.pk)
    assert event.detail == {"new": 2, "changed": 0}


def test_the_preview_tells_new_changed_and_unchanged(client, agency, upload, partnership):
    same = factories.agency(partnership=partnership)
    row = row_of(agency) | {"size": "small", "basis": "voluntary"}
    waiting = upload(tables.agency(), row, row_of(same))

    response = client.get(waiting.get_absolute_url())

    preview = response.context["preview"]
    assert [entry.title for entry in preview.new] == ["Northern Police"]
    assert [vars(change) for change in preview.changed[0].changes] == [
        {
            "column": "size",
            "before": "20 or more staff and volunteers",
            "after": "Small: fewer than 20 staff and volunteers",
        },
        {"column": "basis", "before": "Section 11 body", "after": "Takes part by choice"},
    ]
    assert [entry.title for entry in preview.unchanged] == [same.name]
    assert "1 new, 1 changed, 1 unchanged" in response.text
    assert not Agency.objects.filter(name="Northern Police").exists()


def test_a_change_is_made(client, agency, upload):
    waiting = upload(row_of(agency) | {"sector": "fire", "basis": "voluntary"})

    tables.apply(client, waiting)

    agency.refresh_from_db()
    assert (agency.sector, agency.places.get().basis) == ("fire", "voluntary")


def test_other_capitals_and_blanks_name_the_same_agency(client, agency, upload):
    waiting = upload(row_of(agency) | {"name": f"  {agency.name.upper()} "})

    response = client.get(waiting.get_absolute_url())

    assert [entry.title for entry in response.context["preview"].unchanged] == [agency.name]
    assert "This file changes nothing: all of it is here already." in response.text
    assert "Bring them in" not in response.text


def test_columns_that_are_left_out_leave_things_as_they_are(client, agency, upload):
    Agency.objects.filter(pk=agency.pk).update(size="small", statutory_partner="police")
    row = {"name": agency.name, "sector": "fire", "basis": "section_11"}

    tables.apply(client, upload(row))

    agency.refresh_from_db()
    assert (agency.sector, agency.size, agency.statutory_partner) == ("fire", "small", "police")


def test_every_problem_is_told_with_its_row_and_column(client, upload):
    waiting = upload(
        tables.agency(name="", sector="Polise"),
        tables.agency(size="huge", basis=""),
        tables.agency(name="Northern Police ", statutory_partner="Fire"),
        tables.agency(name="x" * 151, short_name="y" * 25),
    )

    found = tables.problems(waiting)

    assert found == [
        "Row 2, column name: This cell needs a text.",
        "Row 2, column sector: “Polise” is not known here. Did you mean “Police”?",
        "Row 3, column size: “huge” is not known here. Write one of: Small: fewer than 20 staff and"
        " volunteers; 20 or more staff and volunteers.",
        "Row 3, column basis: This cell needs a value. Write one of: Section 11 body; Relevant"
        " agency; Section 175 or 157 setting; Commissioned service; Takes part by choice.",
        "Row 4, column name: Row 3 has this agency too.",
        "Row 4, column statutory_partner: “Fire” is not known here. Write one of: Local authority;"
        " Integrated care board; Police.",
        "Row 5, column name: At most 150 characters fit here; this has 151.",
        "Row 5, column short_name: At most 24 characters fit here; this has 25.",
    ]


def test_problems_are_shown_and_nothing_can_be_brought_in(client, upload):
    waiting = upload(tables.agency(), tables.agency(name="Y", sector="Polise"))

    page = client.get(waiting.get_absolute_url())
    answer = tables.apply(client, waiting)

    assert "Nothing can be brought in: 1 problem" in page.text
    assert "Bring them in" not in page.text
    assert "Nothing was brought in. Row 3, column sector:" in answer.text
    assert not Agency.objects.filter(name="Northern Police").exists()


def test_an_agency_of_another_partnership_too_only_takes_the_basis_from_the_file(
    client, agency, upload
):
    hidden = factories.partnership(name="Hidden Hills")
    PartnershipAgency.objects.create(partnership=hidden, agency=agency, basis="voluntary")
    waiting = upload(row_of(agency) | {"sector": "fire", "basis": "relevant_agency"})

    page = client.get(waiting.get_absolute_url())
    tables.apply(client, waiting)

    agency.refresh_from_db()
    assert [c.column for c in page.context["preview"].changed[0].changes] == ["basis"]
    assert "Hidden Hills" not in page.text
    assert agency.sector == "police"
    assert {place.basis for place in agency.places.all()} == {"relevant_agency", "voluntary"}


def test_an_agency_that_another_partnership_has_looks_like_a_new_one(client, upload, partnership):
    elsewhere = factories.partnership(name="Hidden Hills")
    shared = factories.agency(partnership=elsewhere, name="Shared Trust", sector="acute_trust")
    waiting = upload(tables.agency(name="Shared Trust"), tables.agency())

    page = client.get(waiting.get_absolute_url())
    tables.apply(client, waiting)

    shared.refresh_from_db()
    [first, second] = page.context["preview"].new
    assert (first.words, first.changes) == (second.words, second.changes)
    assert shared.sector == "acute_trust"
    assert partnership.agency_places.filter(agency=shared).exists()


def test_a_preview_that_has_gone_out_of_date_is_shown_anew(client, upload, partnership, people):
    waiting = upload(tables.agency())
    seen = client.get(waiting.get_absolute_url()).context["preview"].seen
    agencies.add(
        partnership=partnership,
        name="Northern Police",
        short_name="NP",
        sector="police",
        basis="section_11",
        by=people["coordinator"],
    )

    response = client.post(
        reverse("people:import-apply", args=[waiting.pk]), {"seen": seen}, follow=True
    )

    assert "Something has changed since you looked at this preview" in response.text
    assert "1 changed" in response.text
    assert Agency.objects.get(name="Northern Police").short_name == "NP"


def test_the_form_sent_twice_has_one_effect(client, upload, coordinator):
    waiting = upload(tables.agency())
    seen = client.get(waiting.get_absolute_url()).context["preview"].seen
    url = reverse("people:import-apply", args=[waiting.pk])
    client.post(url, {"seen": seen})

    response = client.post(url, {"seen": seen}, follow=True)

    assert f"{coordinator} brought this file in on" in response.text
    assert Event.objects.filter(kind=Event.Kind.AGENCIES_IMPORTED).count() == 1


def test_what_was_brought_in_is_forgotten_as_a_file(client, upload, coordinator):
    waiting = upload(tables.agency())
    tables.apply(client, waiting)

    response = client.get(waiting.get_absolute_url())

    waiting.refresh_from_db()
    assert waiting.rows == []
    assert f"{coordinator}, " in response.text
    assert "Throw this upload away" not in response.text


def test_an_upload_is_thrown_away(client, upload):
    waiting = upload(tables.agency())

    response = client.post(reverse("people:import-discard", args=[waiting.pk]), follow=True)

    assert "list.csv was thrown away. Nothing has changed." in response.text
    assert not TableImport.objects.exists()
    assert not Agency.objects.filter(name="Northern Police").exists()


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_the_template_can_be_sent_back_as_it_is(client, coordinator, partnership, fmt):
    url = reverse("people:import-template", args=["agencies", fmt])

    _, waiting = tables.send(
        client, "agencies", partnership, client.get(url).content, f"template.{fmt}"
    )

    assert tables.problems(waiting) == []


def test_a_list_says_which_files_wait(client, upload):
    waiting = upload(tables.agency())

    text = client.get(reverse("people:agency-list")).text

    assert "Uploaded, not brought in yet" in text
    assert waiting.get_absolute_url() in text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_fixed(
    client, upload, partnership, django_assert_num_queries, rows
):
    old = [factories.agency(partnership=partnership) for _ in range(rows)]
    waiting = upload(
        *(tables.agency(name=f"New {n}") for n in range(rows)),
        *(row_of(agency) | {"sector": "fire"} for agency in old),
    )

    # session, person, roles, the file, places and agencies, those that others have too
    with django_assert_num_queries(6):
        response = client.get(waiting.get_absolute_url())

    assert len(response.context["preview"].new) == rows
