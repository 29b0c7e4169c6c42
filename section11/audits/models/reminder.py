from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Reminder(models.Model):
    """One person reminded once of one self-audit, for one reason: the row is what keeps it to once.

    `days` is how long before the due date (negative: after it) the cycle wanted it sent; none for
    one that a coordinator sent. A new due date begins anew.
    """

    self_audit = models.ForeignKey(
        "audits.SelfAudit", on_delete=models.CASCADE, related_name="reminders"
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders"
    )
    due_on = models.DateField()
    days = models.SmallIntegerField(null=True, blank=True)
    email = models.ForeignKey("record.Email", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_audit", "to", "due_on", "days"],
                condition=Q(days__isnull=False),
                name="one_reminder_per_person_day_and_due_date",
            ),
            models.CheckConstraint(
                name="reminder_is_by_the_calendar_or_by_a_person",
                condition=Q(days__isnull=False, sent_by=None) | Q(days=None, sent_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.to}, {self.self_audit}"


class Escalation(models.Model):
    """A step by which an overdue self-audit was taken to someone with more say."""

    class Step(models.TextChoices):
        LEAD = "lead", "Safeguarding lead"
        APPROVER = "approver", "Approver"
        CHIEF_OFFICER = "chief_officer", "Chief officer"
        CHAIR = "chair", "Board chair"

    self_audit = models.ForeignKey(
        "audits.SelfAudit", on_delete=models.CASCADE, related_name="escalations"
    )
    step = models.CharField(max_length=20, choices=Step)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_step_display()}, {self.self_audit}"
