import pytest
from django.urls import reverse

from section11.standards.operations import set_contents
from section11.tables.writing import MIME
from tests.standards.files import opened


@pytest.mark.parametrize("fmt", list(MIME))
def test_a_download_is_the_set(fmt, client, people, published):
    client.force_login(people["lead"])

    response = client.get(reverse("standards:standard-set-download", args=[published.pk, fmt]))

    assert response["Content-Type"] == MIME[fmt]
    assert response["Content-Disposition"] == f'attachment; filename="ours.{fmt}"'
    read = opened(response.content, fmt)
    assert not set_contents.preview(table=read, standard_set=published).changes_anything


def test_other_formats_there_are_not(client, coordinator, published):
    client.force_login(coordinator)

    response = client.get(reverse("standards:standard-set-download", args=[published.pk, "exe"]))

    assert response.status_code == 404
