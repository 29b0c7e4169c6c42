"""What a conflict of interest withholds, for `section11/people/withheld.py`."""

from ..models import Challenge, Interest


def by_interest(user):
    """(partnership, agency) of each standing interest of a panel member, until the challenge is
    closed.
    """
    standing = Interest.objects.standing().filter(
        panel_member__user=user, panel_member__left_at=None
    )
    return (
        standing.exclude(challenge__status=Challenge.Status.CLOSED)
        .order_by()
        .values_list("challenge__cycle__partnership", "agency")
        .distinct()
    )


def barred_from(challenged):
    """Ids of the people to whom a role in the partnership shows nothing of that agency."""
    standing = Interest.objects.standing().filter(
        agency=challenged.agency_id,
        challenge__cycle__partnership=challenged.challenge.cycle.partnership_id,
        panel_member__left_at=None,
    )
    unclosed = standing.exclude(challenge__status=Challenge.Status.CLOSED)
    return set(unclosed.values_list("panel_member__user", flat=True))
