"""All that the page of one standard shows, read in a fixed number of queries."""

from collections import defaultdict

from django.utils.functional import cached_property

from section11.standards.models import Descriptor

from . import beside
from .models import Action, Answer, Clash, DataWarning, Evidence


class Sheet:
    """One standard of one self-audit. Everything is by question id but `previous`, by lineage.

    Saving needs little of it, so each part is read when it is first asked for.
    """

    def __init__(self, self_audit, standard, questions):
        self.self_audit = self_audit
        self.standard = standard
        self.questions = questions
        self.levels = self_audit.levels

    @cached_property
    def answers(self):
        answers = (
            Answer.objects.filter(self_audit=self.self_audit, question__in=self.questions)
            .select_related("updated_by")
            .order_by()
        )
        by_level = {level.pk: level for level in self.levels}
        for answer in answers:
            if answer.level_id:
                answer.level = by_level[answer.level_id]
        return {answer.question_id: answer for answer in answers}

    def forget_answers(self):
        """They were saved: what is stored is read anew if it is asked for again."""
        vars(self).pop("answers", None)

    @cached_property
    def descriptors(self):
        """What each level means for each question: texts by level id."""
        found = defaultdict(dict)
        for descriptor in Descriptor.objects.filter(question__in=self.questions).order_by():
            found[descriptor.question_id][descriptor.level_id] = descriptor.text
        return found

    def read_items(self):
        """Read what hangs on the answers, and last cycle's answers: for drawing the page."""
        questions = {answer.pk: answer.question_id for answer in self.answers.values()}
        of_these = {"answer__in": list(questions)}
        self.evidence = _grouped(Evidence.objects.kept().filter(**of_these), questions)
        self.actions = _grouped(Action.objects.kept().filter(**of_these), questions)
        clashes = Clash.objects.filter(settled_at=None, **of_these)
        self.clashes = _grouped(clashes.select_related("by", "other_by"), questions)
        self.warnings = _grouped(
            DataWarning.objects.filter(confirmed_at=None, **of_these), questions
        )
        self.previous = self._previous()
        self.beside = beside.of(self.self_audit, self.standard, self.questions)
        self.owner = self.self_audit.owners.with_standing().filter(standard=self.standard).first()

    def _previous(self):
        """Last cycle's answers to the same questions, by lineage."""
        if self.self_audit.cycle.compared_with_id is None:
            return {}
        answers = (
            Answer.objects.filter(
                self_audit__cycle=self.self_audit.cycle.compared_with_id,
                self_audit__agency=self.self_audit.agency_id,
                self_audit__status="submitted",
                question__lineage__in=[question.lineage for question in self.questions],
            )
            .select_related("question", "level__scale", "self_audit__cycle")
            .order_by()
        )
        return {answer.question.lineage: answer for answer in answers}


def _grouped(items, questions):
    grouped = defaultdict(list)
    for item in items:
        grouped[questions[item.answer_id]].append(item)
    return grouped
