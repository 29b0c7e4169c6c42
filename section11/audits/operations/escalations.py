"""What a coordinator does about agencies that are behind: a reminder to several, and escalation."""

from dataclasses import dataclass, field

from django.db import transaction

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails, ladder, progress
from ..models import Escalation
from . import reminders, self_audits


@dataclass
class Reminded:
    """What came of a reminder to a selection: how many people, and the agencies it reached or not."""

    people: int = 0
    agencies: list = field(default_factory=list)
    just_before: list = field(default_factory=list)
    nobody: list = field(default_factory=list)
    submitted: list = field(default_factory=list)


def remind_chosen(*, chosen, drawn_at, by, note=""):
    """Remind the people of each self-audit in `chosen`, and say what came of it.

    One that was reminded since `drawn_at`, when the form was drawn, is left out: a form posted
    twice sends once. Each agency is a transaction of its own, so what was sent stays sent.
    """
    done = Reminded()
    people = progress.to_remind(chosen)
    for self_audit in chosen:
        _remind_once(done, self_audit, people[self_audit.pk], drawn_at=drawn_at, by=by, note=note)
    return done


@transaction.atomic
def _remind_once(done, self_audit, people, *, drawn_at, by, note):
    self_audit = self_audits.lock(self_audit)
    if self_audit.is_submitted:
        done.submitted.append(self_audit.agency)
    elif not people:
        done.nobody.append(self_audit.agency)
    elif self_audit.reminders.filter(sent_at__gte=drawn_at).exists():
        done.just_before.append(self_audit.agency)
    else:
        for held in people:
            reminders.remind(self_audit=self_audit, to=held.user, by=by, note=note)
        done.people += len(people)
        done.agencies.append(self_audit.agency)


@transaction.atomic
def escalate(*, self_audit, step, taken, by, note=""):
    """Take an overdue self-audit to the people of a step, by mail, and return the Escalation.

    `taken` is how many steps had been taken when the coordinator chose. Raises RuleBroken if there
    are more by now, if it is not overdue, or if the step cannot be taken.
    """
    self_audit = self_audits.lock(self_audit)
    self_audit.must_be_late()
    found = ladder.of(self_audit)
    if found.count > taken:
        raise RuleBroken(
            f"{found.last.by} has taken it to the {found.last.get_step_display().lower()} since you"
            " opened the page, so nothing more was sent. Look again before you take another step."
        )
    rung = found.rung(step)
    if not rung.is_open:
        raise RuleBroken(rung.why_not)
    escalation = Escalation.objects.create(self_audit=self_audit, step=step, note=note, by=by)
    self_audits.record(
        Event.Kind.ESCALATED,
        self_audit,
        by=by,
        step=str(step),
        to=[held.user_id for held in rung.held],
    )
    people = [held.user for held in rung.held]
    emails.escalated(self_audit, to=people, by=by, note=note, to_agency=rung.is_in_agency)
    return escalation
