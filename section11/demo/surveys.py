"""The practitioner surveys of the demo: of the last two cycles, counted and shared, and one that is
open now.

Who answers is invented; how their answers reach the box is not: each page is the respondent's own
form, checked as if somebody had sent it.
"""

from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from challenge.models import ChallengeSession
from section11.audits.models import Cycle
from surveys.answering import asked, box
from surveys.answering.paper import Paper
from surveys.forms.answering import ROLE_GROUP, PageForm, name_of
from surveys.models import FreeText, SealedAnswers, Survey, SurveySet
from surveys.operations import free_texts, headcounts, surveys
from surveys.running.survey_rules import USUAL_ROLE_GROUPS

from .content import Content
from .partnership import Cast
from .passing import Story

# Of practitioners who answer well or badly, how many say so in the strongest words.
STRONGLY = 0.35
# In which of the usual groups somebody works, by weight.
GROUP_WEIGHTS = (70, 18, 12)


def play(*, content: Content, cast: Cast, cycles: list[Cycle], today: date) -> None:
    """Hold the survey of the cycle before the last, that of the last, and begin another."""
    told = content.surveys
    for place, cycle in enumerate(cycles[-2:]):
        days_ago = told["opened_days_ago"] + (today - _a_year_before(today, 1 - place)).days
        with _while_it_was_open(cycle):
            _hold(told, cast, cycle, place, today, days_ago)
    _begin(told, cast, cycles[-1], today)


def _a_year_before(today, years):
    return today - timedelta(weeks=52 * years)


