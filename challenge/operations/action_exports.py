from django.db import transaction

from section11.record import events
from section11.record.models import Event
from section11.tables import writing

from ..after import followed


@transaction.atomic
def export(*, partnership, lines, fmt, by):
    """The lines as a file of that format, one of `writing.MIME`, and a record of who took it."""
    made = writing.write(followed.COLUMNS, followed.table(lines), fmt, title="Agreed actions")
    events.record(
        Event.Kind.AGREED_ACTIONS_EXPORTED,
        partnership,
        by=by,
        partnership_id=partnership.pk,
        format=fmt,
        actions=len(lines),
    )
    return made
