from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from section11.people import withheld
from section11.people.permissions import Permission, permissions_for, roles_with
from section11.record.stamps import both_or_neither, moment, person
from section11.web.clock import clock, week_day
from section11.web.exceptions import RuleBroken

from .interest import Interest
from .panel_member import Capacity


class ChallengeSessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those on whose panel the person sits; for whoever coordinates, all."""
        run = user.partnership_ids(*roles_with(Permission.CHALLENGE_MANAGE))
        seated = PanelSeat.objects.current().filter(panel_member__user=user)
        return self.filter(
            Q(challenge__cycle__partnership__in=run) | Q(pk__in=seated.values("session"))
        )

    def held(self):
        """Those that take place or took place."""
        return self.filter(cancelled_at=None)


class ChallengeSession(models.Model):
    """A dated sitting of one panel with the agencies it questions."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "Being prepared"
        OPEN = "open", "In session"
        CLOSED = "closed", "Closed"

    TRANSITIONS = {
        Status.PREPARING: [Status.OPEN],
        Status.OPEN: [Status.CLOSED],
        Status.CLOSED: [],
    }

    challenge = models.ForeignKey(
        "challenge.Challenge", on_delete=models.CASCADE, related_name="sessions"
    )
    possible_session = models.ForeignKey(
        "challenge.PossibleSession", on_delete=models.PROTECT, related_name="sessions"
    )
    room = models.ForeignKey(
        "challenge.Room", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    online_link = models.URLField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PREPARING)
    opened_at = moment()
    opened_by = person()
    closed_at = moment()
    closed_by = person()
    cancelled_at = moment()
    cancelled_by = person()

    objects = ChallengeSessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.UniqueConstraint(
                fields=["possible_session", "room"],
                condition=Q(cancelled_at=None, room__isnull=False),
                name="one_session_per_half_day_and_room",
            ),
            models.UniqueConstraint(
                fields=["possible_session"],
                condition=Q(cancelled_at=None, room=None),
                name="one_session_per_half_day_without_rooms",
            ),
            both_or_neither("opened", "opening_a_session_says_when_and_by_whom"),
            both_or_neither("closed", "closing_a_session_says_when_and_by_whom"),
            both_or_neither("cancelled", "cancelling_a_session_says_when_and_by_whom"),
        ]

    def __str__(self):
        return f"Session of {week_day(self.starts_at)}, {clock(self.starts_at)}"

    def get_absolute_url(self):
        return reverse("challenge:session-detail", args=[self.pk])

    @property
    def is_preparing(self):
        return self.status == self.Status.PREPARING

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def is_closed(self):
        return self.status == self.Status.CLOSED

    @property
    def where(self):
        """Where one goes: its own place, else its room's, else the challenge's; none if only online."""
        place = self._meeting_point.place
        room = self.room.name if self.room else ""
        return ", ".join(filter(None, [place, room]))

    @property
    def link(self):
        """Where one joins online; none if nobody does."""
        return self._meeting_point.online_link

    @property
    def _meeting_point(self):
        """Place and link go together: a session that has either has no other of its challenge's."""
        for one in (self, self.room):
            if one and (one.place or one.online_link):
                return one
        return self.challenge

    @property
    def packs_open_on(self):
        """The day from which its panel reads the packs."""
        return timezone.localdate(self.starts_at) - timedelta(days=self.challenge.pack_days)

    def permissions_of(self, user):
        return permissions_for(user, partnership_ids=(self.challenge.cycle.partnership_id,))

    def move_to(self, status):
        """Change status, or say why not. The caller saves."""
        status = self.Status(status)
        if status not in self.TRANSITIONS[self.status]:
            raise RuleBroken(
                f"This session is {self.get_status_display().lower()},"
                f" so it cannot become {status.label.lower()}.",
                self,
            )
        self.status = status

    def must_be_open(self):
        """Raise RuleBroken unless its record may be written now."""
        if self.cancelled_at:
            raise RuleBroken("This session was cancelled.", self.challenge)
        if self.is_preparing:
            raise RuleBroken("This session has not been opened yet: its chair opens it.", self)
        if self.is_closed:
            raise RuleBroken(
                f"{self.closed_by} closed this session on"
                f" {timezone.localtime(self.closed_at):%-d %B %Y}, so its record can no longer be"
                " changed.",
                self,
            )


class SlotQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(cancelled_at=None)

    def visible_to(self, user):
        """Those whose panel the person sits on, an interest in the agency apart; for whoever
        coordinates, all.
        """
        run = user.partnership_ids(*roles_with(Permission.CHALLENGE_MANAGE))
        seats = PanelSeat.objects.current().filter(panel_member__user=user)
        barred = Interest.objects.standing().filter(panel_member__user=user)
        conflicted = models.Exists(
            barred.filter(
                challenge=models.OuterRef("session__challenge"),
                agency=models.OuterRef("challenged_agency__agency"),
            )
        )
        partnership = "session__challenge__cycle__partnership"
        shown = withheld.shown_to(user, partnership=partnership, agency="challenged_agency__agency")
        return self.kept().filter(
            Q(**{f"{partnership}__in": run}) | Q(session__in=seats.values("session")),
            ~conflicted & shown,  # shown: their interest of this year takes last year's pack too
        )

    def in_full_to(self, user):
        """The same, but for those of which the person reads a redacted pack: no files, no names."""
        run = user.partnership_ids(*roles_with(Permission.CHALLENGE_MANAGE))
        redacted = [
            member.challenge_id
            for member in user.panel_memberships.current()
            if member.reads_redacted
        ]
        return self.visible_to(user).filter(
            Q(session__challenge__cycle__partnership__in=run) | ~Q(session__challenge__in=redacted)
        )


class Slot(models.Model):
    """One agency's time in a session. What the panel reads of it is its pack."""

    session = models.ForeignKey(
        "challenge.ChallengeSession", on_delete=models.CASCADE, related_name="slots"
    )
    challenged_agency = models.ForeignKey(
        "challenge.ChallengedAgency", on_delete=models.PROTECT, related_name="slots"
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    cancelled_at = moment()
    cancelled_by = person()

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenged_agency"],
                condition=Q(cancelled_at=None),
                name="one_slot_per_agency",
            ),
            both_or_neither("cancelled", "cancelling_a_slot_says_when_and_by_whom"),
        ]

    def __str__(self):
        day = timezone.localtime(self.starts_at)
        return f"{self.challenged_agency.agency}, {day:%-d %B} at {clock(day)}"

    def get_absolute_url(self):
        return reverse("challenge:slot-detail", args=[self.pk])

    @property
    def ends_at(self):
        return self.starts_at + timedelta(minutes=self.minutes)


class PanelSeatQuerySet(models.QuerySet):
    def current(self):
        """Those that somebody sits in: whoever is taken off the panel leaves their seats empty."""
        return self.filter(left_at=None, session__cancelled_at=None, panel_member__left_at=None)


class PanelSeat(models.Model):
    """Who sits in a session, and whether they came."""

    session = models.ForeignKey(
        "challenge.ChallengeSession", on_delete=models.CASCADE, related_name="seats"
    )
    panel_member = models.ForeignKey(
        "challenge.PanelMember", on_delete=models.PROTECT, related_name="seats"
    )
    is_chair = models.BooleanField(default=False)
    attended = models.BooleanField(null=True, blank=True)
    left_at = moment()
    left_by = person()

    objects = PanelSeatQuerySet.as_manager()

    class Meta:
        ordering = ["-is_chair", "panel_member__user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "panel_member"],
                condition=Q(left_at=None),
                name="one_seat_per_person_and_session",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(left_at=None, is_chair=True),
                name="one_chair_per_session",
            ),
            both_or_neither("left", "leaving_a_seat_says_when_and_by_whom"),
        ]

    def __str__(self):
        return f"{self.panel_member}, {self.session}"

    @property
    def capacities(self):
        return [Capacity(one) for one in self.panel_member.capacities]


class Attendance(models.Model):
    """Who came for the agency to its slot: noted in the session."""

    slot = models.ForeignKey("challenge.Slot", on_delete=models.CASCADE, related_name="attendance")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=150)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = person(null=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name