def _hold(told, cast, cycle, place, today, days_ago):
    """One survey, acted today from its opening to its sharing and moved back."""
    story = Story()
    survey = _set_up(told, cast, cycle, f"Practitioner survey {cycle.year}", today)
    _say_headcounts(told, cast, survey)
    surveys.open_survey(survey=survey, by=cast.coordinator)
    _answer(told, cast, survey, lambda row: row["answered"][place])
    story.pass_days(survey, told["open_for_days"])
    surveys.close(survey=survey, by=cast.coordinator)
    story.pass_days(survey, told["shared_days_later"])
    texts = sorted(FreeText.objects.filter(surveyed_agency__survey=survey), key=_as_read)
    released = [one.pk for one in texts[: len(texts) * told["texts_released_in_100"] // 100]]
    free_texts.release(survey=survey, texts=released, by=cast.coordinator)
    surveys.share(survey=survey, by=cast.coordinator)
    story.pass_days(survey, days_ago - told["open_for_days"] - told["shared_days_later"])
    story.forget_mail()


def _as_read(text):
    """Texts come out of the box in another order each time; here they are read in the same one."""
    return text.text, text.surveyed_agency_id


def _begin(told, cast, cycle, today):
    """The one that a visitor to the demo may answer."""
    now, story = told["open_now"], Story()
    survey = _set_up(told, cast, cycle, now["name"], today, now)
    _say_headcounts(told, cast, survey)
    surveys.open_survey(survey=survey, by=cast.coordinator)
    _answer(told, cast, survey, lambda row: now["answered"])
    story.pass_days(survey, now["opened_days_ago"])
    story.forget_mail()


def play_feedback(*, content: Content, cast: Cast, cycle: Cycle, today: date) -> None:
    """Whoever took part in the sessions of the cycle's challenge says what they were like."""
    told = content.surveys["feedback"]
    for session in ChallengeSession.objects.filter(challenge__cycle=cycle):
        survey = Survey.objects.get(gathering_key=f"challenge-session-{session.pk}")
        survey.name, survey.gathering = f"Feedback: {session}", str(session)  # its day has moved
        survey.save()
        story, chance = Story(), Random(session.pk)  # noqa: S311 - repeatable on purpose
        [together] = survey.agencies.all()
        came = [one for one in together.tokens.all() if chance.randrange(100) < told["in_100"]]
        _into_box(content.surveys, survey, [(together, told, len(came))], chance)
        together.tokens.filter(pk__in=[one.pk for one in came]).update(is_used=True)
        story.pass_days(survey, told["open_for_days"])
        surveys.close(survey=survey, by=None)
        held_on = timezone.localdate(session.starts_at)
        story.pass_days(survey, (today - held_on).days - told["open_for_days"])


def _set_up(told, cast, cycle, name, today, these=None):
    rows = these or told
    agencies = set(cycle.self_audits.values_list("agency", flat=True))
    keys = these["agencies"] if these else told["agencies"]
    return surveys.set_up(
        cycle=cycle,
        agencies=[cast.agencies[key] for key in keys if cast.agencies[key].pk in agencies],
        survey_set=SurveySet.objects.get(partnership=None, code=told["survey_set"]),
        name=name,
        opens_on=today,
        closes_on=today + timedelta(days=rows["open_for_days"]),
        role_groups=USUAL_ROLE_GROUPS,
        by=cast.coordinator,
    )


def _rows(told, cast, survey):
    """Each surveyed agency with what the file tells of it."""
    keys = {cast.agencies[key].pk: key for key in told["agencies"]}
    for surveyed in survey.agencies.select_related("agency"):
        yield surveyed, told["agencies"][keys[surveyed.agency_id]]


def _say_headcounts(told, cast, survey):
    said = {surveyed.pk: row["headcount"] for surveyed, row in _rows(told, cast, survey)}
    headcounts.say(survey=survey, headcounts=said, by=cast.coordinator)


def _answer(told, cast, survey, number_of):
    """So many practitioners of each agency fill in every page, and send it."""
    chance = Random(survey.name)  # noqa: S311 - repeatable on purpose
    rows = [(surveyed, row, number_of(row)) for surveyed, row in _rows(told, cast, survey)]
    _into_box(told, survey, rows, chance)


def _into_box(told, survey, rows, chance):
    """`rows` are (surveyed agency, what is told of it, how many of its people answer)."""
    capacity = asked.read(survey.survey_set).capacity
    SealedAnswers.objects.bulk_create(
        SealedAnswers(
            surveyed_agency=surveyed,
            sealed=box.seal(_filled_in(told, row, surveyed, survey, chance), capacity),
        )
        for surveyed, row, number in rows
        for _ in range(number)
    )


def _filled_in(told, row, surveyed, survey, chance):
    surveyed.survey = survey
    paper = Paper(SealedAnswers(surveyed_agency=surveyed), "", {})
    answers, role_group = {}, ""
    for step, page in paper.steps.items():
        good = row.get("but", {}).get(page.title, row["good"])
        data = {f"{step}-{name}": value for name, value in _typed(told, page, good, chance)}
        form = PageForm(data, prefix=step, page=page, role_groups=survey.role_groups)
        if not form.is_valid():
            raise ValueError(form.errors)
        answers |= {lineage: answer for lineage, answer in form.answers().items() if answer}
        role_group = form.role_group() or role_group
    return {"role_group": role_group, "answers": answers}


def _typed(told, page, good, chance):
    """What one practitioner puts into each field of a page."""
    if not page.questions:
        yield ROLE_GROUP, chance.choices(USUAL_ROLE_GROUPS, GROUP_WEIGHTS)[0]
    for question in page.questions:
        if question.kind == "text":
            if chance.randrange(100) < told["texts_in_100"]:
                yield name_of(question), chance.choice(told["texts"][question.lineage])
        elif chance.randrange(100) >= told["left_out_in_100"]:
            yield name_of(question), _chosen(question, chance.randrange(100) < good, chance)


def _chosen(question, says_good, chance):
    if question.kind == "agreement":
        strong = chance.random() < STRONGLY
        agrees = says_good != question.good_is_disagreeing
        if not says_good and not strong:
            return chance.choice(["3", "4" if question.good_is_disagreeing else "2"])
        return ("5" if strong else "4") if agrees else ("1" if strong else "2")
    if question.kind == "yes_no":
        agrees = says_good != question.good_is_disagreeing
        return "yes" if agrees else chance.choice(["no", "dont_know"])
    # The first of several is the best in the sets that come with the product.
    places = range(len(question.choices))
    return str(chance.choice(places[: len(places) // 2] if says_good else places[1:]))


@contextmanager
def _while_it_was_open(cycle):
    """A closed cycle as it was while its survey ran: the story of a year ago is acted today."""
    rows = Cycle.objects.filter(pk=cycle.pk)
    now = rows.values("status", "closed_at", "closed_by").get()
    rows.update(status=Cycle.Status.OPEN, closed_at=None, closed_by=None)
    yield
    rows.update(**now)
