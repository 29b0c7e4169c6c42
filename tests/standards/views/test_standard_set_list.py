import pytest
from django.urls import reverse

from section11.standards.operations import standard_set_imports
from tests import factories
from tests.standards.files import rows, table

URL = reverse("standards:standard-set-list")


@pytest.mark.database
def test_a_coordinator_sees_drafts_published_sets_and_waiting_uploads(
    client, coordinator, draft, shipped
):
    standard_set_imports.upload(
        table=table(rows()),
        file_name="half-done.xlsx",
        partnership=draft.partnership,
        standard_set=draft,
        by=coordinator,
    )
    client.force_login(coordinator)

    response = client.get(URL)

    assert [(s.title, s.question_count) for s in response.context["standard_sets"]] == [
        (shipped.title, 4),
        ("Our standards", 3),
    ]
    assert "half-done.xlsx" in response.text
    assert reverse("standards:standard-set-upload") in response.text


def test_a_lead_sees_published_sets_alone(client, people, draft, shipped):
    client.force_login(people["lead"])

    response = client.get(URL)

    assert list(response.context["standard_sets"]) == [shipped]
    assert "Our standards" not in response.text
    assert reverse("standards:standard-set-upload") not in response.text


def test_another_partnerships_sets_and_uploads_are_hidden(client, people, published, coordinator):
    client.force_login(people["coordinator elsewhere"])

    response = client.get(URL)

    assert list(response.context["standard_sets"]) == []
    assert "There are no standard sets yet." in response.text


def test_it_asks_the_database_as_often_for_one_set_as_for_three(
    client, coordinator, partnership, django_assert_num_queries
):
    client.force_login(coordinator)
    for _ in range(2):
        factories.standard_set(partnership=partnership)
        with django_assert_num_queries(5):
            client.get(URL)
        factories.standard_set(partnership=partnership)


def test_the_navigation_leads_here(client, coordinator):
    client.force_login(coordinator)

    response = client.get(reverse("web:home"))

    assert f'href="{URL}"' in response.text
