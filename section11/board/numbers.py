"""The queries behind the Board's views: everything about several cycles in three queries, and three
more the first time a process meets a standard set.

The ratings of a self-audit come as one text, gathered by the database from a covering index alone,
and are counted in Python. On SQLite and PostgreSQL alike that takes no longer than one GROUP BY
over the same answers, and half as long as fetching them one by one. The same ratings then give the
counts, the direction of travel and the detail of each question, where SQL would have to join every
answer with that of the cycle before (docs/benchmarks.md).
"""

from collections import Counter
from collections.abc import Iterable
from itertools import product
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    Exists,
    F,
    OuterRef,
    Subquery,
    TextField,
    When,
)
from django.utils import timezone

from section11.audits.models import Answer, Cycle, SelfAudit, SignOff
from section11.people import withheld
from section11.people.models import PartnershipAgency
from section11.standards import sets

from .results import NOT_APPLICABLE, Results, Row, Standing

LONGEST_CHAIN = 5


class Joined(Aggregate):
    """A number of each row, all in one text: `12,14`, in no order."""

    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        template = "GROUP_CONCAT(%(expressions)s)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def read(cycles: Iterable[Cycle], *, user: Any) -> dict[int, Results]:
    """The results of each cycle, by its id, without the agencies that are withheld from `user`;
    all of them for nobody (None), which is the service itself. The cycles have their standard sets
    loaded.
    """
    cycles = list(cycles)
    asks = sets.read(cycle.standard_set for cycle in cycles)
    rows, ratings, left_out = _rows(cycles, asks, user)
    return {
        cycle.pk: Results(
            cycle=cycle,
            **_asked(asks[cycle.standard_set_id]),
            rows=tuple(sorted(rows.get(cycle.pk, ()), key=lambda row: row.name.casefold())),
            ratings=ratings,
            withheld=left_out[cycle.pk],
        )
        for cycle in cycles
    }


def with_progress(cycles, *, user):
    """Cycles with `agencies`, `submitted` and `late` as `user` may know them, those of one
    partnership together.
    """
    return (
        cycles.with_counts(shown_to=user)
        .select_related("partnership", "standard_set")
        .order_by("partnership__name", "-opens_on", "-pk")
    )


def pair(cycle: Cycle) -> list[Cycle]:
    """The cycle and the one that its direction of travel is measured from, if there is one."""
    return [cycle, cycle.compared_with] if cycle.compared_with else [cycle]


def chain(cycle: Cycle) -> list[Cycle]:
    """The cycle, the one it is compared with, the one before that: at most five, newest first."""
    others = Cycle.objects.filter(partnership=cycle.partnership_id).select_related("standard_set")
    known = {other.pk: other for other in others}
    found, pk = [], cycle.pk
    while pk in known and len(found) < LONGEST_CHAIN:
        found.append(known.pop(pk))
        pk = found[-1].compared_with_id
    return found


def _asked(asks):
    """What the set asks, its levels split into those that count in the score and the others."""
    counted, others = _split(asks.levels)
    return asks._asdict() | {"levels": counted, "other_levels": others}


def _split(levels):
    return (
        tuple(level for level in levels if level.counts_in_score),
        tuple(level for level in levels if not level.counts_in_score),
    )


def _rows(cycles, asks, user):
    """The agencies of each cycle by name; each submitted rating, by self-audit and lineage; and how
    many agencies of each cycle are left out, for they are withheld.
    """
    base, meaning = _codes(asks)
    bases = _bases(cycles)
    partnership_of = {cycle.pk: cycle.partnership_id for cycle in cycles}
    hidden = {cycle.pk: withheld.agencies(user, cycle.partnership_id) for cycle in cycles}
    today = timezone.localdate()
    rows, ratings, left_out = {}, {}, Counter()
    for cycle_id, *place, status, was_submitted, due_on, codes in _self_audits(cycles, base):
        if place[1] in hidden[cycle_id]:
            left_out[cycle_id] += 1
            continue
        standing = _standing(status, was_submitted)
        basis = bases.get((partnership_of[cycle_id], place[1]), "")
        is_late = standing is not Standing.SUBMITTED and today > due_on
        row = Row(*place, basis, standing, is_late, due_on)
        rows.setdefault(cycle_id, []).append(row)
        if standing is Standing.SUBMITTED and codes:
            ratings[row.self_audit_id] = dict(map(meaning.__getitem__, codes.split(",")))
    return rows, ratings, left_out


def _bases(cycles):
    """Why each agency takes part, by partnership and agency."""
    places = PartnershipAgency.objects.filter(
        partnership__in={cycle.partnership_id for cycle in cycles}
    )
    return {
        (partnership, agency): basis
        for partnership, agency, basis in places.values_list("partnership", "agency", "basis")
    }


def _self_audits(cycles, base):
    """The values of a Row, with the codes of its ratings; of submitted self-audits alone."""
    codes = (
        Answer.objects.filter(self_audit=OuterRef("pk"), in_scope=True, level__isnull=False)
        .order_by()
        .values("self_audit")
        .annotate(codes=Joined(F("question_id") * base + F("level_id")))
        .values("codes")
    )
    return (
        SelfAudit.objects.filter(cycle__in=cycles)
        .order_by()
        .values_list(
            "cycle_id",
            "pk",
            "agency_id",
            "agency__name",
            "agency__short_name",
            "sector",
            "size",
            "status",
            Exists(SignOff.objects.filter(self_audit=OuterRef("pk"))),
            "due_on",
            Case(When(status=SelfAudit.Status.SUBMITTED, then=Subquery(codes))),
        )
    )


def _standing(status, was_submitted):
    if was_submitted and status == SelfAudit.Status.IN_PROGRESS:
        return Standing.REOPENED
    return Standing[status.upper()]


def _codes(asks):
    """How a question and a level are one number, question id x base + level id, and what each
    such number, as text, means: (lineage, place of the level).
    """
    places = {}
    for counted, others in (_split(of_set.levels) for of_set in asks.values()):
        places |= {level.pk: place for place, level in enumerate(counted)}
        places |= {level.pk: NOT_APPLICABLE for level in others}
    base = max(places, default=0) + 1
    asked = [question for of_set in asks.values() for question in of_set.questions]
    return base, {
        str(question.pk * base + level_id): (question.lineage, place)
        for question, (level_id, place) in product(asked, places.items())
    }
