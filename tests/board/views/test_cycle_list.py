import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from section11.people.models import Role
from tests import factories


def test_the_cycles_of_ones_partnerships_are_listed_the_newest_first(client, board_member, world):
    world.agency("Police", now="red red red red")
    factories.self_audit(cycle=world.cycle, agency=world.agency("Drafting"))
    elsewhere = factories.cycle(partnership=factories.partnership(), name="Not yours")

    response = client.get(reverse("board:cycle-list"))

    assert world.partnership.name in response.text
    assert "<strong>1</strong> of 2 submitted" in response.text
    assert reverse("board:heatmap", args=[world.cycle.pk]) in response.text
    assert elsewhere.name not in response.text
    assert response.text.index(f"{world.cycle}<span") < response.text.index(f"{world.before}<span")


def test_someone_who_reads_no_results_is_told_whom_to_ask(client, people):
    client.force_login(people["lead"])

    response = client.get(reverse("board:cycle-list"))

    assert "There is no cycle whose results you read." in response.text


def test_the_home_page_offers_the_open_cycles(client, board_member, world):
    world.before.status = "planned"
    world.before.save(update_fields=["status"])
    world.agency("Police", now="red red red red")
    factories.self_audit(
        cycle=world.cycle, agency=world.agency("Late"), due_on=world.cycle.opens_on
    )

    text = " ".join(client.get(reverse("web:home")).text.split())

    assert "Results for the Board" in text
    assert "1 of 2 self-audits submitted, due" in text
    assert "<strong>1 late.</strong>" in text
    assert reverse("board:heatmap", args=[world.cycle.pk]) in text
    assert reverse("board:heatmap", args=[world.before.pk]) not in text


def test_the_home_page_says_when_no_cycle_is_open(client, people):
    client.force_login(people["board member"])

    assert "No cycle is open now." in client.get(reverse("web:home")).text


@pytest.mark.parametrize("person", ["lead", "reader"])
def test_those_who_read_no_results_are_offered_nothing(client, people, person):
    client.force_login(people[person])

    response = client.get(reverse("web:home"))

    assert "Results for the Board" not in response.text
    assert reverse("board:cycle-list") not in response.text


def test_those_who_read_results_find_the_board_in_the_menu(client, board_member):
    assert f'href="{reverse("board:cycle-list")}"' in client.get(reverse("web:home")).text


@pytest.mark.parametrize("cycles", [1, 3])
def test_the_number_of_queries_does_not_grow(client, partnership, cycles):
    for _ in range(cycles):
        factories.self_audit(
            cycle=factories.cycle(partnership=partnership),
            agency=factories.agency(partnership=partnership),
        )
    client.force_login(factories.member(Role.BOARD_MEMBER, partnership=partnership))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("board:cycle-list"))

    assert len(queries) == 5
