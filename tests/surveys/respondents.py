"""Respondents for tests: a browser of one device, and the way through a survey's pages."""

from django.test import Client
from django.urls import reverse

from surveys.answering import box
from surveys.models import SealedAnswers
from surveys.running import links

START, STEP = "surveys:answer-start", "surveys:answer-step"


def start_of(surveyed_agency):
    return reverse(START, args=[links.key_of(surveyed_agency)])


def step_of(surveyed_agency, step):
    return reverse(STEP, args=[links.key_of(surveyed_agency), step])


def in_the_box():
    """All that was sent, opened."""
    return [box.open_sealed(one.sealed) for one in SealedAnswers.objects.all()]


class Respondent:
    """Somebody with a device and the link of an agency, or a personal one."""

    def __init__(self, surveyed_agency, *, token="", browser=None):
        self.surveyed_agency, self.browser = surveyed_agency, browser or Client()
        if token:
            self.browser.get(reverse("surveys:answer-once", args=[token]))

    def opens(self, step=""):
        return self.browser.get(self.address(step))

    def address(self, step=""):
        return step_of(self.surveyed_agency, step) if step else start_of(self.surveyed_agency)

    def starts(self):
        return self.browser.post(start_of(self.surveyed_agency))

    def fills_in(self, step, **answers):
        """`q1="4"` answers the question with the code q1."""
        data = {
            f"{step}-{name if name in ('role_group', 'looked_at') else f'q-{name}'}": value
            for name, value in answers.items()
        }
        return self.browser.post(self.address(step), data)

    def sends(self):
        return self.browser.post(self.address("send"))

    def answers(self, *, role_group="", **answers):
        """The whole way, with everything on the first page of questions; what sending answered."""
        self.starts()
        if role_group:
            self.fills_in("you", role_group=role_group)
        self.fills_in("1", **answers)
        return self.sends()

    @property
    def cookies(self):
        return {name: morsel.value for name, morsel in self.browser.cookies.items() if morsel.value}
