from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from section11.audits.models import SelfAudit
from section11.board import layers
from section11.board.layers import Layer
from section11.board.tallies import Tally
from section11.people.models import Role
from tests import factories
from tests.board.pages import table


@pytest.fixture
def url(world):
    return reverse("board:heatmap", args=[world.cycle.pk])


def test_the_heatmap_is_a_table_with_headings_for_rows_and_columns(
    client, board_member, world, url
):
    world.agency("Police", now="red green amber amber")

    heatmap = table(client.get(url))

    assert heatmap.caption.startswith("Ratings by agency and standard, 2026: self-rating.")
    assert heatmap.columns == ["Agency", "Neglect", "Supervision"]
    assert {cell.attributes["scope"] for cell in heatmap.headings} == {"col"}
    assert [cell.attributes["scope"] for cell, *_ in heatmap.rows] == ["row", "row"]
    assert heatmap.names == ["Police", "Agencies in all"]


def test_a_lay_member_reads_ratings_and_not_what_is_behind_them(client, world, url):
    world.agency("Police", now="red green amber amber")
    client.force_login(factories.member(Role.LAY_MEMBER, partnership=world.cycle.partnership))

    neglect, _ = table(client.get(url)).row("Police")
    board = client.get(reverse("board:cycle-detail", args=[world.cycle.pk])).text

    assert neglect.text.startswith("Police, Neglect: Red")
    assert neglect.href is None
    assert "Police" in board
    assert "/self-audits/" not in board


def test_a_cell_shows_letter_shape_counts_and_arrow_and_says_them_in_words(
    client, board_member, world, url
):
    police = world.agency("Police", now="red green amber amber", before="green green amber amber")

    response = client.get(url)

    neglect, supervision = table(response).row("Police")
    assert (neglect.seen, supervision.seen) == ("R↓1/0/1", "A→0/2/0")
    assert neglect.text == "Police, Neglect: Red, declined. 1 red, 1 green."
    assert supervision.text == "Police, Supervision: Amber, same. 2 amber."
    assert "rating--rag-red" in neglect.classes
    assert neglect.href == reverse(
        "board:cell-detail", args=[world.cycle.pk, police.pk, world.neglect.pk]
    )
    assert '<use href="#shape-triangle"/></svg><b>R</b>' in response.text
    assert '<symbol id="shape-triangle"' in response.text


def test_what_has_no_rating_is_told_apart(client, board_member, world, url):
    question = world.supervision.questions.get(order=1)
    world.supervision.questions.exclude(pk=question.pk).delete()
    question.sectors = ["police"]
    question.save(update_fields=["sectors"])
    world.agency("A, not applicable", now="na na green")
    world.agency("B, not answered", now="- - green")
    world.agency("C, partly", now="green - green")
    world.agency("D, not asked", now="green green", sector="housing")

    heatmap = table(client.get(url))

    said = {name: [(cell.seen, cell.text) for cell in heatmap.row(name)] for name in heatmap.names}
    assert said["A, not applicable"][0] == (
        "N/A",
        "A, not applicable, Neglect: Not applicable.",
    )
    assert said["B, not answered"][0] == ("?", "B, not answered, Neglect: Not answered.")
    assert said["C, partly"][0] == (
        "G?+0/0/1",
        "C, partly, Neglect: Green, new. 1 green, 1 not answered.",
    )
    assert said["D, not asked"][1] == ("–", "D, not asked, Supervision: Not asked.")
    assert heatmap.row("D, not asked")[1].classes == ["hm-cell", "hm-gap--not-asked"]


