from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import Membership


@transaction.atomic
def give_role(*, user, role, agency=None, partnership=None, starts_on=None, by):
    """Give the person a role in the agency or, for a partnership's roles, in the partnership.

    From today unless `starts_on` says otherwise. Raises RuleBroken if they hold it today.
    """
    place = agency or partnership
    held = Membership.objects.current().filter(
        user=user, role=role, agency=agency, partnership=partnership
    )
    if held.exists():
        raise RuleBroken(f"{user} is {held[0].get_role_display().lower()} of {place} already.")
    membership = Membership.objects.create(
        user=user,
        role=role,
        agency=agency,
        partnership=partnership,
        starts_on=starts_on or timezone.localdate(),
    )
    _record(Event.Kind.ROLE_GIVEN, membership, by=by)
    return membership


@transaction.atomic
def end_role(*, membership, ends_on=None, by):
    """End the role; `ends_on`, today unless given, is the last day on which it holds."""
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    ends_on = ends_on or timezone.localdate()
    if ends_on < membership.starts_on:
        raise RuleBroken(f"This role began on {membership.starts_on:%-d %B %Y}, after that day.")
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    _record(Event.Kind.ROLE_ENDED, membership, by=by, ends_on=ends_on.isoformat())
    return membership


def _record(kind, membership, *, by, **detail):
    events.record(
        kind,
        membership,
        by=by,
        agency_id=membership.agency_id,
        partnership_id=membership.partnership_id,
        role=str(membership.role),
        user=membership.user_id,
        **detail,
    )
