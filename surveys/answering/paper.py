"""One respondent's survey while they answer it: what is asked, step by step, and what they said."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..sets.pages import Page
from . import asked

# The steps in an address: a page about the respondent's work, the pages of questions by their
# number, and the page from which answers are sent.
YOU, SEND = "you", "send"


@dataclass
class Paper:
    """`secret` is what the device holds, `draft` the row found by it, `answers` what was in it."""

    draft: Any
    secret: str
    answers: dict
    # The step that the address names.
    step: str = ""

    @property
    def surveyed_agency(self):
        return self.draft.surveyed_agency

    @property
    def survey(self):
        return self.surveyed_agency.survey

    @property
    def asked(self):
        return asked.read_opened(self.survey)

    @cached_property
    def steps(self) -> dict[str, Page]:
        return steps_of(self.survey, self.asked)

    def open_questions(self, page: Page) -> list:
        return [one for one in page.questions if one.lineage not in self.answers["answers"]]

    @property
    def is_blank(self) -> bool:
        return not self.answers["answers"]

    @property
    def where_to_go_on(self) -> str:
        """The step after the last on which something was answered: what was left out may stay so."""
        *before, last = [*self.steps, SEND]
        for step in reversed(before):
            if self._has_answered_some_of(self.steps[step]):
                return last
            last = step
        return last

    def _has_answered_some_of(self, page):
        return len(self.open_questions(page)) < len(page.questions)


def steps_of(survey, asked) -> dict[str, Page]:
    """The page of each step of a survey, in order, apart from the sending."""
    about_you = {YOU: Page("About your work", ())} if survey.role_groups else {}
    return about_you | {str(n): page for n, page in enumerate(asked.pages, 1)}
