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
        return asked.read(self.survey.survey_set)

    @cached_property
    def steps(self) -> dict[str, Page]:
        """The page of each step, in order, apart from the sending."""
        about_you = {YOU: Page("About your work", ())} if self.survey.role_groups else {}
        return about_you | {str(n): page for n, page in enumerate(self.asked.pages, 1)}

    def open_questions(self, page: Page) -> list:
        return [one for one in page.questions if one.lineage not in self.answers["answers"]]

    @property
    def is_blank(self) -> bool:
        return not self.answers["answers"]

    @property
    def where_to_go_on(self) -> str:
        """The first step with a question that is open; from the start if nothing was answered."""
        if self.is_blank:
            return next(iter(self.steps))
        open_steps = (step for step, page in self.steps.items() if self.open_questions(page))
        return next(open_steps, SEND)
