"""What the page of a challenge says of interests. Two queries at most."""

from django.db.models import Count, Q

from section11.people import withheld
from section11.people.permissions import Permission


def offer(request, challenge):
    """`interests`: how many agencies the person is not shown; for whoever may recuse, who has not
    declared.
    """
    hidden = withheld.agencies(request.user, challenge.cycle.partnership_id)
    shown = {"withheld": len(hidden), "overseen": False}
    if Permission.CHALLENGE_RECUSE in challenge.permissions_of(request.user):
        counts = challenge.panel_members.current().aggregate(
            members=Count("pk"), undeclared=Count("pk", filter=Q(declared_at=None))
        )
        shown |= counts | {"overseen": True}
    return {"interests": shown}
