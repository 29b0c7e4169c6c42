from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from section11.people.permissions import Permission, roles_with
from section11.record.stamps import both_or_neither, moment, person
from section11.web.exceptions import RuleBroken


class PlannedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts, and how they came about, are the coordinator's."""
        served = user.partnership_ids(*roles_with(Permission.CHALLENGE_MANAGE))
        return self.filter(challenge__cycle__partnership__in=served)


class PlanningRun(models.Model):
    """The solver at work on one problem, in a process of its own that the worker starts.

    What it has found is written down as it goes, so that a run that is cancelled, out of time or
    dead leaves the best there was.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"

    TRANSITIONS = {
        Status.WAITING: [Status.RUNNING, Status.CANCELLED],
        Status.RUNNING: [Status.DONE, Status.CANCELLED, Status.FAILED],
        Status.DONE: [],
        Status.CANCELLED: [],
        Status.FAILED: [],
    }

    challenge = models.ForeignKey(
        "challenge.Challenge", on_delete=models.CASCADE, related_name="runs"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    seconds = models.PositiveSmallIntegerField(default=60, help_text="How long it may take")
    # The question, as `challenge.problem_json` writes it; and the best answer so far.
    problem = models.JSONField()
    best = models.JSONField(null=True, blank=True)
    points = models.IntegerField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    # The draft that it set out from, if it replans or changes one.
    based_on = models.ForeignKey(
        "challenge.Timetable",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="runs_from",
    )
    # Why it failed, in a sentence.
    why = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = person(null=False)
    started_at = moment()
    beat_at = moment()  # the worker that has it in hand is alive
    finished_at = moment()
    cancelled_at = moment()
    cancelled_by = person()

    objects = PlannedQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge"],
                condition=Q(status__in=["waiting", "running"]),
                name="one_planning_run_at_a_time",
            ),
            both_or_neither("cancelled", "cancelling_a_run_says_when_and_by_whom"),
        ]

    def __str__(self):
        return f"Planning of {self.challenge}, {timezone.localtime(self.asked_at):%-d %B %Y %H:%M}"

    def get_absolute_url(self):
        return reverse("challenge:run-detail", args=[self.pk])

    @property
    def is_going_on(self):
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    def move_to(self, status):
        """Change status, or say why not. The caller saves."""
        status = self.Status(status)
        if status not in self.TRANSITIONS[self.status]:
            raise RuleBroken(
                f"This planning run is {self.get_status_display().lower()},"
                f" so it cannot become {status.label.lower()}.",
                self.challenge,
            )
        self.status = status


class Timetable(models.Model):
    """A version of the timetable: a draft, the published one, or an earlier one.

    A draft is a value: the plan as JSON, beside the problem that it answers. Publishing makes its
    sessions, slots and seats rows (`ChallengeSession`).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        REPLACED = "replaced", "Replaced"
        DISCARDED = "discarded", "Thrown away"

    TRANSITIONS = {
        Status.DRAFT: [Status.PUBLISHED, Status.DISCARDED],
        Status.PUBLISHED: [Status.REPLACED],
        Status.REPLACED: [],
        Status.DISCARDED: [],
    }

    challenge = models.ForeignKey(
        "challenge.Challenge", on_delete=models.CASCADE, related_name="timetables"
    )
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    problem = models.JSONField()
    outcome = models.JSONField()  # the plan with its proof, parts and explanations
    # Where it came from: a run, or another draft changed by hand.
    run = models.OneToOneField(
        "challenge.PlanningRun",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="timetable",
    )
    based_on = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="later"
    )
    # What was changed by hand, as sentences.
    changes = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = person(null=False)
    published_at = moment()
    published_by = person()

    objects = PlannedQuerySet.as_manager()

    class Meta:
        ordering = ["challenge", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "number"], name="one_timetable_per_number"
            ),
            models.UniqueConstraint(
                fields=["challenge"],
                condition=Q(status="published"),
                name="one_published_timetable_per_challenge",
            ),
            both_or_neither("published", "published_timetable_says_when_and_by_whom"),
        ]

    def __str__(self):
        return f"Timetable {self.number}"

    def get_absolute_url(self):
        return reverse("challenge:timetable-detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED

    @property
    def revision(self):
        """Goes up with each change by hand: a form says with it which draft its person saw."""
        return len(self.changes)

    def move_to(self, status):
        """Change status, or say why not. The caller saves."""
        status = self.Status(status)
        if status not in self.TRANSITIONS[self.status]:
            raise RuleBroken(
                f"{self} is {self.get_status_display().lower()},"
                f" so it cannot become {status.label.lower()}.",
                self.challenge,
            )
        self.status = status
