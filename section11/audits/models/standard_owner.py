from django.conf import settings
from django.db import models
from django.utils import timezone

from .answer import OfSelfAuditQuerySet


class StandardOwner(models.Model):
    """Who, among the agency's people, sees to one standard of a self-audit."""

    self_audit = models.ForeignKey(
        "audits.SelfAudit", on_delete=models.CASCADE, related_name="owners"
    )
    standard = models.ForeignKey("standards.Standard", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_standards"
    )
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfSelfAuditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["self_audit", "standard"], name="one_owner_per_standard"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.standard}"