@pytest.mark.parametrize("person", ["coordinator", "board member", "scrutineer", "lay member"])
@pytest.mark.parametrize(
    ("trait", "said"),
    [
        ({}, "not started"),
        ({"answered": "red"}, "in progress"),
        ({"answered": "red", "sent": True}, "waiting for sign-off"),
    ],
)
def test_nothing_is_told_of_a_self_audit_that_is_not_submitted(
    client, people, world, url, person, trait, said
):
    agency = world.agency("Drafting agency")
    due_on = timezone.localdate() + timedelta(days=9)
    factories.self_audit(cycle=world.cycle, agency=agency, due_on=due_on, **trait)
    client.force_login(people[person])

    response = client.get(url)

    (cell,) = table(response).row("Drafting agency")
    assert cell.text == f"Not submitted: {said}, due {due_on:%-d %b %Y}"
    assert cell.attributes["colspan"] == "2"
    assert cell.href is None
    assert table(response).row("Agencies in all")[0].text == "0 red, 0 amber, 0 green"


def test_who_is_late_is_said(client, board_member, world, url):
    agency = world.agency("Late agency")
    factories.self_audit(cycle=world.cycle, agency=agency, due_on=date(2026, 1, 2))

    (cell,) = table(client.get(url)).row("Late agency")

    assert cell.text == "Not submitted: not started. Late, it was due 2 Jan 2026"


def test_a_reopened_self_audit_hides_what_was_submitted(client, board_member, world, url):
    agency = world.agency("Reopened agency", now="red red red red")
    assert table(client.get(url)).row("Reopened agency")[0].text.startswith("Reopened agency, Neg")

    SelfAudit.objects.filter(agency=agency).update(
        status="in_progress", submitted_at=None, submitted_by=None, sent_at=None, sent_by=None
    )
    world_sign_off(agency)
    (cell,) = table(client.get(url)).row("Reopened agency")

    assert cell.text.startswith("Not submitted: reopened, due")


def world_sign_off(agency):
    self_audit = SelfAudit.objects.get(agency=agency)
    self_audit.sign_offs.create(
        number=1, by=agency.approvers[0], name="N", post="P", declaration="D", content={}
    )


def test_the_rules_are_named_in_words(client, board_member, world, url):
    world.agency("Police", now="red red red red", before="red red red red")

    text = " ".join(client.get(url).text.split())

    assert "Roll-up rule: worst rating." in text
    assert "A standard takes the worst rating given to any of its questions." in text
    assert "At least half of the questions rated now must have been rated then" in text
    assert "Here that cycle is 2025." in text
    assert "Arrows: change since 2025." in text


def test_without_a_cycle_to_compare_with_no_arrow_is_explained(client, board_member, world):
    agency = world.agency("Police", before="red red red red")

    response = client.get(reverse("board:heatmap", args=[world.before.pk]))

    assert table(response).row(agency.name)[0].seen == "R2/0/0"
    assert "Direction of travel" not in response.text
    assert "Arrows" not in response.text


def test_counts_that_the_rule_hides_stand_out(client, board_member, world, url):
    world.cycle.roll_up = "majority"
    world.cycle.save(update_fields=["roll_up"])
    factories.question(standard=world.neglect, order=3, lineage="neglect-3")
    world.agency("Police", now="red green green green green")

    response = client.get(url)

    assert table(response).row("Police")[0].text.startswith("Police, Neglect: Green")
    assert '<span class="hm-counts"><b>1</b>/0/2</span></span>' in response.text


@pytest.mark.parametrize(
    ("query", "names", "columns"),
    [
        ("", ["Council", "Housing", "Police"], ["Neglect", "Supervision"]),
        ("sector=housing", ["Housing"], ["Neglect", "Supervision"]),
        ("basis=voluntary", ["Police"], ["Neglect", "Supervision"]),
        ("sector=housing&basis=voluntary", [], []),
        ("order=worst", ["Police", "Housing", "Council"], ["Neglect", "Supervision"]),
        ("order=upside-down", ["Council", "Housing", "Police"], ["Neglect", "Supervision"]),
        ("sector=nonsense", ["Council", "Housing", "Police"], ["Neglect", "Supervision"]),
        ("standard=99999999", ["Council", "Housing", "Police"], ["Neglect", "Supervision"]),
        ("standard=abc", ["Council", "Housing", "Police"], ["Neglect", "Supervision"]),
    ],
)
def test_agencies_are_filtered_and_ordered_by_the_address(
    client, board_member, world, url, query, names, columns
):
    world.agency("Police", now="red red red red", basis="voluntary")
    world.agency("Council", now="green green green green", sector="education")
    world.agency("Housing", now="red green green green", sector="housing")

    response = client.get(f"{url}?{query}")

    if names:
        heatmap = table(response)
        assert heatmap.names == [*names, "Agencies in all"]
        assert heatmap.columns == ["Agency", *columns]
    else:
        assert "No agency or question is left to show." in response.text


