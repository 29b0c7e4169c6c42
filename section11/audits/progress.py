"""How far each agency of a cycle is: what a coordinator reads before they remind anybody.

Five queries for any number of agencies, besides those for a standard set that the process has not
met before.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import groupby

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Greatest, Length

from section11.people.models import Membership, Role
from section11.record.models import Email, Event
from section11.standards import sets

from . import checks, task_list
from .models import Answer, Cycle, Escalation, Reminder, SelfAudit
from .progress_lines import Lead, Line, Mail

# The acts by which an agency moves its self-audit on; reading and reminding are none.
WORK = [
    Event.Kind.STANDARD_SAVED,
    Event.Kind.ANSWERS_IMPORTED,
    Event.Kind.CLASH_FOUND,
    Event.Kind.CLASH_SETTLED,
    Event.Kind.EVIDENCE_ADDED,
    Event.Kind.EVIDENCE_CHANGED,
    Event.Kind.EVIDENCE_REMOVED,
    Event.Kind.ACTION_ADDED,
    Event.Kind.ACTION_CHANGED,
    Event.Kind.ACTION_REMOVED,
    Event.Kind.WARNING_CONFIRMED,
    Event.Kind.SELF_AUDIT_SENT,
    Event.Kind.SELF_AUDIT_SENT_BACK,
    Event.Kind.SELF_AUDIT_SUBMITTED,
]


def read(cycle: Cycle) -> list[Line]:
    """A Line for each agency of the cycle."""
    self_audits = list(_self_audits(cycle))
    leads, escalations = _leads(cycle), _escalations(cycle)
    asked, lacking = _asked(cycle), _lacking(cycle)
    return [
        _line(one, asked(one.sector, one.size), lacking, leads, escalations) for one in self_audits
    ]


def to_remind(self_audits: Iterable[SelfAudit]) -> dict[int, list[Membership]]:
    """Whom a reminder goes to, by self-audit: the leads, or while it waits for sign-off the approvers
    who may sign it. One query.
    """
    self_audits = list(self_audits)
    held = (
        Membership.objects.current()
        .filter(
            role__in=[Role.LEAD, Role.APPROVER],
            agency__in={one.agency_id for one in self_audits},
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user__name")
    )
    by_role = defaultdict(list)
    for one in held:
        by_role[one.agency_id, one.role].append(one)
    return {one.pk: _who_has(one, by_role) for one in self_audits}


def _who_has(self_audit, by_role):
    if not self_audit.is_with_approver:
        return by_role[self_audit.agency_id, Role.LEAD]
    approvers = by_role[self_audit.agency_id, Role.APPROVER]
    return [one for one in approvers if one.user_id != self_audit.sent_by_id]


def _line(self_audit, asked, lacking, leads, escalations):
    standards = len(asked)
    ready, missing = standards, Counter()
    if not self_audit.is_submitted:
        found = [[lacking(self_audit.pk, question) for question in group] for group in asked]
        ready = sum(not any(lacks) for lacks in found)
        missing.update(lack for group in found for lacks in group for lack in lacks)
    return Line(
        self_audit,
        standards,
        ready,
        missing,
        leads.get(self_audit.agency_id, []),
        escalations.get(self_audit.pk),
    )


def _self_audits(cycle):
    act = Event.objects.filter(
        subject_type=SelfAudit._meta.label_lower, subject_id=OuterRef("pk"), kind__in=WORK
    ).order_by("-at", "-pk")
    return with_last_reminder(cycle.self_audits).annotate(
        act_at=Subquery(act.values("at")[:1]),
        act_by=Subquery(act.values("by__name")[:1]),
        act_kind=Subquery(act.values("kind")[:1]),
    )


def with_last_reminder(self_audits):
    """The self-audits with their agency, and with `reminded_at`."""
    last = Reminder.objects.filter(self_audit=OuterRef("pk")).order_by("-sent_at")
    return self_audits.select_related("agency").annotate(
        reminded_at=Subquery(last.values("sent_at")[:1])
    )


def _leads(cycle):
    """Today's leads by agency, as they are known there, each with the last mail since they lead."""
    last = Email.objects.filter(to=OuterRef("user"), queued_at__gte=OuterRef("given_at")).order_by(
        "-queued_at", "-pk"
    )
    held = (
        Membership.objects.current()
        .filter(role=Role.LEAD, agency__self_audits__cycle=cycle, user__is_active=True)
        .select_related("user")
        .order_by("user__name")
        .annotate(
            queued_at=Subquery(last.values("queued_at")[:1]),
            sent_at=Subquery(last.values("sent_at")[:1]),
            bounced_at=Subquery(last.values("bounced_at")[:1]),
        )
    )
    leads = defaultdict(list)
    for one in held:
        mail = _mail(one.queued_at, one.sent_at, one.bounced_at)
        leads[one.agency_id].append(Lead(one.person_name, *mail))
    return leads


