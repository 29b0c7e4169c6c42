from datetime import time, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from section11.people.permissions import Permission, permissions_for, roles_with
from section11.record.stamps import both_or_neither, moment, person
from section11.web.exceptions import RuleBroken


class ChallengeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Challenges of the partnerships whose results the person reads; and, once it takes part,
        of an agency's own people.
        """
        served = user.partnership_ids(*roles_with(Permission.CHALLENGE_VIEW))
        own = Q(agencies__agency__in=user.agency_ids(), agencies__taken_out_at=None)
        return self.filter(
            Q(cycle__partnership__in=served)
            | Q(pk__in=self.model.objects.filter(own).values("pk")) & ~Q(status="planning")
            | Q(pk__in=self.model.objects.filter(own, asked_at__isnull=False).values("pk"))
        )

    def run_by(self, user):
        """Challenges of the partnerships that the person coordinates."""
        served = user.partnership_ids(*roles_with(Permission.CHALLENGE_MANAGE))
        return self.filter(cycle__partnership__in=served)


def default_reminder_days():
    """Before answers about availability are due, and after."""
    return [7, 2, -1]


def positive(default, most):
    return models.PositiveSmallIntegerField(
        default=default, validators=[MinValueValidator(1), MaxValueValidator(most)]
    )


class Challenge(models.Model):
    """The annual multi-agency challenge of a cycle: how it is held, and how far it is.

    Everything that differs between formats is a setting here, not code.
    """

    class Format(models.TextChoices):
        PANEL_QUESTIONS = "panel_questions", "Panel questions"
        PEER_REVIEW = "peer_review", "Peer review"
        MODERATION_PANEL = "moderation_panel", "Moderation panel"
        CHALLENGE_DAY = "challenge_day", "Challenge day"

    class Status(models.TextChoices):
        PLANNING = "planning", "Being planned"
        PUBLISHED = "published", "Timetable published"
        RELEASED = "released", "Moderated ratings released"
        CLOSED = "closed", "Closed"

    TRANSITIONS = {
        Status.PLANNING: [Status.PUBLISHED],
        Status.PUBLISHED: [Status.RELEASED],
        Status.RELEASED: [Status.CLOSED],
        Status.CLOSED: [],
    }

    cycle = models.OneToOneField("audits.Cycle", on_delete=models.PROTECT, related_name="challenge")
    format = models.CharField(max_length=20, choices=Format, default=Format.PANEL_QUESTIONS)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNING)
    # The days on which sessions may be held, both included.
    first_day = models.DateField()
    last_day = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    online_link = models.URLField(max_length=500, blank=True)

    # The shape of a session.
    minutes_per_agency = positive(40, 240)
    minutes_of_long_slot = positive(60, 240)
    minutes_of_break = models.PositiveSmallIntegerField(
        default=10, validators=[MaxValueValidator(120)]
    )
    agencies_per_session = positive(3, 20)
    morning_starts_at = models.TimeField(default=time(9, 30))
    afternoon_starts_at = models.TimeField(default=time(13, 30))
    minutes_of_session = positive(180, 480)

    # Who sits.
    seats_least = positive(3, 20)
    seats_most = positive(5, 20)
    sittings_most = positive(4, 100)
    required_capacities = models.JSONField(default=dict, blank=True)  # capacity: at least so many
    needs_chair = models.BooleanField(default=True)
    same_person_may_return = models.BooleanField(
        default=True, help_text="Whether a panel member may meet the agency of last time again"
    )
    reciprocal_allowed = models.BooleanField(
        default=True, help_text="Whether two agencies may challenge each other in one cycle"
    )
    weights = models.JSONField(default=dict, blank=True)  # those of challenge.problem.Weights

    # When what happens, in days.
    availability_due_on = models.DateField(null=True, blank=True)
    reminder_days = models.JSONField(default=default_reminder_days)
    pack_days = models.PositiveSmallIntegerField(
        default=14, help_text="Days before its session from which a panel reads its packs"
    )
    enquiry_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        default=7,
        help_text="Days before its session at which an agency gets the lines of enquiry",
    )
    reply_days = positive(14, 90)

    # The partnership's words around each feedback letter.
    letter_opening = models.TextField(blank=True)
    letter_closing = models.TextField(blank=True)
    letter_signatory = models.CharField(max_length=200, blank=True)

    set_up_at = models.DateTimeField(default=timezone.now)
    set_up_by = person(null=False)
    asked_at = moment()  # availability was asked for
    asked_by = person()
    published_at = moment()
    published_by = person()
    released_at = moment()
    released_by = person()
    closed_at = moment()
    closed_by = person()

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="challenge_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="most_seats_are_no_fewer_than_least",
                condition=Q(seats_most__gte=F("seats_least")),
            ),
            both_or_neither("asked", "asking_says_when_and_by_whom"),
            both_or_neither("published", "publishing_says_when_and_by_whom"),
            both_or_neither("released", "release_says_when_and_by_whom"),
            both_or_neither("closed", "closing_says_when_and_by_whom"),
            models.CheckConstraint(
                name="challenge_state_has_its_dates",
                condition=Q(status="planning", released_at=None, closed_at=None)
                | Q(status="published", published_at__isnull=False, released_at=None)
                | Q(status="released", released_at__isnull=False, closed_at=None)
                | Q(status="closed", closed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Challenge of {self.cycle}"

    def get_absolute_url(self):
        return reverse("challenge:challenge-detail", args=[self.pk])

    @property
    def partnership(self):
        return self.cycle.partnership

    @property
    def is_released(self):
        return self.released_at is not None

    @property
    def is_closed(self):
        return self.status == self.Status.CLOSED

    @property
    def reply_due_on(self):
        """The last day of the right of reply; none before the release."""
        if not self.released_at:
            return None
        return timezone.localdate(self.released_at) + timedelta(days=self.reply_days)

    @property
    def takes_replies(self):
        """Whether the agencies may reply to their moderated ratings today."""
        return self.status == self.Status.RELEASED and timezone.localdate() <= self.reply_due_on

    def permissions_of(self, user):
        """What the person's roles in the partnership allow; a seat or an agency is apart."""
        return permissions_for(user, partnership_ids=(self.cycle.partnership_id,))

    def move_to(self, status):
        """Change status, or say why not. The caller saves."""
        status = self.Status(status)
        if status not in self.TRANSITIONS[self.status]:
            raise RuleBroken(
                f"This challenge is {self.get_status_display().lower()},"
                f" so it cannot become {status.label.lower()}.",
                self,
            )
        self.status = status

    def must_not_be_closed(self):
        """Raise RuleBroken once nothing about it changes any more."""
        if self.is_closed:
            raise RuleBroken(
                f"{self} was closed by {self.closed_by} on"
                f" {timezone.localtime(self.closed_at):%-d %B %Y}, so nothing about it changes any"
                " more.",
                self,
            )

    def must_take_answers(self):
        """Raise RuleBroken unless people may say, today, when they can come."""
        self.must_not_be_closed()
        if not self.asked_at:
            raise RuleBroken("Nobody has been asked yet when they can come.", self)
        if self.availability_due_on and timezone.localdate() > self.availability_due_on:
            raise RuleBroken(
                f"The time to say when you can come ended on {self.availability_due_on:%-d %B %Y}."
                f" If something has changed, tell {self.asked_by}.",
                self,
            )

    def must_be_released(self):
        """Raise RuleBroken unless the agencies have seen their moderated ratings, and it goes on."""
        self.must_not_be_closed()
        if not self.is_released:
            raise RuleBroken(
                "The moderated ratings have not been released to the agencies yet.", self
            )

    def must_take_replies(self):
        """Raise RuleBroken before the release and after the last day of the right of reply."""
        self.must_be_released()
        if not self.takes_replies:
            raise RuleBroken(
                f"The right of reply ended on {self.reply_due_on:%-d %B %Y}, so a reply can no"
                " longer be given here. Write to the coordinator if something must still be said.",
                self,
            )

    def must_not_be_released(self):
        """Raise RuleBroken once the agencies have seen their moderated ratings."""
        self.must_not_be_closed()
        if self.is_released:
            raise RuleBroken(
                f"The moderated ratings were released to the agencies on"
                f" {timezone.localtime(self.released_at):%-d %B %Y}, so this can no longer be"
                " changed.",
                self,
            )
