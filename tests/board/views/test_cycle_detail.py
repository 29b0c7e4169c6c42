import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.board.pages import table, tables


@pytest.fixture
def url(world):
    return reverse("board:cycle-detail", args=[world.cycle.pk])


def test_it_says_how_many_have_submitted_and_who_is_late(client, board_member, world, url):
    world.agency("Police", now="green green green green")
    factories.self_audit(
        cycle=world.cycle, agency=world.agency("Late one"), due_on=world.cycle.opens_on
    )

    text = " ".join(client.get(url).text.split())

    assert "<b>1</b> of 2 agencies have submitted" in text
    assert "<b>1</b> is late" in text
    assert '<h3 class="govuk-heading-s hm-group">Late (1)</h3>' in text
    assert "Late one: not started, was due" in text


@pytest.mark.parametrize(("person", "sees"), [("coordinator", True), ("board member", False)])
def test_only_who_may_open_a_draft_gets_a_link_to_it(client, people, world, url, person, sees):
    draft = factories.self_audit(cycle=world.cycle, agency=world.agency("D"), answered="red")
    world.agency("S", now="red red red red")
    client.force_login(people[person])

    text = client.get(url).text

    assert (f'href="{draft.get_absolute_url()}"' in text) is sees
    submitted = world.cycle.self_audits.get(agency__name="S")
    assert f'href="{submitted.get_absolute_url()}"' in text


def test_a_due_date_of_its_own_is_told(client, board_member, world, url):
    due_on = world.cycle.due_on.replace(year=world.cycle.due_on.year + 1)
    factories.self_audit(cycle=world.cycle, agency=world.agency("Extended"), due_on=due_on)

    assert f"Extended, due {due_on:%-d %b %Y}" in " ".join(client.get(url).text.split())


def test_each_standard_has_its_share_in_numbers_and_in_words(client, board_member, world, url):
    world.agency("A", now="red green green green")
    world.agency("B", now="amber green na na")

    shares = table(client.get(url), "by standard")

    assert shares.columns == ["Standard", "Share", "Red", "Amber", "Green", "Not rated"]
    assert [cell.text for cell in shares.row("1 Neglect")] == [
        "50 % red, 50 % amber, 0 % green",
        "1",
        "1",
        "0",
        "0",
    ]
    assert shares.row("1 Neglect")[0].seen == "R 1A 1"
    assert [cell.text for cell in shares.row("2 Supervision")][-2:] == ["1", "1"]


def test_the_years_stand_side_by_side(client, board_member, world, url):
    world.agency("A", now="red green - -", before="green green green green")

    years = table(client.get(url), "by standard and cycle")

    assert years.columns == ["Standard", "2025", "2026"]
    assert [cell.text for cell in years.row("1 Neglect")] == [
        "0 red, 0 amber, 1 green",
        "1 red, 0 amber, 0 green",
    ]
    assert years.row("2 Supervision")[1].text == "Nobody rated it"


def test_another_scale_is_said_in_the_years(client, board_member, world, url):
    world.old_set.scale = factories.scale(
        [("low", "0: Low", "0", "#000000", "square", True, False, False, False)], code="low-only"
    )
    world.old_set.save(update_fields=["scale"])

    years = table(client.get(url), "by standard and cycle")

    assert years.row("1 Neglect")[0].text == "Another rating scale"


def test_a_scale_of_points_is_counted_in_its_own_words(client, board_member, world):
    world.old_set.scale = factories.scale(
        [("low", "0: Low", "0", "#000000", "square", True, False, False, False)], code="low-only"
    )
    world.old_set.save(update_fields=["scale"])
    agency = world.agency("A")
    factories.self_audit(cycle=world.before, agency=agency, answered="low", submitted=True)

    response = client.get(reverse("board:cycle-detail", args=[world.before.pk]))

    assert table(response, "by standard").row("1 Neglect")[0].text == "100 % at 0: Low"


def test_the_priorities_show_their_questions(client, board_member, world, url):
    priority = world.priority("Think Family", "neglect-2", "supervision-1")
    world.agency("A", now="red green amber red", before="red red amber red")

    response = client.get(url)

    questions = table(response, "Think Family: number of agencies")
    assert questions.names == ["1.2 Question 1.2?", "2.1 Question 2.1? Essential"]
    assert questions.columns == [
        "Question",
        "Share",
        "Red",
        "Amber",
        "Green",
        "N/A",
        "Change since 2025",
    ]
    assert [cell.text for cell in questions.row("1.2 Question 1.2?")] == [
        "0 % red, 0 % amber, 100 % green",
        "0",
        "0",
        "1",
        "0",
        "↑ 1 improved",
    ]
    assert "2 questions, 0 red, 1 amber, 1 green." in response.text
    assert f"?priority={priority.pk}" in response.text


def test_neglect_and_supervision_are_shown_in_detail(client, board_member, world, url):
    world.agency("A", now="red green - red")

    response = client.get(url)

    assert "Neglect in detail" in response.text
    assert "Supervision in detail" in response.text
    supervision = table(response, "Supervision: number of agencies")
    assert supervision.row("2.1 Question 2.1? Essential")[0].text == "Nobody rated it"


def test_other_standards_can_be_chosen(client, board_member, world, url):
    world.new_set.standards.filter(title="Neglect").update(title="Leadership")
    chosen = world.new_set.standards.get(title="Leadership")

    response = client.get(f"{url}?focus={chosen.pk}&focus=nonsense")
    valid = client.get(f"{url}?focus={chosen.pk}")

    assert "Supervision in detail" in response.text
    assert "Leadership in detail" in valid.text
    assert "Supervision in detail" not in valid.text


def test_a_cycle_without_agencies_or_earlier_cycle_is_shown_too(client, board_member, world):
    response = client.get(reverse("board:cycle-detail", args=[world.before.pk]))

    assert "No agency has a self-audit in this cycle yet." in response.text
    assert "Year on year" not in response.text
    assert [one.caption for one in tables(response)] == [
        "Number of agencies on each rating, by standard",
        "Neglect: number of agencies on each rating, by question",
        "Supervision: number of agencies on each rating, by question",
    ]


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_number_of_queries_does_not_grow(client, board_member, world, url, agencies):
    for number in range(agencies):
        world.agency(f"Agency {number}", now="red red green green", before="red red green green")

    with CaptureQueriesContext(connection) as queries:
        client.get(url)

    assert len(queries) == 11
