"""What standard sets ask, read from the database: four queries for any number of sets.

A published set never changes (`StandardSet.must_be_draft`), nor does its scale, so each process
reads one once and keeps it. It is known by its id and the moment it was published, so that no other database, such as
a demo begun anew, can answer for it. What is kept is shared by all requests: nobody may change it.
"""

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from .models import Priority, Question, RatingLevel, Standard, StandardSet

KEPT_AT_MOST = 64

_kept: dict[tuple, "Asks"] = {}


class Asks(NamedTuple):
    """The questions of one set in order, with all that belongs to them.

    `levels` are those of its scale in order, worst first, each with the scale; `speaks_to` gives the ids of the priorities that a question, by its id, speaks to.
    """

    questions: tuple[Question, ...] = ()
    standards: tuple[Standard, ...] = ()
    levels: tuple[RatingLevel, ...] = ()
    priorities: tuple[Priority, ...] = ()
    speaks_to: Mapping[int, Set[int]] = {}


def read(standard_sets: Iterable[StandardSet]) -> dict[int, Asks]:
    """What each set asks, by its id."""
    sets = {one.pk: one for one in standard_sets}
    found = {pk: _kept[_key(one)] for pk, one in sets.items() if _key(one) in _kept}
    missing = {pk: one for pk, one in sets.items() if pk not in found}
    if missing:
        found |= _read(missing)
        _keep({_key(one): found[pk] for pk, one in missing.items() if not one.is_draft})
    return found


def read_one(standard_set: StandardSet) -> Asks:
    """What the set asks."""
    return read([standard_set])[standard_set.pk]


def _key(standard_set):
    return standard_set.pk, standard_set.published_at


def _keep(asks):
    _kept.update(asks)
    for oldest in list(_kept)[:-KEPT_AT_MOST]:
        _kept.pop(oldest, None)  # another thread may have been first


def _read(sets):
    questions = _questions(sets)
    levels = _levels({one.scale_id for one in sets.values()})
    priorities, speaks_to = _priorities(sets)
    return {
        pk: Asks(
            tuple(questions.get(pk, ())),
            tuple({one.standard_id: one.standard for one in questions.get(pk, ())}.values()),
            tuple(levels[one.scale_id]),
            tuple(priorities.get(pk, {}).values()),
            speaks_to.get(pk, {}),
        )
        for pk, one in sets.items()
    }


def _levels(scales):
    levels = RatingLevel.objects.filter(scale__in=scales).select_related("scale")
    by_scale = {scale: [] for scale in scales}
    for level in levels.order_by("order"):
        by_scale[level.scale_id].append(level)
    return by_scale


def _questions(ids):
    """The questions of each set, in order; those of one standard share it."""
    standards = {one.pk: one for one in Standard.objects.filter(standard_set__in=ids)}
    questions = Question.objects.filter(standard__standard_set__in=ids)
    by_set = {}
    for question in questions.order_by("standard__order", "order"):
        question.standard = standards[question.standard_id]
        by_set.setdefault(question.standard.standard_set_id, []).append(question)
    return by_set


def _priorities(ids):
    """The priorities of each set, in order, that a question speaks to; and which do."""
    links = Question.priorities.through.objects.filter(priority__standard_set__in=ids)
    priorities, speaks_to = {}, {}
    for link in links.select_related("priority").order_by("priority__order"):
        pk = link.priority.standard_set_id
        priorities.setdefault(pk, {})[link.priority_id] = link.priority
        speaks_to.setdefault(pk, {}).setdefault(link.question_id, set()).add(link.priority_id)
    return priorities, speaks_to
