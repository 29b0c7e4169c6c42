from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from section11.audits.roll_up import RollUp
from section11.people import withheld
from section11.people.permissions import Permission, permissions_for, roles_with
from section11.record.models import Event
from section11.web.exceptions import RuleBroken


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Cycles of the partnerships in which the person reads results or coordinates."""
        return self.filter(
            partnership_id__in=user.partnership_ids(*roles_with(Permission.CYCLE_VIEW))
        )

    def run_by(self, user):
        """Cycles of the partnerships that the person coordinates."""
        return self.filter(
            partnership_id__in=user.partnership_ids(*roles_with(Permission.CYCLE_MANAGE))
        )

    def with_counts(self, *, shown_to=None):
        """Each with the numbers of its `agencies`, and of those `submitted` and `late`; without
        what is withheld from `shown_to`, a User, if one is given.
        """
        shown = Q(self_audits__isnull=False)
        if shown_to:
            shown &= withheld.shown_to(
                shown_to, partnership="partnership", agency="self_audits__agency"
            )
        submitted = Q(self_audits__status="submitted")
        late = ~submitted & Q(self_audits__due_on__lt=timezone.localdate())
        return self.annotate(
            agencies=Count("self_audits", filter=shown),
            submitted=Count("self_audits", filter=shown & submitted),
            late=Count("self_audits", filter=shown & late),
        )


def default_reminder_days():
    """30, 7 and 1 days before a self-audit is due, and after."""
    return [30, 7, 1, -1, -7, -30]


class Cycle(models.Model):
    """One round in one partnership: self-audit, survey, challenge, follow-up."""

    class Kind(models.TextChoices):
        FULL = "full", "Full"
        INTERIM = "interim", "Interim"
        THEMED = "themed", "Themed"

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Open"
        PAUSED = "paused", "Paused"
        CLOSED = "closed", "Closed"

    TRANSITIONS = {
        Status.PLANNED: [Status.OPEN],
        Status.OPEN: [Status.PAUSED, Status.CLOSED],
        Status.PAUSED: [Status.OPEN, Status.CLOSED],
        Status.CLOSED: [],
    }

    partnership = models.ForeignKey(
        "people.Partnership", on_delete=models.PROTECT, related_name="cycles"
    )
    name = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FULL)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    standard_set = models.ForeignKey(
        "standards.StandardSet", on_delete=models.PROTECT, related_name="cycles"
    )
    roll_up = models.CharField(max_length=20, choices=RollUp, default=RollUp.WORST)
    compared_with = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="later_cycles",
        help_text="The last comparable cycle: direction of travel is measured from it",
    )
    opens_on = models.DateField()
    due_on = models.DateField()
    # Days before the due date of each self-audit; those after it are negative.
    reminder_days = models.JSONField(default=default_reminder_days)
    launched_at = models.DateTimeField(null=True, blank=True)
    launched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_cycles",
    )

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name"], name="one_cycle_per_name"),
            models.CheckConstraint(
                name="cycle_is_due_after_it_opens", condition=Q(due_on__gte=F("opens_on"))
            ),
            models.CheckConstraint(
                name="cycle_launch_says_when_and_by_whom",
                condition=Q(launched_at=None, launched_by=None)
                | Q(launched_at__isnull=False, launched_by__isnull=False),
            ),
            models.CheckConstraint(
                name="closed_cycle_says_when_and_by_whom",
                condition=Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(status="closed") & Q(closed_at=None, closed_by=None)),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("board:cycle-detail", args=[self.pk])

    @property
    def manage_url(self):
        """Where a coordinator runs it."""
        return reverse("audits:cycle-manage", args=[self.pk])

    @property
    def is_planned(self):
        return self.status == self.Status.PLANNED

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def is_paused(self):
        return self.status == self.Status.PAUSED

    @property
    def is_closed(self):
        return self.status == self.Status.CLOSED

    @property
    def days_before(self):
        """How many days before the due date reminders go out, the earliest first."""
        return sorted((day for day in self.reminder_days if day >= 0), reverse=True)

    @property
    def days_after(self):
        """How many days after the due date reminders go out, the earliest first."""
        return sorted(-day for day in self.reminder_days if day < 0)

    @property
    def pause(self):
        """The event by which it was paused: who, when, and why; none unless it is paused."""
        if not self.is_paused:
            return None
        paused = Event.objects.about(self).filter(kind=Event.Kind.CYCLE_PAUSED)
        return paused.select_related("by").order_by("at", "pk").last()

    @property
    def why_shut(self):
        """The sentence that says why its self-audits cannot be changed; nothing while it is open."""
        return {
            self.Status.PLANNED: f"{self} has not been launched yet, so its self-audits cannot be"
            " changed.",
            self.Status.PAUSED: f"The coordinator has paused {self}, so its self-audits cannot be"
            " changed until it goes on. What was saved is kept.",
            self.Status.CLOSED: f"{self} is closed, so its self-audits cannot be changed.",
        }.get(self.status, "")

    def permissions_of(self, user):
        return permissions_for(user, partnership_ids=(self.partnership_id,))

    def move_to(self, status):
        """Change status, or say why not. The caller saves."""
        status = self.Status(status)
        if status == self.status:
            raise RuleBroken(f"{self} is {status.label.lower()} already.", self.manage_url)
        if status not in self.TRANSITIONS[self.status]:
            raise RuleBroken(
                f"{self} is {self.get_status_display().lower()},"
                f" so it cannot become {status.label.lower()}.",
                self.manage_url,
            )
        self.status = status

    def must_be_open(self):
        """Raise RuleBroken unless the agencies may work on their self-audits."""
        if not self.is_open:
            raise RuleBroken(self.why_shut, self)

    def must_not_be_closed(self):
        """Raise RuleBroken once nothing about it changes any more."""
        if self.is_closed:
            raise RuleBroken(
                f"{self} was closed by {self.closed_by} on"
                f" {timezone.localtime(self.closed_at):%-d %B %Y}, so nothing about it changes any"
                " more.",
                self.manage_url,
            )

    def must_not_be_launched(self):
        """Raise RuleBroken, saying by whom and when, unless it is still planned."""
        if self.launched_at:
            raise RuleBroken(
                f"{self} was launched by {self.launched_by} on"
                f" {timezone.localtime(self.launched_at):%-d %B %Y}, so it cannot be launched again.",
                self.manage_url,
            )
