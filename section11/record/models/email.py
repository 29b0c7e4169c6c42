from django.conf import settings
from django.db import models
from django.utils import timezone


class Email(models.Model):
    """A mail to be sent: a row, so that it vanishes with a rolled-back transaction."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="emails",
    )
    # Where it goes to somebody without an account; forgotten once it is sent.
    address = models.EmailField(blank=True)
    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    # A calendar file that goes with it, such as an invitation; kept no longer than the body.
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    # No worker takes it sooner: one has it in hand, or the server asked for another try later.
    not_before = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    # Refused for good, or tried too often: `last_error` says why, and it is not tried again.
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["queued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="email_goes_to_a_person_or_an_address",
                condition=models.Q(to=None) | models.Q(address=""),
            )
        ]
        indexes = [
            models.Index(
                fields=["queued_at"],
                condition=models.Q(sent_at=None, bounced_at=None),
                name="email_waiting",
            )
        ]

    def __str__(self):
        return f"{self.subject} to {self.to or self.address or 'somebody without an account'}"
