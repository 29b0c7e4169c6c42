"""What stands behind one cell of a heatmap: the questions, and all that the agency said to them.

Four queries besides those of `numbers`, whatever there is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from section11.audits.models import Action, Answer, Cycle, Evidence, SelfAudit
from section11.standards.models import Descriptor, Question, RatingLevel, Standard

from . import heatmap, layers, tallies
from .heatmap import Cell
from .layers import Layer, Scope
from .results import NOT_APPLICABLE, Results
from .travel import DirectionOfTravel


@dataclass(frozen=True)
class Part:
    """One question of the standard: what was said to it now, and how it was rated before."""

    question: Question
    wording: str
    answer: Answer | None
    descriptor: str
    evidence: Sequence[Evidence]
    actions: Sequence[Action]
    direction: DirectionOfTravel | None
    level_before: RatingLevel | None
    question_before: Question | None


@dataclass(frozen=True)
class Behind:
    """`cells` is the rating of the standard in each layer that has one, the self-rating first."""

    cells: Sequence[tuple[Layer, Cell]]
    parts: Sequence[Part]
    compared_with: Cycle | None
    results: Results


def of(
    self_audit: SelfAudit, standard: Standard, results: Mapping[int, Results], user: Any
) -> Behind:
    """Of a submitted self-audit; `results` are those of its cycle and of the one before."""
    cycle = self_audit.cycle
    whole, then = results[cycle.pk], results.get(cycle.compared_with_id)
    row = whole.row_of[self_audit.agency_id]
    now = whole.among([row]).about(standards=[standard.pk])
    return Behind(
        cells=_cells({**results, cycle.pk: now}, cycle, then, user),
        parts=_parts(self_audit, now, then, row),
        compared_with=then.cycle if then else None,
        results=now,
    )


def _cells(results, cycle, then, user):
    now = results[cycle.pk]
    scope = Scope([cycle], results, user)
    found = []
    for layer in layers.of(cycle, user):
        own = layer.of_self_audits
        travels = tallies.travels(now, then, cycle.roll_up) if own and then else None
        read = layer.read(scope).get(cycle.pk, {})
        for line in heatmap.lines(now, read, cycle.roll_up, travels, of_self_audits=own):
            found += [(layer, cell) for cell in line.cells]
    return found


def _parts(self_audit, now, then, row):
    asked = now.lineages_asked_of(row)
    questions = [question for question in now.questions if question.lineage in asked]
    answers = {
        answer.question_id: answer
        for answer in Answer.objects.filter(
            self_audit=self_audit, question__in=questions, in_scope=True
        ).select_related("level__scale")
    }
    evidence, actions = _by_answer(Evidence, answers), _by_answer(Action, answers)
    descriptors = {
        (one.question_id, one.level_id): one.text
        for one in Descriptor.objects.filter(question__in=questions)
    }
    directions = tallies.question_travels(now, then, row) if then else {}
    before = _before(then, row) if then else {}
    return [
        _part(
            question,
            question.wording(self_audit.size),
            answers.get(question.pk),
            descriptors,
            evidence,
            actions,
            directions.get(question.lineage),
            before.get(question.lineage, (None, None)),
        )
        for question in questions
    ]


def _part(question, wording, answer, descriptors, evidence, actions, direction, before):
    level_id = answer.level_id if answer else None
    return Part(
        question=question,
        wording=wording,
        answer=answer,
        descriptor=descriptors.get((question.pk, level_id), ""),
        evidence=evidence[answer.pk] if answer else [],
        actions=actions[answer.pk] if answer else [],
        direction=direction,
        level_before=before[0],
        question_before=before[1],
    )


def _by_answer(model, answers):
    """What is kept of each answer's evidence or actions, by the answer's id."""
    found = defaultdict(list)
    for item in model.objects.kept().filter(answer__in=answers.values()):
        found[item.answer_id].append(item)
    return found


def _before(then, row):
    """(level, question) of each lineage that the agency rated in the cycle before."""
    row_then = then.row_of.get(row.agency_id)
    if row_then is None:
        return {}
    questions = {question.lineage: question for question in then.questions}
    return {
        lineage: (_level(then, place), questions[lineage])
        for lineage, place in then.ratings_of(row_then).items()
    }


def _level(results, place):
    if place != NOT_APPLICABLE:
        return results.levels[place]
    return next(iter(results.other_levels), None)
