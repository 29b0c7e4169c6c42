import pytest
from django.urls import reverse

from section11.standards.operations import standard_sets
from tests.standards.files import row, table


@pytest.fixture
def url(version):
    return reverse("standards:standard-set-compare", args=[version.pk])


def test_what_became_of_each_question(client, coordinator, version, url):
    questions = [
        row("1.5", lineage="question-1-1", text="Question 1.1?", change="kept"),
        row("1.2", lineage="question-1-2", text="Better words?", change="reworded"),
        row("1.3", lineage="part", text="A part?", change="split", came_from="question-1-2"),
        row(
            "1.4",
            lineage="both",
            text="Both?",
            change="merged",
            came_from="question-1-1; question-1-2",
        ),
        row("1.6", lineage="fresh", text="Fresh?", change="new"),
    ]
    standard_sets.import_rows(table=table(questions), standard_set=version, by=coordinator)
    client.force_login(coordinator)

    response = client.get(url)

    found = response.context["comparison"]
    assert {
        name: len(getattr(found, name)) for name in ("kept", "reworded", "split", "merged", "new")
    } == {
        "kept": 1,
        "reworded": 1,
        "split": 1,
        "merged": 1,
        "new": 1,
    }
    assert "2: 1 kept, 1 <a" in response.text
    for text in ("Better words?", "Question 1.2?", "A part?", "Both?", "Fresh?"):
        assert text in response.text
    [retired] = found.retired
    assert retired.before[0].code == "2.1"
    assert "1.1, Standard 1" in response.text  # where the moved question stood


def test_a_new_version_differs_in_nothing(client, coordinator, url):
    client.force_login(coordinator)

    text = client.get(url).text

    assert "3: 3 kept, 0 <a" in text
    for sentence in ("No question is new.", "No question was retired.", "No question has moved."):
        assert sentence in text


def test_a_set_based_on_none_has_nothing_to_compare(client, coordinator, draft):
    client.force_login(coordinator)

    response = client.get(reverse("standards:standard-set-compare", args=[draft.pk]))

    assert response.status_code == 404


def test_it_asks_the_database_as_often_for_many_questions(
    client, coordinator, version, url, django_assert_num_queries
):
    client.force_login(coordinator)

    with django_assert_num_queries(6):
        client.get(url)

    questions = [row(f"1.{n}", change="new", lineage=f"new-{n}") for n in range(30)]
    standard_sets.import_rows(table=table(questions), standard_set=version, by=coordinator)
    with django_assert_num_queries(6):
        client.get(url)
