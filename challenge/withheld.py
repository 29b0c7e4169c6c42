"""What a conflict of interest withholds, for `section11/people/withheld.py`."""

from .models import Challenge, Interest


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
