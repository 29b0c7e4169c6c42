"""The part of a file beside its rows: what a survey set is called and what it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from section11.standards import columns
from section11.standards.checks import Problem
from section11.standards.headers import texts_of

from ..models import SurveySet


@dataclass(frozen=True)
class SetHeader:
    """The `set:` part. Texts may be empty where the file does not say."""

    code: str = ""
    title: str = ""
    purpose: str = ""
    based_on: str = ""


_PARTS = {
    "code": partial(columns.slug, longest=60),
    "title": partial(columns.line, longest=columns.LONGEST_TITLE),
    "purpose": partial(columns.one_of, known=SurveySet.Purpose.values),
    "based_on": partial(columns.slug, longest=60),
}


def of_set(mapping: Mapping[str, Any]) -> tuple[SetHeader, list[Problem]]:
    """The header of a survey set, and all that is wrong with it."""
    texts, problems = texts_of(mapping, _PARTS)
    return SetHeader(**texts), problems
