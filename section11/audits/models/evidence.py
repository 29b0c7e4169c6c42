import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .answer import OfSelfAuditQuerySet


def stored_name(evidence, filename):
    """A name of our own: nothing of what the person called the file reaches the disk."""
    return f"{evidence.answer.self_audit_id}/{uuid.uuid4().hex}"


class EvidenceQuerySet(OfSelfAuditQuerySet):
    def kept(self):
        return self.filter(removed_at=None)


class Evidence(models.Model):
    """What an answer rests on: a file, a link, or a reference to what the agency holds."""

    class Kind(models.TextChoices):
        FILE = "file", "A file"
        LINK = "link", "A link"
        HELD = "held", "Held by us"

    answer = models.ForeignKey("audits.Answer", on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=5, choices=Kind)
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to=stored_name, blank=True, max_length=100)
    file_name = models.CharField(max_length=200, blank=True)
    file_kind = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="bytes")
    sha256 = models.CharField(max_length=64, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    reference = models.CharField(max_length=300, blank=True)
    # Made when the form was drawn: the same form posted twice adds one item.
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["answer", "token"], name="one_evidence_per_form_drawn"),
            models.CheckConstraint(
                name="evidence_is_a_file_a_link_or_a_reference",
                condition=(Q(kind="file", url="", reference="") & ~Q(file="") & ~Q(sha256=""))
                | (Q(kind="link", file="", reference="") & ~Q(url=""))
                | (Q(kind="held", file="", url="") & ~Q(reference="")),
            ),
            models.CheckConstraint(
                name="removed_evidence_says_when_and_by_whom",
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("audits:evidence-edit", args=[self.pk])
