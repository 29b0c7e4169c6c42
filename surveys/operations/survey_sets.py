"""Survey sets: imported into a draft, published once, and from then on only begun anew."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.standards.checks import Problem
from section11.standards.exceptions import ImportRefused
from section11.standards.operations.standard_sets import as_table
from section11.tables.writing import write
from section11.web.exceptions import RuleBroken

from ..models import SurveySet
from ..sets import columns, headers
from . import survey_set_contents as contents

NO_QUESTIONS = "This survey set has no questions yet, so it cannot be published."


@transaction.atomic
def import_rows(*, table, survey_set, by):
    """Make a draft what the table says: all of it, or nothing and ImportRefused with every problem."""
    survey_set = _locked(survey_set)
    survey_set.must_be_draft()
    contents.write(table=table, survey_set=survey_set)
    _record(Event.Kind.SURVEY_SET_IMPORTED, survey_set, by, questions=len(table.rows))
    return survey_set


@transaction.atomic
def import_new(*, table, partnership, code, title, purpose, based_on=None, by):
    """Make a new draft of the table."""
    survey_set = _created(partnership, code, title, purpose, based_on)
    return import_rows(table=table, survey_set=survey_set, by=by)


@transaction.atomic
def publish(*, survey_set, by):
    """Make the draft final. It must have questions."""
    survey_set = _locked(survey_set)
    survey_set.must_be_draft()
    if not survey_set.questions.exists():
        raise RuleBroken(NO_QUESTIONS, survey_set)
    survey_set.status = SurveySet.Status.PUBLISHED
    survey_set.published_at = timezone.now()
    survey_set.published_by = by
    survey_set.save(update_fields=["status", "published_at", "published_by"])
    _record(Event.Kind.SURVEY_SET_PUBLISHED, survey_set, by)
    return survey_set


@transaction.atomic
def begin_version(*, survey_set, partnership, code, title, by):
    """A draft for `partnership` with all that the published set has; every question is kept."""
    survey_set = _locked(survey_set)
    survey_set.must_be_published()
    version = _created(partnership, code, title, survey_set.purpose, survey_set)
    contents.write(table=as_table(*contents.flat(survey_set)), survey_set=version)
    _record(Event.Kind.SURVEY_SET_COPIED, version, by, copied_from=survey_set.pk)
    return version


def export(survey_set, fmt):
    """The set as a file: csv, xlsx, ods, json or yaml. A CSV file holds the questions only."""
    names, rows = contents.flat(survey_set)
    header = {
        "code": survey_set.code,
        "title": survey_set.title,
        "purpose": survey_set.purpose,
        **({"based_on": survey_set.based_on.code} if survey_set.based_on else {}),
    }
    return write(names, rows, fmt, header=header, header_key="set", title=survey_set.code)


def template(fmt):
    """A file to start from: the columns, and one question as an example."""
    header = {
        "code": "our-survey",
        "title": "Our survey",
        "purpose": SurveySet.Purpose.PRACTITIONERS.value,
    }
    rows = [columns.example()]
    return write(columns.COLUMNS, rows, fmt, header=header, header_key="set", title="Questions")


@transaction.atomic
def load(*, table):
    """Import and publish a set that comes with the product. False: it was there already, the same.

    Raises ImportRefused for a file with problems, RuleBroken for one that differs from the set
    that was published from it.
    """
    header = _complete_header(table)
    based_on = _based_on(header)
    survey_set = SurveySet.objects.filter(partnership=None, code=header.code).first()
    if survey_set is None:
        survey_set = import_new(
            table=table,
            partnership=None,
            code=header.code,
            title=header.title,
            purpose=header.purpose,
            based_on=based_on,
            by=None,
        )
    elif _same(survey_set, header, based_on, table):
        return False
    else:
        raise RuleBroken(
            f"{header.code} is published, so it cannot change, but the file differs from it. Give the"
            " changed set a code of its own and base it on this one.",
            survey_set,
        )
    publish(survey_set=survey_set, by=None)
    return True


def _locked(survey_set):
    return (
        SurveySet.objects.select_for_update(of=("self",))
        .select_related("based_on")
        .get(pk=survey_set.pk)
    )


def _created(partnership, code, title, purpose, based_on):
    try:
        with transaction.atomic():
            return SurveySet.objects.create(
                partnership=partnership, code=code, title=title, purpose=purpose, based_on=based_on
            )
    except IntegrityError:
        # Asking beforehand would let two people through who begin the same at once.
        raise RuleBroken(
            f"There is a survey set with the code {code} already. Choose another."
        ) from None


def _record(kind, survey_set, by, **detail):
    events.record(kind, survey_set, by=by, partnership_id=survey_set.partnership_id, **detail)


def _complete_header(table):
    header, problems = headers.of_set(table.header)
    missing = [name for name in ("code", "title", "purpose") if not getattr(header, name)]
    problems += [Problem(None, name, "The head of the file does not say this.") for name in missing]
    if problems:
        raise ImportRefused(problems)
    return header


def _based_on(header):
    if not header.based_on:
        return None
    found = SurveySet.objects.filter(partnership=None, code=header.based_on).first()
    if found is None:
        raise ImportRefused([Problem(None, "based_on", f"There is no set “{header.based_on}”.")])
    return found


def _same(survey_set, header, based_on, table):
    named = (survey_set.title, survey_set.purpose, survey_set.based_on)
    preview = contents.preview(table=table, survey_set=survey_set)
    return (
        named == (header.title, header.purpose, based_on)
        and not preview.problems
        and not preview.changes_anything
    )
