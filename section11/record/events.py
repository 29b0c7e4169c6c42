"""The record of acts. `record` is the only constructor of Event; nothing changes one."""

from . import addresses
from .models import Event


def record(kind, subject, /, *, by, agency_id=None, partnership_id=None, **detail):
    """Write that `by` (a User, or None for someone not signed in) did `kind` to `subject`.

    `subject` is a saved model instance, or a string where there is no object (a failed sign-in).
    `agency_id` and `partnership_id` say whose record it belongs to. `detail` holds small facts as
    JSON: a reason, a count, a file name; never an answer's text. From where is the address of the
    request in hand.
    """
    is_text = isinstance(subject, str)
    return Event.objects.create(
        kind=kind,
        by=by,
        address=addresses.current.get(),
        subject_type="" if is_text else subject._meta.label_lower,
        subject_id=None if is_text else subject.pk,
        about=str(subject)[:200],
        agency_id=agency_id,
        partnership_id=partnership_id,
        detail=detail,
    )
