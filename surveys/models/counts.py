"""What is left of answers once counted: numbers, and free texts that belong to nobody."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from section11.people import withheld
from section11.people.permissions import Permission, permissions_for, roles_with
from section11.record.stamps import both_or_neither, moment, person


class AnswerCount(models.Model):
    """How many of one agency and role group gave one answer to one question."""

    surveyed_agency = models.ForeignKey(
        "surveys.SurveyedAgency", on_delete=models.CASCADE, related_name="answer_counts"
    )
    question = models.ForeignKey(
        "surveys.SurveyQuestion", on_delete=models.PROTECT, related_name="counts"
    )
    role_group = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=100)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["surveyed_agency", "question", "role_group", "value"],
                name="one_count_per_answer",
            ),
        ]

    def __str__(self):
        return f"{self.count} × {self.value}"


class QuestionCount(models.Model):
    """How many of one agency and role group answered one question at all, one person once.

    For a question of several choices this is not the sum of its AnswerCounts.
    """

    surveyed_agency = models.ForeignKey(
        "surveys.SurveyedAgency", on_delete=models.CASCADE, related_name="question_counts"
    )
    question = models.ForeignKey(
        "surveys.SurveyQuestion", on_delete=models.PROTECT, related_name="question_counts"
    )
    role_group = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["surveyed_agency", "question", "role_group"], name="one_question_count"
            ),
        ]

    def __str__(self):
        return f"{self.count} answered"


class FreeTextQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All to whoever runs the survey, and those released to who reads results, of agencies that
        are not withheld from them; those released to the agency that they come from.

        Once released, a text stands beside its agency's name, unless too few answered there: those
        are shown without it, by `results.free_texts`, and are not among these.
        """
        survey = "surveyed_agency__survey"
        run = user.partnership_ids(*roles_with(Permission.SURVEY_MANAGE))
        read = user.partnership_ids(*roles_with(Permission.SURVEY_VIEW))
        shown = withheld.shown_to(
            user, partnership=f"{survey}__cycle__partnership", agency="surveyed_agency__agency"
        )
        released = Q(released_at__isnull=False) & Q(
            **{f"{survey}__shared_at__isnull": False},
            surveyed_agency__answered__gte=F(f"{survey}__threshold"),
        )
        return self.filter(
            Q(**{f"{survey}__cycle__partnership__in": run}) & shown
            | released & Q(**{f"{survey}__cycle__partnership__in": read}) & shown
            | released & Q(surveyed_agency__agency__in=user.agency_ids())
        )

    def undecided(self):
        """Neither released nor held back yet."""
        return self.filter(released_at=None, held_back_at=None)


class FreeText(models.Model):
    """What somebody wrote, parted from their other answers; read by nobody else until released."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    surveyed_agency = models.ForeignKey(
        "surveys.SurveyedAgency", on_delete=models.CASCADE, related_name="free_texts"
    )
    question = models.ForeignKey(
        "surveys.SurveyQuestion", on_delete=models.PROTECT, related_name="free_texts"
    )
    text = models.TextField()
    # What looks like a person's or a child's data in it, as sentences; the coordinator sees them.
    warnings = models.JSONField(default=list)
    # What is shown in its place, where the coordinator took something out.
    edited = models.TextField(blank=True)
    released_at = moment()
    released_by = person()
    held_back_at = moment()
    held_back_by = person()

    objects = FreeTextQuerySet.as_manager()

    class Meta:
        ordering = ["question__order", "pk"]
        constraints = [
            both_or_neither("released", "released_text_says_when_and_by_whom"),
            both_or_neither("held_back", "held_back_text_says_when_and_by_whom"),
            models.CheckConstraint(
                name="text_is_released_or_held_back",
                condition=Q(released_at=None) | Q(held_back_at=None),
            ),
        ]

    def __str__(self):
        return self.shown

    def get_absolute_url(self):
        return reverse("surveys:free-text-edit", args=[self.pk])

    @property
    def shown(self):
        return self.edited or self.text

    @property
    def is_decided(self):
        return bool(self.released_at or self.held_back_at)

    def permissions_of(self, user):
        return permissions_for(
            user, partnership_ids=(self.surveyed_agency.survey.cycle.partnership_id,)
        )
