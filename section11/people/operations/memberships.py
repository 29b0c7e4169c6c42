from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import registry
from ..models import Agency, Membership, Partnership, Role

# Without one of these nobody could look after the place.
NEEDED = {Role.LEAD, Role.COORDINATOR}


@transaction.atomic
def give_role(*, user, role, agency=None, partnership=None, starts_on=None, known_as="", by):
    """Give the person a role in the agency or, for a partnership's roles, in the partnership.

    From today unless `starts_on` says otherwise. `known_as` is the name by which the giver knows
    them. Raises RuleBroken if they hold the role today.
    """
    held = Membership.objects.current().filter(
        user=user, role=role, agency=agency, partnership=partnership
    )
    if already := held.first():
        raise RuleBroken(
            f"{already.person_name} is {already.get_role_display().lower()}"
            f" of {already.place} already."
        )
    membership = Membership.objects.create(
        user=user,
        role=role,
        agency=agency,
        partnership=partnership,
        starts_on=starts_on or timezone.localdate(),
        known_as=known_as,
    )
    _record(Event.Kind.ROLE_GIVEN, membership, by=by)
    _tell(user)
    return membership


@transaction.atomic
def end_role(*, membership, ends_on=None, by):
    """End the role now or, if `ends_on` is given, with that day.

    Raises RuleBroken if it has ended, or if nobody else looks after the place.
    """
    lock_place(membership)
    membership = _lock(membership)
    if obstacle := why_it_stays(membership):
        raise RuleBroken(obstacle)
    if ends_on and ends_on < membership.starts_on:
        raise RuleBroken(f"This role began on {membership.starts_on:%-d %B %Y}, after that day.")
    if ends_on is None:
        return take_away(membership=membership, by=by)
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    _record(Event.Kind.ROLE_ENDED, membership, by=by, ends_on=ends_on.isoformat())
    return membership


@transaction.atomic
def take_away(*, membership, by):
    """End the role now, though it be the last of its kind: the person's next click is without it."""
    membership = _lock(membership)
    membership.ended_at = timezone.now()
    membership.ends_on = max(timezone.localdate(), membership.starts_on)
    membership.save(update_fields=["ended_at", "ends_on"])
    _record(Event.Kind.ROLE_ENDED, membership, by=by, ends_on=membership.ends_on.isoformat())
    _tell(membership.user)
    return membership


def lock_place(held):
    """Hold the agency or partnership of a role until the transaction ends."""
    for model, pk in ((Agency, held.agency_id), (Partnership, held.partnership_id)):
        if pk:
            model.objects.select_for_update().get(pk=pk)


def must_be_a_lead(membership):
    if membership.role != Role.LEAD or membership.has_ended:
        raise RuleBroken("Only somebody who is safeguarding lead today can hand on the lead.")


def why_it_stays(membership):
    """Why the role cannot be ended, in a sentence; or nothing."""
    if membership.has_ended:
        return "This role has ended already."
    others = Membership.objects.current().filter(
        role=membership.role,
        agency=membership.agency_id,
        partnership=membership.partnership_id,
        user__is_active=True,
    )
    if membership.role not in NEEDED or others.exclude(user=membership.user_id).exists():
        return ""
    role = membership.get_role_display().lower()
    return (
        f"{membership.person_name} is the only {role} of {membership.place}."
        f" Make somebody else {role} first."
    )


def _lock(membership):
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "agency", "partnership")
        .get(pk=membership.pk)
    )


def _tell(user):
    for told in registry.roles_changed:
        told(user=user)


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
