from django.db import transaction

from section11.record import events
from section11.record.models import Event

from .. import registry
from ..models import Agency, Size


@transaction.atomic
def create(*, name, short_name, sector, size=Size.LARGE, statutory_partner="", by):
    """An agency, in no partnership yet. `statutory_partner` is one of Agency.StatutoryPartner."""
    agency = Agency.objects.create(
        name=name,
        short_name=short_name,
        sector=sector,
        size=size,
        statutory_partner=statutory_partner,
    )
    events.record(Event.Kind.AGENCY_ADDED, agency, by=by, agency_id=agency.pk)
    return agency


@transaction.atomic
def change_profile(*, agency, sector, size, by):
    """Change what kind of body the agency is, and so which questions it is asked.

    Whoever is in `registry.profile_changed` follows, in the same transaction. The same values
    again do nothing.
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    before = (agency.sector, agency.size)
    if before == (sector, size):
        return agency
    agency.sector, agency.size = sector, size
    agency.save(update_fields=["sector", "size"])
    events.record(
        Event.Kind.AGENCY_CHANGED,
        agency,
        by=by,
        agency_id=agency.pk,
        sector=[before[0], str(sector)],
        size=[before[1], str(size)],
    )
    for told in registry.profile_changed:
        told(agency=agency, by=by)
    return agency
