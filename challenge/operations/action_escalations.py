"""An overdue action taken, step by step, to someone with more say."""

from django.db import transaction

from section11.audits import ladder
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import after_emails
from ..conflicts.withheld import barred_from
from ..models import AgreedActionEscalation
from .action_updates import lock, record


def ladder_of(action):
    """The steps of the cycle for this action: those taken, and the next. Whoever has an interest in
    the agency is not written to.
    """
    challenged = action.challenged_agency
    barred = barred_from(challenged)
    return ladder.of_steps(
        action.escalations.select_related("by"),
        agency=challenged.agency,
        partnership=challenged.challenge.cycle.partnership,
        may_know=lambda held: held.agency_id is not None or held.user_id not in barred,
    )


@transaction.atomic
def escalate(*, action, step, taken, by, note=""):
    """Take an overdue action to the people of a step, by mail; return the AgreedActionEscalation.

    `taken` is how many steps had been taken when the coordinator chose. Raises RuleBroken if there
    are more by now, if it is not overdue, or if the step cannot be taken.
    """
    action = lock(action)
    action.must_be_overdue()
    found = ladder_of(action)
    if found.count > taken:
        raise RuleBroken(
            f"{found.last.by} has taken it to the {found.last.get_step_display().lower()} since you"
            " opened the page, so nothing more was sent. Look again before you take another step.",
            action,
        )
    rung = found.rung(step)
    if not rung.is_open:
        raise RuleBroken(rung.why_not, action)
    escalation = AgreedActionEscalation.objects.create(action=action, step=step, note=note, by=by)
    people = [held.user for held in rung.held]
    record(
        Event.Kind.AGREED_ACTION_ESCALATED,
        action,
        by=by,
        step=str(step),
        to=[person.pk for person in people],
    )
    after_emails.action_escalated(action, to=people, by=by, note=note)
    return escalation
