"""What the operations on a challenge share: holding it, and writing down what was done to it."""

from section11.record import events

from ..models import Challenge


def lock(challenge):
    """The challenge read anew and held until the transaction ends, cycle and partnership loaded."""
    return (
        Challenge.objects.select_for_update(of=("self",))
        .select_related("cycle__partnership", "asked_by", "closed_by")
        .get(pk=challenge.pk)
    )


def record(kind, challenge, /, *, by, agency_id=None, **detail):
    """An event about a challenge, for its partnership; of one agency too where it is about one."""
    return events.record(
        kind,
        challenge,
        by=by,
        partnership_id=challenge.cycle.partnership_id,
        agency_id=agency_id,
        **detail,
    )
