from django.db import models

from section11.people.models import Sector, Size


class QuestionQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("standard__order", "order")


class Question(models.Model):
    """What is answered and rated. Its lineage ties it to the same question in other versions."""

    class Change(models.TextChoices):
        """What became of it since the set this one is based on."""

        KEPT = "kept", "Kept"
        REWORDED = "reworded", "Reworded"
        SPLIT = "split", "Split from another"
        MERGED = "merged", "Merged from several"
        NEW = "new", "New"

    standard = models.ForeignKey(
        "standards.Standard", on_delete=models.CASCADE, related_name="questions"
    )
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    text = models.TextField()
    small_text = models.TextField(blank=True, help_text="Wording for a small organisation")
    guidance = models.TextField(blank=True)
    good_evidence = models.TextField(blank=True)
    essential = models.BooleanField(default=False)
    sectors = models.JSONField(default=list, blank=True, help_text="Sector codes; empty: every one")
    asked_of_small = models.BooleanField(default=True)
    priorities = models.ManyToManyField("standards.Priority", blank=True, related_name="questions")
    lineage = models.SlugField(max_length=80)
    change = models.CharField(max_length=10, choices=Change, default=Change.NEW)
    came_from = models.JSONField(
        default=list, blank=True, help_text="Lineage ids that it was split or merged from"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["standard", "order"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "code"], name="one_question_per_code"),
            models.UniqueConstraint(fields=["standard", "order"], name="one_question_per_place"),
        ]
        indexes = [models.Index(fields=["lineage"], name="question_by_lineage")]

    def __str__(self):
        return f"{self.code} {self.text}"

    @property
    def asked_of(self):
        """Who is asked it, in words."""
        sectors = "; ".join(Sector(code).label for code in self.sectors) or "Every sector"
        return sectors if self.asked_of_small else f"{sectors}, but not small organisations"

    def applies_to(self, sector, size):
        """Whether an agency of that sector and size is asked this question.

        No sectors named: every sector is asked.
        """
        if size == Size.SMALL and not self.asked_of_small:
            return False
        return not self.sectors or sector in self.sectors

    def wording(self, size):
        """The text as an agency of that size reads it."""
        return self.small_text if size == Size.SMALL and self.small_text else self.text


class Descriptor(models.Model):
    """What one rating level means for one question."""

    question = models.ForeignKey(
        "standards.Question", on_delete=models.CASCADE, related_name="descriptors"
    )
    level = models.ForeignKey(
        "standards.RatingLevel", on_delete=models.PROTECT, related_name="descriptors"
    )
    text = models.TextField()

    class Meta:
        ordering = ["question", "level__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "level"], name="one_descriptor_per_question_and_level"
            ),
        ]

    def __str__(self):
        return self.text
