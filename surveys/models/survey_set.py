"""Survey sets: versioned questions, as standard sets are. A draft until published, then immutable."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from section11.people.permissions import Permission, permissions_for, roles_with
from section11.record.stamps import moment, person
from section11.web.exceptions import RuleBroken


class SurveySetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published sets that come with the product, and every set of the partnerships whose
        surveys the person runs.
        """
        run = user.partnership_ids(*roles_with(Permission.SURVEY_MANAGE))
        shipped = Q(partnership=None, status=SurveySet.Status.PUBLISHED)
        return self.filter(Q(partnership__in=run) | shipped) if run else self.none()


class SurveySet(models.Model):
    """The questions of a survey, in groups of one page each."""

    class Purpose(models.TextChoices):
        PRACTITIONERS = "practitioners", "Practitioner survey"
        SESSION_FEEDBACK = "session_feedback", "Feedback after a challenge session"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    partnership = models.ForeignKey(
        "people.Partnership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_sets",
        help_text="Empty for the sets that come with the product",
    )
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=150)
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.PRACTITIONERS)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_versions"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = moment()
    published_by = person()

    objects = SurveySetQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "code"], name="one_survey_set_per_code"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(partnership=None),
                name="one_shipped_survey_set_per_code",
            ),
            # A set that comes with the product is published by nobody.
            models.CheckConstraint(
                name="published_survey_set_says_when",
                condition=Q(status="draft", published_at=None, published_by=None)
                | Q(status="published", published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("surveys:survey-set-detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    def permissions_of(self, user):
        """What the person may do to the set. Nobody edits the sets that come with the product."""
        return permissions_for(user, partnership_ids=(self.partnership_id,))

    def must_be_draft(self):
        if not self.is_draft:
            raise RuleBroken(
                "This survey set is published, so it no longer changes. Begin a new version of it.",
                self,
            )

    def must_be_published(self):
        if self.is_draft:
            raise RuleBroken("Publish this survey set first.", self)


class SurveyQuestionQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("order")


class SurveyQuestion(models.Model):
    """One question. Its lineage ties it to the same question in other versions of the set."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "Agree or disagree, in five steps"
        YES_NO = "yes_no", "Yes, no or don’t know"
        CHOICE = "choice", "One of several"
        CHOICES = "choices", "Any of several"
        TEXT = "text", "Short text"

    survey_set = models.ForeignKey(
        "surveys.SurveySet", on_delete=models.CASCADE, related_name="questions"
    )
    order = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=100, help_text="The heading of the page it is asked on")
    code = models.SlugField(max_length=12)
    text = models.TextField()
    hint = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.AGREEMENT)
    choices = models.JSONField(default=list, blank=True, help_text="What to choose from, in order")
    # With "I have to look after myself", who disagrees says the good thing.
    good_is_disagreeing = models.BooleanField(default=False)
    tests = models.JSONField(
        default=list,
        blank=True,
        help_text="Lineages of the self-audit questions whose ratings it tests; by these it belongs"
        " to their standards in every version of a standard set",
    )
    lineage = models.SlugField(max_length=80)

    objects = SurveyQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["survey_set", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey_set", "code"], name="one_survey_question_per_code"
            ),
            models.UniqueConstraint(
                fields=["survey_set", "order"], name="one_survey_question_per_place"
            ),
            models.UniqueConstraint(
                fields=["survey_set", "lineage"], name="one_survey_question_per_lineage"
            ),
        ]

    def __str__(self):
        return self.text
