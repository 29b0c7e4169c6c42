from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .self_audit import SelfAudit


class OfSelfAuditQuerySet(models.QuerySet):
    """For what hangs on an answer: whoever sees the self-audit sees it."""

    def visible_to(self, user):
        return self.filter(answer__self_audit__in=SelfAudit.objects.visible_to(user))


class Answer(models.Model):
    """Narrative, impact and self-rating for one question in one self-audit."""

    self_audit = models.ForeignKey(
        "audits.SelfAudit", on_delete=models.PROTECT, related_name="answers"
    )
    question = models.ForeignKey(
        "standards.Question", on_delete=models.PROTECT, related_name="answers"
    )
    level = models.ForeignKey(
        "standards.RatingLevel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
    )
    narrative = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    na_reason = models.TextField(blank=True)
    # False once a change of sector or size has hidden the question: kept, but it counts no more.
    in_scope = models.BooleanField(default=True)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["self_audit", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_audit", "question"], name="one_answer_per_question"
            ),
        ]
        indexes = [
            # The heatmap counts from this index alone, never touching the texts.
            models.Index(
                fields=["self_audit", "in_scope", "question", "level"], name="answer_for_heatmap"
            ),
        ]

    def __str__(self):
        return f"{self.question.code}, {self.self_audit}"


class Clash(models.Model):
    """A text that someone saved although another person had changed the same field meanwhile.

    The answer keeps the first text; this row keeps the other, so that neither is lost, until
    someone settles which stands.
    """

    class Field(models.TextChoices):
        LEVEL = "level", "Rating"
        NARRATIVE = "narrative", "Narrative"
        IMPACT = "impact", "Impact"
        NA_REASON = "na_reason", "Reason"

    answer = models.ForeignKey("audits.Answer", on_delete=models.CASCADE, related_name="clashes")
    field = models.CharField(max_length=12, choices=Field)
    text = models.TextField(blank=True, help_text="A level's code where the field is the rating")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    other_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfSelfAuditQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "clashes"
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "field", "by"],
                condition=Q(settled_at=None),
                name="one_open_clash_per_field_and_person",
            ),
            models.CheckConstraint(
                name="settled_clash_says_when_and_by_whom",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_field_display()} of {self.answer}"

    def get_absolute_url(self):
        return reverse("audits:clash-settle", args=[self.pk])


class DataWarning(models.Model):
    """Something typed or uploaded that looks like a child's data, to be confirmed or corrected."""

    answer = models.ForeignKey(
        "audits.Answer", on_delete=models.CASCADE, related_name="data_warnings"
    )
    evidence = models.ForeignKey(
        "audits.Evidence",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="data_warnings",
    )
    action = models.ForeignKey(
        "audits.Action",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="data_warnings",
    )
    field = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    sentence = models.CharField(max_length=300)
    # Of the matched characters, so that the same match is known again without keeping it twice.
    match_digest = models.CharField(max_length=64)
    found_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfSelfAuditQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="confirmed_data_warning_says_when_and_by_whom",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.sentence
