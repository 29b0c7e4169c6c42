"""The results of a survey, suppressed already: everything that shows results reads them here, and
nothing else reads the counts.

The number of queries is the same for any number of agencies, questions and answers.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Field, Sum

from section11.people import withheld
from section11.standards import sets
from section11.standards.models import Standard

from ..models import AnswerCount, QuestionCount, Survey, SurveyQuestion
from .published import GroupNumbers, Numbers, publish, publish_groups
from .suppression import part_agencies


@dataclass(frozen=True)
class Line:
    """An agency that was asked; `id` is the agency's, None for all who took part in a gathering.

    `answered` is None where fewer than the threshold did.
    """

    id: int | None
    surveyed_id: int
    name: str
    short_name: str
    sector: str
    headcount: int | None
    answered: int | None

    @property
    def rate(self) -> int | None:
        """How many in a hundred of its staff answered; more than 100 says the headcount is wrong."""
        return rate(self.answered, self.headcount)


@dataclass(frozen=True)
class SurveyResults(Numbers):
    """What one reader may know of a survey: `agencies` without those `withheld` from them.

    `agencies` are by name; `standards` those that a question tests, in order, and `questions_of`
    the lineages that test each. `answered` and `headcount` are of all agencies, as far as may be
    said; `sectors` those that the reader may choose from.
    """

    survey: Survey | None = None
    agencies: tuple[Line, ...] = ()
    questions: tuple[SurveyQuestion, ...] = ()
    standards: tuple[Standard, ...] = ()
    questions_of: Mapping[int, tuple[str, ...]] | None = None
    answered: int | None = None
    headcount: int | None = None
    sectors: frozenset[str] = frozenset()
    withheld: int = 0

    @property
    def rate(self) -> int | None:
        return rate(self.answered, self.headcount)


def rate(answered: int | None, headcount: int | None) -> int | None:
    return int(100 * answered / headcount + 0.5) if answered is not None and headcount else None


def of_survey(
    survey: Survey,
    user: Any = None,
    *,
    sector: str = "",
    own: int | None = None,
    standard_set: Any = None,
) -> SurveyResults:
    """The results as `user` may know them; those of everybody for nobody (None), the service itself.

    With a `sector`, those of its agencies alone. `own` is the id of an agency that is shown to its
    own people, although it be withheld from them elsewhere. Standards are those of the cycle's
    standard set, unless another `standard_set` is given. The survey has its cycle, its standard set
    and its survey set loaded.
    """
    known = _Known(survey, user, sector, own, standard_set)
    values = _values(survey)
    numbers = publish(
        known.questions,
        _people(known, values),
        values,
        threshold=survey.threshold,
        agencies=known.shown,
        standards_of=known.standards_of,
    )
    answered, headcount = known.totals()
    return SurveyResults(
        **vars(numbers),
        survey=survey,
        agencies=known.lines,
        questions=known.questions,
        standards=known.standards,
        questions_of=known.questions_of,
        answered=answered,
        headcount=headcount,
        sectors=known.sectors,
        withheld=known.withheld,
    )


def by_role_group(
    survey: Survey, user: Any = None, *, sector: str = "", own: int | None = None
) -> GroupNumbers:
    """The results by role group, otherwise as `of_survey` gives them."""
    known = _Known(survey, user, sector, own)
    return publish_groups(
        known.questions,
        _values_by_group(survey),
        threshold=survey.threshold,
        agencies=known.shown,
        groups=survey.role_groups,
        standards_of=known.standards_of,
    )


def last_before(survey: Survey) -> Survey | None:
    """The newest shared survey of an earlier cycle for the same purpose: what it is compared with."""
    return (
        Survey.objects.filter(
            cycle__partnership=survey.cycle.partnership_id,
            survey_set__purpose=survey.survey_set.purpose,
            shared_at__isnull=False,
            cycle__opens_on__lt=survey.cycle.opens_on,
        )
        .select_related("cycle__standard_set", "cycle__partnership", "survey_set")
        .order_by("-cycle__opens_on", "-opens_on", "-pk")
        .first()
    )


AGENCY = "surveyed_agency__agency_id"
_OF_AGENCY = (
    *("pk", "agency_id", "agency__name", "agency__short_name", "agency__sector"),
    *("headcount", "answered"),
)


class _Asked(NamedTuple):
    """An agency's part as its row has it; without a name for all who took part in a gathering."""

    pk: int
    agency_id: int | None
    name: str | None
    short_name: str | None
    sector: str | None
    headcount: int | None
    answered: int | None


