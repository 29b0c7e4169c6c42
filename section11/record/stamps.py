"""Who did it, and when: the fields that come in pairs, and the constraint that keeps them so."""

from django.conf import settings
from django.db import models
from django.db.models import Q


def moment():
    """When something was done; none while it was not."""
    return models.DateTimeField(null=True, blank=True)


def person(*, null=True):
    """Who did it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
    )


def both_or_neither(done, name):
    """`<done>_at` and `<done>_by` are both there or neither is."""
    at, by = f"{done}_at", f"{done}_by"
    return models.CheckConstraint(
        name=name,
        condition=Q(**{at: None, by: None}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
    )
