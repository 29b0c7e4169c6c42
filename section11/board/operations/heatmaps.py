from django.db import transaction

from section11.record import events
from section11.record.models import Event

from .. import captions, files


@transaction.atomic
def download(*, heatmap, fmt, by):
    """The heatmap as a file of that format, one of files.FORMATS, and a record of who took it."""
    made = files.file_of(heatmap, fmt)
    events.record(
        Event.Kind.HEATMAP_DOWNLOADED,
        heatmap.cycle,
        by=by,
        partnership_id=heatmap.cycle.partnership_id,
        format=fmt,
        layer=captions.layer(heatmap),
        filters=captions.filters(heatmap),
        agencies=len(heatmap.lines),
    )
    return made
