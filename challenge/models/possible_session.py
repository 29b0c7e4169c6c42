from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from ..problem import Half
from .challenge import Challenge


class OfChallengeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the challenge sees it."""
        return self.filter(challenge__in=Challenge.objects.visible_to(user))


class Room(models.Model):
    """Somewhere to sit: several allow sessions side by side. Without any, one at a time."""

    challenge = models.ForeignKey(
        "challenge.Challenge", on_delete=models.CASCADE, related_name="rooms"
    )
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=200, blank=True)
    online_link = models.URLField(max_length=500, blank=True)

    objects = OfChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["challenge", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "name"], name="one_room_per_name"),
        ]

    def __str__(self):
        return self.name


class PossibleSession(models.Model):
    """A half-day on which a session may be held: what availability is asked for."""

    Half = Half

    challenge = models.ForeignKey(
        "challenge.Challenge", on_delete=models.CASCADE, related_name="possible_sessions"
    )
    on = models.DateField()
    half = models.CharField(max_length=10, choices=[(half.value, half.title()) for half in Half])
    # Taken out: nobody is asked for it and nothing new is planned there.
    is_shut = models.BooleanField(default=False)

    objects = OfChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["on", "-half"]  # morning before afternoon
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "on", "half"], name="one_possible_session_per_half_day"
            ),
        ]

    def __str__(self):
        return f"{self.on:%A %-d %B %Y}, {self.half}"

    @property
    def starts_at(self):
        """When a session here would start, by the challenge's hours, as a moment."""
        hour = (
            self.challenge.morning_starts_at
            if self.half == Half.MORNING
            else self.challenge.afternoon_starts_at
        )
        return timezone.make_aware(datetime.combine(self.on, hour))

    @property
    def ends_at(self):
        """When a session here would be over at the latest."""
        return self.starts_at + timedelta(minutes=self.challenge.minutes_of_session)

    @property
    def half_day(self):
        """Its name in a Problem."""
        return f"{self.on.isoformat()} {self.half}"
