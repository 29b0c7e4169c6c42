from django.conf import settings
from django.db import models
from django.utils import timezone


class SignOffLink(models.Model):
    """A link, sent by mail, by which one approver reads and signs off one self-audit without an
    account. Only a digest of it is stored; it dies when used, withdrawn or expired, and with the
    approver's role.
    """

    self_audit = models.ForeignKey(
        "audits.SelfAudit", on_delete=models.CASCADE, related_name="sign_off_links"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_off_links"
    )
    key_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.self_audit} for {self.approver}"
