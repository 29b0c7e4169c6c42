"""A file of agencies or of people: uploaded, looked at, then brought in or thrown away."""

from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.tables.limits import MB, Limits
from section11.tables.writing import write
from section11.web.exceptions import RuleBroken

from .. import columns, previews
from ..models import TableImport
from . import agencies, invitations, partnerships

# Each row is some twenty statements in one transaction, for which every other writer waits: more
# than this would outlast their patience.
LIMITS = Limits(bytes=2 * MB, documents=MB, unzipped=20 * MB, rows=500, columns=30)
COLUMNS = {
    TableImport.Kind.AGENCIES: columns.AGENCY_COLUMNS,
    TableImport.Kind.PEOPLE: columns.PEOPLE_COLUMNS,
}
EXAMPLES = {
    TableImport.Kind.AGENCIES: (
        ["Northern Police", "Police", "Police", "large", "Police", "Section 11 body"],
        ["Young Carers", "Young Carers", "Voluntary organisation", "small", "", "voluntary"],
    ),
    TableImport.Kind.PEOPLE: (
        ["sam@example.org", "Sam Lee", "Head of service", "Safeguarding lead", "Northern Police"],
        ["alex@example.org", "Alex Roy", "Lay member", "Lay member", ""],
    ),
}


class ImportRefused(RuleBroken):
    """Nothing was brought in; `problems` says why, each with its row and column."""

    def __init__(self, problems, obj):
        self.problems = list(problems)
        super().__init__(f"Nothing was brought in. {self.problems[0]}", obj)


@transaction.atomic
def upload(*, table, file_name, kind, partnership, by):
    """Keep what a file holds until somebody has looked at what it would do."""
    return TableImport.objects.create(
        partnership=partnership,
        kind=kind,
        file_name=file_name[-255:],
        columns=table.columns,
        rows=[[row.number, row.cells] for row in table.rows],
        uploaded_by=by,
    )


def preview(table_import):
    """What bringing in the file would do now, and everything that stands in its way."""
    if table_import.kind == TableImport.Kind.AGENCIES:
        return previews.of_agencies(table_import.partnership, table_import.table)
    return previews.of_people(table_import.partnership, table_import.table)


@transaction.atomic
def apply(*, table_import, seen, hold=False, by):
    """Do what the preview said: all of it or nothing. Returns the preview.

    `seen` is the preview's: where it would do something else by now, nothing is done and the person
    is asked to look again. `hold` keeps the invitations of people until somebody sends them.
    """
    waiting = _lock(table_import)
    partnerships.lock(waiting.partnership)
    found = preview(waiting)
    if found.seen != seen:
        raise RuleBroken(
            "Something has changed since you looked at this preview, so nothing was brought in."
            " This is what the file would do now.",
            waiting,
        )
    if found.problems:
        raise ImportRefused(found.problems, waiting)
    for entry in (*found.new, *found.changed):
        try:
            _bring_in(waiting, entry, hold=hold, by=by)
        except RuleBroken as broken:
            problem = previews.Problem(entry.row, "", broken.sentence)
            raise ImportRefused([problem], waiting) from None
    _finish(waiting, found, hold=hold, by=by)
    return found


@transaction.atomic
def discard(*, table_import, by):
    """Throw away a file that was not brought in. Nothing else changes."""
    _lock(table_import).delete()


def template(kind, fmt):
    """A file to start from, with two rows to type over."""
    return write(COLUMNS[kind], EXAMPLES[kind], fmt, title=TableImport.Kind(kind).label)


def _lock(table_import):
    waiting = (
        TableImport.objects.select_for_update(of=("self",))
        .select_related("partnership")
        .get(pk=table_import.pk)
    )
    waiting.must_be_waiting()
    return waiting


def _bring_in(waiting, entry, *, hold, by):
    if waiting.kind == TableImport.Kind.AGENCIES:
        _agency(waiting.partnership, entry.record, by=by)
    else:
        _person(waiting.partnership, entry.record, hold=hold, by=by)


def _agency(partnership, row, *, by):
    details = {
        name: getattr(row, name)
        for name in ("name", "short_name", "sector", "size", "statutory_partner")
    }
    if row.place is None:
        agencies.add(partnership=partnership, basis=row.basis, by=by, **details)
        return
    if not row.kept:
        agencies.change_details(agency=row.place.agency, within=[partnership.pk], by=by, **details)
    partnerships.change_place(
        place=row.place, basis=row.basis, joined_on=row.place.joined_on, by=by
    )


def _person(partnership, row, *, hold, by):
    invitations.invite(
        email=row.email,
        name=row.name,
        post=row.post,
        role=row.role,
        agency=row.agency,
        partnership=None if row.agency else partnership,
        by=by,
        hold=hold,
    )


def _finish(waiting, found, *, hold, by):
    waiting.applied_at = timezone.now()
    waiting.applied_by = by
    waiting.rows = []
    waiting.save(update_fields=["applied_at", "applied_by", "rows"])
    counts = {"new": len(found.new), "changed": len(found.changed)}
    where = {"by": by, "partnership_id": waiting.partnership_id}
    if waiting.kind == TableImport.Kind.AGENCIES:
        events.record(Event.Kind.AGENCIES_IMPORTED, waiting, **where, **counts)
    else:
        events.record(Event.Kind.PEOPLE_IMPORTED, waiting, **where, **counts, held=hold)
