"""The whole of a self-audit as plain values: what Check answers shows, what a download holds and
what a sign-off keeps for ever. It must therefore only ever hold what JSON can.
"""

from collections import defaultdict
from datetime import date
from itertools import groupby

from django.utils import timezone

from .models import Action, Answer, Evidence


def content_of(self_audit):
    """A self-audit as nested dicts and lists of text, numbers, booleans and None.

    {"agency", "cycle", "partnership", "sector", "size", "standard_set", "made_at",
     "standards": [{"code", "title", "questions": [{"id", "code", "text", "essential",
       "level": {"code", "label", "letter", "symbol", "css_class", "counts_in_score"} or None,
       "narrative", "impact", "na_reason", "updated_at", "updated_by",
       "evidence": [{"id", "kind", "title", "file_name", "size", "sha256", "url", "reference",
                     "added_at", "added_by"}],
       "actions": [{"id", "what", "lead", "due_on", "intended_impact", "added_at", "added_by"}]}]}]}

    Dates are ISO 8601. Seven queries, whatever the size.
    """
    answers = {
        answer.question_id: answer
        for answer in Answer.objects.filter(self_audit=self_audit).select_related(
            "level__scale", "updated_by"
        )
    }
    evidence = _by_answer(Evidence, self_audit, _evidence)
    actions = _by_answer(Action, self_audit, _action)
    return {
        "agency": self_audit.agency.name,
        "cycle": self_audit.cycle.name,
        "partnership": self_audit.cycle.partnership.name,
        "sector": self_audit.get_sector_display(),
        "size": self_audit.get_size_display(),
        "standard_set": self_audit.cycle.standard_set.title,
        "made_at": timezone.now().isoformat(),
        "standards": [
            {
                "code": standard.code,
                "title": standard.title,
                "questions": [
                    _question(question, answers.get(question.pk), self_audit, evidence, actions)
                    for question in questions
                ],
            }
            for standard, questions in groupby(self_audit.questions, key=lambda q: q.standard)
        ],
    }


def _question(question, answer, self_audit, evidence, actions):
    values = {
        "id": question.pk,
        "code": question.code,
        "text": question.wording(self_audit.size),
        "essential": question.essential,
        "level": None,
        "narrative": "",
        "impact": "",
        "na_reason": "",
        "updated_at": None,
        "updated_by": None,
        "evidence": [],
        "actions": [],
    }
    if answer is not None:
        values |= {
            "level": _level(answer.level),
            "narrative": answer.narrative,
            "impact": answer.impact,
            "na_reason": answer.na_reason,
            "updated_at": answer.updated_at.isoformat(),
            "updated_by": answer.updated_by.name,
            "evidence": evidence[answer.pk],
            "actions": actions[answer.pk],
        }
    return values


def _level(level):
    if level is None:
        return None
    names = ("code", "label", "letter", "symbol", "css_class", "counts_in_score", "needs_reason")
    return {name: getattr(level, name) for name in names}


def _by_answer(model, self_audit, values):
    items = defaultdict(list)
    kept = model.objects.kept().filter(answer__self_audit=self_audit).select_related("added_by")
    for item in kept:
        items[item.answer_id].append(
            values(item)
            | {"id": item.pk, "added_at": item.added_at.isoformat(), "added_by": item.added_by.name}
        )
    return items


def _evidence(item):
    names = ("kind", "title", "file_name", "size", "sha256", "url", "reference")
    return {name: getattr(item, name) for name in names}


def _action(action):
    return {
        "what": action.what,
        "lead": action.lead,
        "due_on": action.due_on.isoformat() if action.due_on else None,
        "intended_impact": action.intended_impact,
    }


def for_reading(content, found=None):
    """The content for a page: dates as dates, and with each question what was `found` wrong with it.

    `found` maps a question's id to its problems. Returns new dicts; `content` is left as it is.
    """
    found = found or {}
    return content | {
        "standards": [
            standard
            | {
                "questions": [
                    question
                    | {
                        "found": found.get(question["id"], []),
                        "actions": [
                            action | {"due_on": _date(action["due_on"])}
                            for action in question["actions"]
                        ],
                    }
                    for question in standard["questions"]
                ]
            }
            for standard in content["standards"]
        ]
    }


def _date(text):
    return date.fromisoformat(text) if text else None
