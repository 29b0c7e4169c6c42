import pytest

from section11.standards.operations import standard_set_imports
from tests.standards.files import row, rows, table


@pytest.fixture
def waiting(draft, coordinator):
    return lambda questions: standard_set_imports.upload(
        table=table(questions),
        file_name="questions.xlsx",
        partnership=draft.partnership,
        standard_set=draft,
        by=coordinator,
    )


def test_a_preview_tells_what_would_change(client, coordinator, waiting):
    questions = [
        row("1.1", text="Other?", priorities="neglect"),
        row("1.2", priorities="neglect"),
        row("3.1"),
    ]
    client.force_login(coordinator)

    text = client.get(waiting(questions).get_absolute_url()).text

    assert "1 new, 1 changed, 1 unchanged, 1 removed" in text
    for heading in ("Removed questions (1)", "Changed questions (1)", "New questions (1)"):
        assert heading in text
    for shown in ("Question 1.1?", "Other?", "Question 2.1?", "Question 3.1?"):
        assert shown in text
    assert "Apply to the draft" in text


def test_a_preview_tells_every_problem(client, coordinator, waiting):
    client.force_login(coordinator)
    questions = [row("1.1", essential="maybe"), row("1.1", lineage="b", sectors="polise")]

    text = client.get(waiting(questions).get_absolute_url()).text

    assert "Nothing can be applied: 3 problems" in text
    for shown in (
        "Write yes or no, not “maybe”.",
        "Row 1 has the code 1.1 as well.",
        "“polise” is not a sector.",
    ):
        assert shown in text
    assert "Apply to the draft" not in text


def test_a_preview_of_no_change_offers_nothing_to_apply(client, coordinator, waiting):
    client.force_login(coordinator)

    text = client.get(waiting(rows(priorities="neglect")).get_absolute_url()).text

    assert "This file changes nothing" in text
    assert "Apply to the draft" not in text


def test_an_applied_file_says_by_whom_and_when(client, coordinator, waiting, draft):
    applied = waiting([row("1.1")])
    standard_set_imports.apply(
        standard_set_import=applied, seen=standard_set_imports.preview(applied).seen, by=coordinator
    )
    client.force_login(coordinator)

    response = client.get(applied.get_absolute_url())

    assert response.context["preview"] is None
    assert f"{coordinator}, " in response.text
    assert draft.get_absolute_url() in response.text
    assert "Throw this upload away" not in response.text


def test_it_asks_the_database_as_often_for_many_questions(
    client, coordinator, waiting, django_assert_num_queries
):
    client.force_login(coordinator)
    few, many = waiting(rows()), waiting([row(f"1.{n}") for n in range(40)])

    for file in (few, many):
        with django_assert_num_queries(17):
            client.get(file.get_absolute_url())
