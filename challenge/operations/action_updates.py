"""An agreed action on its way to verified closure: updates with proof, done, sent back, verified."""

from django.db import transaction
from django.utils import timezone

from section11.audits.merging import normalised
from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import after_emails
from ..models import AgreedAction, AgreedActionUpdate
from . import confirmations, proofs

Status = AgreedAction.Status


@transaction.atomic
def update(*, action, token, by, text="", file=None, done=False, confirmed=()):
    """Say how far the action is, with proof if there is any; `done` hands it on to be verified.

    Return the update; the one there is where the form was posted before. Raises RuleBroken once the
    action is closed, or done already.
    """
    action = lock(action)
    before = action.updates.filter(token=token).first()
    if before:
        return before
    action.must_be_followed()
    if done:
        if action.is_done:
            raise RuleBroken(
                f"{action.done_by} said on {timezone.localtime(action.done_at):%-d %B %Y} that this"
                " action is done. It waits to be verified.",
                action,
            )
        action.move_to(Status.DONE)
        action.done_at, action.done_by = timezone.now(), by
        _save(action, by, "status", "done_at", "done_by")
    made = _note(action, text, by=by, file=file, token=token, status=Status.DONE if done else "")
    record(
        Event.Kind.AGREED_ACTION_UPDATED, action, by=by, status=action.status, sha256=made.sha256
    )
    confirmations.note(confirmed, action, challenged=action.challenged_agency, by=by)
    if done:
        after_emails.action_done(action)
    return made


@transaction.atomic
def verify(*, action, by, text="", confirmed=()):
    """Close an action that is done, by somebody who did not do it. Raises RuleBroken otherwise."""
    action = lock(action)
    action.must_be_verified_by(by)
    action.move_to(Status.VERIFIED)
    action.verified_at, action.verified_by = timezone.now(), by
    _save(action, by, "status", "verified_at", "verified_by")
    _note(action, text, by=by, status=Status.VERIFIED)
    record(Event.Kind.AGREED_ACTION_VERIFIED, action, by=by)
    confirmations.note(confirmed, action, challenged=action.challenged_agency, by=by)
    after_emails.action_verified(action)
    return action


@transaction.atomic
def send_back(*, action, reason, by, confirmed=()):
    """Give an action back to the agency because it is not done yet, with the reason."""
    action = lock(action)
    action.must_be_verified_by(by)
    done_by = action.done_by
    action.move_to(Status.SENT_BACK)
    action.done_at = action.done_by = None
    _save(action, by, "status", "done_at", "done_by")
    _note(action, reason, by=by, status=Status.SENT_BACK)
    record(Event.Kind.AGREED_ACTION_UPDATED, action, by=by, status=action.status)
    confirmations.note(confirmed, action, challenged=action.challenged_agency, by=by)
    after_emails.action_sent_back(action, by=by, done_by=done_by)
    return action


@transaction.atomic
def change(*, action, lead, due_on, reason, by, confirmed=()):
    """Give the action another lead or due date, with the reason. Reminders begin anew with it."""
    action = lock(action)
    action.must_be_followed()
    was = action.lead, action.due_on
    if was == (lead, due_on):
        return action
    action.lead, action.due_on = normalised(lead), due_on
    _save(action, by, "lead", "due_on")
    said = f"Due by {due_on:%-d %B %Y} instead of {was[1]:%-d %B %Y}. " if due_on != was[1] else ""
    said += f"Led by {action.lead} instead of {was[0]}. " if lead != was[0] else ""
    _note(action, f"{said}{reason}", by=by)
    record(Event.Kind.AGREED_ACTION_UPDATED, action, by=by, due_on=due_on.isoformat())
    confirmations.note(confirmed, action, challenged=action.challenged_agency, by=by)
    after_emails.action_moved(action, by=by)
    return action


def lock(action):
    """The action held until the transaction ends, all that rules and mails ask of it loaded."""
    return (
        AgreedAction.objects.select_for_update(of=("self",))
        .select_related(
            "challenged_agency__agency",
            "challenged_agency__challenge__cycle__partnership",
            "standard",
            "done_by",
            "verified_by",
            "removed_by",
        )
        .get(pk=action.pk)
    )


def record(kind, action, /, *, by, **detail):
    """An event about an action, for its agency and its partnership."""
    challenged = action.challenged_agency
    events.record(
        kind,
        action,
        by=by,
        agency_id=challenged.agency_id,
        partnership_id=challenged.challenge.cycle.partnership_id,
        **detail,
    )


def _save(action, by, *fields):
    action._history_user = by
    action.save(update_fields=list(fields))


def _note(action, text, *, by, file=None, **fields):
    made = AgreedActionUpdate(action=action, text=normalised(text), by=by, **fields)
    proofs.put(made, file)
    with proofs.kept_with(made, new=file):
        made.save()
    return made
