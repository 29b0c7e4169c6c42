"""What no cell can tell alone: whether the rows of a file together make one survey set.

Rows in, every problem out; nothing is read from or written to the database. A cell that cannot be
read at all is told by `columns`, so these checks pass over it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from section11.standards.checks import Problem, Row, nearest, twice
from section11.standards.columns import listed, quoted, yes_no

from . import columns

ASKS_TO_CHOOSE = ("choice", "choices")
HAS_A_GOOD_END = ("agreement", "yes_no")
# A survey should take five minutes; beyond this nobody finishes it on a phone.
MOST_QUESTIONS = 40


@dataclass(frozen=True)
class Before:
    """How the older set asks a question: what must not change if answers are to be compared."""

    kind: str
    choices: tuple[str, ...]
    good_is_disagreeing: bool


def of_columns(names: Sequence[str]) -> list[Problem]:
    """Columns that are missing or unknown."""
    missing = [
        Problem(None, name, "This column is missing.")
        for name in columns.REQUIRED
        if name not in names
    ]
    unknown = [
        Problem(None, name, f"There is no such column. {nearest(name, columns.COLUMNS)}".strip())
        for name in names
        if name not in columns.COLUMNS
    ]
    return missing + unknown


def of_rows(rows: Sequence[Row], *, older: Mapping[str, Before], must_test: bool) -> list[Problem]:
    """Everything wrong between the rows.

    `older` has each question of the set that this one is based on, by lineage; `must_test` says
    that each question must name what it tests.
    """
    if not rows:
        return [Problem(None, "", "The file has no questions.")]
    return [
        *_too_many(rows),
        *_parted_groups(rows),
        *twice(rows, "code", columns.code, _same("code")),
        *twice(rows, "lineage", columns.lineage, _same("lineage")),
        *(problem for row in rows for problem in _of_row(row, older, must_test)),
    ]


def _too_many(rows) -> Iterator[Problem]:
    if len(rows) > MOST_QUESTIONS:
        yield Problem(
            None,
            "",
            f"There are {len(rows)} questions. At most {MOST_QUESTIONS} fit: a survey should take"
            " five minutes.",
        )


def _parted_groups(rows) -> Iterator[Problem]:
    """A group is one page, so its questions stand together."""
    seen: dict[str, int] = {}
    last = None
    for row in rows:
        group = " ".join(row.values.get("group", "").split())
        if group and group != last and group in seen:
            yield Problem(
                row.number,
                "group",
                f"The group {quoted(group)} ended in row {seen[group]}. Put the questions of a"
                " group together: they are one page.",
            )
        seen[group] = row.number
        last = group


def _same(what):
    def sentence(value, number) -> str:
        return f"Row {number} has the {what} {value} as well. Each question needs its own."

    return sentence


def _of_row(row, older, must_test) -> Iterator[Problem]:
    values = row.values
    kind = values.get("kind", "").casefold()
    yield from _choices(row, kind)
    if _disagrees(values) and kind in columns.KINDS and kind not in HAS_A_GOOD_END:
        sentence = "Only a question of the kind agreement or yes_no has a good answer. Write no."
        yield Problem(row.number, "good_is_disagreeing", sentence)
    if must_test and not listed(values.get("tests", "")):
        sentence = "Name at least one self-audit question that this one tests, by its lineage."
        yield Problem(row.number, "tests", sentence)
    yield from _changed(row, kind, older)


def _choices(row, kind) -> Iterator[Problem]:
    given = row.values.get("choices", "").strip()
    if kind in ASKS_TO_CHOOSE and not given:
        sentence = f"A question of the kind {kind} needs choices, with semicolons between them."
        yield Problem(row.number, "choices", sentence)
    elif given and kind in columns.KINDS and kind not in ASKS_TO_CHOOSE:
        sentence = f"A question of the kind {kind} has no choices. Leave this blank."
        yield Problem(row.number, "choices", sentence)


def _changed(row, kind, older) -> Iterator[Problem]:
    """Answers are compared with the last survey by lineage, so they must mean the same."""
    before = older.get(row.values.get("lineage", ""))
    if before is None or kind not in columns.KINDS:
        return
    another = "Give this question a lineage of its own: the answers could not be compared."
    if kind != before.kind:
        sentence = f"The older set asks this as {before.kind}. {another}"
        yield Problem(row.number, "kind", sentence)
    elif _disagrees(row.values) != before.good_is_disagreeing:
        sentence = f"The older set has the good answer at the other end. {another}"
        yield Problem(row.number, "good_is_disagreeing", sentence)
    elif _read_choices(row) not in ((), before.choices):
        yield Problem(row.number, "choices", f"The older set has other choices. {another}")


def _read_choices(row) -> tuple[str, ...]:
    try:
        return tuple(columns.choices(row.values.get("choices", "")))
    except ValueError:
        return ()


def _disagrees(values) -> bool:
    try:
        return yes_no(values.get("good_is_disagreeing", ""), blank=False)
    except ValueError:
        return False
