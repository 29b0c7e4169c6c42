from django.db import transaction

from section11.record.models import Event

from ..charts import chart_files
from .locking import record


@transaction.atomic
def download(*, results, fmt, by, agency=None, standard=None):
    """The chart as a file of that format, and a record of who took it."""
    made = chart_files.file_of(results, fmt, agency, standard)
    record(
        Event.Kind.SURVEY_EXPORTED,
        results.survey,
        by=by,
        agency_id=agency.id if agency else None,
        format=fmt,
        chart=standard.title if standard else "all questions",
    )
    return made
