import pytest
from django.urls import reverse

from section11.standards.models import StandardSet
from section11.standards.operations import standard_set_imports, standard_sets
from tests import factories
from tests.standards.files import row, rows, table


@pytest.fixture
def waiting(draft, coordinator):
    return standard_set_imports.upload(
        table=table([row("9.1")]),
        file_name="questions.xlsx",
        partnership=draft.partnership,
        standard_set=draft,
        by=coordinator,
    )


def url(waiting):
    return reverse("standards:standard-set-import-apply", args=[waiting.pk])


def seen(client, waiting):
    """What the page shows, and hands on in its form."""
    return {"seen": client.get(waiting.get_absolute_url()).context["form"]["seen"].value()}


def codes(standard_set):
    return [question.code for question in standard_set.questions]


def test_applying_changes_the_draft(client, coordinator, waiting, draft):
    client.force_login(coordinator)

    response = client.post(url(waiting), seen(client, waiting), follow=True)

    assert response.redirect_chain == [(draft.get_absolute_url(), 302)]
    assert "Applied: the draft now has what questions.xlsx says." in response.text
    assert codes(draft) == ["9.1"]


def test_the_form_sent_twice_has_one_effect(client, coordinator, waiting, draft):
    client.force_login(coordinator)
    data = seen(client, waiting)
    client.post(url(waiting), data)

    response = client.post(url(waiting), data, follow=True)

    assert response.redirect_chain == [(waiting.get_absolute_url(), 302)]
    assert f"{coordinator} applied this file on" in response.text
    assert codes(draft) == ["9.1"]


def test_a_draft_that_changed_meanwhile_is_shown_anew(client, coordinator, waiting, draft):
    client.force_login(coordinator)
    data = seen(client, waiting)
    standard_sets.import_rows(table=table(rows("5.1")), standard_set=draft, by=coordinator)

    response = client.post(url(waiting), data, follow=True)

    assert response.redirect_chain == [(waiting.get_absolute_url(), 302)]
    assert "The draft has changed since you looked at this preview" in response.text
    assert "Question 5.1?" in response.text  # among what would be removed now
    assert codes(draft) == ["5.1"]


def test_a_file_makes_a_new_set(client, coordinator, partnership):
    waiting = standard_set_imports.upload(
        table=table(rows()),
        file_name="new.csv",
        partnership=partnership,
        code="new",
        title="New",
        scale=factories.scale(),
        by=coordinator,
    )
    client.force_login(coordinator)

    response = client.post(url(waiting), seen(client, waiting))

    made = StandardSet.objects.get(code="new")
    assert response["Location"] == made.get_absolute_url()
    assert codes(made) == ["1.1", "1.2", "2.1"]


def test_a_form_without_what_was_seen_changes_nothing(client, coordinator, waiting, draft):
    client.force_login(coordinator)

    response = client.post(url(waiting))

    assert response["Location"] == waiting.get_absolute_url()
    assert codes(draft) == ["1.1", "1.2", "2.1"]
