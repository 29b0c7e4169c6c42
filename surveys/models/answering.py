"""Answers on their way: a draft, a one-time token, and the box of sealed answers.

None of these says when, by whom or in which order: see docs/survey-privacy.md.
"""

import secrets
import uuid

from django.db import models


def random_number():
    """A row's number that says nothing of when it came; on SQLite it is the row's place, too."""
    return secrets.randbits(62)


class SurveyToken(models.Model):
    """A personal link that may be used once. It says whether its address has answered, not what.

    All tokens of an agency are written again whenever one is used, so that none is the last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    surveyed_agency = models.ForeignKey(
        "surveys.SurveyedAgency", on_delete=models.CASCADE, related_name="tokens"
    )
    address = models.EmailField()
    key_digest = models.CharField(max_length=64)
    is_used = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["surveyed_agency", "address"], name="one_survey_token_per_address"
            ),
            models.UniqueConstraint(fields=["key_digest"], name="one_survey_token_per_key"),
        ]

    def __str__(self):
        return self.address


class SurveyDraft(models.Model):
    """What somebody has answered so far, sealed with a key that only their own device holds.

    Found by a digest of that key; destroyed when it is handed in, or when the survey closes.
    """

    key_digest = models.CharField(primary_key=True, max_length=64)
    surveyed_agency = models.ForeignKey(
        "surveys.SurveyedAgency", on_delete=models.CASCADE, related_name="drafts"
    )
    sealed = models.TextField()

    def __str__(self):
        return "A draft"


class SealedAnswers(models.Model):
    """One person's answers in the box: sealed, all of one length, opened when the survey closes.

    Rows are numbered at random: on SQLite a row of any other kind of id has a hidden number besides,
    which counts up as answers come.

    `link_version` is the agency's link it came by, so that answers by a link that was misused can
    be thrown away together.
    """

    id = models.BigAutoField(primary_key=True, default=random_number)
    surveyed_agency = models.ForeignKey(
        "surveys.SurveyedAgency", on_delete=models.CASCADE, related_name="sealed_answers"
    )
    link_version = models.PositiveSmallIntegerField(default=1)
    sealed = models.TextField()

    class Meta:
        verbose_name_plural = "sealed answers"

    def __str__(self):
        return "Sealed answers"
