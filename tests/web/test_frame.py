import re

import pytest
from django.apps import apps

from section11.web import navigation
from section11.web.navigation import Item
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]


@pytest.fixture
def links():
    navigation.register("Stories", "story", order=20)
    navigation.register("Home", "web:home", order=10)
    navigation.register("Chapters", "chapter", order=30, shown_to=lambda user: user.is_staff)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["page", ""]),
        ("/story", ["", "page"]),
        ("/story/7", ["", "true"]),
        ("/echo", ["", ""]),
    ],
)
def test_the_link_to_where_one_is_stands_out(links, path, current):
    items = navigation.items(factories.user(), path)

    assert items == [Item("Home", "/", current[0]), Item("Stories", "/story", current[1])]


def test_a_link_stands_out_at_other_addresses_that_belong_to_it(links):
    navigation.register("Poems", "echo", order=40, also_at=("/stanza/",))

    current = {
        item.label: item.current for item in navigation.items(factories.user(), "/stanza/7/")
    }

    assert current == {"Home": "", "Stories": "", "Poems": "true"}


def test_the_nearest_link_is_the_current_one(links):
    items = navigation.items(factories.user(is_staff=True), "/story/chapter")

    assert [(i.label, i.current) for i in items] == [
        ("Home", ""),
        ("Stories", ""),
        ("Chapters", "page"),
    ]


def test_a_signed_in_person_sees_their_name_the_links_and_sign_out(client, links):
    client.force_login(factories.user(name="Ama Owusu"))

    page = client.get("/story").text

    assert "Ama Owusu" in page
    assert re.search(r'<form[^>]*method="post" action="/sign-out">', page)
    assert 'href="/story" aria-current="page"' in page
    assert "Chapters" not in page


def test_everybody_signed_in_has_a_link_home():
    apps.get_app_config("web").ready()

    assert navigation.items(factories.user(), "/") == [Item("Home", "/", "page")]


def test_a_visitor_sees_neither_links_nor_sign_out(client, links):
    page = client.get("/accessibility/").text

    assert "Section 11" in page
    assert "Stories" not in page
    assert "Sign out" not in page


@pytest.mark.parametrize("demo", [True, False])
def test_a_demo_says_that_it_is_one(client, settings, demo):
    settings.DEMO = demo

    page = client.get("/accessibility/").text

    assert ("Fictional people and ratings." in page) == demo


def test_messages_are_told_once_at_the_top_of_the_page(client):
    client.force_login(factories.user())

    page = client.post("/story", {"narrative": "A <b> text"}, follow=True).text

    assert "Saved: A &lt;b&gt; text" in page
    assert 'class="app-alert app-alert--success"' in page
    assert "Saved:" not in client.get("/story").text
