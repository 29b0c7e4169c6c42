from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import Partnership, PartnershipAgency


@transaction.atomic
def create(*, name, short_name, by):
    """A partnership, with nobody in it yet."""
    partnership = Partnership.objects.create(name=name, short_name=short_name)
    events.record(Event.Kind.PARTNERSHIP_ADDED, partnership, by=by, partnership_id=partnership.pk)
    return partnership


@transaction.atomic
def join(*, partnership, agency, basis, joined_on=None, by):
    """Bring the agency into the partnership, today unless `joined_on` says otherwise.

    `basis` is why it takes part (ParticipationBasis). Raises RuleBroken if it is in already.
    """
    if partnership.agency_places.filter(agency=agency).exists():
        raise RuleBroken(f"{agency} is in {partnership} already.", agency)
    place = PartnershipAgency.objects.create(
        partnership=partnership,
        agency=agency,
        basis=basis,
        joined_on=joined_on or timezone.localdate(),
    )
    events.record(
        Event.Kind.AGENCY_JOINED,
        place,
        by=by,
        agency_id=agency.pk,
        partnership_id=partnership.pk,
        basis=str(basis),
    )
    return place
