import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class CalendarEntry(models.Model):
    """What one person was last told about one session, so that their calendar can be put right.

    The same UID for ever; SEQUENCE counts up with each mail that changes something.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_entries"
    )
    # A panel member's time is the whole session, an agency's its slot: `agency` tells them apart.
    challenge = models.ForeignKey(
        "challenge.Challenge", on_delete=models.CASCADE, related_name="calendar_entries"
    )
    session = models.ForeignKey(
        "challenge.ChallengeSession", on_delete=models.CASCADE, related_name="calendar_entries"
    )
    challenged_agency = models.ForeignKey(
        "challenge.ChallengedAgency",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="calendar_entries",
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=1000, blank=True)  # with the link, if it is online
    told_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)  # they were told that it is off

    class Meta:
        verbose_name_plural = "calendar entries"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "session"],
                condition=Q(challenged_agency=None),
                name="one_calendar_entry_per_panel_member_and_session",
            ),
            models.UniqueConstraint(
                fields=["user", "session", "challenged_agency"],
                condition=Q(challenged_agency__isnull=False),
                name="one_calendar_entry_per_attendee_and_session",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.session}"


class CalendarFeed(models.Model):
    """A private address from which a calendar program reads a person's sessions. Only a digest of
    its key is stored; a new one ends the old.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    key_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="one_calendar_feed_per_person"
            ),
        ]

    def __str__(self):
        return f"Calendar of {self.user}"
