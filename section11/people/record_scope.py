"""Which part of the record is whose.

An agency's lead reads all that is its own. A coordinator reads what was done in the partnership;
of an agency that another partnership has, or had, nothing besides. An administrator reads what was
done to the service. Of somebody's signing in those read who gave them a role, while it holds, and
only once they have come: before, nobody here is told that they are known elsewhere.
"""

from datetime import datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from section11.record.models import Event

from . import withheld
from .models import Agency, Membership, PartnershipAgency, Role, User

_Kind = Event.Kind
SIGNING_IN = [
    _Kind.SIGNED_IN,
    _Kind.SIGN_IN_FAILED,
    _Kind.SIGNED_OUT,
    _Kind.SECOND_FACTOR_ADDED,
    _Kind.SECOND_FACTOR_REMOVED,
    _Kind.PASSWORD_CHANGED,
    _Kind.SESSION_ENDED,
]
NOBODYS = Q(agency_id=None, partnership_id=None)


def of_agency(agency):
    """All that is the agency's own, for its lead."""
    return Event.objects.filter(Q(agency_id=agency.pk) | _signing_in(agency.memberships))


def of_partnership(partnership, *, user):
    """What was done in the partnership, and in the agencies that no other has or had; nothing of
    agencies that are withheld from the user.
    """
    elsewhere = PartnershipAgency.objects.exclude(partnership=partnership)
    alone = Agency.objects.filter(
        places__in=partnership.agency_places.current(),
    ).exclude(pk__in=elsewhere.values("agency_id"))
    found = Event.objects.filter(
        Q(partnership_id=partnership.pk)
        | Q(partnership_id=None, agency_id__in=alone.values("pk"))
        | _signing_in(partnership.memberships.exclude(role=Role.GRANTED_READER))
    )
    hidden = withheld.agencies(user, partnership.pk)
    return found.exclude(agency_id__in=hidden) if hidden else found


def of_agency_in(agency, partnerships):
    """What the coordinator of `partnerships` (ids) reads of one agency."""
    theirs = Q(partnership_id__in=partnerships)
    if not agency.places.exclude(partnership__in=partnerships).exists():
        theirs |= Q(partnership_id=None)
    return Event.objects.filter(theirs, agency_id=agency.pk)


def of_service():
    """What was done to the service itself, and by its administrators to come and go."""
    own_roles = Membership.objects.filter(role__in=[Role.ADMINISTRATOR, Role.GRANTED_READER])
    known = User.objects.filter(email=OuterRef("about"))
    return Event.objects.filter(
        Q(kind__in=[_Kind.PARTNERSHIP_ADDED, _Kind.ACCESS_GRANTED])
        | Q(subject_type=Membership._meta.label_lower, subject_id__in=own_roles.values("pk"))
        | NOBODYS & Q(kind__in=[_Kind.RECORD_EXPORTED, _Kind.LINK_REFUSED])
        | NOBODYS & Q(kind=_Kind.SIGN_IN_FAILED, subject_type="") & ~Exists(known)
        | _signing_in(Membership.objects.filter(role=Role.ADMINISTRATOR))
    )


def _signing_in(memberships):
    """The comings and goings of those who hold the roles, since they were given and until they end."""
    seen = memberships.filter(user__last_login__gte=F("given_at")).select_related("user")
    found = Q(pk__in=[])
    for membership in seen:
        person = membership.user
        theirs = Q(subject_type=User._meta.label_lower, subject_id=person.pk, kind__in=SIGNING_IN)
        guessed = Q(kind=_Kind.SIGN_IN_FAILED, subject_type="", about=person.email)
        found |= (theirs | guessed) & Q(at__gte=membership.given_at) & _before_end(membership)
    return found


def _before_end(membership):
    held = Q()
    if membership.ended_at:
        held &= Q(at__lte=membership.ended_at)
    if membership.ends_on:
        day_after = membership.ends_on + timedelta(days=1)
        held &= Q(at__lt=timezone.make_aware(datetime.combine(day_after, time.min)))
    return held
