"""What the home page, and the page of a challenge, show of what follows the sessions."""

from django.db.models import F

from section11.people.models import Partnership
from section11.people.permissions import Permission, partnerships_with
from section11.web.home import Section

from ..models import AgreedAction, Challenge, ChallengedAgency, FeedbackLetter, PanelSeat, Reply


def agreed_actions(request):
    """For an agency its open actions; for whoever follows actions, how many are overdue where."""
    user = request.user
    own = list(_own_open(user))
    partnerships = _followed(user)
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
    permissions = challenge.permissions_of(user)
    runs = Permission.CHALLENGE_MANAGE in permissions
    letters = FeedbackLetter.objects.visible_to(user).filter(
        challenged_agency__challenge=challenge,
        challenged_agency__agency__in=user.agency_ids(),
        released_at__isnull=False,
    )
    return {
        "replies_waiting": list(_to_decide(user, challenge, runs)),
        "own_letters": {
            letter.challenged_agency_id: letter
            for letter in letters.select_related("challenged_agency__agency")
        },
        "has_results": _has_results(user, challenge, permissions),
        "approves_letters": Permission.LETTER_APPROVE in permissions,
        "results_of": _rated(user, challenge) if runs else [],
    }


def _has_results(user, challenge, permissions):
    """Whether there is anything for the person to do or read after the sessions."""
    if challenge.status == Challenge.Status.PLANNING:
        return False
    if permissions & {Permission.CHALLENGE_MANAGE, Permission.LETTER_APPROVE}:
        rated = challenge.agencies.current().filter(moderations__level__isnull=False)
        return challenge.is_released or rated.exists()
    may_see = Permission.AGREED_ACTION_FOLLOW in permissions or bool(user.agency_ids())
    return challenge.is_released and may_see


def _to_decide(user, challenge, runs):
    """The replies that wait for the person: all of them for who runs the challenge, else those of
    the sessions that they chair.
    """
    waiting = Reply.objects.visible_to(user).filter(
        moderation__challenged_agency__challenge=challenge,
        stance=Reply.Stance.DISPUTED,
        decided_at=None,
    )
    if not runs:
        chaired = PanelSeat.objects.current().filter(is_chair=True, panel_member__user=user)
        waiting = waiting.filter(moderation__slot__session__in=chaired.values("session"))
    return waiting.select_related(
        "moderation__standard", "moderation__challenged_agency__agency"
    ).order_by("replied_at")


def _own_open(user):
    return (
        AgreedAction.objects.released()
        .unfinished()
        .filter(challenged_agency__agency__in=user.agency_ids())
        .select_related("challenged_agency__agency")
    )


def _followed(user):
    """(partnership, how many actions are not closed, how many of them overdue), where there are any
    that the person follows. Two queries.
    """
    follows = partnerships_with(Permission.AGREED_ACTION_FOLLOW, user)
    if not follows:
        return []
    partnership = "challenged_agency__challenge__cycle__partnership"
    found = (
        AgreedAction.objects.visible_to(user)
        .released()
        .unfinished()
        .filter(**{f"{partnership}__in": follows})
        .annotate(followed_in=F(partnership))
        .only("status", "due_on")
    )
    overdue = {}
    for action in found:
        overdue.setdefault(action.followed_in, []).append(action.is_overdue)
    return [
        (partnership, len(overdue[partnership.pk]), sum(overdue[partnership.pk]))
        for partnership in Partnership.objects.filter(pk__in=overdue).order_by("name")
    ]


def _rated(user, challenge):
    rated = ChallengedAgency.objects.visible_to(user).current().filter(challenge=challenge)
    with_rating = rated.filter(moderations__level__isnull=False)
    return list(with_rating.select_related("agency").distinct())
