import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory

from section11.web import errors
from tests import factories

pytestmark = pytest.mark.urls("tests.web.urls")

TEXT = "Every practitioner now has monthly supervision."


@pytest.fixture
def signed_in(client, db):
    client.force_login(factories.user())
    client.raise_request_exception = False
    return client


def test_a_page_that_is_not_there_says_so_and_where_to_go(signed_in):
    response = signed_in.get("/nowhere")

    assert response.status_code == 404
    assert '<h1 class="govuk-heading-l">Page not found</h1>' in response.text
    assert "Nothing you have saved has changed." in response.text
    assert 'href="/">home page</a>' in response.text


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        ("forbidden", 403, "Your role does not allow it."),
        ("for-the-approver", 403, "Only the approver signs off."),
        ("broken", 500, "We cannot be sure that your last change was saved"),
    ],
)
def test_an_error_page_keeps_what_was_typed(signed_in, error, status, sentence):
    response = signed_in.post(f"/sent?error={error}", {"narrative": TEXT})

    assert response.status_code == status
    assert sentence in response.text
    assert f"\n{TEXT}</textarea>" in response.text
    assert ("Nothing from that page was saved." in response.text) == (status != 500)


@pytest.mark.parametrize(
    ("limit", "most", "sentence"),
    [
        (
            "DATA_UPLOAD_MAX_NUMBER_FIELDS",
            3,
            "more fields than we can take at once: the most is 3.",
        ),
        ("DATA_UPLOAD_MAX_NUMBER_FILES", 1, "more files than we can take at once: the most is 1."),
        (
            "DATA_UPLOAD_MAX_MEMORY_SIZE",
            2048,
            "more text than we can take at once: the most is 2\N{NO-BREAK SPACE}KB.",
        ),
    ],
)
def test_a_form_over_a_limit_is_refused_in_words(signed_in, settings, limit, most, sentence):
    setattr(settings, limit, most)
    fields = {f"field-{n}": TEXT * 20 for n in range(4)}
    files = {f"file-{n}": SimpleUploadedFile("a.pdf", b"1") for n in range(2)}

    response = signed_in.post("/story", fields | files)

    assert response.status_code == 413
    assert sentence in response.text
    assert "Nothing from that page was saved." in response.text
    assert "your text should still be there" in response.text


def test_a_host_that_is_not_ours_gets_a_plain_refusal(client):
    response = client.get("/", headers={"host": "example.org"})

    assert response.status_code == 400
    assert "What your browser sent could not be read." in response.text


def test_the_page_for_our_own_mistakes_needs_no_database(rf):
    def refuse(execute, sql, params, many, context):
        raise AssertionError(sql)

    with connection.execute_wrapper(refuse):
        response = errors.server_error(rf.post("/story", {"narrative": TEXT}))

    assert response.status_code == 500
    assert "Something went wrong - Section 11" in response.text
    assert f"\n{TEXT}</textarea>" in response.text
    assert "contact your partnership&#x27;s coordinator" in response.text


def test_a_connection_that_broke_off_still_gets_an_error_page():
    class BrokenOff:
        def read(self, *args):
            raise OSError("the other end has gone")

    request = RequestFactory().post("/story", {"narrative": TEXT})
    request._stream = request.environ["wsgi.input"] = BrokenOff()

    response = errors.server_error(request)

    assert response.status_code == 500
    assert TEXT not in response.text


@pytest.fixture
def checking_client(db):
    """A browser whose forms must carry their key."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user())
    return client


def test_an_old_form_of_ours_can_be_sent_again(checking_client):
    response = checking_client.post(
        "/echo?step=2", {"narrative": TEXT}, headers={"origin": "http://testserver"}
    )

    assert response.status_code == 403
    assert "Not saved yet - Section 11" in response.text
    assert 'action="/echo?step=2"' in response.text
    key = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.text)[1]
    again = {"narrative": TEXT, "csrfmiddlewaretoken": key}
    saved = checking_client.post("/echo", again, headers={"origin": "http://testserver"})
    assert saved.status_code == 200
    assert saved.json()["fields"][0] == ["narrative", [TEXT]]


@pytest.mark.parametrize("origin", ["https://example.org", "null"])
def test_a_form_from_another_site_is_refused_with_no_button_to_send_it(checking_client, origin):
    response = checking_client.post("/echo", {"narrative": TEXT}, headers={"origin": origin})

    assert response.status_code == 403
    assert "This was not sent from a page of ours" in response.text
    assert 'type="hidden" name="narrative"' not in response.text
    assert f"\n{TEXT}</textarea>" in html.unescape(response.text)


@pytest.mark.urls("section11.urls")
def test_an_address_that_only_takes_a_form_is_explained(client, db):
    client.force_login(factories.user())

    response = client.get("/sign-out/")

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "This address is not a page" in response.text
