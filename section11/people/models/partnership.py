from django.db import models


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Partnerships in which the person holds a role today."""
        return self.filter(pk__in=user.partnership_ids())


class Partnership(models.Model):
    """A local safeguarding children partnership: the tenant."""

    name = models.CharField(max_length=150, unique=True)
    short_name = models.CharField(max_length=40, unique=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
