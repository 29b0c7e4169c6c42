import json
import time

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from section11.web import held

TEXT = "Line one\r\n  “Line two” <b>&amp; \N{GRINNING FACE} \N{HEBREW LETTER ALEF}\r\n"


def request_with(data, path="/self-audits/3/steps/neglect?from=tasks"):
    return RequestFactory().post(path, data)


def test_a_form_comes_back_as_it_was_sent():
    request = request_with({"csrfmiddlewaretoken": "x", "narrative": TEXT, "priority": ["a", "b"]})

    released = held.release(held.hold(request))

    assert released == held.Held(
        path="/self-audits/3/steps/neglect?from=tasks",
        fields=[("narrative", TEXT), ("priority", "a"), ("priority", "b")],
        lost_files=[],
    )


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_any_text_comes_back(text):
    request = RequestFactory().post("/a", {"narrative": text})

    assert held.release(held.hold(request)).fields == held.read(request).fields


def test_a_password_is_never_held():
    request = request_with({"email": "ama@example.org", "new_password1": "correct horse"})

    assert held.release(held.hold(request)).fields == [("email", "ama@example.org")]


def test_files_are_named_since_they_cannot_be_held():
    files = [SimpleUploadedFile("audit.pdf", b"1"), SimpleUploadedFile("plan.docx", b"2")]

    released = held.release(held.hold(request_with({"narrative": "x", "files": files})))

    assert released.lost_files == ["audit.pdf", "plan.docx"]
    assert released.fields == [("narrative", "x")]


def test_a_form_is_held_for_twelve_hours(monkeypatch):
    now = time.time()
    twelve_hours = 12 * 60 * 60
    token = held.hold(request_with({"narrative": TEXT}))

    monkeypatch.setattr(time, "time", lambda: now + twelve_hours - 5)
    assert held.release(token).fields == [("narrative", TEXT)]

    monkeypatch.setattr(time, "time", lambda: now + twelve_hours + 5)
    with pytest.raises(held.Expired, match="held for 12 hours"):
        held.release(token)


def test_a_changed_token_is_refused():
    token = held.hold(request_with({"narrative": TEXT}))

    with pytest.raises(held.Forged):
        held.release("A" + token)


def test_a_token_made_for_something_else_is_refused():
    token = signing.dumps(["/", [], []], salt="another use")

    with pytest.raises(held.Forged):
        held.release(token)


@pytest.mark.parametrize("path", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_form_never_goes_to_another_site(path):
    token = signing.dumps([path, [], []], salt=held.SALT)

    with pytest.raises(held.Forged):
        held.release(token)


def test_a_path_that_looks_like_another_site_is_held_as_one_of_ours():
    request = RequestFactory().post("/", {"narrative": "x"}, PATH_INFO="//example.org/")

    assert held.release(held.hold(request)).path == "/%2Fexample.org/"


def test_texts_are_what_a_person_typed():
    fields = [
        ("answer-12-narrative", "We trained everyone."),
        ("answer-12-na_reason", "Not a\nservice of ours"),
        ("answer-12-id", "12"),
        ("answer-12-rating", "red"),
        ("answer-12-impact", "  "),
    ]

    assert held.prose(fields) == [
        ("Narrative", "We trained everyone."),
        ("Na reason", "Not a\nservice of ours"),
    ]


def test_a_full_step_of_text_fits_the_limit_on_what_a_browser_may_send(settings):
    texts = {f"answer-{n}-{part}": "\N{GRINNING FACE}é" * 10_000 for n in range(9) for part in "ab"}

    token = held.hold(request_with(texts))

    assert len(token) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert len(json.dumps(texts)) > len(token)
