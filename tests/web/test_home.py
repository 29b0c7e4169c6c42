import pytest
from django.db import DatabaseError, connection

from section11.web import home
from section11.web.home import Section
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]


@pytest.fixture
def person(client):
    person = factories.user(name="Ama Owusu")
    client.force_login(person)
    return person


def alert(title, order):
    return Section("components/alert.html", {"title": title, "text": "More"}, order)


def test_home_shows_what_each_app_offers_in_order(client, person):
    home.register(lambda request: alert("Heatmap", 20))
    home.register(lambda request: alert(f"Tasks of {request.user}", 10))
    home.register(lambda request: None)

    page = client.get("/").text

    assert page.count('class="app-home-section"') == 2
    assert page.index("Tasks of Ama Owusu") < page.index("Heatmap")


def test_a_section_keeps_its_names_to_itself(client, person):
    home.register(lambda request: alert("First", 10))
    home.register(lambda request: Section("components/alert.html", {"title": "Second"}, 20))

    page = client.get("/").text

    assert page.count("More") == 1


def test_home_says_when_there_is_nothing_to_do(client, person):
    assert "There is nothing for you to do here yet." in client.get("/").text


def test_the_health_check_needs_no_sign_in(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.text == "ok\n"
    assert "no-store" in response.headers["Cache-Control"]


def test_the_health_check_says_when_the_database_does_not_answer(client, caplog):
    def refuse(execute, sql, params, many, context):
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.text == "database: no answer\n"


def test_the_accessibility_statement_is_public(client):
    response = client.get("/accessibility/")

    assert response.status_code == 200
    assert "Accessibility statement - Section 11" in response.text
