from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from section11.people.models import Membership
from section11.people.permissions import Permission, roles_with


class StandardOwnerQuerySet(models.QuerySet):
    def with_standing(self):
        """Each with `is_here`: whether the person may still edit the agency's self-audit today; and
        `known_as`: what to call somebody who was invited and has not come yet.
        """
        held = Membership.objects.current().filter(
            user=OuterRef("user"),
            agency=OuterRef("self_audit__agency"),
            role__in=roles_with(Permission.SELF_AUDIT_EDIT),
            user__is_active=True,
        )
        not_come = held.filter(
            Q(user__last_login=None) | Q(user__last_login__lt=F("given_at"))
        ).exclude(known_as="")
        known_as = Subquery(not_come.values("known_as")[:1])
        return self.annotate(is_here=Exists(held), known_as=known_as).select_related("user")


class StandardOwner(models.Model):
    """Who, among the agency's people, sees to one standard of a self-audit."""

    self_audit = models.ForeignKey(
        "audits.SelfAudit", on_delete=models.CASCADE, related_name="owners"
    )
    standard = models.ForeignKey("standards.Standard", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_standards"
    )
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = StandardOwnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["self_audit", "standard"], name="one_owner_per_standard"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.standard}"
