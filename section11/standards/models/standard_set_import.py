from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from section11.people.permissions import Permission, permissions_for, roles_with
from section11.tables.waiting import WaitingTable

from .standard_set import StandardSet


class StandardSetImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Uploads of the partnerships whose standard sets the person may edit."""
        roles = roles_with(Permission.STANDARD_SET_EDIT)
        return self.filter(partnership_id__in=user.partnership_ids(*roles))

    def waiting(self):
        """Uploaded, and neither applied nor thrown away."""
        return self.filter(applied_at=None)


class StandardSetImport(WaitingTable, models.Model):
    """A file on its way into a standard set: uploaded, looked at, then applied.

    It rests here between the upload and the decision, so that another device, another session or
    another web machine can take over.
    """

    partnership = models.ForeignKey(
        "people.Partnership", on_delete=models.PROTECT, related_name="standard_set_imports"
    )
    standard_set = models.ForeignKey(
        "standards.StandardSet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        help_text="The draft it goes into; empty until applied where it makes a new set",
    )
    code = models.SlugField(max_length=60, blank=True)
    title = models.CharField(max_length=150, blank=True)
    scale = models.ForeignKey(
        "standards.RatingScale", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    based_on = models.ForeignKey(
        "standards.StandardSet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    priorities = models.JSONField(
        null=True, blank=True, help_text="Rows of code and title; empty: as they are"
    )
    file_name = models.CharField(max_length=255)
    columns = models.JSONField()
    rows = models.JSONField(help_text="Each row's number in the file and its texts")
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StandardSetImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="applied_import_says_when_and_by_whom",
                condition=Q(applied_at=None, applied_by=None)
                | Q(applied_at__isnull=False, applied_by__isnull=False, standard_set__isnull=False),
            ),
            models.CheckConstraint(
                name="import_has_a_draft_or_names_a_new_set",
                condition=Q(standard_set__isnull=False)
                | (~Q(code="") & ~Q(title="") & Q(scale__isnull=False)),
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("standards:standard-set-import-detail", args=[self.pk])

    @property
    def target(self):
        """The set it goes into: a draft, or a new one that is not saved yet."""
        return self.standard_set or StandardSet(
            partnership=self.partnership,
            code=self.code,
            title=self.title,
            scale=self.scale,
            based_on=self.based_on,
        )

    def permissions_of(self, user):
        return permissions_for(user, partnership_ids=(self.partnership_id,))
