from django.conf import settings
from django.db import models
from django.utils import timezone

from .self_audit import SelfAudit


class SignOffLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the self-audit knows of its links; nobody reads a key."""
        return self.filter(self_audit__in=SelfAudit.objects.visible_to(user))


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

    objects = SignOffLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.self_audit} for {self.approver}"

    def why_dead(self):
        """Why it works no more, in a sentence for whoever holds it; nothing while it works."""
        if self.used_at:
            return f"This link was used on {_day(self.used_at)}, and a link works only once."
        if self.withdrawn_at:
            return f"This link was withdrawn on {_day(self.withdrawn_at)}."
        if timezone.now() >= self.expires_at:
            return f"This link worked until {_day(self.expires_at)}."
        waits = self.self_audit.is_with_approver and self.self_audit.sent_at <= self.made_at
        if not waits:
            return "This link has had its time: the self-audit no longer waits for this sign-off."
        if self.approver not in self.self_audit.may_sign_off:
            return "This link has had its time: whoever it was sent to is no longer an approver."
        return ""


def _day(moment):
    return f"{timezone.localtime(moment):%-d %B %Y}"
