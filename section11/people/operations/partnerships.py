from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import Partnership, PartnershipAgency, Role
from . import invitations


@transaction.atomic
def create(*, name, short_name, by):
    """A partnership, with nobody in it yet."""
    partnership = Partnership.objects.create(name=name, short_name=short_name)
    events.record(Event.Kind.PARTNERSHIP_ADDED, partnership, by=by, partnership_id=partnership.pk)
    return partnership


@transaction.atomic
def found(*, name, short_name, email, coordinator, post="", by):
    """A partnership with its first coordinator, who is invited: `coordinator` is their name."""
    partnership = create(name=name, short_name=short_name, by=by)
    invite_coordinator(partnership=partnership, email=email, name=coordinator, post=post, by=by)
    return partnership


@transaction.atomic
def invite_coordinator(*, partnership, email, name, post="", by):
    """Invite somebody to coordinate the partnership."""
    return invitations.invite(
        email=email, name=name, post=post, role=Role.COORDINATOR, partnership=partnership, by=by
    )


@transaction.atomic
def join(*, partnership, agency, basis, joined_on=None, by):
    """Bring the agency into the partnership, today unless `joined_on` says otherwise.

    `basis` is why it takes part (ParticipationBasis). An agency whose part has ended, or is about
    to, is brought back. Raises RuleBroken if it is in already.
    """
    lock(partnership)
    place = partnership.agency_places.filter(agency=agency).first()
    if place and place.left_on is None:
        raise RuleBroken(f"{agency} is in {partnership} already.", agency)
    if place is None or place.has_ended:
        place = place or PartnershipAgency(partnership=partnership, agency=agency)
        place.joined_on = joined_on or timezone.localdate()
    place.basis, place.left_on = basis, None
    place.save()
    _record(Event.Kind.AGENCY_JOINED, place, by=by, basis=str(basis))
    return place


@transaction.atomic
def change_place(*, place, basis, joined_on, by):
    """Change why, and since when, the agency takes part. The same values again do nothing."""
    place = _lock_place(place)
    before = (place.basis, place.joined_on)
    if before == (basis, joined_on):
        return place
    if place.left_on and joined_on > place.left_on:
        raise RuleBroken(f"Its part ends on {place.left_on:%-d %B %Y}, before that day.", place)
    place.basis, place.joined_on = basis, joined_on
    place.save(update_fields=["basis", "joined_on"])
    _record(
        Event.Kind.AGENCY_CHANGED,
        place,
        by=by,
        basis=[before[0], str(basis)],
        joined_on=[before[1].isoformat(), joined_on.isoformat()],
    )
    return place


@transaction.atomic
def end_place(*, place, left_on, reason, by):
    """End the agency's part in the partnership; `left_on` is its last day.

    What the agency submitted stays, and its people keep reading it.
    """
    place = _lock_place(place)
    if place.has_ended:
        raise RuleBroken(f"{place} has ended already.", place)
    if left_on < place.joined_on:
        raise RuleBroken(f"It joined on {place.joined_on:%-d %B %Y}, after that day.", place)
    place.left_on = left_on
    place.save(update_fields=["left_on"])
    _record(Event.Kind.AGENCY_LEFT, place, by=by, left_on=left_on.isoformat(), reason=reason)
    return place


def lock(partnership):
    """Hold the partnership until the transaction ends: which agencies are in it stays the same."""
    return Partnership.objects.select_for_update().get(pk=partnership.pk)


def _lock_place(place):
    return (
        PartnershipAgency.objects.select_for_update(of=("self",))
        .select_related("partnership", "agency")
        .get(pk=place.pk)
    )


def _record(kind, place, *, by, **detail):
    events.record(
        kind,
        place,
        by=by,
        agency_id=place.agency_id,
        partnership_id=place.partnership_id,
        **detail,
    )
