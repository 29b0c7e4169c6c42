"""The record as a file."""

from django.db import transaction
from django.utils import timezone

from section11.tables.writing import write

from .. import events
from ..models import Event
from ..reading import line

# The newest of them: more than anybody reads, and few enough to be written while they wait.
MOST = 20_000
FORMATS = {"xlsx": "XLSX", "csv": "CSV"}


@transaction.atomic
def export(*, found, fmt, with_addresses, subject, by, agency_id=None, partnership_id=None):
    """The newest `MOST` of the events `found` as a file of `fmt`, and on record that `by` has it.

    `subject` is whose record it is: an object, or a text.
    """
    columns = ["When", "What", "Details"] + (["From where"] if with_addresses else [])
    lines = [line(event) for event in found.select_related("by")[:MOST]]
    rows = (
        [timezone.localtime(each.at), each.sentence, each.facts, each.address][: len(columns)]
        for each in lines
    )
    events.record(
        Event.Kind.RECORD_EXPORTED,
        subject,
        by=by,
        agency_id=agency_id,
        partnership_id=partnership_id,
        rows=len(lines),
    )
    return write(columns, rows, fmt, title="Record")
