"""What a survey set asks, page by page, and how much room the answers need.

A published set never changes (`SurveySet.must_be_draft`), so each process reads one once and keeps
it, known by its id and the moment it was published: see standards/sets.py.
"""

from typing import Any, NamedTuple

from .. import agreement
from ..models import Survey, SurveyQuestion, SurveySet
from ..sets.pages import Page, pages
from . import box

# The longest text that somebody may write, in characters.
TEXT_LIMIT = 1000
# A character takes four bytes at most, once control characters are taken out.
_BYTES_OF_TEXT = 4 * TEXT_LIMIT
# For the role group and what stands around answers; for a lineage and an answer by choice.
_FRAME, _BYTES_OF_CHOICE = 500, 100
KEPT_AT_MOST = 64

_kept: dict[tuple, "Asked"] = {}


class Asked(NamedTuple):
    """The questions of a set in order, and on their pages.

    `capacity` is how long the answers are made, in bytes, so that all are of one length.
    """

    questions: tuple[SurveyQuestion, ...]
    pages: tuple[Page, ...]
    capacity: int


def read(survey_set: SurveySet) -> Asked:
    key = survey_set.pk, survey_set.published_at
    if key in _kept:
        return _kept[key]
    asked = of(survey_set.questions.in_order())
    return asked if survey_set.is_draft else _keep(key, asked)


def read_opened(survey: Survey) -> Asked:
    """Of a survey that was opened, whose set can only be a published one: without asking for it."""
    key = survey.survey_set_id, survey.opened_at
    if key in _kept:
        return _kept[key]
    return _keep(key, read(survey.survey_set))


def _keep(key, asked):
    _kept[key] = asked
    for oldest in list(_kept)[:-KEPT_AT_MOST]:
        _kept.pop(oldest, None)  # another thread may have been first
    return asked


def of(questions: Any) -> Asked:
    questions = tuple(questions)
    return Asked(questions, tuple(pages(questions)), _capacity(questions))


def _capacity(questions):
    longest = _FRAME + sum(_longest(question) for question in questions)
    return -(-longest // box.STEP) * box.STEP


def _longest(question):
    if question.kind == "text":
        return _BYTES_OF_CHOICE + _BYTES_OF_TEXT
    return _BYTES_OF_CHOICE + 8 * len(agreement.values(question))
