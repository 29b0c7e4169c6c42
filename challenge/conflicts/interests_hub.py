"""What the page of a challenge says of interests. Four queries at most."""

from django.db.models import Count, F, Q

from section11.people import withheld
from section11.people.permissions import Permission


def offer(request, challenge):
    """`interests`: how many agencies the person is not shown, whether any are chosen, and how many
    were since they declared; for whoever may recuse, how many have not declared.
    """
    hidden = withheld.agencies(request.user, challenge.cycle.partnership_id)
    chosen = challenge.agencies.current()
    since = chosen.filter(
        challenge__panel_members__user=request.user,
        challenge__panel_members__left_at=None,
        chosen_at__gt=F("challenge__panel_members__declared_at"),
    )
    shown = {
        "withheld": len(hidden),
        "chosen": chosen.exists(),
        "since": since.count(),
        "overseen": False,
    }
    if Permission.CHALLENGE_RECUSE in challenge.permissions_of(request.user):
        counts = challenge.panel_members.current().aggregate(
            members=Count("pk"), undeclared=Count("pk", filter=Q(declared_at=None))
        )
        shown |= counts | {"overseen": True}
    return {"interests": shown}
