import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .answer import OfSelfAuditQuerySet


class ActionQuerySet(OfSelfAuditQuerySet):
    def kept(self):
        return self.filter(removed_at=None)


class Action(models.Model):
    """What will improve, who leads it, and by when."""

    answer = models.ForeignKey("audits.Answer", on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    lead = models.CharField(max_length=150, blank=True)
    due_on = models.DateField(null=True, blank=True)
    intended_impact = models.TextField(blank=True)
    # Made when the form was drawn: the same form posted twice adds one action.
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "token"], name="one_action_per_form_drawn"),
            models.CheckConstraint(
                name="removed_action_says_when_and_by_whom",
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.what[:80]

    def get_absolute_url(self):
        return reverse("audits:action-edit", args=[self.pk])

    @property
    def is_complete(self):
        """A lead and a due date make it an action that someone can follow."""
        return bool(self.lead and self.due_on)
