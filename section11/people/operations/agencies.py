from django.db import IntegrityError, transaction

from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails, registry
from ..models import Agency, Size
from . import partnerships

# Whoever is in `registry.profile_changed` follows a change of these.
PROFILE = {"sector", "size"}


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
def add(*, partnership, name, basis, joined_on=None, by, **details):
    """Bring the agency of that name into the partnership, made from `details` if nobody has it.

    One that the service knows already, from this partnership or another, keeps its details: they
    are its own. Its leads are told. Returns the place. Raises RuleBroken if it is in already.
    """
    partnerships.lock(partnership)
    known = Agency.objects.named(name)
    try:
        agency = known or create(name=name, by=by, **details)
    except IntegrityError:  # added by two partnerships at once: the other was first
        agency = known = Agency.objects.get(name=name)
    place = partnerships.join(
        partnership=partnership, agency=agency, basis=basis, joined_on=joined_on, by=by
    )
    if known:
        emails.agency_joined(place, by=by)
    return place


@transaction.atomic
def change_profile(*, agency, sector, size, by):
    """Change what kind of body the agency is, and so which questions it is asked.

    Whoever is in `registry.profile_changed` follows, in the same transaction. The same values
    again do nothing.
    """
    return _change(_lock(agency), {"sector": sector, "size": size}, by=by)


@transaction.atomic
def change_details(*, agency, within, by, **details):
    """Change names, profile and statutory partner, for whoever coordinates `within` (ids).

    Raises RuleBroken if any other partnership has the agency too.
    """
    agency = _lock(agency)
    agency.must_be_only_in(within)
    if Agency.objects.exclude(pk=agency.pk).named(details.get("name", agency.name)):
        raise RuleBroken(
            "This name cannot be used. Add what tells the agency from others, such as its place.",
            agency,
        )
    return _change(agency, details, by=by)


@transaction.atomic
def demand_second_factor(*, agency, demanded, by):
    """Ask a second step at sign-in of everybody with a role in the agency, or no longer."""
    return _change(_lock(agency), {"demands_second_factor": demanded}, by=by)


def _lock(agency):
    return Agency.objects.select_for_update().get(pk=agency.pk)


def _change(agency, values, *, by):
    changed = {
        name: [getattr(agency, name), str(value)]
        for name, value in values.items()
        if getattr(agency, name) != value
    }
    if not changed:
        return agency
    for name in changed:
        setattr(agency, name, values[name])
    agency.save(update_fields=list(changed))
    events.record(Event.Kind.AGENCY_CHANGED, agency, by=by, agency_id=agency.pk, **changed)
    if PROFILE & set(changed):
        for told in registry.profile_changed:
            told(agency=agency, by=by)
    return agency
