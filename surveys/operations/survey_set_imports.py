"""A file on its way into a survey set: uploaded, looked at, then applied or thrown away."""

from django.db import transaction
from django.utils import timezone

from section11.standards.checks import Problem
from section11.standards.operations.parts import must_be_applicable

from ..models import SurveySet, SurveySetImport
from . import survey_set_contents as contents
from . import survey_sets


@transaction.atomic
def upload(
    *,
    table,
    file_name,
    partnership,
    survey_set=None,
    code="",
    title="",
    purpose="",
    based_on=None,
    by,
):
    """Keep what a file holds until somebody has looked at what it would do.

    It goes into the draft `survey_set`, or makes a new set from the other details. Nothing of any
    set changes, so nothing is recorded but the upload itself.
    """
    if survey_set:
        survey_set.must_be_draft()
    return SurveySetImport.objects.create(
        partnership=partnership,
        survey_set=survey_set,
        code=code,
        title=title,
        purpose=purpose,
        based_on=based_on,
        file_name=file_name[-255:],
        columns=table.columns,
        rows=[[row.number, row.cells] for row in table.rows],
        uploaded_by=by,
    )


def preview(survey_set_import):
    """What applying the file would do now, and everything that stands in its way."""
    target = survey_set_import.target
    found = contents.preview(table=survey_set_import.table, survey_set=target)
    found.problems = [*_of_target(target), *found.problems]
    return found


@transaction.atomic
def apply(*, survey_set_import, seen, by):
    """Do what the preview said: all of it or nothing. Returns the survey set.

    `seen` is the preview's. Where the draft has changed since, nothing is done and the person is
    asked to look again.
    """
    waiting = _locked(survey_set_import)
    if waiting.survey_set_id:
        # The draft must not change between the comparison and the writing.
        SurveySet.objects.select_for_update().get(pk=waiting.survey_set_id).must_be_draft()
    must_be_applicable(preview(waiting), seen=seen, waiting=waiting)
    waiting.survey_set = _written(waiting, by)
    waiting.applied_at = timezone.now()
    waiting.applied_by = by
    waiting.save(update_fields=["survey_set", "applied_at", "applied_by"])
    return waiting.survey_set


@transaction.atomic
def discard(*, survey_set_import, by):
    """Throw away a file that was not applied. No set changes."""
    _locked(survey_set_import).delete()


def _locked(survey_set_import):
    waiting = SurveySetImport.objects.select_for_update().get(pk=survey_set_import.pk)
    waiting.must_be_waiting()
    return waiting


def _of_target(target):
    if target.pk is not None:
        sentence = "The set has been published meanwhile."
        return [] if target.is_draft else [Problem(None, "", sentence)]
    taken = SurveySet.objects.filter(partnership=target.partnership, code=target.code)
    if taken.exists():
        return [
            Problem(None, "code", f"There is a survey set with the code {target.code} already.")
        ]
    return []


def _written(waiting, by):
    if waiting.survey_set:
        return survey_sets.import_rows(table=waiting.table, survey_set=waiting.survey_set, by=by)
    return survey_sets.import_new(
        table=waiting.table,
        partnership=waiting.partnership,
        code=waiting.code,
        title=waiting.title,
        purpose=waiting.purpose,
        based_on=waiting.based_on,
        by=by,
    )
