"""The sessions on the page of a challenge: a panel member's own, and all for whoever coordinates."""

from ..models import ChallengeSession


def sessions(request, challenge):
    """One query."""
    if not challenge.published_at:
        return {"panel_sessions": []}
    found = list(
        ChallengeSession.objects.visible_to(request.user).held().filter(challenge=challenge)
    )
    for one in found:
        one.challenge = challenge
    return {"panel_sessions": found}
