from copy import copy

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class Role(models.TextChoices):
    """What a person may be: the first five in an agency, the last of the service, the others in a
    partnership.
    """

    LEAD = "lead", "Safeguarding lead"
    CONTRIBUTOR = "contributor", "Contributor"
    APPROVER = "approver", "Approver"
    CHIEF_OFFICER = "chief_officer", "Chief officer"
    READER = "reader", "Reader"
    COORDINATOR = "coordinator", "Coordinator"
    CHAIR = "chair", "Board chair"
    BOARD_MEMBER = "board_member", "Board member"
    PANEL_MEMBER = "panel_member", "Panel member"
    SCRUTINEER = "scrutineer", "Scrutineer"
    LAY_MEMBER = "lay_member", "Lay member"
    # An administrator of the service who may read a partnership for a reason, until a date.
    GRANTED_READER = "granted_reader", "Administrator with a reason to read"
    ADMINISTRATOR = "administrator", "Administrator of the service"


AGENCY_ROLES = [Role.LEAD, Role.CONTRIBUTOR, Role.APPROVER, Role.CHIEF_OFFICER, Role.READER]
SERVICE_ROLES = [Role.ADMINISTRATOR]
PARTNERSHIP_ROLES = [role for role in Role if role not in [*AGENCY_ROLES, *SERVICE_ROLES]]


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Roles that hold now: begun, not ended, and not taken away."""
        today = timezone.localdate()
        begun = self.filter(starts_on__lte=today, ended_at=None)
        return begun.filter(Q(ends_on=None) | Q(ends_on__gte=today))


class Membership(models.Model):
    """A role that a person holds in one agency, one partnership or the service, from one date to
    another. Never deleted: who held what, and when, stays known.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    agency = models.ForeignKey(
        "people.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    partnership = models.ForeignKey(
        "people.Partnership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
    )
    starts_on = models.DateField(default=timezone.localdate)
    # The last day. A role that is taken away holds no longer at once, whatever its last day.
    ends_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    # Who invited them wrote this name. The person may be known to the service from elsewhere, under
    # another: nobody here is told of it before the person has come.
    known_as = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True, help_text="Why an administrator may read")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="role_is_held_where_it_belongs",
                condition=Q(role__in=AGENCY_ROLES, agency__isnull=False, partnership=None)
                | Q(role__in=PARTNERSHIP_ROLES, agency=None, partnership__isnull=False)
                | Q(role__in=SERVICE_ROLES, agency=None, partnership=None),
            ),
            models.CheckConstraint(
                name="granted_reading_has_a_reason_and_an_end",
                condition=~Q(role=Role.GRANTED_READER) | (Q(ends_on__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["user", "role"], name="membership_by_user")]

    def __str__(self):
        return ", ".join(filter(None, [self.person_name, self.get_role_display(), str(self.place)]))

    @property
    def place(self):
        """The agency or partnership in which the role is held; the service has no name."""
        return self.agency or self.partnership or ""

    @property
    def people_url(self):
        """The page of the people among whom the role is held."""
        if self.agency_id:
            return reverse("people:agency-people", args=[self.agency_id])
        return reverse("people:partnership-people", args=[self.partnership_id])

    @property
    def has_ended(self):
        """Taken away, or past its last day."""
        return bool(self.ended_at or (self.ends_on and self.ends_on < timezone.localdate()))

    @property
    def is_current(self):
        return self.starts_on <= timezone.localdate() and not self.has_ended

    @property
    def has_been_seen(self):
        """Whether the person has signed in since they were given the role."""
        return bool(self.user.last_login and self.user.last_login >= self.given_at)

    @property
    def person_name(self):
        """What to call the person where the role is held."""
        return self.user.name if self.has_been_seen else self.known_as or self.user.name

    @property
    def person(self):
        """The person to show or to write to, as they are called where the role is held; not to be
        saved.
        """
        if self.has_been_seen or not self.known_as:
            return self.user
        shown = copy(self.user)
        shown.name, shown.post = self.known_as, ""
        return shown
