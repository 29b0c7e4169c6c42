"""Standard sets: imported into a draft, published once, and from then on only begun anew."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.tables.rows import Row, Table
from section11.tables.writing import write
from section11.web.exceptions import RuleBroken

from .. import columns, headers
from ..checks import Problem
from ..exceptions import ImportRefused
from ..models import RatingScale, StandardSet
from . import set_contents


@transaction.atomic
def import_rows(*, table, standard_set, priorities=None, by):
    """Make a draft what the table says: all of it, or nothing and ImportRefused with every problem.

    `priorities` are rows of code and title; None leaves those of the set as they are.
    """
    standard_set = _locked(standard_set)
    standard_set.must_be_draft()
    set_contents.write(table=table, standard_set=standard_set, priorities=priorities)
    _record(Event.Kind.STANDARD_SET_IMPORTED, standard_set, by, questions=len(table.rows))
    return standard_set


@transaction.atomic
def import_new(*, table, partnership, code, title, scale, based_on=None, priorities=None, by):
    """Make a new draft of the table. Without `priorities` it has those of the set it is based on."""
    standard_set = _created(partnership, code, title, scale, based_on)
    if priorities is None:
        priorities = set_contents.priority_rows(StandardSet(scale=scale, based_on=based_on))
    return import_rows(table=table, standard_set=standard_set, priorities=priorities, by=by)


@transaction.atomic
def publish(*, standard_set, by):
    """Make the draft final. It must have questions, each with a descriptor for each counting level."""
    standard_set = _locked(standard_set)
    standard_set.move_to(StandardSet.Status.PUBLISHED)
    if problem := standard_set.why_incomplete():
        raise RuleBroken(problem, standard_set)
    standard_set.published_at = timezone.now()
    standard_set.published_by = by
    standard_set.save(update_fields=["status", "published_at", "published_by"])
    _record(Event.Kind.STANDARD_SET_PUBLISHED, standard_set, by)
    return standard_set


@transaction.atomic
def begin_version(*, standard_set, partnership, code, title, by):
    """A draft for `partnership` with all that the published set has; every question is kept."""
    standard_set = _locked(standard_set)
    standard_set.must_be_published()
    version = _created(partnership, code, title, standard_set.scale, standard_set)
    names, rows = set_contents.flat(standard_set)
    kept = [{**row, "change": "kept", "came_from": ""} for row in rows]
    set_contents.write(
        table=as_table(names, kept),
        standard_set=version,
        priorities=set_contents.priority_rows(standard_set),
    )
    _record(Event.Kind.STANDARD_SET_COPIED, version, by, copied_from=standard_set.pk)
    return version


def export(standard_set, fmt):
    """The set as a file: csv, xlsx, ods, json or yaml. A CSV file holds the questions only."""
    names, rows = set_contents.flat(standard_set)
    header = {
        "code": standard_set.code,
        "title": standard_set.title,
        "scale": standard_set.scale.code,
        **({"based_on": standard_set.based_on.code} if standard_set.based_on else {}),
        "priorities": set_contents.priority_rows(standard_set),
    }
    return write(names, rows, fmt, header=header, header_key="set", title=standard_set.code)


def template(scale, fmt):
    """A file to start from: the columns of a set on that scale, and one question as an example."""
    names, row = columns.example(scale.levels.order_by("order"))
    if fmt == "csv":
        row["priorities"] = ""  # a CSV file has no place for what priorities there are
    header = {
        "code": "our-standards",
        "title": "Our standards",
        "scale": scale.code,
        "priorities": [{"code": "neglect", "title": "Neglect"}],
    }
    return write(names, [row], fmt, header=header, header_key="set", title="Questions")


@transaction.atomic
def load(*, table):
    """Import and publish a set that comes with the product. False: it was there already, the same.

    Raises ImportRefused for a file with problems, RuleBroken for one that differs from the set
    that was published from it.
    """
    header = _complete_header(table)
    scale, based_on = _found(header)
    standard_set = StandardSet.objects.filter(partnership=None, code=header.code).first()
    if standard_set is None:
        standard_set = import_new(
            table=table,
            partnership=None,
            code=header.code,
            title=header.title,
            scale=scale,
            based_on=based_on,
            priorities=header.priorities or [],
            by=None,
        )
    elif _same(standard_set, header, scale, based_on, table):
        return False
    else:
        raise RuleBroken(
            f"{header.code} is published, so it cannot change, but the file differs from it. Give the"
            " changed set a code of its own and base it on this one.",
            standard_set,
        )
    publish(standard_set=standard_set, by=None)
    return True


def as_table(names, rows):
    """Rows (mappings) as a table that was read from a file."""
    cells = ([row[name] for name in names] for row in rows)
    return Table(columns=names, rows=[Row(n, names, texts) for n, texts in enumerate(cells, 1)])


def _locked(standard_set):
    return (
        StandardSet.objects.select_for_update(of=("self",))
        .select_related("scale", "based_on")
        .get(pk=standard_set.pk)
    )


def _created(partnership, code, title, scale, based_on):
    try:
        with transaction.atomic():
            return StandardSet.objects.create(
                partnership=partnership, code=code, title=title, scale=scale, based_on=based_on
            )
    except IntegrityError:
        # Asking beforehand would let two people through who begin the same at once.
        raise RuleBroken(
            f"There is a standard set with the code {code} already. Choose another."
        ) from None


def _record(kind, standard_set, by, **detail):
    events.record(kind, standard_set, by=by, partnership_id=standard_set.partnership_id, **detail)


def _complete_header(table):
    header, problems = headers.of_set(table.header)
    missing = [name for name in ("code", "title", "scale") if not getattr(header, name)]
    problems += [Problem(None, name, "The head of the file does not say this.") for name in missing]
    if problems:
        raise ImportRefused(problems)
    return header


def _found(header):
    scale = RatingScale.objects.filter(code=header.scale).first()
    based_on = StandardSet.objects.filter(partnership=None, code=header.based_on).first()
    problems = []
    if scale is None:
        problems.append(Problem(None, "scale", f"There is no rating scale “{header.scale}”."))
    if header.based_on and based_on is None:
        problems.append(Problem(None, "based_on", f"There is no set “{header.based_on}”."))
    if problems:
        raise ImportRefused(problems)
    return scale, based_on


def _same(standard_set, header, scale, based_on, table):
    named = (standard_set.title, standard_set.scale, standard_set.based_on)
    preview = set_contents.preview(
        table=table, standard_set=standard_set, priorities=header.priorities or []
    )
    return (
        named == (header.title, scale, based_on)
        and not preview.problems
        and not preview.changes_anything
    )
