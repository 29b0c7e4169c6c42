from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from section11.tables.waiting import WaitingTable


class TableImportQuerySet(models.QuerySet):
    def waiting(self):
        """Uploaded, and neither applied nor thrown away."""
        return self.filter(applied_at=None)


class TableImport(WaitingTable, models.Model):
    """A file of agencies or of people on its way into a partnership: uploaded, looked at, applied.

    It rests here between the upload and the decision. What it holds of people is forgotten once it
    is applied: from then on it stands in their own records.
    """

    TAKEN_IN = "brought this file in"

    class Kind(models.TextChoices):
        AGENCIES = "agencies", "Agencies"
        PEOPLE = "people", "People"

    partnership = models.ForeignKey(
        "people.Partnership", on_delete=models.PROTECT, related_name="table_imports"
    )
    kind = models.CharField(max_length=10, choices=Kind)
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

    objects = TableImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="applied_table_says_when_and_by_whom",
                condition=Q(applied_at=None, applied_by=None)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
            )
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("people:import-detail", args=[self.pk])
