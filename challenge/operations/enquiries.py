"""Lines of enquiry: proposed from the data, made the panel's own, sent to the agency."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from section11.audits.merging import normalised
from section11.board import flags
from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import session_emails
from ..models import ChallengedAgency, KeyLineOfEnquiry, Slot
from ..sessions import enquiry, enquiry_facts, session_rules
from ..sessions.self_ratings import SelfRatings
from ..sessions.typed import merge_into

FIELDS = ("text",)


def record(kind, challenged, /, *, by, **detail):
    """An event about an agency's part in the challenge, for it and for its partnership."""
    return events.record(
        kind,
        challenged,
        by=by,
        agency_id=challenged.agency_id,
        partnership_id=challenged.challenge.cycle.partnership_id,
        **detail,
    )


def lock(challenged):
    """The agency's part in the challenge read anew, and held until the transaction ends."""
    return (
        ChallengedAgency.objects.select_for_update(of=("self",))
        .select_related(
            "agency",
            "challenge__cycle__standard_set",
            "challenge__cycle__compared_with__standard_set",
            "self_audit__cycle__standard_set",
            "self_audit__cycle__compared_with__standard_set",
        )
        .get(pk=challenged.pk)
    )


@transaction.atomic
def propose(*, slot, by, ratings=None, flagged=None):
    """Add the lines that the data calls for and that were not proposed before; return how many.

    What the panel removed is not proposed again for the same reasons. `ratings` and `flagged` are
    those of the cycle, where the caller has read them.
    """
    challenged = _lock_for_change(slot)
    self_audit = challenged.self_audit
    if not self_audit.is_submitted:
        raise RuleBroken(
            f"{challenged.agency} has not submitted its self-audit, so there is nothing to propose"
            " lines of enquiry from. You can write your own.",
            slot,
        )
    ratings = ratings or SelfRatings(self_audit.cycle)
    found = enquiry_facts.standards_of(
        self_audit, ratings, flags.of(self_audit.cycle) if flagged is None else flagged
    )
    there = list(challenged.enquiries.all())
    known = [(one.standard_id, set(one.rules)) for one in there if one.rules]
    new = [
        one
        for one in enquiry.propose(found)
        if not any(one.standard_id == its and rules >= set(one.rules) for its, rules in known)
    ]
    last = max((one.order for one in there), default=0)
    for order, one in enumerate(new, last + 1):
        _save(
            KeyLineOfEnquiry(
                challenged_agency=challenged,
                standard_id=one.standard_id,
                rules=[rule.value for rule in one.rules],
                because=one.because,
                text=one.text,
                order=order,
                added_by=by,
            ),
            by,
        )
    if new or by is None:
        record(Event.Kind.ENQUIRIES_CHANGED, challenged, by=by, proposed=len(new))
    return len(new)


@transaction.atomic
def save(*, slot, texts, by):
    """Take the texts of lines, a Typed by id; return the clashes, by id."""
    challenged = _lock_for_change(slot)
    clashes, changed = {}, 0
    for line in challenged.enquiries.kept().filter(pk__in=texts):
        took, clashing = merge_into(line, texts[line.pk])
        if took:
            _save(line, by)
            changed += 1
        if clashing:
            clashes[line.pk] = clashing
    if changed:
        record(Event.Kind.ENQUIRIES_CHANGED, challenged, by=by, changed=changed)
    return clashes


@transaction.atomic
def add(*, slot, standard, text, token, by):
    """Add a line of the panel's own at the end. The same form posted twice adds one."""
    challenged = _lock_for_change(slot)
    found = challenged.enquiries.filter(token=token).first()
    if found:
        return found
    orders = challenged.enquiries.values_list("order", flat=True)
    line = KeyLineOfEnquiry(
        challenged_agency=challenged,
        standard=standard,
        text=normalised(text),
        order=max(orders, default=0) + 1,
        token=token,
        added_by=by,
    )
    _save(line, by)
    record(Event.Kind.ENQUIRIES_CHANGED, challenged, by=by, added=1)
    return line


@transaction.atomic
def remove(*, slot, line, by):
    """Take a line off; it is kept, and can be put back."""
    challenged = _lock_for_change(slot)
    line = KeyLineOfEnquiry.objects.get(pk=line.pk)
    if line.removed_at is None:
        line.removed_at, line.removed_by = timezone.now(), by
        _save(line, by)
        record(Event.Kind.ENQUIRIES_CHANGED, challenged, by=by, removed=1)


@transaction.atomic
def put_back(*, slot, line, by):
    """Put a line back that was removed, at the end."""
    challenged = _lock_for_change(slot)
    line = KeyLineOfEnquiry.objects.get(pk=line.pk)
    if line.removed_at is not None:
        orders = challenged.enquiries.values_list("order", flat=True)
        line.removed_at = line.removed_by = None
        line.order = max(orders, default=0) + 1
        _save(line, by)
        record(Event.Kind.ENQUIRIES_CHANGED, challenged, by=by, put_back=1)


