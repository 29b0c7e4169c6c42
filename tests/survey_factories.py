"""Legal objects of surveys: each call makes one that could exist."""

import itertools
from datetime import timedelta

from django.utils import timezone

from section11.people.models.invitation import digest
from surveys.models import (
    FreeText,
    SealedAnswers,
    Survey,
    SurveyedAgency,
    SurveyQuestion,
    SurveySet,
    SurveyToken,
)
from surveys.running import links
from tests import factories
from tests.challenge_factories import coordinator_of

_numbers = itertools.count(1)
ROLE_GROUPS = ["I work with children", "I manage others"]


def survey_set(*, questions=3, published=True, partnership=None, purpose="practitioners", **fields):
    """A set with that many agreement questions, a page for each two of them."""
    n = next(_numbers)
    fields = {"code": f"survey-set-{n}", "title": f"Survey set {n}", "purpose": purpose} | fields
    if published:
        fields |= {"status": SurveySet.Status.PUBLISHED, "published_at": timezone.now()}
    made = SurveySet.objects.create(partnership=partnership, **fields)
    for order in range(1, questions + 1):
        question(survey_set=made, order=order)
    return made


def question(*, survey_set, order=None, **fields):
    order = order or survey_set.questions.count() + 1
    fields = {
        "group": f"Page {(order + 1) // 2}",
        "code": f"q{order}",
        "text": f"Survey question {order}?",
        "kind": SurveyQuestion.Kind.AGREEMENT,
        "lineage": f"survey-question-{order}",
        "tests": [f"question-{order}-1"],
    } | fields
    return SurveyQuestion.objects.create(survey_set=survey_set, order=order, **fields)


def survey(*, cycle, agencies=None, status="open", **fields):
    """A survey of the agencies, or of those of the cycle's self-audits.

    `status` is planned, open, closed, counted or shared; a counted one has counted nothing unless
    its answers came through `closed()`.
    """
    n, today, now = next(_numbers), timezone.localdate(), timezone.now()
    by = coordinator_of(cycle.partnership)
    fields = {
        "name": f"Survey {n}",
        "opens_on": today - timedelta(days=7),
        "closes_on": today + timedelta(days=14),
        "role_groups": ROLE_GROUPS,
        "set_up_by": by,
    } | fields
    reached = ["planned", "open", "closed", "counted", "shared"].index(status)
    if reached >= 1:
        fields |= {"opened_at": now, "opened_by": by}
    if reached >= 2:
        fields |= {"closed_at": now, "closed_by": by}
    if reached >= 3:
        fields |= {"counted_at": now}
    if reached >= 4:
        fields |= {"shared_at": now, "shared_by": by}
    if "survey_set" not in fields:
        fields["survey_set"] = survey_set()
    made = Survey.objects.create(cycle=cycle, **fields)
    if agencies is None:
        agencies = [one.agency for one in cycle.self_audits.select_related("agency")]
    for agency in agencies:
        surveyed_agency(survey=made, agency=agency)
    return made


def together(*, survey, **fields):
    """All who took part in a gathering."""
    if survey.counted_at:
        fields = {"answered": 0} | fields
    return SurveyedAgency.objects.create(survey=survey, agency=None, **fields)


def surveyed_agency(*, survey, agency=None, headcount=None, **fields):
    agency = agency or factories.agency(partnership=survey.cycle.partnership)
    if headcount is not None:
        fields |= {
            "headcount": headcount,
            "headcount_at": timezone.now(),
            "headcount_by": survey.set_up_by,
        }
    if survey.counted_at:
        fields = {"answered": 0} | fields
    return SurveyedAgency.objects.create(survey=survey, agency=agency, **fields)


def sealed(*, surveyed_agency, answers=None, role_group="", times=1, link_version=None):
    """That many people's answers in the box: `answers` is {lineage: value}, all “agree” if none."""
    from surveys.answering import box  # noqa: PLC0415 - opens the keys of the settings in force

    if answers is None:
        questions = surveyed_agency.survey.survey_set.questions.filter(kind="agreement")
        answers = dict.fromkeys(questions.values_list("lineage", flat=True), "4")
    version = link_version or surveyed_agency.link_version
    return SealedAnswers.objects.bulk_create(
        SealedAnswers(
            surveyed_agency=surveyed_agency,
            link_version=version,
            sealed=box.seal({"role_group": role_group, "answers": answers}),
        )
        for _ in range(times)
    )


def free_text(*, surveyed_agency, text="More supervision.", released=None, **fields):
    """What somebody wrote: not looked at, `released`, or with released=False held back."""
    survey = surveyed_agency.survey
    if "question" not in fields:
        found = survey.survey_set.questions.filter(kind="text").first()
        fields["question"] = found or question(survey_set=survey.survey_set, kind="text", tests=[])
    if released is not None:
        done = "released" if released else "held_back"
        fields |= {f"{done}_at": timezone.now(), f"{done}_by": survey.set_up_by}
    return FreeText.objects.create(surveyed_agency=surveyed_agency, text=text, **fields)


def token(*, surveyed_agency, address=None, is_used=False):
    """A personal link; return the token and its key."""
    key = links.new_token()
    made = SurveyToken.objects.create(
        surveyed_agency=surveyed_agency,
        address=address or f"somebody{next(_numbers)}@example.org",
        key_digest=digest(key),
        is_used=is_used,
    )
    return made, key


def closed(survey, *, shared=False):
    """Close it through the operation, so that its answers are counted; return it."""
    from surveys.operations import surveys  # noqa: PLC0415 - needs the parts that count

    made = surveys.close(survey=survey, by=survey.set_up_by)
    return surveys.share(survey=made, by=survey.set_up_by) if shared else made
