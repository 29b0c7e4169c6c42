from django.db import transaction

from section11.record.models import Event

from ..calendars import timetable_files
from .locking import record


@transaction.atomic
def download(*, challenge, sessions, fmt, by):
    """What the person sees of the timetable as a file of that format, one of
    timetable_files.FORMATS, and a record of who took it.
    """
    made = timetable_files.file_of(challenge, sessions, fmt)
    record(Event.Kind.TIMETABLE_EXPORTED, challenge, by=by, format=fmt, sessions=len(sessions))
    return made
