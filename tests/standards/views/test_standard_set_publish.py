import pytest
from django.urls import reverse

from section11.standards.models import StandardSet
from tests import factories


@pytest.fixture
def url(draft):
    return reverse("standards:standard-set-publish", args=[draft.pk])


def test_the_page_says_what_publishing_means(client, coordinator, draft, url):
    client.force_login(coordinator)

    text = client.get(url).text

    assert "It has 3 questions on the rating scale RAG." in text
    assert "the set never changes again" in text


def test_a_coordinator_publishes(client, coordinator, draft, url):
    client.force_login(coordinator)

    response = client.post(url, follow=True)

    draft.refresh_from_db()
    assert draft.status == StandardSet.Status.PUBLISHED
    assert "Published. From now on the set does not change." in response.text
    assert response.redirect_chain == [(draft.get_absolute_url(), 302)]


def test_publishing_twice_explains_itself(client, coordinator, draft, url):
    client.force_login(coordinator)
    client.post(url)

    response = client.post(url, follow=True)

    assert "This standard set is published, so it cannot become published." in response.text


def test_the_page_of_a_published_set_leads_back_to_it(client, coordinator, published, url):
    client.force_login(coordinator)

    response = client.get(url, follow=True)

    assert response.redirect_chain == [(published.get_absolute_url(), 302)]
    assert "This standard set is published, so it cannot be changed." in response.text


def test_an_incomplete_draft_cannot_be_published(client, coordinator, partnership):
    empty = factories.standard_set(standards=0, published=False, partnership=partnership)
    url = reverse("standards:standard-set-publish", args=[empty.pk])
    client.force_login(coordinator)

    page = client.get(url)
    response = client.post(url, follow=True)

    assert "has no questions yet" in page.text
    assert '<button type="submit" class="govuk-button" data' not in page.text
    assert "has no questions yet" in response.text
    empty.refresh_from_db()
    assert empty.is_draft
