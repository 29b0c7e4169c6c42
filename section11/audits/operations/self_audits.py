from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails, task_list
from ..content import content_of
from ..exceptions import NotReady
from ..models import SelfAudit, SignOff

DECLARATION = (
    "I have read this self-audit. To the best of my knowledge it is a true account of my"
    " organisation's arrangements to safeguard and promote the welfare of children, as section 11"
    " of the Children Act 2004 or our own duties require, and I support its ratings and actions."
)


def lock(self_audit):
    """The self-audit read anew and held until the transaction ends, its cycle and agency loaded.

    Raises RuleBroken if its agency was left out of the cycle at this moment.
    """
    held = (
        SelfAudit.objects.select_for_update(of=("self",))
        .select_related("cycle", "agency")
        .filter(pk=self_audit.pk)
        .first()
    )
    if held is None:
        raise RuleBroken("The coordinator has just left your agency out of this cycle.")
    return held


def lock_to_move(self_audit):
    """The same, with the cycle as it is once the self-audit is held: it may be closed meanwhile."""
    self_audit = lock(self_audit)
    self_audit.cycle.refresh_from_db(fields=["status"])
    return self_audit


def lock_open(self_audit):
    """The same, or RuleBroken that says who has it if answers may not be typed now."""
    self_audit = lock(self_audit)
    self_audit.must_be_open()
    return self_audit


def record(kind, self_audit, /, *, by, **detail):
    """An event about a self-audit, for its agency and its partnership."""
    return events.record(
        kind,
        self_audit,
        by=by,
        agency_id=self_audit.agency_id,
        partnership_id=self_audit.cycle.partnership_id,
        **detail,
    )


def start(self_audit):
    """Note that work has begun. The caller holds the lock."""
    if self_audit.started_at is None:
        self_audit.move_to(SelfAudit.Status.IN_PROGRESS)
        self_audit.started_at = timezone.now()
        self_audit.save(update_fields=["status", "started_at"])


@transaction.atomic
def send(*, self_audit, by):
    """Hand the self-audit to the agency's approvers, or raise NotReady saying what is left."""
    self_audit = lock_to_move(self_audit)
    self_audit.must_be_open()
    left = task_list.read(self_audit).stops
    if left:
        raise NotReady(
            f"It cannot be sent for sign-off yet: {left} {'thing is' if left == 1 else 'things are'}"
            " left to do. They are listed below.",
            self_audit,
        )
    if not [person for person in self_audit.agency.approvers if person != by]:
        raise NotReady(
            "Nobody can sign this self-audit off: your agency has no approver other than you."
            " Ask the coordinator to add one.",
            self_audit,
        )
    self_audit.move_to(SelfAudit.Status.WITH_APPROVER)
    self_audit.sent_at = timezone.now()
    self_audit.sent_by = by
    self_audit.save(update_fields=["status", "sent_at", "sent_by"])
    record(Event.Kind.SELF_AUDIT_SENT, self_audit, by=by)
    emails.sign_off_wanted(self_audit)


@transaction.atomic
def send_back(*, self_audit, reason, by, **detail):
    """Give it back to the lead before sign-off, with the reason; `detail` goes into the record."""
    self_audit = lock_to_move(self_audit)
    self_audit.must_wait_for_sign_off()
    self_audit.move_to(SelfAudit.Status.IN_PROGRESS)
    sent_by = self_audit.sent_by
    _give_back(self_audit, reason=reason, by=by)
    record(Event.Kind.SELF_AUDIT_SENT_BACK, self_audit, by=by, reason=reason, **detail)
    emails.sent_back(self_audit, to=sent_by)


@transaction.atomic
def submit(*, self_audit, name, post, by, **detail):
    """The approver's declaration, by name, post and date; then it is submitted and read only.

    Returns the SignOff, which holds the whole content as it stands; `detail` goes into the record.
    Raises RuleBroken if it is not waiting for sign-off, or if `by` is the person who sent it.
    """
    self_audit = lock_to_move(self_audit)
    self_audit.must_wait_for_sign_off()
    if self_audit.sent_by_id == by.pk:
        raise NotReady(
            "You sent this self-audit for sign-off, so another person must sign it off.", self_audit
        )
    self_audit.move_to(SelfAudit.Status.SUBMITTED)
    self_audit.submitted_at = timezone.now()
    self_audit.submitted_by = by
    self_audit.save(update_fields=["status", "submitted_at", "submitted_by"])
    last = self_audit.sign_offs.aggregate(last=Max("number"))["last"] or 0
    sign_off = SignOff.objects.create(
        self_audit=self_audit,
        number=last + 1,
        by=by,
        name=name,
        post=post,
        declaration=DECLARATION,
        signed_at=self_audit.submitted_at,
        content=content_of(self_audit),
    )
    record(Event.Kind.SELF_AUDIT_SUBMITTED, self_audit, by=by, submission=sign_off.number, **detail)
    emails.submitted(self_audit)
    return sign_off


@transaction.atomic
def reopen(*, self_audit, reason, by):
    """Let the agency change a submitted self-audit. What was submitted stays in its SignOff."""
    self_audit = lock_to_move(self_audit)
    self_audit.must_be_submitted()
    self_audit.cycle.must_be_open()
    self_audit.move_to(SelfAudit.Status.IN_PROGRESS)
    _give_back(self_audit, reason=reason, by=by)
    _follow_profile(self_audit, by=by)
    record(Event.Kind.SELF_AUDIT_REOPENED, self_audit, by=by, reason=reason)
    emails.reopened(self_audit)


def note_download(*, self_audit, by, **detail):
    """Record that someone took a copy of the self-audit, or of one submission of it."""
    record(Event.Kind.SELF_AUDIT_DOWNLOADED, self_audit, by=by, **detail)


def _give_back(self_audit, *, reason, by):
    self_audit.sent_at = self_audit.sent_by = None
    self_audit.submitted_at = self_audit.submitted_by = None
    self_audit.returned_at = timezone.now()
    self_audit.returned_by = by
    self_audit.return_reason = reason
    self_audit.save(
        update_fields=[
            "status",
            "sent_at",
            "sent_by",
            "submitted_at",
            "submitted_by",
            "returned_at",
            "returned_by",
            "return_reason",
        ]
    )


@transaction.atomic
def rescope(*, agency, by):
    """Follow a change of the agency's sector or size in every self-audit that is not submitted.

    Questions that no longer apply are hidden with their answers; nothing typed is lost, and it is
    back if the change is undone. A submitted self-audit stays as it was.
    """
    still_open = (
        SelfAudit.objects.select_for_update(of=("self",))
        .select_related("cycle", "agency")
        .filter(agency=agency)
        .exclude(status=SelfAudit.Status.SUBMITTED)
        .exclude(cycle__status="closed")
    )
    for self_audit in still_open:
        _follow_profile(self_audit, by=by)


def _follow_profile(self_audit, *, by):
    agency = self_audit.agency
    if (self_audit.sector, self_audit.size) == (agency.sector, agency.size):
        return
    self_audit.sector, self_audit.size = agency.sector, agency.size
    self_audit.save(update_fields=["sector", "size"])
    asked = {question.pk for question in self_audit.questions}
    for answer in self_audit.answers.all():
        if answer.in_scope != (answer.question_id in asked):
            answer.in_scope = not answer.in_scope
            answer._history_user = by
            answer.save(update_fields=["in_scope"])
