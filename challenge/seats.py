"""What a seat in a session allows: it goes beside the roles of `people/permissions.py`.

A view loads the session through `visible_to` and then asks the seat.
"""

from section11.people.permissions import Permission


def seat_of(user, session):
    """The person's seat in the session, or None."""
    seats = session.seats.current().select_related("panel_member__user")
    return seats.filter(panel_member__user=user).first()


def chair_of(session):
    """The seat of whoever chairs the session; None where there is nobody or they are away."""
    seats = session.seats.current().select_related("panel_member__user")
    chair = seats.filter(is_chair=True).exclude(attended=False).first()
    return chair if chair and chair.panel_member.user.is_active else None


def chairs(user, session):
    """Whether the person leads the session: its chair does, or the coordinator where it has none or
    the chair is away.
    """
    if chair := chair_of(session):
        return chair.panel_member.user_id == user.pk
    return Permission.CHALLENGE_MANAGE in session.permissions_of(user)
