"""Which agencies commission or inspect which others, as a partnership knows it."""

from django.db import transaction

from section11.people.models import Partnership
from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import AgencyTie, Challenge
from . import interests


@transaction.atomic
def add(*, partnership, agency, kind, other, by):
    """Note a tie: whoever works for either agency does not challenge the other.

    Raises RuleBroken for one that is there, or that is between an agency and itself.
    """
    _hold(partnership)
    if agency == other:
        raise RuleBroken("Choose two different agencies.")
    known = AgencyTie.objects.filter(partnership=partnership, agency=agency, other=other, kind=kind)
    if tie := known.select_related("added_by").first():
        raise RuleBroken(f"{tie.added_by} noted this already: {tie}.")
    tie = AgencyTie.objects.create(
        partnership=partnership, agency=agency, kind=kind, other=other, added_by=by
    )
    events.record(Event.Kind.AGENCY_TIED, tie, by=by, partnership_id=partnership.pk)
    _refresh(partnership)
    return tie


@transaction.atomic
def remove(*, tie, by):
    """Forget a tie, and the interests that follow from it alone. Removed already: nothing."""
    _hold(tie.partnership)
    tie = (
        AgencyTie.objects.filter(pk=tie.pk).select_related("agency", "other", "partnership").first()
    )
    if tie is None:
        return
    events.record(Event.Kind.AGENCY_UNTIED, tie, by=by, partnership_id=tie.partnership_id)
    tie.delete()
    _refresh(tie.partnership)


def _hold(partnership):
    Partnership.objects.select_for_update().get(pk=partnership.pk)


def _refresh(partnership):
    theirs = Challenge.objects.filter(cycle__partnership=partnership)
    for challenge in theirs.exclude(status=Challenge.Status.CLOSED).order_by("pk"):
        interests.refresh(challenge)
