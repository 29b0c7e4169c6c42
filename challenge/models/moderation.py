import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from section11.record.stamps import both_or_neither, moment, person
from section11.web.exceptions import RuleBroken

from .challenge_session import Slot
from .challenged_agency import ChallengedAgency


class OfSlotQuerySet(models.QuerySet):
    """For what the panel makes of an agency before it is released: whoever reads its pack sees it."""

    def visible_to(self, user):
        slots = Slot.objects.visible_to(user)
        return self.filter(challenged_agency__in=slots.values("challenged_agency"))

    def kept(self):
        return self.filter(removed_at=None)


class KeyLineOfEnquiry(models.Model):
    """A planned question that tests an answer; proposed by a rule, or written by the panel."""

    challenged_agency = models.ForeignKey(
        "challenge.ChallengedAgency", on_delete=models.CASCADE, related_name="enquiries"
    )
    standard = models.ForeignKey("standards.Standard", on_delete=models.PROTECT, related_name="+")
    # The rules that proposed it; none for one of the panel's own.
    rules = models.JSONField(default=list)
    because = models.TextField(blank=True)  # what in the data led to it
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = person()
    removed_at = moment()
    removed_by = person()

    objects = OfSlotQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "key line of enquiry"
        verbose_name_plural = "key lines of enquiry"
        ordering = ["order", "pk"]
        constraints = [
            both_or_neither("removed", "removed_enquiry_says_when_and_by_whom"),
            models.UniqueConstraint(
                fields=["challenged_agency", "token"], name="one_enquiry_per_form_drawn"
            ),
        ]

    def __str__(self):
        return self.text[:80]


class MemberRatingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; everybody's on the panel once the session is open."""
        slots = Slot.objects.visible_to(user)
        opened = slots.exclude(session__status="preparing")
        return self.filter(Q(slot__in=slots, panel_member__user=user) | Q(slot__in=opened))


class MemberRating(models.Model):
    """What one panel member thinks of one standard before the session: level and notes, theirs alone
    until it opens.
    """

    slot = models.ForeignKey("challenge.Slot", on_delete=models.CASCADE, related_name="ratings")
    panel_member = models.ForeignKey(
        "challenge.PanelMember", on_delete=models.PROTECT, related_name="ratings"
    )
    standard = models.ForeignKey("standards.Standard", on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(
        "standards.RatingLevel", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    notes = models.TextField(blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = MemberRatingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["slot", "standard"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "panel_member", "standard"],
                name="one_rating_per_member_and_standard",
            ),
        ]

    def __str__(self):
        return f"{self.panel_member}: {self.standard}, {self.slot}"


class Moderation(models.Model):
    """The panel's record of one standard of one agency: discussion, moderated level and reason.

    Never overwrites the self-rating. Every version is kept.
    """

    challenged_agency = models.ForeignKey(
        "challenge.ChallengedAgency", on_delete=models.CASCADE, related_name="moderations"
    )
    standard = models.ForeignKey("standards.Standard", on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey("challenge.Slot", on_delete=models.PROTECT, related_name="moderations")
    discussion = models.TextField(blank=True)
    level = models.ForeignKey(
        "standards.RatingLevel", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = person(null=False)

    objects = OfSlotQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["challenged_agency", "standard__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenged_agency", "standard"], name="one_moderation_per_standard"
            ),
        ]

    def __str__(self):
        return f"{self.standard}, {self.challenged_agency}"


class Finding(models.Model):
    """What the agency is told: a strength, a concern, good practice, or a recommendation."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Strength"
        CONCERN = "concern", "Concern"
        GOOD_PRACTICE = "good_practice", "Good practice"
        RECOMMENDATION = "recommendation", "Recommendation"

    challenged_agency = models.ForeignKey(
        "challenge.ChallengedAgency", on_delete=models.CASCADE, related_name="findings"
    )
    standard = models.ForeignKey(
        "standards.Standard", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField()
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = person(null=False)
    removed_at = moment()
    removed_by = person()

    objects = OfSlotQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["challenged_agency", "pk"]
        constraints = [
            both_or_neither("removed", "removed_finding_says_when_and_by_whom"),
            models.UniqueConstraint(
                fields=["challenged_agency", "token"], name="one_finding_per_form_drawn"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:80]}"


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The agency's own; and those of the agencies whose panel the person sat on, unless they
        read it redacted.
        """
        own = ChallengedAgency.objects.visible_to(user)
        seen = Slot.objects.in_full_to(user).values("challenged_agency")
        return self.filter(
            Q(moderation__challenged_agency__in=own) | Q(moderation__challenged_agency__in=seen)
        )


def stored_name(reply, filename):
    """A name of our own: nothing of what the person called the file reaches the disk."""
    return f"replies/{uuid.uuid4().hex}"


class Reply(models.Model):
    """The agency's answer to one moderated rating, and what the panel made of it."""

    class Stance(models.TextChoices):
        ACCEPTED = "accepted", "Accepts the moderated rating"
        DISPUTED = "disputed", "Asks the panel to look again"

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        CHANGED = "changed", "Changed"

    moderation = models.OneToOneField(
        "challenge.Moderation", on_delete=models.CASCADE, related_name="reply"
    )
    stance = models.CharField(max_length=10, choices=Stance)
    text = models.TextField(blank=True)
    file = models.FileField(upload_to=stored_name, blank=True, max_length=100)
    file_name = models.CharField(max_length=200, blank=True)
    file_kind = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    replied_at = models.DateTimeField(default=timezone.now)
    replied_by = person(null=False)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_at = moment()
    decided_by = person()

    objects = ReplyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["moderation"]
        constraints = [
            both_or_neither("decided", "deciding_a_reply_says_when_and_by_whom"),
            models.CheckConstraint(
                name="decided_reply_has_a_decision_and_a_reason",
                condition=Q(decided_at=None, decision="", decision_reason="")
                | (Q(decided_at__isnull=False) & ~Q(decision="") & ~Q(decision_reason="")),
            ),
        ]

    def __str__(self):
        return f"Reply to {self.moderation}"

    @property
    def is_disputed(self):
        return self.stance == self.Stance.DISPUTED

    @property
    def waits(self):
        """Whether the panel still has to say what it makes of it."""
        return self.is_disputed and self.decided_at is None

    def must_be_undecided(self):
        """Raise RuleBroken once the panel has said what it makes of it."""
        if self.decided_at:
            raise RuleBroken(
                f"{self.decided_by} decided on this reply on"
                f" {timezone.localtime(self.decided_at):%-d %B %Y}, so it stands as it is.",
                self.moderation.challenged_agency.results_url,
            )
