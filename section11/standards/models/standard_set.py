from django.conf import settings
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from section11.people.permissions import permissions_for
from section11.web.exceptions import RuleBroken

from .question import Descriptor, Question
from .standard import Priority


class StandardSetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sets that come with the product once published, and those of the person's partnerships.

        People of an agency see the published sets of the partnerships it sits in.
        """
        own = user.partnership_ids()
        return self.filter(
            Q(partnership=None, status=StandardSet.Status.PUBLISHED)
            | Q(partnership_id__in=own)
            | Q(
                status=StandardSet.Status.PUBLISHED,
                partnership__agency_places__agency_id__in=user.agency_ids(),
            )
        ).distinct()


class StandardSet(models.Model):
    """A versioned set of standards: a draft until it is published, then immutable."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    TRANSITIONS = {Status.DRAFT: [Status.PUBLISHED], Status.PUBLISHED: []}

    partnership = models.ForeignKey(
        "people.Partnership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="standard_sets",
        help_text="Empty for the sets that come with the product",
    )
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=150)
    scale = models.ForeignKey(
        "standards.RatingScale", on_delete=models.PROTECT, related_name="standard_sets"
    )
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_versions"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="published_standard_sets",
    )

    objects = StandardSetQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "code"], name="one_standard_set_per_code"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(partnership=None),
                name="one_shipped_standard_set_per_code",
            ),
            models.CheckConstraint(
                name="published_standard_set_says_when",
                condition=Q(status="draft", published_at=None, published_by=None)
                | Q(status="published", published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("standards:standard-set-detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    def permissions_of(self, user):
        """What the person may do to the set. Nobody edits the sets that come with the product."""
        return permissions_for(user, partnership_ids=(self.partnership_id,))

    @property
    def questions(self):
        """Its questions in order, standards loaded."""
        return (
            Question.objects.filter(standard__standard_set=self)
            .select_related("standard")
            .in_order()
        )

    def questions_in_full(self):
        """Its questions in order with all that a page shows of them, in three queries."""
        descriptors = Descriptor.objects.select_related("level__scale").order_by("level__order")
        return self.questions.prefetch_related(
            Prefetch("priorities", Priority.objects.order_by("order")),
            Prefetch("descriptors", descriptors),
        )

    def why_incomplete(self):
        """The sentence that says why the set cannot be published yet, or nothing."""
        if not self.standards.exists():
            return "This standard set has no questions yet, so it cannot be published."
        empty = self.standards.filter(questions=None).first()
        if empty:
            return f"Standard {empty} has no question, so the set cannot be published."
        counting = self.scale.levels.filter(counts_in_score=True)
        told = Count("descriptors", filter=Q(descriptors__level__in=counting))
        undescribed = self.questions.annotate(told=told).filter(told__lt=counting.count()).first()
        if undescribed:
            return (
                f"Question {undescribed.code} does not say what each rating means, so the set cannot be"
                " published."
            )
        return ""

    def move_to(self, status):
        """Change status, or say why not. The caller saves."""
        if status not in self.TRANSITIONS[self.status]:
            raise RuleBroken(
                f"This standard set is {self.get_status_display().lower()},"
                f" so it cannot become {self.Status(status).label.lower()}.",
                self,
            )
        self.status = status

    def must_be_draft(self):
        """Raise RuleBroken once the set is published: from then on it never changes."""
        if not self.is_draft:
            raise RuleBroken(
                "This standard set is published, so it cannot be changed. Begin a new version.",
                self,
            )

    def must_be_published(self):
        """Raise RuleBroken for a draft: a new version is begun from what no longer changes."""
        if self.is_draft:
            raise RuleBroken(
                "This standard set is a draft. Publish it before you begin a new version of it.",
                self,
            )
