"""The page of a challenge, from which everything about it is reached."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from section11.people.permissions import Permission
from section11.web.exceptions import why_not

from .. import hub
from ..models import Challenge, Slot
from ..setting_up import how_far
from ..setting_up.next_steps import next_step


@never_cache
@require_safe
def challenge_detail(request, pk):
    """How the challenge stands, what is next, and links to all its parts.

    Its includes know `challenge`, the person's `permissions` in the partnership, `own` (the parts
    of their agencies in it) and `member` (their place on the panel, or none).
    """
    found = Challenge.objects.visible_to(request.user).select_related(
        "cycle__partnership", "asked_by", "closed_by"
    )
    challenge = get_object_or_404(found, pk=pk)
    permissions = challenge.permissions_of(request.user)
    own = _own(challenge, request.user)
    stand = None
    if Permission.CHALLENGE_MANAGE in permissions:
        stand = how_far.read([challenge])[challenge.pk]
    return render(
        request,
        "challenge/challenge_detail.html",
        {
            "challenge": challenge,
            "permissions": permissions,
            "counts": stand and stand.counts,
            "step": stand and next_step(challenge, stand, today=timezone.localdate()),
            "own": own,
            "why_no_answers": why_not(challenge.must_take_answers),
            "may_answer": {one.pk for one in own if _may_answer(one, request.user)},
            "member": challenge.panel_members.current().filter(user=request.user).first(),
            **hub.names(request, challenge),
        },
    )


def _own(challenge, user):
    """The parts of the person's agencies, once they were asked, each with its published slot."""
    if not challenge.asked_at:
        return []
    own = challenge.agencies.current().filter(agency__in=user.agency_ids())
    found = list(own.select_related("agency", "answered_by"))
    kept = Slot.objects.kept().filter(challenged_agency__in=found, session__cancelled_at=None)
    slots = {
        slot.challenged_agency_id: slot
        for slot in kept.select_related("session__room", "session__challenge")
    }
    for one in found:
        one.challenge, one.slot = challenge, slots.get(one.pk)
    return found


def _may_answer(part, user):
    return Permission.CHALLENGE_ATTEND in part.permissions_of(user)
