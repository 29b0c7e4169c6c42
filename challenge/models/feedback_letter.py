from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from section11.people import withheld
from section11.people.permissions import Permission, roles_with
from section11.record.stamps import both_or_neither, moment, person
from section11.web.exceptions import RuleBroken


class FeedbackLetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who may approve it, an interest in the agency apart; released, the agency's own
        people's too.
        """
        approvers = user.partnership_ids(*roles_with(Permission.LETTER_APPROVE))
        approving = Q(challenged_agency__challenge__cycle__partnership__in=approvers)
        shown = withheld.shown_to(
            user,
            partnership="challenged_agency__challenge__cycle__partnership",
            agency="challenged_agency__agency",
        )
        own = Q(challenged_agency__agency__in=user.agency_ids())
        return self.filter(approving & shown | own & Q(released_at__isnull=False))


class FeedbackLetter(models.Model):
    """What one agency is told after its challenge: drafted from the record, edited, approved,
    released. `body` is its sections, in order, each with a heading and text.
    """

    challenged_agency = models.OneToOneField(
        "challenge.ChallengedAgency", on_delete=models.CASCADE, related_name="letter"
    )
    body = models.JSONField(default=list)
    drafted_at = models.DateTimeField(default=timezone.now)
    drafted_by = person(null=False)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = person(null=False)
    approved_at = moment()
    approved_by = person()
    released_at = moment()
    released_by = person()

    objects = FeedbackLetterQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["challenged_agency"]
        constraints = [
            both_or_neither("approved", "approving_a_letter_says_when_and_by_whom"),
            both_or_neither("released", "releasing_a_letter_says_when_and_by_whom"),
            models.CheckConstraint(
                name="released_letter_was_approved",
                condition=Q(released_at=None) | Q(approved_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Feedback letter to {self.challenged_agency.agency}"

    def get_absolute_url(self):
        return reverse("challenge:letter-detail", args=[self.pk])

    @property
    def is_approved(self):
        return self.approved_at is not None

    @property
    def is_released(self):
        return self.released_at is not None

    @property
    def state(self):
        """How far it is, in a word or two."""
        if self.is_released:
            return "Released"
        return "Approved" if self.is_approved else "Draft"

    def permissions_of(self, user):
        return self.challenged_agency.permissions_of(user)

    def must_not_be_released(self):
        """Raise RuleBroken once the agency has it."""
        if self.is_released:
            raise RuleBroken(
                f"{self.released_by} released this letter to the agency on"
                f" {timezone.localtime(self.released_at):%-d %B %Y}, so it can no longer be"
                " changed.",
                self,
            )
        self.challenged_agency.challenge.must_not_be_closed()
