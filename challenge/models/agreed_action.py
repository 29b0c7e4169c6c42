import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from section11.audits.models import Escalation
from section11.people import withheld
from section11.people.permissions import Permission, permissions_for, roles_with
from section11.record.stamps import both_or_neither, moment, person
from section11.web.exceptions import RuleBroken

from .challenge_session import Slot


class AgreedActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The panel's, from the session on; the agency's own once ratings are released; then also of
        those who follow actions to closure, an interest in the agency apart.
        """
        seen = Slot.objects.in_full_to(user).values("challenged_agency")
        followed = user.partnership_ids(*roles_with(Permission.AGREED_ACTION_FOLLOW))
        released = Q(challenged_agency__challenge__released_at__isnull=False)
        partnership = "challenged_agency__challenge__cycle__partnership"
        shown = withheld.shown_to(user, partnership=partnership, agency="challenged_agency__agency")
        return self.filter(
            Q(challenged_agency__in=seen)
            | released & Q(challenged_agency__agency__in=user.agency_ids())
            | released & Q(**{f"{partnership}__in": followed}) & shown
        )

    def kept(self):
        return self.filter(removed_at=None)

    def released(self):
        """Those of challenges whose results the agencies have: from then on they are followed."""
        return self.kept().filter(challenged_agency__challenge__released_at__isnull=False)

    def unfinished(self):
        """Agreed and not verified yet."""
        return self.kept().exclude(status="verified")

    def overdue(self):
        waiting = self.kept().filter(status__in=["open", "sent_back"])
        return waiting.filter(due_on__lt=timezone.localdate())


class AgreedAction(models.Model):
    """An action agreed in the room: owner, due date, and its way to verified closure.

    Whoever says that it is done is not who verifies it.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Said to be done"
        SENT_BACK = "sent_back", "Sent back"
        VERIFIED = "verified", "Verified and closed"

    TRANSITIONS = {
        Status.OPEN: [Status.DONE],
        Status.DONE: [Status.VERIFIED, Status.SENT_BACK],
        Status.SENT_BACK: [Status.DONE],
        Status.VERIFIED: [],
    }

    challenged_agency = models.ForeignKey(
        "challenge.ChallengedAgency", on_delete=models.PROTECT, related_name="actions"
    )
    standard = models.ForeignKey("standards.Standard", on_delete=models.PROTECT, related_name="+")
    # Where it is about one question, its lineage finds it in the next cycle's set.
    question = models.ForeignKey(
        "standards.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.TextField()
    lead = models.CharField(max_length=150)
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    agreed_at = models.DateTimeField(default=timezone.now)
    agreed_by = person(null=False)
    done_at = moment()
    done_by = person()
    verified_at = moment()
    verified_by = person()
    removed_at = moment()
    removed_by = person()

    objects = AgreedActionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenged_agency", "token"], name="one_agreed_action_per_form_drawn"
            ),
            both_or_neither("done", "done_action_says_when_and_by_whom"),
            both_or_neither("verified", "verified_action_says_when_and_by_whom"),
            both_or_neither("removed", "removed_agreed_action_says_when_and_by_whom"),
            models.CheckConstraint(
                name="agreed_action_state_has_its_dates",
                condition=Q(status__in=["open", "sent_back"], done_at=None, verified_at=None)
                | Q(status="done", done_at__isnull=False, verified_at=None)
                | Q(status="verified", done_at__isnull=False, verified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_verifies_what_they_did",
                condition=Q(verified_by=None) | ~Q(verified_by=models.F("done_by")),
            ),
        ]

    def __str__(self):
        return self.what[:80]

    def get_absolute_url(self):
        return reverse("challenge:action-detail", args=[self.pk])

    @property
    def is_overdue(self):
        waits = self.status in (self.Status.OPEN, self.Status.SENT_BACK)
        return waits and timezone.localdate() > self.due_on

    @property
    def days_overdue(self):
        return (timezone.localdate() - self.due_on).days if self.is_overdue else 0

    @property
    def is_done(self):
        return self.status == self.Status.DONE

    @property
    def is_verified(self):
        return self.status == self.Status.VERIFIED

    def must_be_followed(self):
        """Raise RuleBroken unless the agency has it and it is not closed yet."""
        if self.removed_at:
            raise RuleBroken(f"{self.removed_by} took this action off the record.", self)
        if not self.challenged_agency.challenge.is_released:
            raise RuleBroken(
                "The results of this challenge are not released to the agencies yet, so its actions"
                " are not followed yet.",
                self,
            )
        if self.is_verified:
            raise RuleBroken(
                f"{self.verified_by} verified this action on"
                f" {timezone.localtime(self.verified_at):%-d %B %Y}, so it is closed.",
                self,
            )

    def must_be_done(self):
        """Raise RuleBroken unless it waits for somebody to verify it."""
        self.must_be_followed()
        if not self.is_done:
            raise RuleBroken(
                "The agency has not said that this action is done, so there is nothing to verify"
                " yet.",
                self,
            )

    def must_be_verified_by(self, user):
        """Raise RuleBroken for whoever did it, or works for the agency that did."""
        self.must_be_done()
        if user.pk == self.done_by_id or self.challenged_agency.agency_id in user.agency_ids():
            raise RuleBroken(
                "Somebody else verifies an action than those who did it: ask another person who"
                " follows actions for the partnership.",
                self,
            )

    def must_be_overdue(self):
        """Raise RuleBroken unless it is late, so that it may be escalated."""
        self.must_be_followed()
        if self.is_done:
            raise RuleBroken(
                "The agency says that this action is done: verify it, or send it back.", self
            )
        if not self.is_overdue:
            raise RuleBroken(
                f"This action is due by {self.due_on:%-d %B %Y}: only an overdue one can be"
                " escalated.",
                self,
            )

    def permissions_of(self, user):
        return permissions_for(
            user,
            agency_id=self.challenged_agency.agency_id,
            partnership_ids=(self.challenged_agency.challenge.cycle.partnership_id,),
        )

    def move_to(self, status):
        """Change status, or say why not. The caller saves."""
        status = self.Status(status)
        if status not in self.TRANSITIONS[self.status]:
            raise RuleBroken(
                f"This action is {self.get_status_display().lower()},"
                f" so it cannot become {status.label.lower()}.",
                self,
            )
        self.status = status


