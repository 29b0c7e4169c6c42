import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

# How long a link lets somebody in, once it is sent.
VALID = timedelta(days=14)


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Those whose link, once sent, still lets the person in."""
        return self.filter(used_at=None, withdrawn_at=None)

    def with_key(self, key):
        """The invitation whose link holds that key, whatever has become of it; or None."""
        return self.filter(key_digest=digest(key)).select_related("user", "invited_by").first()


def digest(key):
    """What is stored of a link's key."""
    return hashlib.sha256(key.encode()).hexdigest()


class Invitation(models.Model):
    """A link by which a person comes in for the first time. Only a digest of the link is stored.

    Held until it is sent: `sent_at` and `expires_at` are stamped together.
    """

    class Refusal(models.TextChoices):
        """Why a link lets nobody in."""

        UNKNOWN = "unknown"
        USED = "used"
        REPLACED = "replaced"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"
        FORWARDED = "forwarded"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    key_digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="one_open_invitation_per_person",
            ),
            models.UniqueConstraint(
                fields=["key_digest"],
                condition=~Q(key_digest=""),
                name="one_invitation_per_key",
            ),
            models.CheckConstraint(
                name="sent_invitation_has_a_key_and_an_end",
                condition=Q(sent_at=None, expires_at=None, key_digest="")
                | (Q(sent_at__isnull=False, expires_at__isnull=False) & ~Q(key_digest="")),
            ),
        ]

    def __str__(self):
        # The name is what the first inviter wrote: another place may call them something else.
        return f"Invitation of {self.user.email}"

    @property
    def is_held(self):
        return self.sent_at is None

    @property
    def has_expired(self):
        return self.expires_at is not None and timezone.now() >= self.expires_at

    @property
    def refusal(self):
        """Why the link lets nobody in any more, or nothing if it does."""
        if self.used_at:
            return self.Refusal.USED
        if self.withdrawn_at and self.user.invitations.open().exists():
            return self.Refusal.REPLACED
        if self.withdrawn_at or not self.user.is_active or not self.user.current_memberships:
            return self.Refusal.WITHDRAWN
        return self.Refusal.EXPIRED if self.has_expired else ""
