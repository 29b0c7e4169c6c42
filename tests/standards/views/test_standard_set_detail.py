import pytest
from django.urls import reverse

from section11.people.models import Sector, Size
from section11.standards.operations import standard_sets
from tests import factories
from tests.standards.files import row, table


@pytest.fixture
def url(draft):
    return reverse("standards:standard-set-detail", args=[draft.pk])


def test_everything_about_a_question_is_shown(client, coordinator, draft, url):
    question = row(
        "1.1",
        essential="yes",
        small_text="In short?",
        sectors="police; housing",
        asked_of_small="no",
        priorities="early-help",
        descriptor_na="Does not fit.",
    )
    standard_sets.import_rows(
        table=table([question], levels=["red", "amber", "green", "na"]),
        standard_set=draft,
        by=coordinator,
    )
    client.force_login(coordinator)

    text = client.get(url).text

    for shown in (
        "1 Standard 1",
        "1.1 Question 1.1?",
        "In short?",
        "Guidance 1.1.",
        "Evidence 1.1.",
        "Essential",
        "Early help",
        "Housing; Police, but not small organisations",
        "red for 1.1.",
        "amber for 1.1.",
        "green for 1.1.",
        "Does not fit.",
        'class="rating rating--rag-red"',
        'id="question-1.1"',
        'href="#standard-1"',
    ):
        assert shown in text


def test_texts_are_shown_as_typed_and_harmless(client, coordinator, draft, url):
    hostile = "<script>alert(1)</script> =cmd() 😀 مرحبا Ŵŷ"
    standard_sets.import_rows(
        table=table([row("1.1", text=hostile)]), standard_set=draft, by=coordinator
    )
    client.force_login(coordinator)

    text = client.get(url).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt; =cmd() 😀 مرحبا Ŵŷ" in text


def test_the_questions_of_a_small_charity(client, coordinator, draft, url):
    questions = [
        row("1.1", small_text="In short?"),
        row("1.2", asked_of_small="no"),
        row("2.1", sectors="police"),
    ]
    standard_sets.import_rows(table=table(questions), standard_set=draft, by=coordinator)
    client.force_login(coordinator)

    response = client.get(url, {"sector": Sector.VOLUNTARY, "size": Size.SMALL})

    assert "1.1 In short?" in response.text
    assert "Question 1.2?" not in response.text
    assert "Question 2.1?" not in response.text
    assert "1 of 3 questions" in response.text


def test_an_agency_that_is_asked_nothing(client, coordinator, draft, url):
    standard_sets.import_rows(
        table=table([row(sectors="police")]), standard_set=draft, by=coordinator
    )
    client.force_login(coordinator)

    assert (
        "Such an agency is asked none of these questions."
        in client.get(url, {"sector": "faith"}).text
    )


def test_a_sector_that_does_not_exist_is_an_error(client, coordinator, draft, url):
    client.force_login(coordinator)

    response = client.get(url, {"sector": "armada"})

    assert "There is a problem" in response.text
    assert "Question 1.1?" in response.text


def test_what_a_coordinator_may_do_with_a_draft(client, coordinator, draft, url):
    client.force_login(coordinator)

    text = client.get(url).text

    assert reverse("standards:standard-set-upload-into", args=[draft.pk]) in text
    assert reverse("standards:standard-set-publish", args=[draft.pk]) in text
    assert reverse("standards:standard-set-new-version", args=[draft.pk]) not in text


def test_what_a_coordinator_may_do_with_a_published_set(client, coordinator, published, url):
    client.force_login(coordinator)

    text = client.get(url).text

    assert reverse("standards:standard-set-new-version", args=[published.pk]) in text
    assert reverse("standards:standard-set-upload-into", args=[published.pk]) not in text
    assert reverse("standards:standard-set-publish", args=[published.pk]) not in text


def test_a_board_member_only_reads(client, people, published, url):
    client.force_login(people["board member"])

    text = client.get(url).text

    assert "Question 1.1?" in text
    assert reverse("standards:standard-set-new-version", args=[published.pk]) not in text


def test_a_draft_without_questions_says_so(client, coordinator, partnership):
    empty = factories.standard_set(standards=0, published=False, partnership=partnership)
    client.force_login(coordinator)

    assert "This draft has no questions yet." in client.get(empty.get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 30])
def test_it_asks_the_database_as_often_for_many_questions(
    count, client, coordinator, draft, url, django_assert_num_queries
):
    questions = [row(f"{s}.{q}", priorities="neglect") for s in range(1, 3) for q in range(count)]
    standard_sets.import_rows(table=table(questions), standard_set=draft, by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(8):
        response = client.get(url)

    assert response.text.count('standards-question"') == len(questions)


def test_nobody_without_a_role_reads_standards(client, shipped):
    client.force_login(factories.user())

    assert client.get(shipped.get_absolute_url()).status_code == 403
