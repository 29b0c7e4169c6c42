"""How views come by the challenge that they are about."""

from django.shortcuts import get_object_or_404

from section11.people.permissions import Permission, check

from ..models import Challenge


def to_manage(request, pk):
    """The challenge, for whoever runs it."""
    found = Challenge.objects.visible_to(request.user).select_related(
        "cycle__partnership", "cycle__compared_with", "asked_by", "closed_by"
    )
    challenge = get_object_or_404(found, pk=pk)
    check(Permission.CHALLENGE_MANAGE, challenge.permissions_of(request.user))
    return challenge
