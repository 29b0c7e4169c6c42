from django.urls import reverse

from section11.people.models import Membership, Role
from section11.standards.models import StandardSet
from tests import factories


def url(standard_set):
    return reverse("standards:standard-set-new-version", args=[standard_set.pk])


def test_a_coordinator_begins_a_version_of_a_shipped_set(client, coordinator, partnership, shipped):
    client.force_login(coordinator)
    page = client.get(url(shipped))

    response = client.post(
        url(shipped), {"title": "Ours 2027", "partnership": partnership.pk}, follow=True
    )

    version = StandardSet.objects.get(code="ours-2027")
    assert (version.title, version.partnership, version.based_on) == (
        "Ours 2027",
        partnership,
        shipped,
    )
    assert response.redirect_chain == [(version.get_absolute_url(), 302)]
    assert "Draft made." in response.text
    assert f'<input type="hidden" name="partnership" value="{partnership.pk}"' in page.text


def test_somebody_who_coordinates_two_partnerships_chooses(
    client, coordinator, partnership, shipped
):
    other = factories.partnership()
    Membership.objects.create(user=coordinator, role=Role.COORDINATOR, partnership=other)
    client.force_login(coordinator)

    page = client.get(url(shipped))
    client.post(url(shipped), {"title": "Ours", "code": "ours", "partnership": other.pk})

    assert '<select name="partnership"' in page.text
    assert StandardSet.objects.get(code="ours").partnership == other


def test_a_partnership_of_another_cannot_be_forged(client, coordinator, shipped):
    client.force_login(coordinator)

    response = client.post(
        url(shipped), {"title": "Ours", "partnership": factories.partnership().pk}
    )

    assert response.status_code == 200
    assert not StandardSet.objects.filter(title="Ours").exists()


def test_a_title_is_needed(client, coordinator, partnership, shipped):
    client.force_login(coordinator)

    response = client.post(url(shipped), {"title": "", "partnership": partnership.pk})

    assert "There is a problem" in response.text
    assert StandardSet.objects.count() == 1


def test_the_code_is_one_of_its_own(client, coordinator, published):
    client.force_login(coordinator)
    data = {"title": "Again", "code": "ours", "partnership": published.partnership_id}

    response = client.post(url(published), data)

    assert "There is a set with the code ours already. Choose another" in response.text


def test_a_draft_explains_that_it_must_be_published_first(client, coordinator, draft):
    client.force_login(coordinator)

    response = client.get(url(draft), follow=True)

    assert (
        "This standard set is a draft. Publish it before you begin a new version" in response.text
    )


def test_the_code_is_one_that_files_can_carry(client, coordinator, partnership, shipped):
    client.force_login(coordinator)
    data = {"title": "日本", "partnership": partnership.pk}

    none = client.post(url(shipped), data)
    odd = client.post(url(shipped), data | {"code": "Our_Set"})

    assert "Enter a code: none can be made from the title" in none.text
    assert "“Our_Set” may hold only small letters" in odd.text
    assert StandardSet.objects.count() == 1
