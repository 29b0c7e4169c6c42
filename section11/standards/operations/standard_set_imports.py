"""A file on its way into a standard set: uploaded, looked at, then applied or thrown away."""

from django.db import transaction
from django.utils import timezone

from ..checks import Problem
from ..models import StandardSet, StandardSetImport
from . import set_contents, standard_sets
from .parts import must_be_applicable


@transaction.atomic
def upload(
    *,
    table,
    file_name,
    partnership,
    standard_set=None,
    code="",
    title="",
    scale=None,
    based_on=None,
    priorities=None,
    by,
):
    """Keep what a file holds until somebody has looked at what it would do.

    It goes into the draft `standard_set`, or makes a new set from the other details. Nothing of
    any set changes, so nothing is recorded but the upload itself.
    """
    if standard_set:
        standard_set.must_be_draft()
    return StandardSetImport.objects.create(
        partnership=partnership,
        standard_set=standard_set,
        code=code,
        title=title,
        scale=scale,
        based_on=based_on,
        priorities=priorities,
        file_name=file_name[-255:],
        columns=table.columns,
        rows=[[row.number, row.cells] for row in table.rows],
        uploaded_by=by,
    )


def preview(standard_set_import):
    """What applying the file would do now, and everything that stands in its way."""
    target = standard_set_import.target
    found = set_contents.preview(
        table=standard_set_import.table,
        standard_set=target,
        priorities=standard_set_import.priorities,
    )
    found.problems = [*_of_target(target), *found.problems]
    return found


@transaction.atomic
def apply(*, standard_set_import, seen, by):
    """Do what the preview said: all of it or nothing. Returns the standard set.

    `seen` is the preview's. Where the draft has changed since, nothing is done and the person is
    asked to look again.
    """
    waiting = StandardSetImport.objects.select_for_update().get(pk=standard_set_import.pk)
    waiting.must_be_waiting()
    if waiting.standard_set_id:
        # The draft must not change between the comparison and the writing.
        StandardSet.objects.select_for_update().get(pk=waiting.standard_set_id).must_be_draft()
    must_be_applicable(preview(waiting), seen=seen, waiting=waiting)
    waiting.standard_set = _written(waiting, by)
    waiting.applied_at = timezone.now()
    waiting.applied_by = by
    waiting.save(update_fields=["standard_set", "applied_at", "applied_by"])
    return waiting.standard_set


@transaction.atomic
def discard(*, standard_set_import, by):
    """Throw away a file that was not applied. No set changes."""
    waiting = StandardSetImport.objects.select_for_update().get(pk=standard_set_import.pk)
    waiting.must_be_waiting()
    waiting.delete()


def _of_target(target):
    if target.pk is not None:
        return (
            [] if target.is_draft else [Problem(None, "", "The set has been published meanwhile.")]
        )
    taken = StandardSet.objects.filter(partnership=target.partnership, code=target.code)
    if taken.exists():
        sentence = f"There is a standard set with the code {target.code} already."
        return [Problem(None, "code", sentence)]
    return []


def _written(waiting, by):
    if waiting.standard_set:
        return standard_sets.import_rows(
            table=waiting.table,
            standard_set=waiting.standard_set,
            priorities=waiting.priorities,
            by=by,
        )
    return standard_sets.import_new(
        table=waiting.table,
        partnership=waiting.partnership,
        code=waiting.code,
        title=waiting.title,
        scale=waiting.scale,
        based_on=waiting.based_on,
        priorities=waiting.priorities,
        by=by,
    )
