from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from section11.record.stamps import both_or_neither, moment, person

from .possible_session import OfChallengeQuerySet


class Capacity(models.TextChoices):
    """In which capacity somebody sits on a panel."""

    LOCAL_AUTHORITY = "local_authority", "Local authority"
    HEALTH = "health", "Health"
    POLICE = "police", "Police"
    EDUCATION = "education", "Education"
    VOLUNTARY = "voluntary", "Voluntary sector"
    INDEPENDENT = "independent", "Independent"
    LAY = "lay", "Lay member"
    YOUNG_SCRUTINEER = "young_scrutineer", "Young scrutineer"
    OTHER = "other", "Other"


# They read packs without files and without names.
READ_REDACTED = {Capacity.LAY, Capacity.YOUNG_SCRUTINEER}


class PanelMemberQuerySet(OfChallengeQuerySet):
    def current(self):
        return self.filter(left_at=None)


class PanelMember(models.Model):
    """Somebody who may sit on the panels of one challenge.

    Never deleted: once they leave, what they rated and where they sat stays known.
    """

    challenge = models.ForeignKey(
        "challenge.Challenge", on_delete=models.CASCADE, related_name="panel_members"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_memberships"
    )
    capacities = models.JSONField(default=list)
    may_chair = models.BooleanField(default=False)
    # The most sessions they sit in; none means the challenge's own.
    sittings_most = models.PositiveSmallIntegerField(null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = person(null=False)
    # They said which agencies they have an interest in, or that they have none.
    declared_at = moment()
    declared_by = person()
    answered_at = moment()  # said when they can come
    answered_by = person()
    left_at = moment()
    left_by = person()

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["challenge", "user"], name="one_panel_member_per_person"
            ),
            both_or_neither("declared", "declaration_says_when_and_by_whom"),
            both_or_neither("answered", "panel_members_answer_says_when_and_by_whom"),
            both_or_neither("left", "leaving_a_panel_says_when_and_by_whom"),
            models.CheckConstraint(
                name="panel_member_sits_at_least_once",
                condition=Q(sittings_most=None) | Q(sittings_most__gte=1),
            ),
        ]

    def __str__(self):
        return self.user.name

    @property
    def is_current(self):
        return self.left_at is None

    @property
    def reads_redacted(self):
        """Whether their packs have no files and no names."""
        return bool(READ_REDACTED.intersection(self.capacities))

    @property
    def capacities_in_words(self):
        return ", ".join(Capacity(one).label for one in self.capacities)