def test_standards_are_filtered(client, board_member, world, url):
    world.agency("Police", now="red red green green")

    heatmap = table(client.get(f"{url}?standard={world.supervision.pk}"))

    assert heatmap.columns == ["Agency", "Supervision"]
    assert heatmap.row("Police")[0].text == "Police, Supervision: Green, new. 2 green."


def test_only_the_questions_that_speak_to_a_priority_are_rolled_up(
    client, board_member, world, url
):
    priority = world.priority("Think Family", "neglect-2")
    world.agency("Police", now="red green red red", before="red amber red red")

    response = client.get(f"{url}?priority={priority.pk}")

    heatmap = table(response)
    assert heatmap.columns == ["Agency", "Neglect"]
    assert heatmap.row("Police")[0].text == "Police, Neglect: Green, improved. 1 green."
    assert "Questions that speak to: Think Family" in response.text
    assert "Show everything" in response.text


def test_a_choice_that_makes_no_sense_is_explained_beside_its_field(
    client, board_member, world, url
):
    world.agency("Police", now="red red green green")

    response = client.get(f"{url}?standard=99999999")

    assert "Select a valid choice. 99999999 is not one of the available choices." in response.text


def test_last_cycles_ratings_can_be_shown_instead(client, board_member, world, url):
    world.agency("Police", before="red red amber green")
    factories.self_audit(cycle=world.cycle, agency=world.agency("New"))
    police = world.partnership.agency_places.get(agency__name="Police").agency
    factories.self_audit(cycle=world.cycle, agency=police, answered="green")

    heatmap = table(client.get(f"{url}?layer=previous"))

    assert [cell.text for cell in heatmap.row("Police")] == [
        "Police, Neglect: Red. 2 red.",
        "Police, Supervision: Amber. 1 amber, 1 green.",
    ]
    assert [cell.href for cell in heatmap.row("Police")] == [None, None]
    assert heatmap.row("New")[0].text == "New, Neglect: No rating in this layer."


@pytest.fixture
def moderated(world):
    """A layer such as the challenge will offer: the panel's level for each standard."""
    agreed = {}

    def read(scope):
        return {
            cycle.pk: {
                (agency.pk, standard.pk): Tally((0,) * level + (1,) + (0,) * (2 - level), (0, 0, 0))
                for (agency, standard), level in agreed.items()
            }
            for cycle in scope.cycles
        }

    layer = layers.register(Layer("of-the-panel", "Moderated rating", "The panel's.", read))
    yield agreed
    layers.unregister(layer)


def test_the_difference_of_two_layers_says_who_is_above_by_how_much(
    client, board_member, world, url, moderated
):
    red, amber = 0, 1
    police = world.agency("Police", now="green green amber amber")
    council = world.agency("Council", now="red red green green")
    moderated |= {
        (police, world.neglect): red,
        (police, world.supervision): amber,
        (council, world.neglect): amber,
    }

    response = client.get(f"{url}?layer=self&against=of-the-panel")

    heatmap = table(response)
    assert heatmap.caption.startswith(
        "Ratings by agency and standard, 2026: self-rating compared with moderated rating."
    )
    assert [(cell.seen, cell.text) for cell in heatmap.row("Police")] == [
        ("+2GR", "Police, Neglect: Self-rating Green, Moderated rating Red: 2 levels higher."),
        ("=AA", "Police, Supervision: Self-rating Amber, Moderated rating Amber: the same."),
    ]
    assert [(cell.seen, cell.text) for cell in heatmap.row("Council")] == [
        ("−1RA", "Council, Neglect: Self-rating Red, Moderated rating Amber: 1 level lower."),
        (
            "G·",
            "Council, Supervision: Self-rating Green, Moderated rating No rating in this layer:"
            " cannot be compared.",
        ),
    ]
    assert heatmap.names == ["Council", "Police"]