def _mail(queued_at, sent_at, bounced_at):
    if bounced_at:
        return Mail.BOUNCED, bounced_at
    if sent_at:
        return Mail.DELIVERED, sent_at
    return (Mail.WAITING, queued_at) if queued_at else (None, None)


def _escalations(cycle):
    """The last step of each self-audit that was escalated."""
    taken = Escalation.objects.filter(self_audit__cycle=cycle).select_related("by")
    return {escalation.self_audit_id: escalation for escalation in taken.order_by("at", "pk")}


def _asked(cycle):
    """A function from an agency's sector and size to its questions, in a list for each standard."""
    questions = sets.read_one(cycle.standard_set).questions

    @cache
    def asked(sector, size):
        applying = [question for question in questions if question.applies_to(sector, size)]
        return [list(group) for _, group in groupby(applying, key=lambda q: q.standard_id)]

    return asked


def _lacking(cycle):
    """A function from a self-audit that is not submitted, and a question, to what it lacks there.

    What checks.Facts are alike is judged once: thousands of answers differ in few ways.
    """
    unsubmitted = SelfAudit.objects.filter(cycle=cycle).exclude(status=SelfAudit.Status.SUBMITTED)
    levels = {level.pk: level for level in sets.read_one(cycle.standard_set).levels}
    answers, marked = _answers(unsubmitted), _marked(unsubmitted)

    @cache
    def judge(essential, level_id, has_reason, longest, marks):
        facts = checks.Facts(
            essential=essential,
            level=levels.get(level_id),
            has_reason=has_reason,
            longest=longest,
            **dict.fromkeys(marks, 1),
        )
        return tuple(problem.lack for problem in checks.problems(facts) if problem.stops)

    def lacking(self_audit_id, question):
        answer = answers.get((self_audit_id, question.pk))
        if answer is None:
            return judge(question.essential, None, False, 0, ())
        pk, level_id, has_reason, longest = answer
        return judge(question.essential, level_id, has_reason, longest, marked.get(pk, ()))

    return lacking


def _answers(self_audits):
    """(id, level, whether a reason is given, length if over what can be submitted) of each answer,
    by self-audit and question.
    """
    rows = (
        Answer.objects.filter(self_audit__in=self_audits)
        .order_by()
        .values_list(
            "self_audit_id",
            "question_id",
            "pk",
            "level_id",
            Length("na_reason"),
            Greatest(Length("narrative"), Length("impact"), Length("na_reason")),
        )
    )
    return {
        (self_audit, question): (
            pk,
            level,
            reason > 0,
            longest if longest > checks.TEXT_LIMIT else 0,
        )
        for self_audit, question, pk, level, reason, longest in rows
    }


def _marked(self_audits):
    """Which of the counted facts hold of each answer, by its id."""
    parts = [
        rows.order_by().values_list(Value(name, CharField()), "answer_id")
        for name, rows in task_list.counted(answer__self_audit__in=self_audits).items()
    ]
    marked = {}
    for name, answer in parts[0].union(*parts[1:], all=True):
        names = marked.get(answer, ())
        if name not in names:
            marked[answer] = (*names, name)
    return marked
