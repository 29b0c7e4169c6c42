import html
import json
import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from section11.web import held, home
from section11.web.exceptions import RuleBroken
from tests import factories
from tests.conftest import PageClient

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]

LONG = (
    "Waits for early help fell from 42 days to 19, and families say they are not asked twice. " * 2
)


@pytest.fixture
def signed_in(client):
    client.force_login(factories.user())
    return client


def hidden_fields(page):
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return [(html.unescape(name), html.unescape(value)) for name, value in found]


def test_a_page_asks_who_you_are_and_remembers_where_you_were_going(client):
    response = client.get("/story?page=2")

    assert response.status_code == 302
    assert response.url == "/sign-in?next=/story%3Fpage%3D2"


def test_a_form_sent_signed_out_is_given_back_with_a_way_to_sign_in(client):
    response = client.post("/story?page=2", {"narrative": LONG, "title": "Ours"})

    assert response.status_code == 401
    assert "what you sent has not been saved yet" in response.text
    assert LONG in html.unescape(response.text)
    # Whoever was let go cannot sign in again.
    assert "Copy what you typed from this page, and contact" in response.text
    token = dict(hidden_fields(response.text))["held"]
    assert held.release(token).fields == [("narrative", LONG), ("title", "Ours")]
    assert held.release(token).path == "/story?page=2"


def test_files_of_a_form_sent_signed_out_are_named_to_be_chosen_again(client):
    response = client.post("/echo", {"file": SimpleUploadedFile("audit 2026.pdf", b"%PDF")})

    assert "Choose it again once your text is saved" in response.text
    assert "<li>audit 2026.pdf</li>" in response.text


def test_what_was_typed_is_saved_after_signing_in_again(client):
    refused = client.post("/echo?step=2", {"narrative": 'a\r\n"b" <c>', "level": ["x", "y"]})
    token = dict(hidden_fields(refused.text))["held"]

    client.force_login(factories.user())
    offered = client.post("/continue-saving/", {"held": token})
    assert 'action="/echo?step=2"' in offered.text
    assert "Save what I typed" in offered.text
    fields = [pair for pair in hidden_fields(offered.text) if pair[0] != "csrfmiddlewaretoken"]
    saved = client.post("/echo?step=2", {"narrative": fields[0][1], "level": ["x", "y"]})

    assert fields == [("narrative", 'a\r\n"b" <c>'), ("level", "x"), ("level", "y")]
    assert json.loads(saved.content)["fields"] == [
        ["narrative", ['a\r\n"b" <c>']],
        ["level", ["x", "y"]],
    ]


def test_a_button_pressed_signed_out_is_offered_again_without_talk_of_text(client):
    token = dict(hidden_fields(client.post("/echo").text))["held"]

    client.force_login(factories.user())
    offered = client.post("/continue-saving/", {"held": token})

    assert "Carry on" in offered.text
    assert "Save what I typed" not in offered.text


def test_a_form_that_is_to_be_saved_before_signing_in_stays_in_its_page(client):
    token = dict(hidden_fields(client.post("/story", {"narrative": LONG}).text))["held"]

    response = client.post("/continue-saving/", {"held": token})

    assert response.status_code == 401
    assert "You are not signed in yet. Nothing is lost" in response.text
    assert dict(hidden_fields(response.text))["held"] == token
    assert LONG in html.unescape(response.text)


def test_the_page_that_holds_a_form_is_older_than_the_session_that_saves_it():
    signed_out = PageClient(enforce_csrf_checks=False)
    token = dict(hidden_fields(signed_out.post("/story", {"narrative": LONG}).text))["held"]
    signed_in = PageClient(enforce_csrf_checks=True)
    signed_in.force_login(factories.user())

    response = signed_in.post("/continue-saving/", {"held": token})

    assert "Save what I typed" in response.text


def test_a_held_form_that_was_tampered_with_is_refused_in_words(signed_in):
    response = signed_in.post("/continue-saving/", {"held": "made up"})

    assert response.status_code == 302
    assert [str(m) for m in get_messages(response.wsgi_request)] == [
        "What you typed before did not come back whole, so it was not saved."
    ]


def test_a_broken_rule_is_told_on_the_page_of_what_it_is_about(signed_in):
    response = signed_in.post("/closed", follow=True)

    assert response.redirect_chain == [("/story", 302)]
    assert "This story is finished, so it cannot be changed." in response.text


def test_a_broken_rule_about_nothing_goes_back_a_page(signed_in):
    response = signed_in.post("/nobodys", headers={"referer": "http://testserver/story?page=2"})

    assert response.status_code == 302
    assert response.url == "http://testserver/story?page=2"
    assert [str(m) for m in get_messages(response.wsgi_request)] == ["That is not possible today."]


@pytest.mark.parametrize("referer", ["", "https://example.org/", "javascript:alert(1)"])
def test_a_broken_rule_never_leads_to_another_site(signed_in, referer):
    response = signed_in.post("/nobodys", headers={"referer": referer})

    assert response.url == "/"


def test_a_broken_rule_on_a_page_does_not_lead_back_to_that_page(signed_in):
    response = signed_in.get("/nobodys", headers={"referer": "http://testserver/nobodys"})

    assert response.url == "/"


def test_a_broken_rule_on_the_home_page_ends_instead_of_going_in_a_circle(signed_in):
    def refuse(request):
        raise RuleBroken("Not today.")

    home.register(refuse)
    signed_in.raise_request_exception = False

    response = signed_in.get("/")

    assert response.status_code == 500


def test_a_long_text_is_shown_with_the_sentence_so_that_it_is_not_lost(signed_in):
    response = signed_in.post("/closed", {"narrative": LONG})

    assert response.status_code == 409
    assert "This story is finished, so it cannot be changed." in response.text
    assert f"\n{LONG}</textarea>" in response.text
    assert 'href="/story"' in response.text
    assert list(get_messages(response.wsgi_request)) == []


def test_a_short_text_is_not_worth_a_page(signed_in):
    response = signed_in.post("/closed", {"narrative": "Two words"})

    assert response.status_code == 302
