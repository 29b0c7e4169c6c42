from django.urls import reverse

from section11.standards.models import RatingLevel
from tests import factories

URL = reverse("standards:rating-scale-list")


def test_each_level_says_what_it_means_and_asks_for(client, people):
    factories.scale()
    client.force_login(people["reader"])

    text = client.get(URL).text

    assert 'class="rating rating--rag-amber"' in text
    for shown in (
        "Amber means.",
        "An action",
        "Evidence on an essential question",
        "A reason; left out of the score",
    ):
        assert shown in text


def test_a_level_may_ask_for_nothing(db):
    assert RatingLevel().asks_for == "Nothing more"


def test_no_scales(client, coordinator):
    client.force_login(coordinator)

    assert "There are no rating scales yet." in client.get(URL).text


def test_it_asks_the_database_as_often_for_one_scale_as_for_three(
    client, coordinator, django_assert_num_queries
):
    client.force_login(coordinator)
    for code in ("a", "b", "c"):
        factories.scale(code=code)
        with django_assert_num_queries(5):
            client.get(URL)
