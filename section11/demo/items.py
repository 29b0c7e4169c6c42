"""The evidence and the actions that go with the answers of the demo.

Values in, values out, and the same again for the same seed. What a level must have (an action for
red and amber, evidence for green on an essential question) it always gets; more comes by chance.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .dates import working_day
from .ratings import NOT_APPLICABLE
from .texts import EVIDENCE_ATTACHED, MONTHS, Asked, Written, closeness

# How many items beyond what the level must have: one of these, drawn for each answer.
MORE_EVIDENCE = {"R": [0] * 9 + [1], "A": [0] * 5 + [1], "G": [0, 0, 0, 1]}
MORE_ACTIONS = {"R": [0, 0, 0, 1], "A": [0] * 9 + [1], "G": [0]}


@dataclass(frozen=True)
class Backing:
    """The items of one answer, as keyword arguments of the operations that add them.

    Evidence of kind "file" names the file under `file`; the loader opens it.
    """

    evidence: list[dict] = field(default_factory=list)
    actions: list[dict] = field(default_factory=list)


def back_all(
    *,
    bank: dict,
    files: list[dict],
    agency: dict,
    asked: list[Asked],
    written: dict[str, Written],
    on: date,
    actions_from: date,
) -> dict[str, Backing]:
    """The items of each answer, by lineage. Actions are due so many weeks after `actions_from`.

    One action is given to two questions only where there is no other left; the second time it says
    at which question it was given first. A file is attached once.
    """
    chance = Random(f"items {agency['key']} {on.year}")  # noqa: S311 - repeatable on purpose
    chooser = _Chooser(bank, files, agency, on, actions_from, chance)
    return {
        question.lineage: Backing(
            evidence=chooser.evidence(question, written[question.lineage]),
            actions=chooser.actions(question, written[question.lineage]),
        )
        for question in asked
        if question.letter != NOT_APPLICABLE
    }


class _Chooser:
    """Remembers what one self-audit has used already."""

    def __init__(self, bank, files, agency, on, actions_from, chance):
        self.bank, self.files, self.agency = bank, files, agency
        self.on, self.actions_from, self.chance = on, actions_from, chance
        self.attached = set()
        self.given = {}

    def evidence(self, question, answer):
        must = question.letter == "G" and question.essential
        must = must or EVIDENCE_ATTACHED in answer.narrative
        wanted = must + self.chance.choice(MORE_EVIDENCE[question.letter])
        if not wanted:
            return []
        found = self._file(question) if self.agency["size"] != "small" else []
        return (found + self._references(question, answer))[:wanted]

    def _file(self, question):
        """The file that speaks to this question, if it is not attached elsewhere."""
        for row in self.files:
            if question.lineage in row["questions"] and row["file"] not in self.attached:
                self.attached.add(row["file"])
                return [{"kind": "file", "title": row["title"], "file": row["file"]}]
        return []

    def _references(self, question, answer):
        """Links and references, what fits the question best first."""
        about = f"{question.words} {answer.narrative}"
        if self.agency["size"] == "small":
            rows = sorted(
                self.bank["small_evidence"],
                key=lambda row: -closeness(about, f"{row['title']} {row.get('reference', '')}"),
            )
            return [_reference(row) for row in rows]
        rows = [
            row for row in self.bank["themes"][question.theme]["evidence"] if row["kind"] != "file"
        ]
        rows.sort(key=lambda row: (-closeness(about, row["title"]), self.chance.random()))
        return [_reference(row, self.on) for row in rows]

    def actions(self, question, answer):
        if question.letter == "G":
            return []
        about = f"{question.words} {answer.narrative}"
        more = self.chance.choice(MORE_ACTIONS[question.letter])

        def fitness(row):
            return (
                row["what"] not in self.given,
                question.lineage in row.get("questions", []),
                closeness(about, f"{row['what']} {row['intended_impact']}"),
            )

        first, *others = sorted(self._rows(question), key=fitness, reverse=True)
        fresh = [row for row in others if row["what"] not in self.given]
        return [self._action(row, question) for row in [first, *fresh[:more]]]

    def _rows(self, question):
        if self.agency["size"] != "small":
            return self.bank["themes"][question.theme]["actions"]
        return [row for row in self.bank["small_actions"] if row["theme"] == question.theme]

    def _action(self, row, question):
        first = self.given.setdefault(row["what"], question.code)
        what = row["what"]
        if first != question.code:
            what = f"As at {first}: {what[0].lower()}{what[1:]}"
        return {
            "what": what,
            "lead": row["lead"],
            "due_on": working_day(self.actions_from + timedelta(weeks=row["weeks"])),
            "intended_impact": row["intended_impact"],
        }


def _reference(row, on=None):
    """A link or a reference; with `on`, its title says of which month it is."""
    title = row["title"]
    if on and not re.search(r"\b(last|this)\b", title):
        then = on - timedelta(weeks=row["weeks_old"])
        title = f"{title}, {MONTHS[then.month - 1]} {then.year}"
    place = "url" if row["kind"] == "link" else "reference"
    return {"kind": row["kind"], "title": title, place: row[place]}
