from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event

from .. import personal_data
from ..merging import digest
from ..models import DataWarning
from .self_audits import lock_open


@dataclass(frozen=True)
class Typed:
    """One text of an answer, or of an item or action on it. `is_new` where its row was just made."""

    answer: object
    field: str
    text: str
    evidence: object = None
    action: object = None
    is_new: bool = False

    @property
    def place(self):
        return (
            self.answer.pk,
            self.evidence and self.evidence.pk,
            self.action and self.action.pk,
            self.field,
        )


def look_through(texts):
    """Keep the warnings of some texts (each a Typed) in step with what they now say.

    A match that was confirmed before stays confirmed; one that is gone takes its warning with it.
    Called by the operations that save text, inside their transaction: one query for all of them.
    """
    found = {
        (*typed.place, finding.kind, digest(typed.text[finding.start : finding.end])): (
            typed,
            finding,
        )
        for typed in texts
        for finding in personal_data.findings(typed.text)
    }
    known = _known({typed.place for typed in texts if not typed.is_new})
    gone = [warning.pk for key, warning in known.items() if key not in found]
    if gone:
        DataWarning.objects.filter(pk__in=gone).delete()
    new = [(key, *pair) for key, pair in found.items() if key not in known]
    if new:
        DataWarning.objects.bulk_create(
            DataWarning(
                answer=typed.answer,
                evidence=typed.evidence,
                action=typed.action,
                field=typed.field,
                kind=finding.kind,
                sentence=finding.sentence[:300],
                match_digest=key[-1],
            )
            for key, typed, finding in new
        )


def _known(places):
    if not places:
        return {}
    warnings = DataWarning.objects.filter(answer__in={place[0] for place in places})
    return {
        (*place, warning.kind, warning.match_digest): warning
        for warning in warnings
        for place in [(warning.answer_id, warning.evidence_id, warning.action_id, warning.field)]
        if place in places
    }


@transaction.atomic
def confirm(*, warning, by):
    """Say that what looks like a child's data is not. Raises RuleBroken unless it may be edited."""
    self_audit = lock_open(warning.answer.self_audit)
    warning = DataWarning.objects.select_for_update().get(pk=warning.pk)
    if warning.confirmed_at:
        return
    warning.confirmed_at = timezone.now()
    warning.confirmed_by = by
    warning.save(update_fields=["confirmed_at", "confirmed_by"])
    events.record(
        Event.Kind.WARNING_CONFIRMED,
        self_audit,
        by=by,
        agency_id=self_audit.agency_id,
        partnership_id=self_audit.cycle.partnership_id,
        question=warning.answer.question.code,
        field=warning.field,
        kind=warning.kind,
    )