def test_a_layer_is_not_compared_with_itself(client, board_member, world, url):
    world.agency("Police", now="green green amber amber")

    heatmap = table(client.get(f"{url}?layer=self&against=self"))

    assert heatmap.row("Police")[0].text == "Police, Neglect: Green, new. 2 green."


def test_one_standard_can_be_read_over_the_cycles(client, board_member, world, url):
    world.agency("Police", now="red red green green", before="red red amber green")
    world.agency("New", now="amber amber amber amber")
    quiet = world.agency("Quiet", before="green green green green")
    factories.self_audit(cycle=world.cycle, agency=quiet)

    response = client.get(f"{url}?view=years&standard={world.supervision.pk}")

    heatmap = table(response)
    assert heatmap.caption.startswith("Supervision, year on year, 2026")
    assert heatmap.columns == ["Agency", "2025", "2026"]
    assert [cell.text for cell in heatmap.row("Police")] == [
        "Police, 2025: Amber. 1 amber, 1 green.",
        "Police, 2026: Green, improved. 2 green.",
    ]
    assert heatmap.row("New")[0].text == "New, 2025: Took no part."
    assert heatmap.row("Quiet")[1].text == "Quiet, 2026: Not submitted."
    assert [cell.href is None for cell in heatmap.row("Police")] == [True, False]


def test_the_years_begin_with_a_standard_in_focus_that_was_asked_before(
    client, board_member, world, url
):
    world.old_set.standards.get(title="Neglect").questions.all().delete()
    world.agency("Police", now="red red green green", before="amber amber")

    assert table(client.get(f"{url}?view=years")).caption.startswith("Supervision, year on year")


def test_a_cycle_on_another_scale_is_said_to_be(client, board_member, world, url):
    scale = factories.scale(
        [("low", "Low", "L", "#000000", "square", True, False, False, False)], code="low-only"
    )
    world.old_set.scale = scale
    world.old_set.save(update_fields=["scale"])
    police = world.agency("Police", now="red red green green")
    factories.self_audit(cycle=world.before, agency=police, answered="low", submitted=True)
    drafting = world.agency("Drafting", now="red red green green")
    factories.self_audit(cycle=world.before, agency=drafting)

    heatmap = table(client.get(f"{url}?view=years"))

    assert heatmap.row("Police")[0].text == "Police, 2025: Another rating scale."
    assert heatmap.row("Police")[1].text == "Police, 2026: Red, not comparable. 2 red."
    assert heatmap.row("Drafting")[0].text == "Drafting, 2025: Not submitted."


def test_names_are_shown_as_typed(client, board_member, world, url):
    world.agency("<script>alert(1)</script> & Co", now="red red green green")

    response = client.get(url)

    assert table(response).names[0] == "<script>alert(1)</script> & Co"
    assert "&lt;script&gt;alert(1)" in response.text


def test_a_cycle_without_self_audits_says_so(client, board_member, world, url):
    assert "No agency or question is left to show." in client.get(url).text
    assert "No agency or question is left to show." in client.get(f"{url}?view=years").text


@pytest.mark.database
@pytest.mark.parametrize(
    ("query", "expected"), [("", 9), ("?against=previous", 9), ("?view=years", 10)]
)
@pytest.mark.parametrize("agencies", [1, 3])
def test_the_number_of_queries_does_not_grow(
    client, board_member, world, url, agencies, query, expected
):
    for number in range(agencies):
        world.agency(f"Agency {number}", now="red red green green", before="red red green green")

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url + query)

    assert len(table(response).names) in (agencies, agencies + 1)
    assert len(queries) == expected
