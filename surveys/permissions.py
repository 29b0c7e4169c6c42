"""Whose surveys a person runs, by the one table in section11.people."""

from section11.people.models import Partnership
from section11.people.permissions import Permission, partnerships_with


def run_partnerships(user):
    """The partnerships whose surveys and survey sets the person makes and changes."""
    return Partnership.objects.filter(pk__in=partnerships_with(Permission.SURVEY_MANAGE, user))
