"""The box is opened once, when the survey has closed: answers become numbers and are destroyed."""

import secrets
from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from section11.audits import personal_data
from section11.record.models import Event

from ..answering.box import Spoilt, open_sealed
from ..counting.tally import Counting, Tally
from ..models import AnswerCount, FreeText, QuestionCount, SealedAnswers, SurveyDraft, SurveyToken
from .locking import lock, record

AT_ONCE = 500


@transaction.atomic
def count(survey):
    """Count all answers of a closed survey and destroy them, with drafts and personal links.

    Answers that cannot be opened are spoilt: they count for nothing, and how many is kept. A
    survey is counted once; counting it again does nothing.
    """
    survey = lock(survey)
    if survey.counted_at:
        return survey
    # Held against whoever hands in at this moment: a new row must not vanish uncounted.
    agencies = list(survey.agencies.select_for_update().order_by("pk"))
    tallies, spoilt = _tallies(survey)
    for surveyed in agencies:
        surveyed.answered = tallies[surveyed.pk].answered
    survey.agencies.bulk_update(agencies, ["answered"], batch_size=AT_ONCE)
    _keep_numbers(tallies)
    _keep_texts(tallies)
    for model in (SealedAnswers, SurveyDraft, SurveyToken):
        model.objects.filter(surveyed_agency__survey=survey).delete()
    survey.counted_at, survey.spoilt = timezone.now(), spoilt
    survey.save(update_fields=["counted_at", "spoilt"])
    answered = sum(tally.answered for tally in tallies.values())
    record(Event.Kind.SURVEY_COUNTED, survey, by=survey.closed_by, answered=answered, spoilt=spoilt)
    return survey


def _tallies(survey):
    """A tally for each agency, and how many answers were spoilt. Ids are random, so is the order."""
    counting = Counting(survey.survey_set.questions.all(), survey.role_groups)
    box = SealedAnswers.objects.filter(surveyed_agency__survey=survey).order_by("pk")
    tallies, spoilt = defaultdict(Tally), 0
    for agency, sealed in box.values_list("surveyed_agency", "sealed").iterator(AT_ONCE):
        try:
            counting.add(tallies[agency], open_sealed(sealed))
        except Spoilt:
            spoilt += 1
    return tallies, spoilt


def _keep_numbers(tallies):
    """Rows in the order of what they count, which tells nothing of who answered when."""
    AnswerCount.objects.bulk_create(
        (
            AnswerCount(
                surveyed_agency_id=agency,
                question_id=question,
                role_group=group,
                value=value,
                count=count,
            )
            for agency, tally in sorted(tallies.items())
            for (question, group, value), count in sorted(tally.values.items())
        ),
        batch_size=AT_ONCE,
    )
    QuestionCount.objects.bulk_create(
        (
            QuestionCount(
                surveyed_agency_id=agency, question_id=question, role_group=group, count=count
            )
            for agency, tally in sorted(tallies.items())
            for (question, group), count in sorted(tally.people.items())
        ),
        batch_size=AT_ONCE,
    )


def _keep_texts(tallies):
    """Texts of all agencies and questions, shuffled, without the role group of who wrote them."""
    texts = [
        FreeText(
            surveyed_agency_id=agency,
            question_id=question,
            text=text,
            warnings=[finding.sentence for finding in personal_data.findings(text)],
        )
        for agency, tally in tallies.items()
        for question, text in tally.texts
    ]
    secrets.SystemRandom().shuffle(texts)
    FreeText.objects.bulk_create(texts, batch_size=AT_ONCE)
