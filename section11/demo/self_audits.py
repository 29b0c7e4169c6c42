"""One agency's self-audit, played through the operations up to where its story leaves it."""

import uuid
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from random import Random

from django.core.files.base import ContentFile

from section11.audits.merging import digest
from section11.audits.models import SelfAudit
from section11.audits.operations import answers, self_audits
from section11.people.models import User
from section11.standards.models import Question

from . import dates
from .content import evidence_file
from .dating import Diary, date_back_moves, date_back_record, date_back_work, set_deadline
from .items import Backing
from .standings import Slip, Standing
from .texts import Written

NOTHING = digest("")
STANDARDS_A_SITTING = 3
# What the second of two people typed after the first sentence of the text that they share.
SECOND_TEXT = "We wait for the figures of the last quarter before we say more."
CHILDS_DATA = "The case that we talked about longest was that of a boy born on 14/03/2012."


@dataclass(frozen=True)
class Players:
    """Who does what; `others` type a share of the standards."""

    lead: User
    others: list[User]
    approver: User
    coordinator: User


@dataclass(frozen=True)
class Script:
    """What is to be typed: `theme`, `written` and `backing` by lineage, `levels` by letter."""

    theme: dict[str, str]
    written: dict[str, Written]
    backing: dict[str, Backing]
    levels: dict[str, object]

    def entry(self, question: Question) -> answers.Entry:
        """What the form of one question would send, typed where nothing was before."""
        answer = self.written[question.lineage]
        backing = self.backing.get(question.lineage, Backing())
        values = {
            "level": self.levels[answer.letter],
            "narrative": answer.narrative,
            "impact": answer.impact,
            "na_reason": answer.reason,
        }
        return answers.Entry(
            question=question,
            values=values,
            base=dict.fromkeys(values, NOTHING),
            evidence=[_opened(item) | {"token": uuid.uuid4()} for item in backing.evidence],
            actions=[item | {"token": uuid.uuid4()} for item in backing.actions],
        )


def play(*, self_audit: SelfAudit, standing: Standing, players: Players, script: Script) -> None:
    """Fill the self-audit and bring it to where it stands, each act on its day.

    Whatever a rule forbids is raised, as it would be for a person.
    """
    if standing.due_on:
        set_deadline(self_audit, dates.working_day(standing.due_on))
    steps = _steps(self_audit, standing, script)
    chance = Random(f"work {self_audit}")  # noqa: S311 - repeatable on purpose
    sittings = ceil(len(steps) / STANDARDS_A_SITTING)
    moments = dates.work_between(standing.began_on, standing.worked_until, sittings, chance)
    diary = Diary()
    for place, entries in enumerate(steps):
        if place % STANDARDS_A_SITTING == 0:
            diary.note(moments[place // STANDARDS_A_SITTING])
        typist = chance.choice([players.lead, players.lead, *players.others])
        answers.record_step(self_audit=self_audit, entries=entries, by=typist)
    if standing.slip:
        _slip(self_audit, standing.slip, steps, players)
    date_back_work(self_audit, diary)
    _move(self_audit, standing, players, diary)
    date_back_moves(self_audit, diary)
    date_back_record(diary)


def _steps(self_audit, standing, script):
    """The entries of each standard that was worked on."""
    steps = []
    for _, group in groupby(self_audit.questions, key=lambda question: question.standard_id):
        questions = list(group)
        theme = script.theme[questions[0].lineage]
        if standing.done is None or theme in standing.done:
            steps.append([script.entry(question) for question in questions])
        elif theme in standing.partly:
            steps.append(_half([script.entry(question) for question in questions]))
    return steps


def _half(entries):
    """The first half in full, and of the next question the narrative alone: no rating yet."""
    full = len(entries) // 2
    begun = entries[full]
    return [*entries[:full], _narrative(begun.question, begun.values["narrative"], NOTHING)]


def _narrative(question, text, base):
    return answers.Entry(question, {"narrative": text}, {"narrative": base})


def _slip(self_audit, slip, steps, players):
    """Let a contributor save once more the question that was begun, the way `slip` says."""
    begun = next(entries[-1] for entries in steps if "level" not in entries[-1].values)
    stored = begun.values["narrative"]
    if slip is Slip.TWO_AT_ONCE:
        again = _narrative(begun.question, f"{stored.partition('. ')[0]}. {SECOND_TEXT}", NOTHING)
    else:
        again = _narrative(begun.question, f"{stored} {CHILDS_DATA}", digest(stored))
    answers.record_step(self_audit=self_audit, entries=[again], by=players.others[0])


def _move(self_audit, standing, players, diary):
    approver = players.approver
    if standing.sent_on:
        diary.note(dates.at(standing.sent_on, 16))
        self_audits.send(self_audit=self_audit, by=players.lead)
    if standing.sent_back_on:
        diary.note(dates.at(standing.sent_back_on, 17))
        self_audits.send_back(self_audit=self_audit, reason=standing.reason, by=approver)
    if standing.submitted_on:
        diary.note(dates.at(standing.submitted_on, 17, 20))
        self_audits.submit(
            self_audit=self_audit, name=approver.name, post=approver.post, by=approver
        )
    if standing.reopened_on:
        diary.note(dates.at(standing.reopened_on, 17, 40))
        self_audits.reopen(self_audit=self_audit, reason=standing.reason, by=players.coordinator)


def _opened(item):
    """The item as the operation takes it: the file that it names is read."""
    if item["kind"] != "file":
        return item
    path = evidence_file(item["file"])
    return item | {"file": ContentFile(path.read_bytes(), name=path.name)}
