"""What the home page, and the page of a challenge, show of what follows the sessions."""

from section11.people.models import Partnership
from section11.people.permissions import Permission, partnerships_with
from section11.web.home import Section

from . import followed
from .models import AgreedAction, FeedbackLetter, Reply


def agreed_actions(request):
    """For an agency its open actions; for whoever follows actions, how many are overdue where."""
    user = request.user
    own = list(_own_open(user))
    follows = partnerships_with(Permission.AGREED_ACTION_FOLLOW, user)
    partnerships = [
        (partnership, counts)
        for partnership in Partnership.objects.filter(pk__in=follows).order_by("name")
        if (counts := _counts(user, partnership))["open"]
    ]
    if not own and not partnerships:
        return None
    context = {
        "own": own[:3],
        "own_count": len(own),
        "own_overdue": sum(action.is_overdue for action in own),
        "partnerships": partnerships,
    }
    return Section("challenge/_home_actions.html", context, order=30)


def of_challenge(request, challenge):
    """For the challenge's page: how far replies and letters are, and what one may do there."""
    user = request.user
    replies = Reply.objects.visible_to(user).filter(
        moderation__challenged_agency__challenge=challenge
    )
    approves = Permission.LETTER_APPROVE in challenge.permissions_of(user)
    letters = FeedbackLetter.objects.visible_to(user).filter(
        challenged_agency__challenge=challenge
    )
    return {
        "replies_waiting": [
            reply
            for reply in replies.filter(stance=Reply.Stance.DISPUTED, decided_at=None)
            .select_related("moderation__standard", "moderation__challenged_agency__agency")
            .order_by("replied_at")
        ],
        "own_letters": {
            letter.challenged_agency_id: letter
            for letter in letters.filter(
                challenged_agency__agency__in=user.agency_ids(), released_at__isnull=False
            )
        },
        "approves_letters": approves,
        "results_of": _rated(challenge) if _runs(user, challenge) else [],
    }


def _own_open(user):
    return (
        AgreedAction.objects.released()
        .unfinished()
        .filter(challenged_agency__agency__in=user.agency_ids())
        .select_related("challenged_agency__agency")
    )


def _counts(user, partnership):
    unfinished = followed.of_partnership(user, partnership).unfinished()
    found = [action.is_overdue for action in unfinished.only("status", "due_on")]
    return {"open": len(found), "overdue": sum(found)}


def _runs(user, challenge):
    return Permission.CHALLENGE_MANAGE in challenge.permissions_of(user)


def _rated(challenge):
    rated = challenge.agencies.current().filter(moderations__level__isnull=False)
    return list(rated.select_related("agency").distinct())
