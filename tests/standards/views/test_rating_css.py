from django.urls import reverse

from section11.standards.models import RatingLevel
from tests import factories

URL = reverse("standards:rating-css")


def test_every_level_has_its_colours(client, db):
    factories.scale()
    factories.scale(
        [("0", "Zero", "0", "#6b0f1a", "triangle", True, True, False, False)], code="digits"
    )

    response = client.get(URL)

    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert ".rating--rag-red { background-color: #b22222; color: #ffffff; }" in response.text
    assert ".rating--digits-0 { background-color: #6b0f1a; color: #ffffff; }" in response.text


def test_a_browser_may_keep_it_and_asks_whether_it_has_changed(client, db):
    scale = factories.scale()
    response = client.get(URL)

    again = client.get(URL, headers={"If-None-Match": response["ETag"]})

    assert response["Cache-Control"] == "public, max-age=300"
    assert (again.status_code, again.content) == (304, b"")

    RatingLevel.objects.filter(scale=scale, code="red").update(colour="#ff0000")
    assert client.get(URL, headers={"If-None-Match": response["ETag"]}).status_code == 200


def test_no_scales_make_no_colours(client, db):
    response = client.get(URL)

    assert response.status_code == 200
    assert "background-color" not in response.text
