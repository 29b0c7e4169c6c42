from django.db import transaction

from section11.record.models import Event

from ..results import downloads
from .locking import record


@transaction.atomic
def download(*, results, groups, fmt, by, only=None):
    """The results as a file of that format, one of downloads.FORMATS, and a record of who took it.

    `only` is the line of one agency, or None for all that `results` hold.
    """
    made = downloads.file_of(results, groups, fmt, only=only)
    record(
        Event.Kind.SURVEY_EXPORTED,
        results.survey,
        by=by,
        agency_id=only.id if only else None,
        format=fmt,
        agencies=1 if only else len(results.agencies),
    )
    return made
