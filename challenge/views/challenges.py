"""The page of a challenge, from which everything about it is reached."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import hub
from ..models import Challenge


@never_cache
@require_safe
def challenge_detail(request, pk):
    """How the challenge stands, what is next, and links to all its parts.

    Its includes know `challenge`, the person's `permissions` in the partnership, `own` (the parts
    of their agencies in it) and `member` (their place on the panel, or none).
    """
    challenge = get_object_or_404(
        Challenge.objects.visible_to(request.user).select_related("cycle__partnership"), pk=pk
    )
    own = challenge.agencies.current().filter(agency__in=request.user.agency_ids())
    return render(
        request,
        "challenge/challenge_detail.html",
        {
            "challenge": challenge,
            "permissions": challenge.permissions_of(request.user),
            "own": list(own.select_related("agency")),
            "member": challenge.panel_members.current().filter(user=request.user).first(),
            **hub.names(request, challenge),
        },
    )