def stored_name(update, filename):
    """A name of our own: nothing of what the person called the file reaches the disk."""
    return f"agreed-actions/{uuid.uuid4().hex}"


class AgreedActionUpdate(models.Model):
    """What happened to an action: progress, proof, done, sent back, verified. Never changed."""

    action = models.ForeignKey(
        "challenge.AgreedAction", on_delete=models.CASCADE, related_name="updates"
    )
    text = models.TextField(blank=True)
    # What the action became with it; nothing for mere progress.
    status = models.CharField(max_length=10, choices=AgreedAction.Status, blank=True)
    file = models.FileField(upload_to=stored_name, blank=True, max_length=100)
    file_name = models.CharField(max_length=200, blank=True)
    file_kind = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    by = person(null=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "token"], name="one_update_per_form_drawn"),
        ]

    def __str__(self):
        return self.text[:80]


class AgreedActionReminder(models.Model):
    """One person reminded once of one action, for one day of the calendar: the row keeps it to once."""

    action = models.ForeignKey(
        "challenge.AgreedAction", on_delete=models.CASCADE, related_name="reminders"
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
                fields=["action", "to", "due_on", "days"],
                name="one_action_reminder_per_person_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.to}, {self.action}"


class AgreedActionEscalation(models.Model):
    """A step by which an overdue action was taken to someone with more say: the steps of the cycle."""

    action = models.ForeignKey(
        "challenge.AgreedAction", on_delete=models.CASCADE, related_name="escalations"
    )
    step = models.CharField(max_length=20)  # of audits' Escalation.Step
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = person(null=False)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_step_display()}, {self.action}"

    def get_step_display(self):
        return Escalation.Step(self.step).label
