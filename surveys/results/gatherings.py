"""What the participants of a cycle's gatherings answered, in sum: what the Board sees of it.

The surveys of gatherings are counted one after another, so the sum grows, and whoever compares it on
two days sees what was added. Therefore only gatherings of which enough answered the question are in
it: whatever is added is never fewer people than that. The rest are in no sum, alone or together.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from ..models import FEWEST_SHOWN, AnswerCount, QuestionCount, Survey, SurveyQuestion, SurveySet
from .published import Numbers, publish


@dataclass(frozen=True)
class InSum:
    """Of the gatherings whose participants were asked, the newest first, so many are `counted`, and
    `shown` of them had enough answers, by `answered` people.

    The numbers are those of all gatherings, by the lineage of the questions.
    """

    surveys: tuple[Survey, ...]
    counted: int
    shown: int
    answered: int
    questions: tuple[SurveyQuestion, ...]
    numbers: Numbers


def in_sum(cycle) -> InSum | None:
    """The sum over the cycle's gatherings; None where nobody was asked about one. Five queries.

    The questions are those of the newest set, with what was answered to them in any version of it.
    """
    asked = tuple(_surveys(cycle))
    if not asked:
        return None
    counted = [survey for survey in asked if survey.counted_at]
    places = {one.pk: one.answered or 0 for survey in counted for one in survey.agencies.all()}
    enough = [answered for answered in places.values() if answered >= FEWEST_SHOWN]
    questions = tuple(asked[0].survey_set.questions.in_order())
    numbers = publish(
        questions,
        *_counts(questions, places),
        threshold=FEWEST_SHOWN,
        agencies=places,
        standards_of={},
    )
    return InSum(asked, len(counted), len(enough), sum(enough), questions, numbers)


def _surveys(cycle):
    return (
        Survey.objects.filter(cycle=cycle, survey_set__purpose=SurveySet.Purpose.SESSION_FEEDBACK)
        .exclude(gathering_key="")
        .select_related("survey_set")
        .prefetch_related("agencies")
        .order_by("-opened_at", "-pk")
    )


def _counts(questions, places):
    """People, and answers by value, of each question and gathering of which enough answered it."""
    asked = {(one.lineage, one.kind): one.pk for one in questions}
    people, values = defaultdict(dict), defaultdict(lambda: defaultdict(dict))
    for key, place, count in _rows(QuestionCount, places):
        if key in asked and count >= FEWEST_SHOWN:
            people[asked[key]][place] = count
    for key, place, value, count in _rows(AnswerCount, places, "value"):
        if key in asked:
            values[asked[key]][place][value] = count
    return people, values


def _rows(model, places, *more):
    """((lineage, kind), gathering, …, how many) as the database sums them."""
    rows = (
        model.objects.filter(surveyed_agency__in=places)
        .order_by()
        .values_list("question__lineage", "question__kind", "surveyed_agency", *more)
        .annotate(counted=Sum("count"))
    )
    for lineage, kind, *rest in rows:
        yield (lineage, kind), *rest
