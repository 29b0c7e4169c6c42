"""What is in a survey set: as rows of a file, compared with a file, and written from one.

`preview` reads only. `write` must run inside the transaction of an operation that has locked the
set and made sure that it is a draft.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from section11.standards.checks import Problem
from section11.standards.exceptions import ImportRefused
from section11.standards.models import Question, StandardSet
from section11.standards.operations.parts import ASIDE, Changes, Part, in_order, placed
from section11.standards.resources import PLACE, dataset

from ..models import SurveySet
from ..sets import checks, columns
from ..sets.resources import SurveyQuestionResource


@dataclass
class Preview:
    """What a file would do to a set. With problems nothing may be applied, and no changes are told.

    `seen` stands for the set's contents at the time; it changes with them.
    """

    questions: Changes = field(default_factory=Changes)
    problems: list[Problem] = field(default_factory=list)
    seen: str = ""

    @property
    def changes_anything(self):
        return bool(self.questions)


def preview(*, table, survey_set):
    """What `table` would make of the set, which may be a new one that is not saved yet."""
    found, part = _compared(table, survey_set)
    if not found.problems:
        found.questions = part.changes()
    return found


def write(*, table, survey_set):
    """Make the draft what `table` says. Raises ImportRefused with every problem."""
    found, _ = _compared(table, survey_set)
    if found.problems:
        raise ImportRefused(found.problems, survey_set)
    _set_aside(survey_set, {row.values["lineage"] for row in table.rows})
    _part(survey_set, table).run(save=True)


def flat(survey_set):
    """The set as a file has it: its columns, and a row for each question in order."""
    questions = _questions(survey_set)
    resource = SurveyQuestionResource(parent=survey_set, existing=questions, tested=())
    return list(columns.COLUMNS), [resource.texts(question) for question in questions]


def fingerprint(survey_set):
    """A text that stays the same as long as the set's contents do."""
    if survey_set.pk is None:
        return "new"
    contents = [survey_set.status, flat(survey_set)]
    return hashlib.sha256(json.dumps(contents).encode()).hexdigest()


def _compared(table, survey_set):
    part = _part(survey_set, table).run(save=False)
    of_rows = checks.of_rows(
        table.rows,
        older=_older(survey_set.based_on),
        must_test=survey_set.purpose == SurveySet.Purpose.PRACTITIONERS,
    )
    problems = [
        *checks.of_columns(table.columns),
        *in_order(table, of_rows + part.problems()),
    ]
    return Preview(problems=problems, seen=fingerprint(survey_set)), part


def _part(survey_set, table):
    names = [name for name in columns.COLUMNS if name in table.columns]
    resource = SurveyQuestionResource(
        parent=survey_set, existing=_questions(survey_set), tested=_testable(survey_set)
    )
    rows = placed([row.values for row in table.rows])
    return Part(resource, dataset(rows, [*names, PLACE]), [row.number for row in table.rows])


def _questions(survey_set):
    return list(survey_set.questions.in_order()) if survey_set.pk else []


def _testable(survey_set):
    """Lineages of the self-audit questions that the partnership may be asked, in any version.

    What the older set tests may be tested further, though no standard set may ask it any more.
    """
    sets = Q(partnership=None, status=StandardSet.Status.PUBLISHED)
    if survey_set.partnership_id:
        sets |= Q(partnership=survey_set.partnership_id)
    asked = Question.objects.filter(
        standard__standard_set__in=StandardSet.objects.filter(sets)
    ).values_list("lineage", flat=True)
    older = survey_set.based_on.questions.all() if survey_set.based_on else ()
    return {*asked, *(code for question in older for code in question.tests)}


def _older(based_on):
    if based_on is None:
        return {}
    return {
        q.lineage: checks.Before(q.kind, tuple(q.choices), q.good_is_disagreeing)
        for q in based_on.questions.all()
    }


def _set_aside(survey_set, kept):
    """Remove the questions that go, and free the codes and places of those that stay."""
    survey_set.questions.exclude(lineage__in=kept).delete()
    survey_set.questions.update(
        order=F("order") + ASIDE, code=Concat(Value("~"), Cast("pk", CharField()))
    )
