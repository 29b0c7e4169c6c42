from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Role(models.TextChoices):
    """What a person may be: the first four in an agency, the others in a partnership."""

    LEAD = "lead", "Safeguarding lead"
    CONTRIBUTOR = "contributor", "Contributor"
    APPROVER = "approver", "Approver"
    READER = "reader", "Reader"
    COORDINATOR = "coordinator", "Coordinator"
    BOARD_MEMBER = "board_member", "Board member"
    SCRUTINEER = "scrutineer", "Scrutineer"
    LAY_MEMBER = "lay_member", "Lay member"


AGENCY_ROLES = [Role.LEAD, Role.CONTRIBUTOR, Role.APPROVER, Role.READER]
PARTNERSHIP_ROLES = [role for role in Role if role not in AGENCY_ROLES]


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Roles that hold today: begun, and not ended."""
        today = timezone.localdate()
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))


class Membership(models.Model):
    """A role that a person holds in one agency or one partnership, from one date to another."""

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
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agency_role_in_an_agency_partnership_role_in_a_partnership",
                condition=Q(role__in=AGENCY_ROLES, agency__isnull=False, partnership=None)
                | Q(role__in=PARTNERSHIP_ROLES, agency=None, partnership__isnull=False),
            ),
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["user", "role"], name="membership_by_user")]

    def __str__(self):
        return (
            f"{self.user}, {self.get_role_display().lower()} of {self.agency or self.partnership}"
        )
