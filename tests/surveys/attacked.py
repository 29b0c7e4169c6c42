"""The respondents of a survey that somebody with the whole database attacks."""

from django.test import Client

from surveys.models import SealedAnswers, SurveyDraft, SurveyToken
from tests import survey_factories as made
from tests.surveys.respondents import Respondent

SEALED, DRAFT, TOKEN = (m._meta.db_table for m in (SealedAnswers, SurveyDraft, SurveyToken))
# Far from order: of 25 in random order one in a million comes so near to it.
IN_ORDER = 0.8
MANY = 25
ADDRESS, PROGRAM = "203.0.113.77", "Somebodys-Phone/7.7"


def word(n):
    """What the n-th to answer wrote: nobody else wrote it."""
    return f"heliotrope{n}x"


def browser():
    return Client(REMOTE_ADDR=ADDRESS, headers={"user-agent": PROGRAM})


def begins(surveyed, n, token=""):
    one = Respondent(surveyed, token=token, browser=browser())
    one.starts()
    one.fills_in("you", role_group=made.ROLE_GROUPS[n % 2])
    one.fills_in("1", q1="4", words=word(n))
    return one


def answered_in_turn(surveyed, times=MANY, *, tokens=()):
    tokens = tokens or [""] * times
    for n, token in enumerate(tokens):
        assert begins(surveyed, n, token).sends().status_code == 302
