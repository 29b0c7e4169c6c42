import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from section11.record.models import Event
from tests import factories


@pytest.fixture
def url(world):
    def of(fmt, query=""):
        return reverse("board:heatmap-download", args=[world.cycle.pk, fmt]) + query

    return of


def rows(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_numbers_are_a_row_for_each_cell(client, board_member, world, url):
    world.agency("Police", now="red na green -", before="amber red green green")
    factories.self_audit(cycle=world.cycle, agency=world.agency("Council", sector="education"))

    response = client.get(url("csv"))

    head, *body = rows(response)
    assert head == [
        "Agency",
        "Sector",
        "Basis",
        "Self-audit",
        "Cycle",
        "Standard code",
        "Standard",
        "Rating",
        "Direction of travel",
        "Questions rated Red",
        "Questions rated Amber",
        "Questions rated Green",
        "Questions not applicable",
        "Questions not answered",
    ]
    start = ["Section 11 body", "Not started", "2026"]
    council = ["Council", "Education services", *start]
    police = ["Police", "Police", "Section 11 body", "Submitted", "2026"]
    none = ["Not submitted", "", "", "", "", "", ""]
    assert body == [
        [*council, "1", "Neglect", *none],
        [*council, "2", "Supervision", *none],
        [*police, "1", "Neglect", "Red", "Declined", "1", "0", "0", "1", "0"],
        [*police, "2", "Supervision", "Green", "Same", "0", "0", "1", "0", "1"],
    ]


def test_the_same_filters_hold_for_the_numbers(client, board_member, world, url):
    world.agency("Police", now="red red green green")
    world.agency("Council", now="red red green green", sector="education")

    _, *body = rows(client.get(url("csv", f"?sector=police&standard={world.neglect.pk}")))

    assert [(row[0], row[6]) for row in body] == [("Police", "Neglect")]


def test_a_difference_gives_both_ratings_and_the_levels_between(client, board_member, world, url):
    world.agency("Police", now="green green green green", before="red red green -")
    world.agency("Council", now="green green green green")

    head, *body = rows(client.get(url("csv", "?against=previous")))

    assert head[7:] == ["Self-rating", "Last cycle’s self-rating", "Levels higher"]
    assert [(row[0], row[6], *row[7:]) for row in body] == [
        ("Council", "Neglect", "Green", "No rating in this layer", ""),
        ("Council", "Supervision", "Green", "No rating in this layer", ""),
        ("Police", "Neglect", "Green", "Red", "2"),
        ("Police", "Supervision", "Green", "Green", "0"),
    ]


def test_the_years_give_a_row_for_each_cycle(client, board_member, world, url):
    world.agency("Police", now="green green green green", before="red red green green")

    _, *body = rows(client.get(url("csv", f"?view=years&standard={world.neglect.pk}")))

    assert [(row[4], row[7], row[8]) for row in body] == [
        ("2025", "Red", ""),
        ("2026", "Green", "Improved"),
    ]


def test_a_name_that_looks_like_a_formula_stays_a_name(client, board_member, world, url):
    world.agency("=HYPERLINK(1)", now="green green green green")

    in_csv = rows(client.get(url("csv")))
    book = openpyxl.load_workbook(io.BytesIO(client.get(url("xlsx")).content))

    assert in_csv[1][0] == "'=HYPERLINK(1)"
    cell = book.active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_numbers_are_numbers_in_a_workbook(client, board_member, world, url):
    world.agency("Police", now="red red green green")

    book = openpyxl.load_workbook(io.BytesIO(client.get(url("xlsx")).content))

    assert book.active.title == "2026"
    assert [cell.value for cell in book.active[2]][7:] == ["Red", "New", 2, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("fmt", "starts", "content_type"),
    [
        ("png", b"\x89PNG", "image/png"),
        ("svg", b"<?xml", "image/svg+xml"),
        ("pdf", b"%PDF", "application/pdf"),
    ],
)
def test_the_same_heatmap_is_the_same_picture_byte_for_byte(
    client, board_member, world, url, fmt, starts, content_type
):
    world.agency("Police", now="red amber green na", before="red red green green")

    first, second = client.get(url(fmt)), client.get(url(fmt))

    assert first.content == second.content
    assert first.content.startswith(starts)
    assert first.headers["Content-Type"] == content_type
    assert first.headers["Content-Disposition"] == (
        f'attachment; filename="heatmap-{world.partnership.short_name.lower()}-2026.{fmt}"'
    )


def test_a_changed_rating_changes_the_picture(client, board_member, world, url):
    police = world.agency("Police", now="red amber green na")
    before = client.get(url("svg")).content

    police.self_audits.get().answers.update(level=factories.level("green"))

    assert client.get(url("svg")).content != before


@pytest.mark.parametrize(
    "query",
    ["?against=previous", "?view=years", "?sector=housing", "?sector=housing&basis=voluntary"],
)
def test_every_view_can_be_drawn_even_one_with_nothing_in_it(
    client, board_member, world, url, query
):
    world.agency(
        "Police", now="red amber green na", before="red red green green", basis="voluntary"
    )
    world.agency("New", now="red amber green na", sector="housing")

    assert client.get(url("svg", query)).content.endswith(b"</svg>\n")
    assert client.get(url("csv", query)).status_code == 200


def test_each_download_is_recorded_once(client, board_member, world, url):
    world.agency("Police", now="red amber green na")
    world.agency("Council", now="red amber green na", sector="education")

    client.get(url("csv", "?sector=police"))

    event = Event.objects.get()
    assert (event.kind, event.by, event.subject_id) == (
        Event.Kind.HEATMAP_DOWNLOADED,
        board_member,
        world.cycle.pk,
    )
    assert event.partnership_id == world.partnership.pk
    assert event.detail == {
        "format": "csv",
        "layer": "Self-rating",
        "filters": ["Sector: Police"],
        "agencies": 1,
    }


@pytest.mark.parametrize("fmt", ["exe", "json", "heatmap"])
def test_another_format_is_not_found_and_not_recorded(client, board_member, world, url, fmt):
    response = client.get(url(fmt))

    assert response.status_code == 404
    assert not Event.objects.exists()


def test_a_file_is_not_made_by_looking_for_its_head(client, board_member, url):
    assert client.head(url("csv")).status_code == 405
