"""What somebody said is no child's data, in a form of the challenge: told as in the self-audit."""

from section11.record import events
from section11.record.models import Event


def note(confirmed, subject, *, challenged, by):
    """Record each of `confirmed`, pairs of a field and of what its text looked like, about `subject`."""
    for field, kind in confirmed:
        events.record(
            Event.Kind.WARNING_CONFIRMED,
            subject,
            by=by,
            agency_id=challenged.agency_id,
            partnership_id=challenged.challenge.cycle.partnership_id,
            field=field,
            kind=kind,
        )
