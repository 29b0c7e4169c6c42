"""Which self-audit questions a survey's questions test, as a person reads them."""

from collections.abc import Iterable

from django.db.models import F, Q

from section11.standards.models import Question, StandardSet

from ..models import SurveyQuestion, SurveySet


def tested(
    survey_set: SurveySet, questions: Iterable[SurveyQuestion]
) -> dict[SurveyQuestion, list[Question]]:
    """What each question tests: of each lineage the question in the newest set that asks it.

    One query. Only published sets count that come with the product or are the partnership's own.
    """
    questions = list(questions)
    wanted = {lineage for question in questions for lineage in question.tests}
    found = Question.objects.filter(
        Q(standard__standard_set__partnership=None)
        | Q(standard__standard_set__partnership=survey_set.partnership_id),
        lineage__in=wanted,
        standard__standard_set__status=StandardSet.Status.PUBLISHED,
    )
    in_time = F("standard__standard_set__published_at").asc()
    ordered = found.select_related("standard__standard_set").order_by(in_time, "pk")
    newest = {question.lineage: question for question in ordered}
    return {q: [newest[lineage] for lineage in q.tests if lineage in newest] for q in questions}
