"""No log and no report of an error names a link, an address or an answer."""

import logging

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse

from surveys.answering import logs
from surveys.running import links
from tests.surveys.attacked import (
    ADDRESS,
    PROGRAM,
    answered_in_turn,
    browser,
    word,
)
from tests.surveys.respondents import Respondent, step_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_no_log_names_a_link_an_address_or_an_answer(by_token, tokens, caplog):
    caplog.set_level(logging.INFO)
    caplog.handler.addFilter(logs.WithoutSurveyLinks())
    answered_in_turn(by_token, tokens=tokens[:2])
    late = Respondent(by_token, token=tokens[0], browser=browser())

    assert late.opens().status_code == 410
    assert late.fills_in("1", words=word(0)).status_code in (403, 410)
    browser().get(reverse("surveys:answer-once", args=["no-such-link"]))

    assert "/survey/" in caplog.text
    for secret in (*tokens, "no-such-link", links.key_of(by_token), ADDRESS, PROGRAM, "heliotrope"):
        assert secret not in caplog.text


def test_every_handler_of_the_log_takes_links_out():
    handlers = project.LOGGING["handlers"].values()

    assert [handler["filters"] for handler in handlers] == [["no_survey_links"]] * len(handlers)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Gone: /survey/once/a-Secret_key/", "Gone: /survey/once/…/"),
        ("Not Found: /survey/1-abc/2/", "Not Found: /survey/…/2/"),
        ("Not Found: /surveys/3/", "Not Found: /surveys/3/"),
    ],
)
def test_a_log_record_keeps_the_rest_of_its_words(said, kept):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s", (said,), None)

    logs.WithoutSurveyLinks().filter(record)

    assert record.getMessage() == kept


def test_an_error_report_would_hold_no_answer(by_link):
    """Django leaves out of its reports what a view calls sensitive: here, all that was typed."""
    request = Client().post(step_of(by_link, "1"), {"1-q-words": word(1)}).wsgi_request

    assert request.sensitive_post_parameters == "__ALL__"
