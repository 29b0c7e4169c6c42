from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from section11.people.permissions import Permission, permissions_for, roles_with
from section11.record.stamps import moment, person
from section11.tables.waiting import WaitingTable

from .survey_set import SurveySet


class SurveySetImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Uploads of the partnerships whose survey sets the person may edit."""
        roles = roles_with(Permission.SURVEY_MANAGE)
        return self.filter(partnership_id__in=user.partnership_ids(*roles))

    def waiting(self):
        """Uploaded, and neither applied nor thrown away."""
        return self.filter(applied_at=None)


class SurveySetImport(WaitingTable, models.Model):
    """A file on its way into a standard set: uploaded, looked at, then applied.

    It rests here between the upload and the decision, so that another device, another session or
    another web machine can take over.
    """

    partnership = models.ForeignKey(
        "people.Partnership", on_delete=models.PROTECT, related_name="survey_set_imports"
    )
    survey_set = models.ForeignKey(
        "surveys.SurveySet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        help_text="The draft it goes into; empty until applied where it makes a new set",
    )
    code = models.SlugField(max_length=60, blank=True)
    title = models.CharField(max_length=150, blank=True)
    purpose = models.CharField(max_length=20, choices=SurveySet.Purpose, blank=True)
    based_on = models.ForeignKey(
        "surveys.SurveySet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    file_name = models.CharField(max_length=255)
    columns = models.JSONField()
    rows = models.JSONField(help_text="Each row's number in the file and its texts")
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = person(null=False)
    applied_at = moment()
    applied_by = person()

    objects = SurveySetImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="applied_survey_import_says_when_and_by_whom",
                condition=Q(applied_at=None, applied_by=None)
                | Q(applied_at__isnull=False, applied_by__isnull=False, survey_set__isnull=False),
            ),
            models.CheckConstraint(
                name="survey_import_has_a_draft_or_names_a_new_set",
                condition=Q(survey_set__isnull=False)
                | (~Q(code="") & ~Q(title="") & ~Q(purpose="")),
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("surveys:survey-set-import-detail", args=[self.pk])

    @property
    def target(self):
        """The set it goes into: a draft, or a new one that is not saved yet."""
        return self.survey_set or SurveySet(
            partnership=self.partnership,
            code=self.code,
            title=self.title,
            purpose=self.purpose,
            based_on=self.based_on,
        )

    def permissions_of(self, user):
        return permissions_for(user, partnership_ids=(self.partnership_id,))
