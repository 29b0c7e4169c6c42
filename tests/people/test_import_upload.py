"""Whatever is sent to the upload page, the answer is a sentence, and nothing has changed."""

import io
import time
import tracemalloc

import pytest
from django.urls import reverse
from openpyxl import Workbook

from section11.people.models import TableImport, User
from section11.people.operations import imports
from tests import factories
from tests.people import tables


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def many(count, **cells):
    people = (tables.person(email=f"person{n}@example.org", **cells) for n in range(count))
    return tables.content(list(people))


HEADINGS = list(tables.person())
REFUSED = {
    "10,000 rows": (many(10_000), "people.csv", "more than 500 rows. Split it"),
    "empty": (b"", "people.csv", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "people.csv", "neither a spreadsheet nor text"),
    "a formula in a workbook": (
        workbook(HEADINGS, ['=HYPERLINK("https://evil.example")', "Sam", "", "Board member", ""]),
        "people.xlsx",
        "formula",
    ),
    "text beside the table": (
        b"email,name,role\nsam@example.org,Lee, Sam,lead\n",
        "people.csv",
        "Row 2 has text to the right of the last heading",
    ),
    "the same column twice": (b"email,Email,role\na,b,c\n", "people.csv", "the same heading"),
    "a web page": (b"<html>", "people.csv", "a web page"),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_file_that_cannot_be_read_ends_in_a_sentence(name, client, coordinator, partnership):
    data, file_name, sentence = REFUSED[name]
    began = time.process_time()

    response, waiting = tables.send(client, "people", partnership, data, file_name)

    [message] = response.context["form"].errors["file"]
    assert sentence in message
    assert waiting is None
    # How fast it is otherwise is for the benchmarks: this is to notice what never ends.
    assert time.process_time() - began < 20


def test_a_file_over_the_limit_is_refused_by_its_size(client, coordinator, partnership):
    response, _ = tables.send(client, "people", partnership, b"x" * (imports.LIMITS.bytes + 1))

    [message] = response.context["form"].errors["file"]
    assert "a file can be at most 2" in message


def test_wrong_columns_are_named_before_any_row(client, coordinator, partnership):
    waiting = tables.upload(
        client, "people", partnership, [{"email": "x", "full name": "Sam", "role": "lead"}]
    )

    text = client.get(waiting.get_absolute_url()).text

    assert tables.problems(waiting) == [
        "Column name: This column is missing.",
        "Column full name: This column is not known. The columns are: email, name, post, role,"
        " agency.",
    ]
    assert "The whole file" in text


def test_headings_alone_are_no_list(client, coordinator, partnership):
    _, waiting = tables.send(client, "people", partnership, b"email,name,role\n")

    assert tables.problems(waiting) == ["The file has headings and no rows."]


def test_formulas_in_a_csv_file_are_no_names(client, coordinator, partnership):
    data = (
        b"email,name,post,role\n"
        b"=1+1@example.org,Sam Lee,Head,lead\n"
        b"sam@example.org,=cmd|' /C calc'!A0,@SUM(A1),Board member\n"
    )

    _, waiting = tables.send(client, "people", partnership, data)

    assert [p for p in tables.problems(waiting) if "formula" in p] == [
        "Row 2, column email: “=1+1@example.org” looks like a formula. Write the text itself.",
        "Row 3, column name: “=cmd|' /C calc'!A0” looks like a formula. Write the text itself.",
        "Row 3, column post: “@SUM(A1)” looks like a formula. Write the text itself.",
    ]


def test_the_longest_list_that_is_wrong_everywhere_is_told_in_bounded_time_and_memory(
    client, coordinator, partnership
):
    for _ in range(60):
        factories.agency(partnership=partnership)
    wrong = [
        tables.person(email=f"p{n}", name="=1", role=f"leed {n}", agency=f"Agenzy {n}")
        for n in range(500)
    ]
    _, waiting = tables.send(client, "people", partnership, tables.content(wrong))
    began = time.process_time()

    text = client.get(waiting.get_absolute_url()).text

    took = time.process_time() - began
    tracemalloc.start()
    imports.preview(waiting)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "Nothing can be brought in: 2000 problems" in text
    assert "These are the first 200." in text
    assert took < 10
    assert peak < 100_000_000


def test_a_long_list_is_shown_in_part(client, coordinator, partnership):
    _, waiting = tables.send(client, "people", partnership, many(201))

    text = client.get(waiting.get_absolute_url()).text

    assert "New people, who are invited (201)" in text
    assert "person199@example.org" in text
    assert "person200@example.org" not in text


def test_a_kind_that_does_not_exist_has_no_page(client, coordinator):
    addresses = [
        reverse("people:import-upload", args=["wizards"]),
        reverse("people:import-template", args=["wizards", "csv"]),
        reverse("people:import-template", args=["people", "exe"]),
    ]

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_a_list_for_a_partnership_of_others_is_refused(client, coordinator):
    response, waiting = tables.send(
        client, "people", factories.partnership(), tables.content([tables.person()])
    )

    assert list(response.context["form"].errors) == ["partnership"]
    assert waiting is None
    assert not User.objects.filter(email="sam@example.org").exists()


def test_a_form_without_what_was_seen_changes_nothing(client, coordinator, partnership):
    waiting = tables.upload(client, "people", partnership, [tables.person()])

    response = client.post(reverse("people:import-apply", args=[waiting.pk]), follow=True)

    assert response.redirect_chain == [(waiting.get_absolute_url(), 302)]
    assert TableImport.objects.get().is_waiting
