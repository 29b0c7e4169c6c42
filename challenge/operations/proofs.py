"""Files that come with a reply or with the update of an action: kept as evidence is."""

from contextlib import contextmanager

from section11.audits import file_kinds
from section11.record import events
from section11.record.models import Event


def put(row, file):
    """Put an upload that `file_kinds.check` has let pass onto the row; the caller saves it."""
    if file is None:
        return
    row.file_name = file_kinds.clean_name(file.name)
    row.file_kind = file_kinds.check(file, file.name).label
    row.sha256 = file_kinds.sha256(file)
    file.seek(0)
    row.file.save(row.file_name, file, save=False)


@contextmanager
def kept_with(row, *, new):
    """Saving the row: where that fails, a `new` file is not kept either."""
    try:
        yield
    except BaseException:
        if new is not None and row.file:
            row.file.delete(save=False)
        raise


def note_download(*, challenged, of, by):
    """Record that someone took a copy of the file of a reply or an update."""
    events.record(
        Event.Kind.EVIDENCE_DOWNLOADED,
        of,
        by=by,
        agency_id=challenged.agency_id,
        partnership_id=challenged.challenge.cycle.partnership_id,
    )
