from django.db import transaction
from django.utils import timezone

from section11.record.models import Event

from ..merging import normalised
from ..models import Action
from . import data_warnings
from .self_audits import lock_open, record


@transaction.atomic
def add(*, self_audit, answer, what, token, by, lead="", due_on=None, intended_impact=""):
    """Add one action to an answer; return it, or None where the same form added it already."""
    self_audit = lock_open(self_audit)
    if Action.objects.filter(answer=answer, token=token).exists():
        return None
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
    data_warnings.look_through(_texts(action), answer=answer, action=action)
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
    data_warnings.look_through(_texts(action), answer=action.answer, action=action)
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


def _texts(action):
    return {"what": action.what, "lead": action.lead, "intended_impact": action.intended_impact}
