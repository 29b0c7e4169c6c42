"""When somebody hands the lead on, or leaves."""

from django.db import transaction

from ..models import Role
from . import invitations, memberships, users


@transaction.atomic
def hand_on(*, membership, email, name, post="", stays, by):
    """Make whoever has that address lead in the place of who holds `membership`; return their role.

    With `stays` who was lead becomes contributor. Raises RuleBroken if the role is no lead.
    """
    memberships.lock_place(membership)
    memberships.must_be_a_lead(membership)
    agency, user = membership.agency, membership.user
    given = invitations.invite(
        email=email, name=name, post=post, role=Role.LEAD, agency=agency, by=by
    )
    memberships.end_role(membership=membership, by=by)
    held = user.memberships.current().filter(agency=agency, role=Role.CONTRIBUTOR)
    if stays and not held.exists():
        memberships.give_role(
            user=user, role=Role.CONTRIBUTOR, agency=agency, known_as=membership.known_as, by=by
        )
    return given


@transaction.atomic
def leave(*, membership, by):
    """End every role that the person holds where `membership` is held.

    Who then holds none anywhere is let in no more; whoever asks is not told which it was. Raises
    RuleBroken if nobody else would look after the place.
    """
    memberships.lock_place(membership)
    user = users.lock(membership.user)
    here = user.memberships.filter(
        agency=membership.agency_id, partnership=membership.partnership_id
    )
    for held in here:
        if not held.has_ended:
            memberships.end_role(membership=held, by=by)
    if not user.memberships.current().exists():
        invitations.withdraw(membership=membership, by=by)
        users.deactivate(user=user, by=by)
