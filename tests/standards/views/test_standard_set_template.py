import pytest
from django.urls import reverse

from tests import factories
from tests.standards.files import opened


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods", "json", "yaml"])
def test_a_template_has_the_columns_of_its_scale(fmt, client, coordinator):
    factories.scale([("low", "Low", "L", "#000000", "dash", True, True, False, False)], code="one")
    client.force_login(coordinator)

    response = client.get(reverse("standards:standard-set-template", args=["one", fmt]))

    read = opened(response.content, fmt)
    assert [name for name in read.columns if name.startswith("descriptor_")] == ["descriptor_low"]
    assert len(read.rows) == 1


@pytest.mark.parametrize(("code", "fmt"), [("none", "csv"), ("rag", "exe")])
def test_there_is_none_for_another_scale_or_format(code, fmt, client, coordinator):
    factories.scale()
    client.force_login(coordinator)

    response = client.get(reverse("standards:standard-set-template", args=[code, fmt]))

    assert response.status_code == 404
