"""Where a self-audit stands, standard by standard, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Greatest, Length
from django.utils.functional import cached_property

from . import checks
from .models import Action, Answer, Clash, DataWarning, Evidence


@dataclass(frozen=True)
class Task:
    """One standard on the task list."""

    standard: object
    questions: list
    facts: list

    @cached_property
    def state(self):
        return checks.progress(self.facts)

    @property
    def progress(self):
        return self.state[0]

    @property
    def ready(self):
        return self.state[1]

    @property
    def asked(self):
        return len(self.questions)

    @cached_property
    def found(self):
        """(question, problems) for each question that has any."""
        pairs = zip(self.questions, self.facts, strict=True)
        return [(q, p) for q, facts in pairs if (p := checks.problems(facts))]

    @property
    def stops(self):
        return sum(problem.stops for _, problems in self.found for problem in problems)

    @property
    def missing(self):
        """(question code, sentence) of what stops submission, once work on the standard began."""
        if self.progress == checks.Progress.NOT_STARTED:
            return []
        return [(q.code, p.sentence) for q, problems in self.found for p in problems if p.stops]

    @property
    def warnings(self):
        return sum(not problem.stops for _, problems in self.found for problem in problems)


@dataclass(frozen=True)
class TaskList:
    tasks: list

    @property
    def asked(self):
        return sum(task.asked for task in self.tasks)

    @property
    def ready(self):
        return sum(task.ready for task in self.tasks)

    @property
    def standards_ready(self):
        return sum(task.progress == checks.Progress.READY for task in self.tasks)

    @property
    def stops(self):
        return sum(task.stops for task in self.tasks)

    @property
    def warnings(self):
        return sum(task.warnings for task in self.tasks)

    @property
    def is_ready(self):
        return self.stops == 0


def read(self_audit):
    """The TaskList of a self-audit: seven queries, whatever its size."""
    facts = read_facts(self_audit, self_audit.questions)
    return TaskList(
        [
            Task(standard, asked, [facts[question.pk] for question in asked])
            for standard, group in groupby(self_audit.questions, key=lambda q: q.standard)
            for asked in [list(group)]
        ]
    )


def read_facts(self_audit, questions):
    """checks.Facts of each question, by its id."""
    answers = {
        answer.question_id: answer
        for answer in Answer.objects.filter(self_audit=self_audit)
        .select_related("level")
        .annotate(
            longest=Greatest(Length("narrative"), Length("impact"), Length("na_reason")),
            narrative_length=Length("narrative"),
            impact_length=Length("impact"),
            reason_length=Length("na_reason"),
        )
        .defer("narrative", "impact", "na_reason")
    }
    counts = {name: _counted(rows) for name, rows in counted(answer__self_audit=self_audit).items()}
    unchanged = _unchanged(self_audit)
    facts = {}
    for question in questions:
        answer = answers.get(question.pk)
        if answer is None:
            facts[question.pk] = checks.Facts(essential=question.essential)
            continue
        facts[question.pk] = checks.Facts(
            essential=question.essential,
            level=answer.level,
            has_narrative=answer.narrative_length > 0,
            has_impact=answer.impact_length > 0,
            has_reason=answer.reason_length > 0,
            longest=answer.longest,
            unchanged=question.pk in unchanged,
            **{name: count[answer.pk] for name, count in counts.items()},
        )
    return facts


def counted(**of):
    """The rows of which checks.Facts holds a number for each answer, by the name it has there."""
    actions = Action.objects.kept().filter(**of)
    return {
        "evidence": Evidence.objects.kept().filter(**of),
        "actions": actions,
        "incomplete_actions": actions.filter(Q(lead="") | Q(due_on=None)),
        "open_clashes": Clash.objects.filter(settled_at=None, **of),
        "open_warnings": DataWarning.objects.filter(confirmed_at=None, **of),
    }


def _counted(items):
    counts = items.order_by().values_list("answer").annotate(Count("pk"))
    return defaultdict(int, counts)


def _unchanged(self_audit):
    """Ids of the questions whose narrative is last cycle's to the letter."""
    if self_audit.cycle.compared_with_id is None:
        return set()
    before = Answer.objects.filter(
        self_audit__cycle=self_audit.cycle.compared_with_id,
        self_audit__agency=self_audit.agency_id,
        question__lineage=OuterRef("question__lineage"),
        narrative=OuterRef("narrative"),
    )
    return set(
        Answer.objects.filter(Exists(before), self_audit=self_audit)
        .exclude(narrative="")
        .values_list("question_id", flat=True)
    )
