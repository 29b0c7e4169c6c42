from django.db import transaction
from django.utils import timezone

from section11.record.models import Event

from ..merging import normalised
from ..models import Action
from .data_warnings import Typed, look_through
from .self_audits import lock_open, record


def add(*, self_audit, answer, what, token, by, lead="", due_on=None, intended_impact=""):
    """Add one action to an answer, and return it.

    The caller, `answers.record_step`, holds the lock, knows that the token is new, and looks
    through what `texts` gives.
    """
    action = Action(
        answer=answer,
        what=normalised(what),
        lead=normalised(lead),
        due_on=due_on,
        intended_impact=normalised(intended_impact),
        token=token,
        added_by=by,
    )
    action._history_user = by
    action.save()
    record(Event.Kind.ACTION_ADDED, self_audit, by=by, action=action.pk)
    return action


@transaction.atomic
def change(*, action, by, what, lead="", due_on=None, intended_impact=""):
    """Change an action."""
    self_audit = lock_open(action.answer.self_audit)
    action = Action.objects.select_for_update().kept().get(pk=action.pk)
    action.what, action.lead = normalised(what), normalised(lead)
    action.due_on, action.intended_impact = due_on, normalised(intended_impact)
    action._history_user = by
    action.save(update_fields=["what", "lead", "due_on", "intended_impact"])
    look_through(texts(action))
    record(Event.Kind.ACTION_CHANGED, self_audit, by=by, action=action.pk)
    return action


@transaction.atomic
def remove(*, action, by):
    """Take an action off the answer. The row is kept, with who and when."""
    self_audit = lock_open(action.answer.self_audit)
    action = Action.objects.select_for_update().get(pk=action.pk)
    if action.removed_at:
        return
    action.removed_at, action.removed_by = timezone.now(), by
    action._history_user = by
    action.save(update_fields=["removed_at", "removed_by"])
    action.data_warnings.all().delete()
    record(Event.Kind.ACTION_REMOVED, self_audit, by=by, action=action.pk)


def texts(action, *, is_new=False):
    """What a person typed about the action, for `data_warnings.look_through`."""
    return [
        Typed(action.answer, name, getattr(action, name), action=action, is_new=is_new)
        for name in ("what", "lead", "intended_impact")
    ]
