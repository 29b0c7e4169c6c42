"""What is in a standard set: as rows of a file, compared with a file, and written from one.

`preview` reads only. `write` must run inside the transaction of an operation that has locked the
set and made sure that it is a draft.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from .. import checks, columns
from ..checks import Problem
from ..exceptions import ImportRefused
from ..models import Descriptor, Priority, Question, Standard
from ..resources import PLACE, PriorityResource, QuestionResource, StandardResource, dataset
from .parts import ASIDE, Changes, Part, in_order, placed


@dataclass
class Preview:
    """What a file would do to a set. With problems nothing may be applied, and no changes are told.

    `seen` stands for the set's contents at the time; it changes with them.
    """

    questions: Changes = field(default_factory=Changes)
    standards: Changes = field(default_factory=Changes)
    priorities: Changes = field(default_factory=Changes)
    problems: list[Problem] = field(default_factory=list)
    seen: str = ""

    @property
    def changes_anything(self):
        return bool(self.questions or self.standards or self.priorities)


def preview(*, table, standard_set, priorities=None):
    """What `table` would make of the set, which may be a new one that is not saved yet.

    `priorities` are rows of code and title; None leaves the set's as they are.
    """
    found, *parts = _compared(table, standard_set, priorities, save=False)
    if not found.problems:
        found.priorities, found.standards, found.questions = (part.changes() for part in parts)
    return found


def write(*, table, standard_set, priorities=None):
    """Make the draft what `table` says. Raises ImportRefused with every problem."""
    found, *_ = _compared(table, standard_set, priorities, save=False)
    if found.problems:
        raise ImportRefused(found.problems, standard_set)
    _set_aside(standard_set, {row.values["lineage"] for row in table.rows})
    _, priority_part, standard_part, question_part = _compared(
        table, standard_set, priorities, save=True
    )
    Standard.objects.filter(pk__in=[standard.pk for standard in standard_part.removed]).delete()
    Priority.objects.filter(pk__in=[priority.pk for priority in priority_part.removed]).delete()
    _write_belongings(question_part.records, priority_part.records, question_part.resource.levels)


def flat(standard_set):
    """The set as a file has it: its columns, and a row for each question in order."""
    levels, questions = _levels(standard_set), _questions(standard_set)
    resource = QuestionResource(
        parent=standard_set, existing=questions, priorities=(), levels=levels
    )
    rows, last = [], None
    for question in questions:
        first = question.standard_id != last
        last = question.standard_id
        rows.append(
            {
                "standard_title": question.standard.title if first else "",
                "standard_summary": question.standard.summary if first else "",
                **resource.texts(question),
            }
        )
    shown = [level.code for level in levels if level.counts_in_score or _used(level, rows)]
    return columns.all_columns(shown), rows


def priority_rows(standard_set):
    """The set's priorities as rows; those of the set it is based on, before it is saved."""
    source = standard_set if standard_set.pk else standard_set.based_on
    return list(source.priorities.order_by("order").values("code", "title")) if source else []


def fingerprint(standard_set):
    """A text that stays the same as long as the set's contents do."""
    if standard_set.pk is None:
        return "new"
    contents = [standard_set.status, flat(standard_set), priority_rows(standard_set)]
    return hashlib.sha256(json.dumps(contents).encode()).hexdigest()


def _compared(table, standard_set, priorities, *, save):
    levels = _levels(standard_set)
    if priorities is None:
        priorities = priority_rows(standard_set)
    older = _texts_by_lineage(standard_set.based_on)
    priority_part = _priority_part(standard_set, priorities).run(save=save)
    standard_part = _standard_part(standard_set, table).run(save=save)
    question_part = _question_part(standard_set, table, priorities, levels)
    question_part.resource.standards = {s.code: s for s in standard_part.records}
    question_part.run(save=save)
    counts = {level.code: level.counts_in_score for level in levels}
    problems = [
        *checks.of_columns(table.columns, levels=counts, is_version=older is not None),
        *priority_part.problems(),
        *in_order(
            table,
            checks.of_rows(table.rows, older=older)
            + standard_part.problems()
            + question_part.problems(),
        ),
    ]
    found = Preview(problems=problems, seen="" if save else fingerprint(standard_set))
    return found, priority_part, standard_part, question_part


def _priority_part(standard_set, priorities):
    existing = standard_set.priorities.all() if standard_set.pk else []
    data = dataset(placed(priorities), ["code", "title", PLACE])
    return Part(PriorityResource(parent=standard_set, existing=existing), data, _no_rows(data))


def _standard_part(standard_set, table):
    existing = standard_set.standards.all() if standard_set.pk else []
    rows = checks.standard_rows(table.rows)
    names = [name for name in columns.STANDARD_COLUMNS if name in table.columns]
    return Part(
        StandardResource(parent=standard_set, existing=existing),
        dataset(placed(rows), [*names, PLACE]),
        [row["row"] for row in rows],
    )


def _question_part(standard_set, table, priorities, levels):
    rows = [row for row in table.rows if checks.is_question(row)]
    names = [
        name
        for name in columns.all_columns(level.code for level in levels)
        if name in table.columns
    ]
    resource = QuestionResource(
        parent=standard_set,
        existing=_questions(standard_set),
        priorities=[priority["code"] for priority in priorities],
        levels=levels,
    )
    return Part(
        resource, dataset(_placed_by_standard(rows), [*names, PLACE]), [r.number for r in rows]
    )


def _placed_by_standard(rows):
    """The rows' values, each with its place among those of its standard."""
    counts, placed = {}, []
    for row in rows:
        standard = checks.standard_of(row)
        counts[standard] = counts.get(standard, 0) + 1
        placed.append({**row.values, PLACE: counts[standard]})
    return placed


def _no_rows(data):
    return [None] * len(data)


def _levels(standard_set):
    return list(standard_set.scale.levels.order_by("order"))


def _questions(standard_set):
    if standard_set.pk is None:
        return []
    return list(standard_set.questions_in_full())


def _texts_by_lineage(older):
    if older is None:
        return None
    return dict(older.questions.values_list("lineage", "text"))


def _used(level, rows):
    return any(row[columns.DESCRIPTOR + level.code] for row in rows)


def _set_aside(standard_set, kept):
    """Remove the questions that go, and free the codes and places of those that stay."""
    questions = Question.objects.filter(standard__standard_set=standard_set)
    questions.exclude(lineage__in=kept).delete()
    questions.update(order=F("order") + ASIDE, code=Concat(Value("~"), Cast("pk", CharField())))
    standard_set.standards.update(order=F("order") + ASIDE)


def _write_belongings(questions, priorities, levels):
    by_code = {priority.code: priority for priority in priorities}
    link = Question.priorities.through
    link.objects.filter(question__in=questions).delete()
    link.objects.bulk_create(
        link(question=question, priority=by_code[code])
        for question in questions
        for code in question.priority_codes
    )
    Descriptor.objects.filter(question__in=questions).delete()
    Descriptor.objects.bulk_create(
        Descriptor(question=question, level=level, text=text)
        for question in questions
        for level in levels
        if (text := getattr(question, columns.DESCRIPTOR + level.code))
    )
