"""Invitations that were kept back: whose they are, and sending them all."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from section11.record.models import Email

from .. import emails
from ..models import Membership, Partnership, PartnershipAgency, Role
from . import invitations


def waiting(partnerships, agencies=None):
    """Roles in the partnerships (ids), and in the agencies whose people they look after, of which
    nobody has been told yet; or, given `agencies` (ids), only those in them.
    """
    places = PartnershipAgency.objects.current().keeping_people()
    theirs = Q(agency__in=places.filter(partnership__in=partnerships).values("agency"))
    told = Email.objects.filter(
        to=OuterRef("user"), template__in=emails.TEMPLATES, queued_at__gte=OuterRef("given_at")
    )
    return (
        Membership.objects.current()
        .filter(
            Q(partnership__in=partnerships) | theirs
            if agencies is None
            else theirs & Q(agency__in=agencies)
        )
        .filter(Q(user__last_login=None) | Q(user__last_login__lt=F("given_at")))
        .filter(~Exists(told), user__is_active=True)
        .exclude(known_as="")
        .exclude(role=Role.GRANTED_READER)
        .order_by("pk")
    )


@transaction.atomic
def send(*, partnerships, agencies=None, by):
    """Send every invitation that `waiting` finds kept back; return how many people were told."""
    people = set()
    # Sent twice at once, the second finds nothing left.
    list(Partnership.objects.select_for_update().filter(pk__in=partnerships).order_by("pk"))
    for membership in waiting(partnerships, agencies).select_related(
        "user", "agency", "partnership"
    ):
        # One mail tells of every role in a place.
        place = (membership.user_id, membership.agency_id, membership.partnership_id)
        if place not in people:
            invitations.send(membership=membership, by=by)
            people.add(place)
    return len({user for user, *_ in people})