@transaction.atomic
def move(*, slot, line, steps, by):
    """Move a line up (-1) or down (1) among those that are kept."""
    challenged = _lock_for_change(slot)
    lines = list(challenged.enquiries.kept())
    place = next((place for place, one in enumerate(lines) if one.pk == line.pk), None)
    if place is None or not 0 <= place + steps < len(lines):
        return
    lines.insert(place + steps, lines.pop(place))
    for order, one in enumerate(lines, 1):
        if one.order != order:
            one.order = order
            _save(one, by)
    record(Event.Kind.ENQUIRIES_CHANGED, challenged, by=by, moved=1)


@transaction.atomic
def send(*, slot, by):
    """Send the lines to the agency: it reads them as they stand now, whatever the panel changes
    later, until they are sent again. `by` is nobody where the calendar sends them.
    """
    challenged = _lock_for_change(slot)
    session_rules.must_send_enquiries(challenged.challenge)
    if not challenged.enquiries.kept().exists():
        raise RuleBroken(
            f"There is no line of enquiry for {challenged.agency} yet, so nothing was sent.", slot
        )
    if challenged.enquiry_sent_at and not changed_since_sent(challenged):
        raise RuleBroken(
            f"The lines of enquiry went to {challenged.agency} on"
            f" {timezone.localtime(challenged.enquiry_sent_at):%-d %B %Y}, and nothing has changed"
            " since.",
            slot,
        )
    again = challenged.enquiry_sent_at is not None
    challenged.enquiry_sent_at, challenged.enquiry_sent_by = timezone.now(), by
    challenged.save(update_fields=["enquiry_sent_at", "enquiry_sent_by"])
    record(Event.Kind.ENQUIRIES_SENT, challenged, by=by)
    session_emails.enquiries_sent(challenged, slot, again=again)


def changed_since_sent(challenged):
    """Whether the panel changed any line after the agency got them."""
    return KeyLineOfEnquiry.history.filter(
        challenged_agency=challenged, history_date__gt=challenged.enquiry_sent_at
    ).exists()


def propose_due():
    """A job: propose lines for each agency whose pack is open and that has submitted, once."""
    changed = events_about_enquiries()
    waiting = (
        _upcoming()
        .filter(challenged_agency__self_audit__status="submitted")
        .exclude(Exists(changed))
        .exclude(challenged_agency__enquiries__isnull=False)
    )
    read = {}
    for slot in waiting:
        if not session_rules.packs_are_open(slot.session):
            continue
        cycle = slot.session.challenge.cycle
        if cycle.pk not in read:
            read[cycle.pk] = SelfRatings(cycle), flags.of(cycle)
        ratings, flagged = read[cycle.pk]
        propose(slot=slot, by=None, ratings=ratings, flagged=flagged)


def events_about_enquiries():
    """Of the slot of an outer query: its agency's lines were changed, or proposed, before."""
    return Event.objects.filter(
        kind=Event.Kind.ENQUIRIES_CHANGED,
        subject_type=ChallengedAgency._meta.label_lower,
        subject_id=OuterRef("challenged_agency"),
    )


def send_due():
    """A job: send the lines that are due, so many days before the session as the challenge says."""
    waiting = _upcoming().filter(
        session__challenge__enquiry_days__isnull=False,
        challenged_agency__enquiry_sent_at=None,
        challenged_agency__enquiries__removed_at=None,
        challenged_agency__enquiries__isnull=False,
    )
    for slot in waiting.distinct():
        if session_rules.enquiries_due_on(slot.session) <= timezone.localdate():
            _send_once(slot)


@transaction.atomic
def _send_once(slot):
    """Several workers may run: whoever comes second finds it sent."""
    if lock(slot.challenged_agency).enquiry_sent_at is None:
        send(slot=slot, by=None)


def _upcoming():
    """Slots of sessions that are still to come, with what the jobs need."""
    return (
        Slot.objects.kept()
        .filter(
            session__status="preparing",
            session__cancelled_at=None,
            session__ends_at__gt=timezone.now(),
        )
        .exclude(session__challenge__status="closed")
        .select_related(
            "challenged_agency__agency",
            "session__challenge__cycle__standard_set",
            "session__challenge__cycle__compared_with__standard_set",
        )
    )


def _lock_for_change(slot):
    challenged = lock(slot.challenged_agency)
    session_rules.must_not_be_over(slot.session)
    challenged.challenge.must_not_be_closed()
    return challenged


def _save(line, by):
    line._history_user = by
    line.save()
