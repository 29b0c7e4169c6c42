"""The pages of a respondent, from the link to the thank-you. See surveys/views/respondent.py."""

from django.shortcuts import redirect
from django.urls import reverse
from formtools.wizard.views import NamedUrlWizardView

from ..answering import asked, device
from ..answering.device import Device
from ..answering.paper import SEND, steps_of
from ..answering.storage import DraftStorage
from ..exceptions import AnsweredHere, DraftLost, NoCookie, PersonalLinkUnknown
from ..forms.answering import PageForm
from ..operations import answering
from ..running import links
from .respondent import page, respondent

# Said in the address once the button was pressed: without a cookie by then, there will be none.
BEGUN = "begun"
READ = respondent("GET", "HEAD")
READ_AND_SENT = respondent("GET", "HEAD", "POST")


@READ
def answer_once(request, token):
    """A personal link: its key goes into the device, and the survey's own pages follow."""
    found = links.token_of(token)
    if found is None:
        raise PersonalLinkUnknown
    start = start_of(links.key_of(found.surveyed_agency))
    response = redirect(start)
    survey = found.surveyed_agency.survey
    device.keep(response, device.PERSONAL, token, path=start, survey=survey)
    return response


@READ_AND_SENT
def answer_start(request, key):
    """What the survey is, what becomes of answers, and the button that begins or goes on."""
    if key != key.lower():
        return redirect(start_of(key.lower()))
    surveyed_agency = answering.agency_of(key)
    here = Device.of(request)
    if answering.has_answered(surveyed_agency, here):
        return redirect("surveys:answer-thanks", key)
    paper = answering.find(key=key, device=here)
    if request.method == "POST":
        return _begin(key, surveyed_agency, here, paper)
    answering.token_of(surveyed_agency, here)
    survey = surveyed_agency.survey
    found = asked.read(survey.survey_set)
    return page(
        "surveys/answer_start.html",
        surveyed_agency=surveyed_agency,
        survey=survey,
        questions=len(found.questions),
        pages=len(steps_of(survey, found)),
        writes=any(question.kind == "text" for question in found.questions),
        paper=paper,
        no_cookie=BEGUN in request.GET and not here.mark,
    )


def _begin(key, surveyed_agency, here, paper):
    """To the first page; or, after a second press of the button, to where they were."""
    if paper is None:
        here = Device.new(here.token)
        paper = answering.begin(surveyed_agency=surveyed_agency, device=here)
    step = reverse("surveys:answer-step", args=[key, paper.where_to_go_on])
    response = redirect(f"{step}?{BEGUN}")
    device.keep(response, device.KEY, here.mark, path=start_of(key), survey=surveyed_agency.survey)
    return response


@READ
def answer_thanks(request, key):
    surveyed_agency = answering.agency_of(key)
    if not Device.of(request).has_answered:
        return redirect("surveys:answer-start", key)
    return page("surveys/answer_thanks.html", survey=surveyed_agency.survey)


class AnswerStep(NamedUrlWizardView):
    """One page of questions, a step of the wizard; its last is the page from which answers go."""

    storage_name = f"{DraftStorage.__module__}.{DraftStorage.__qualname__}"
    template_name = "surveys/answer_step.html"
    file_storage = None  # no question asks for a file

    def dispatch(self, request, *args, key, step, **kwargs):
        self.key, self.device = key, Device.of(request)
        self.began_anew = False
        paper = answering.find(key=key, device=self.device) or self._paper_anew(request, step)
        if paper is None:
            start = start_of(key)
            return redirect(f"{start}?{BEGUN}" if BEGUN in request.GET else start)
        if step != SEND and step not in paper.steps:
            return redirect(self.get_step_url(paper.where_to_go_on))
        request.paper = self.paper = paper
        paper.step = step
        return super().dispatch(request, *args, step=step, **kwargs)

    def _paper_anew(self, request, step):
        """There is no draft. What was typed on a page is not lost for that: it begins a new one."""
        surveyed_agency = answering.agency_of(self.key)
        if request.method != "POST":
            return None
        if answering.has_answered(surveyed_agency, self.device):
            if step == SEND:  # the button was pressed twice
                return None
            raise AnsweredHere
        if not self.device.secret:
            raise NoCookie
        if step == SEND:
            raise DraftLost
        self.began_anew = True
        return answering.begin(surveyed_agency=surveyed_agency, device=self.device)

    def get_form_list(self):
        return dict.fromkeys(self.paper.steps, PageForm)

    def get_form_kwargs(self, step=None):
        return {
            "page": self.paper.steps[step or self.steps.current],
            "role_groups": self.paper.survey.role_groups,
            "answered": self.paper.answers["answers"],
        }

    def get_step_url(self, step):
        return reverse(self.url_name, args=[self.key, step])

    def post(self, request, *args, step, **kwargs):
        """Keep whatever can be kept, then say what could not, or go on."""
        if step == SEND:
            return self._hand_in()
        form = self.get_form(data=request.POST)
        form.is_valid()
        self.storage.set_step_data(step, form)
        if form.errors:
            return self.render(form)
        if form.warnings and not form.was_looked_at:
            form.point_out()
            return self.render(form, look_again=form.warnings)
        return redirect(f"{self.get_step_url(self.steps.next or SEND)}{self._said_on_the_next}")

    @property
    def _said_on_the_next(self):
        return "?anew" if self.began_anew else ""

    def _hand_in(self):
        if self.paper.is_blank:
            return self._sending_page(nothing_to_send=True)
        answering.hand_in(paper=self.paper, device=self.device)
        response = redirect("surveys:answer-thanks", self.key)
        start, survey = start_of(self.key), self.paper.survey
        device.keep(response, device.KEY, device.ANSWERED, path=start, survey=survey)
        if self.device.token:
            device.forget(response, device.PERSONAL, path=start)
        return response

    def done(self, form_list, **kwargs):
        """All pages hold what may be sent: ask whether to send it."""
        return self._sending_page()

    def _sending_page(self, nothing_to_send=False):
        open_pages = [
            (self.get_step_url(step), found, questions)
            for step, found in self.paper.steps.items()
            if (questions := self.paper.open_questions(found))
        ]
        asked_for = len(self.paper.asked.questions)
        still_open = sum(len(questions) for _, _, questions in open_pages)
        return page(
            "surveys/answer_send.html",
            survey=self.paper.survey,
            asked_for=asked_for,
            answered=asked_for - still_open,
            open_pages=open_pages,
            nothing_to_send=nothing_to_send,
            back=self.get_step_url(list(self.paper.steps)[-1]),
            anew="anew" in self.request.GET,
        )

    def render_to_response(self, context):
        form, step = context["form"], self.steps.current
        return page(
            self.template_name,
            form=form,
            title=self.paper.steps[step].title,
            survey=self.paper.survey,
            place=self.steps.step1,
            places=self.steps.count,
            back=self.get_step_url(self.steps.prev) if self.steps.prev else start_of(self.key),
            look_again=context.get("look_again"),
            anew=self.began_anew or "anew" in self.request.GET,
        )


answer_step = READ_AND_SENT(
    AnswerStep.as_view([("any", PageForm)], url_name="surveys:answer-step", done_step_name=SEND)
)


def start_of(key):
    """The address of the survey's first page, within which its cookies are sent."""
    return reverse("surveys:answer-start", args=[key])
