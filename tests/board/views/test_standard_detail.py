import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.board.pages import table


@pytest.fixture
def url(world):
    return reverse("board:standard-detail", args=[world.cycle.pk, world.neglect.pk])


def test_each_agency_has_a_cell_for_each_question(client, board_member, world, url):
    question = world.neglect.questions.get(order=2)
    question.sectors = ["police"]
    question.save(update_fields=["sectors"])
    police = world.agency("Police", now="red na green green", before="amber red green green")
    world.agency("Housing", now="- green green", sector="housing")
    factories.self_audit(cycle=world.cycle, agency=world.agency("Drafting"), answered="red")

    response = client.get(url)

    heatmap = table(response, "what each agency rated each question")
    assert heatmap.columns == ["Agency", "1.1", "1.2"]
    assert [(cell.seen, cell.text) for cell in heatmap.row("Police")] == [
        ("R↓", "Police, 1.1: Red, declined."),
        ("N/A", "Police, 1.2: Not applicable."),
    ]
    assert [cell.text for cell in heatmap.row("Housing")] == [
        "Housing, 1.1: Not answered.",
        "Housing, 1.2: Not asked.",
    ]
    assert heatmap.row("Drafting")[0].text.startswith("Not submitted: in progress")
    assert heatmap.row("Police")[0].href == reverse(
        "board:cell-detail", args=[world.cycle.pk, police.pk, world.neglect.pk]
    )
    assert "Arrows compare each agency’s rating of the very same question with 2025." in (
        response.text
    )


def test_the_questions_are_counted_over_the_agencies(client, board_member, world, url):
    world.agency("A", now="red green green green")
    world.agency("B", now="red amber green green")

    questions = table(client.get(url), "by question")

    assert [cell.text for cell in questions.row("1.1 Question 1.1? Essential")][1:4] == [
        "2",
        "0",
        "0",
    ]


def test_without_a_cycle_before_there_are_no_arrows(client, board_member, world):
    world.agency("A", before="red green green green")
    standard = world.old_set.standards.first()

    response = client.get(reverse("board:standard-detail", args=[world.before.pk, standard.pk]))

    assert table(response, "what each agency").row("A")[0].seen == "R"
    assert "Arrows compare" not in response.text


def test_a_standard_of_another_set_is_not_found(client, board_member, world):
    other = world.old_set.standards.first()

    response = client.get(reverse("board:standard-detail", args=[world.cycle.pk, other.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_number_of_queries_does_not_grow(client, board_member, world, url, agencies):
    for number in range(agencies):
        world.agency(f"Agency {number}", now="red red green green", before="red red green green")

    client.get(url)  # reads the standard set, which the process then keeps
    with CaptureQueriesContext(connection) as queries:
        client.get(url)

    assert len(queries) == 9
