from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from .self_audit import SelfAudit


class SignOffQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(self_audit__in=SelfAudit.objects.visible_to(user))


class SignOff(models.Model):
    """The approver's named, dated declaration, with the whole self-audit as it then stood.

    `content` is what `audits.content.content_of` gave at that moment: every download of this
    submission is made from it, so it stays as it was whatever happens later.
    """

    self_audit = models.ForeignKey(
        "audits.SelfAudit", on_delete=models.PROTECT, related_name="sign_offs"
    )
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    post = models.CharField("job title", max_length=150)
    declaration = models.TextField()
    signed_at = models.DateTimeField(default=timezone.now)
    content = models.JSONField()

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["self_audit", "number"]
        constraints = [
            models.UniqueConstraint(fields=["self_audit", "number"], name="sign_offs_are_numbered"),
        ]

    def __str__(self):
        return f"Submission {self.number} of {self.self_audit}"

    def get_absolute_url(self):
        return reverse("audits:submission-detail", args=[self.pk])
