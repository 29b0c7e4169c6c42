from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from section11.people import withheld
from section11.people.permissions import Permission, permissions_for, roles_with
from section11.record.stamps import both_or_neither, moment, person

from .possible_session import OfChallengeQuerySet


class ChallengedAgencyQuerySet(OfChallengeQuerySet):
    def visible_to(self, user):
        """Those of the person's own agencies; for whoever coordinates, all but where they have an
        interest. A seat on the panel is apart: see `Slot`.
        """
        run = user.partnership_ids(*roles_with(Permission.CHALLENGE_MANAGE))
        partnership = "challenge__cycle__partnership"
        shown = withheld.shown_to(user, partnership=partnership, agency="agency")
        return self.filter(
            Q(challenge__cycle__partnership__in=run) & shown
            | Q(agency__in=user.agency_ids()) & Q(challenge__asked_at__isnull=False)
        )

    def current(self):
        return self.filter(taken_out_at=None)


class ChallengedAgency(models.Model):
    """An agency's part in a challenge, from being chosen to its feedback letter."""

    challenge = models.ForeignKey(
        "challenge.Challenge", on_delete=models.CASCADE, related_name="agencies"
    )
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="challenged")
    self_audit = models.ForeignKey(
        "audits.SelfAudit", on_delete=models.PROTECT, related_name="challenged"
    )
    is_long = models.BooleanField(default=False, help_text="Has a long slot")
    # Why it was chosen, as sentences, when it was.
    reasons = models.JSONField(default=list)
    chosen_at = models.DateTimeField(default=timezone.now)
    chosen_by = person(null=False)
    taken_out_at = moment()
    taken_out_by = person()
    answered_at = moment()  # said when they can come
    answered_by = person()
    # The lines of enquiry went to the agency.
    enquiry_sent_at = moment()
    enquiry_sent_by = person()

    objects = ChallengedAgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "challenged agencies"
        ordering = ["agency__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "agency"], name="one_place_per_agency_per_challenge"
            ),
            both_or_neither("taken_out", "taking_out_says_when_and_by_whom"),
            both_or_neither("answered", "agencys_answer_says_when_and_by_whom"),
            # By nobody where the calendar sent them.
            models.CheckConstraint(
                name="enquiry_sent_by_somebody_was_sent",
                condition=Q(enquiry_sent_by=None) | Q(enquiry_sent_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.agency}, {self.challenge}"

    def get_absolute_url(self):
        return reverse("challenge:agency-detail", args=[self.pk])

    @property
    def results_url(self):
        """Where its moderated ratings, its replies and what was agreed with it are."""
        return reverse("challenge:agency-results", args=[self.pk])

    @property
    def minutes(self):
        """How long its slot is."""
        return (
            self.challenge.minutes_of_long_slot
            if self.is_long
            else self.challenge.minutes_per_agency
        )

    def permissions_of(self, user):
        """What the person's roles in the agency and in the partnership allow."""
        return permissions_for(
            user,
            agency_id=self.agency_id,
            partnership_ids=(self.challenge.cycle.partnership_id,),
        )


class Attendee(models.Model):
    """Who comes for the agency to its slot; the lead or an approver is always among them."""

    challenged_agency = models.ForeignKey(
        "challenge.ChallengedAgency", on_delete=models.CASCADE, related_name="attending"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    named_by = person(null=False)

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenged_agency", "user"], name="one_attendee_per_person"
            ),
        ]

    def __str__(self):
        return str(self.user)
