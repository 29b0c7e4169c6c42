from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from section11.people.permissions import Permission
from section11.record.stamps import moment, person

from ..problem import Answer

ANSWERS = [(Answer.YES, "Yes"), (Answer.IF_NEED_BE, "If need be"), (Answer.NO, "No")]


class Availability(models.Model):
    """What a panel member or an agency said of one half-day. Without a row they said nothing."""

    possible_session = models.ForeignKey(
        "challenge.PossibleSession", on_delete=models.CASCADE, related_name="availabilities"
    )
    panel_member = models.ForeignKey(
        "challenge.PanelMember",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="availabilities",
    )
    challenged_agency = models.ForeignKey(
        "challenge.ChallengedAgency",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="availabilities",
    )
    answer = models.CharField(max_length=10, choices=ANSWERS)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = person(null=False)

    class Meta:
        verbose_name_plural = "availabilities"
        ordering = ["possible_session", "pk"]
        constraints = [
            models.CheckConstraint(
                name="availability_is_of_a_person_or_an_agency",
                condition=Q(panel_member=None, challenged_agency__isnull=False)
                | Q(panel_member__isnull=False, challenged_agency=None),
            ),
            models.UniqueConstraint(
                fields=["possible_session", "panel_member"],
                condition=Q(panel_member__isnull=False),
                name="one_answer_per_panel_member_and_half_day",
            ),
            models.UniqueConstraint(
                fields=["possible_session", "challenged_agency"],
                condition=Q(challenged_agency__isnull=False),
                name="one_answer_per_agency_and_half_day",
            ),
        ]

    def __str__(self):
        return f"{self.panel_member or self.challenged_agency}: {self.get_answer_display()}"


class PersonalLink(models.Model):
    """A link, sent by mail, by which somebody says without an account when they can come, and which
    agencies they have an interest in. Only a digest of it is stored.

    It stands for its `user`, as a panel member or for an agency, until it is withdrawn or expires.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="challenge_links"
    )
    panel_member = models.ForeignKey(
        "challenge.PanelMember",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="links",
    )
    challenged_agency = models.ForeignKey(
        "challenge.ChallengedAgency",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="links",
    )
    key_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = person(null=False)
    expires_at = models.DateTimeField()
    withdrawn_at = moment()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="personal_link_is_for_a_person_or_an_agency",
                condition=Q(panel_member=None, challenged_agency__isnull=False)
                | Q(panel_member__isnull=False, challenged_agency=None),
            ),
        ]

    def __str__(self):
        return f"Link of {self.user}"

    @property
    def challenge(self):
        return (self.panel_member or self.challenged_agency).challenge

    def why_dead(self):
        """Why it works no more, in a sentence for whoever holds it; nothing while it works."""
        if self.withdrawn_at:
            return f"This link was withdrawn on {_day(self.withdrawn_at)}."
        if timezone.now() >= self.expires_at:
            return f"This link worked until {_day(self.expires_at)}."
        if not self._stands():
            return "This link has had its time: whoever it was sent to no longer takes part."
        return ""

    def _stands(self):
        """Whether its person still sits on the panel, or may still speak for the agency."""
        if not self.user.is_active:
            return False
        if self.panel_member:
            permissions = self.challenge.permissions_of(self.user)
            return self.panel_member.is_current and Permission.CHALLENGE_VIEW in permissions
        if self.challenged_agency.taken_out_at:
            return False
        permissions = self.challenged_agency.permissions_of(self.user)
        return Permission.CHALLENGE_ATTEND in permissions


def _day(moment):
    return f"{timezone.localtime(moment):%-d %B %Y}"


class AvailabilityReminder(models.Model):
    """One person reminded once, for one day of the calendar: the row is what keeps it to once."""

    challenge = models.ForeignKey(
        "challenge.Challenge", on_delete=models.CASCADE, related_name="availability_reminders"
    )
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    days = models.SmallIntegerField()
    email = models.ForeignKey("record.Email", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "to", "due_on", "days"],
                name="one_availability_reminder_per_person_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.to}, {self.challenge}"
