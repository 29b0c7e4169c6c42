import pytest
from django.urls import reverse

from section11.standards.models import StandardSetImport
from tests.standards.files import row, rows, upload


@pytest.fixture
def url(draft):
    return reverse("standards:standard-set-upload-into", args=[draft.pk])


def test_the_page_offers_the_draft_to_start_from(client, coordinator, draft, url):
    client.force_login(coordinator)

    text = client.get(url).text

    assert reverse("standards:standard-set-download", args=[draft.pk, "xlsx"]) in text
    assert "a question that is not in it is removed" in text
    assert 'name="title"' not in text


def test_a_file_leads_to_its_preview(client, coordinator, draft, url):
    client.force_login(coordinator)

    response = client.post(url, {"file": upload([row("1.1", priorities="neglect")])}, follow=True)

    waiting = StandardSetImport.objects.get()
    assert (waiting.standard_set, waiting.partnership) == (draft, draft.partnership)
    assert response.redirect_chain == [(waiting.get_absolute_url(), 302)]
    assert "0 new, 0 changed, 1 unchanged, 2 removed" in response.text
    assert draft.questions.count() == 3


def test_a_file_for_another_scale_is_refused(client, coordinator, draft, url):
    client.force_login(coordinator)
    file = upload(rows(), "yaml", header={"scale": "zero-to-three"})

    response = client.post(url, {"file": file})

    assert "This file is for the rating scale zero-to-three; the draft uses rag." in response.text


def test_a_published_set_takes_no_file(client, coordinator, published, url):
    client.force_login(coordinator)

    for response in (
        client.get(url, follow=True),
        client.post(url, {"file": upload(rows())}, follow=True),
    ):
        assert "This standard set is published, so it cannot be changed." in response.text
    assert not StandardSetImport.objects.exists()