class _Known:
    """Who was asked what, and what of it one reader may know. An agency is its id, and None all who
    took part in a gathering.
    """

    def __init__(self, survey, user, sector="", own=None, standard_set=None):
        self.survey = survey
        hidden = withheld.agencies(user, survey.cycle.partnership_id) - {own}
        rows = survey.agencies.order_by("agency__name", "pk").values_list(*_OF_AGENCY)
        asked = [_Asked(*row) for row in rows]
        shown = [one for one in asked if one.agency_id not in hidden]
        self.withheld = len(asked) - len(shown)
        self.sectors = frozenset(one.sector for one in shown if one.sector)
        if sector:
            shown = [one for one in shown if one.sector == sector]
        self.asked = asked
        self.shown = [one.agency_id for one in shown]
        self.lines = tuple(self._line(one) for one in shown)
        self.questions = tuple(survey.survey_set.questions.in_order())
        asks = sets.read_one(standard_set or survey.cycle.standard_set)
        self.standards_of = _standards_of(self.questions, asks)
        tested = {pk for of_question in self.standards_of.values() for pk in of_question}
        self.standards = tuple(one for one in asks.standards if one.pk in tested)
        self.questions_of = {
            pk: tuple(key for key, of_question in self.standards_of.items() if pk in of_question)
            for pk in tested
        }

    def _line(self, one):
        return Line(
            one.agency_id,
            one.pk,
            one.name or self.survey.gathering,
            one.short_name or "",
            one.sector or "",
            one.headcount,
            one.answered if (one.answered or 0) >= self.survey.threshold else None,
        )

    def totals(self):
        """How many answered, and of how many staff if every agency counted has said."""
        answered = {one.agency_id: one.answered or 0 for one in self.asked}
        within = part_agencies(answered, self.survey.threshold).within(self.shown)
        if not within:
            return None, None
        headcounts = [one.headcount for one in self.asked if one.agency_id in within]
        return sum(answered[pk] for pk in within), sum(headcounts) if all(headcounts) else None


def _standards_of(questions, asks):
    """The ids of the standards that each question tests, by lineage; also where the self-audit's
    question was split or merged from the one that it names.
    """
    standards = {}
    for asked in asks.questions:
        for lineage in (asked.lineage, *asked.came_from):
            standards.setdefault(lineage, set()).add(asked.standard_id)
    return {
        question.lineage: tuple(
            sorted({pk for tested in question.tests for pk in standards.get(tested, ())})
        )
        for question in questions
        if question.kind in ("agreement", "yes_no")
    }


def _people(known, values):
    """How many answered each question. Who could give one answer alone is counted with it; only for
    several choices are people counted apart, which is read where there is such a question.
    """
    people = {
        question: {agency: sum(given.values()) for agency, given in of_question.items()}
        for question, of_question in values.items()
    }
    if any(one.kind == SurveyQuestion.Kind.CHOICES for one in known.questions):
        rows = _summed(QuestionCount, known.survey, "question_id", AGENCY)
        for question, agency, count in rows:
            people.setdefault(question, {})[agency] = count
    return people


def _values(survey):
    """How many gave each answer: {question: {agency: {value: people}}}."""
    found = defaultdict(lambda: defaultdict(dict))
    for question, agency, value, count in _summed(
        AnswerCount, survey, "question_id", AGENCY, "value"
    ):
        found[question][agency][value] = count
    return found


def _values_by_group(survey):
    """The same in each role group: {question: {agency: {group: {value: people}}}}."""
    found = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    rows = _counts(AnswerCount, survey)
    for question, agency, group, value, count in rows.values_list(
        "question_id", AGENCY, "role_group", "value", "count"
    ):
        found[question][agency][group][value] = count
    return found


def _summed(model, survey, *keys):
    # Of no special kind, so that Django does not convert each number to the one that it is.
    return _counts(model, survey).values_list(*keys).annotate(Sum("count", output_field=Field()))


def _counts(model, survey):
    return model.objects.filter(surveyed_agency__survey=survey).order_by()
