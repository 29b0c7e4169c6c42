from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.standards.models import Question
from section11.tables.limits import MB, Limits
from section11.web.exceptions import RuleBroken

from ..models import Answer, SelfAudit
from ..resources import COLUMNS, AnswerResource
from .self_audits import start

# A region's whole history at one go; narratives make long rows.
LIMITS = Limits(bytes=80 * MB, unzipped=400 * MB, rows=200_000)


@dataclass(frozen=True)
class Problem:
    """`row` is its number in the file; `column` a heading."""

    row: int
    column: str
    sentence: str


class ImportRefused(RuleBroken):
    """Nothing was brought in; `problems` says why, each with its row and column."""

    def __init__(self, problems):
        first = problems[0]
        super().__init__(
            f"Nothing was brought in: {len(problems)} {'problem' if len(problems) == 1 else 'problems'}."
            f" The first: row {first.row}, {first.column}: {first.sentence}"
        )
        self.problems = problems


@transaction.atomic
def bring_in(*, cycle, table, by):
    """Add a table's answers to the cycle's self-audits that are not submitted, all or nothing.

    `table` is what section11.tables reads, with the columns of COLUMNS. Returns how many answers
    came in. Raises ImportRefused, with every problem, if anything is wrong; an answer that is there
    already is never overwritten.
    """
    cycle.must_be_open()
    missing = [name for name in COLUMNS[:3] if name not in table.columns]
    if missing:
        raise ImportRefused([Problem(1, name, "This column is missing.") for name in missing])
    unknown = [name for name in table.columns if name not in COLUMNS]
    if unknown:
        raise ImportRefused([Problem(1, name, "This column is not known.") for name in unknown])
    self_audits = list(
        SelfAudit.objects.select_for_update(of=("self",))
        .filter(
            cycle=cycle,
            status__in=[SelfAudit.Status.NOT_STARTED, SelfAudit.Status.IN_PROGRESS],
        )
        .select_related("agency", "cycle")
    )
    scale = cycle.standard_set.scale
    resource = AnswerResource(
        self_audits={s.agency.name.casefold(): s for s in self_audits},
        questions={
            question.code: question
            for question in Question.objects.filter(standard__standard_set=cycle.standard_set)
        },
        levels={
            name.casefold(): level
            for level in scale.levels.all()
            for name in (level.code, level.label)
        },
        taken=set(
            Answer.objects.filter(self_audit__cycle=cycle).values_list("self_audit", "question")
        ),
        by=by,
        at=timezone.now(),
    )
    result = resource.import_data(table.to_dataset(), use_transactions=False)
    problems = _problems(result, table)
    if problems:
        raise ImportRefused(problems)
    _begin(self_audits, table)
    events.record(
        Event.Kind.ANSWERS_IMPORTED,
        cycle,
        by=by,
        partnership_id=cycle.partnership_id,
        answers=len(table.rows),
    )
    return len(table.rows)


def _problems(result, table):
    """Every invalid row by column, as the person sees it in the file."""
    for error in result.base_errors:
        raise error.error
    for row in result.error_rows:
        raise row.errors[0].error
    return [
        Problem(table.rows[row.number - 1].number, column, sentence)
        for row in result.invalid_rows
        for column, sentences in row.error.message_dict.items()
        for sentence in sentences
    ]


def _begin(self_audits, table):
    """The self-audits that got an answer have begun."""
    place = table.columns.index("agency")
    named = {row.cells[place].casefold() for row in table.rows}
    for self_audit in self_audits:
        if self_audit.agency.name.casefold() in named:
            start(self_audit)
