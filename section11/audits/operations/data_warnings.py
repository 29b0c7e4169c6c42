from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event

from .. import personal_data
from ..merging import digest
from ..models import DataWarning
from .self_audits import lock_open


def look_through(texts, *, answer, evidence=None, action=None):
    """Keep the warnings of some texts in step with what they now say.

    `texts` maps a field's name to its text. A match that was confirmed before stays confirmed; a
    match that is gone takes its warning with it. Called by the operations that save text, inside
    their transaction.
    """
    found = {
        (field, finding.kind, digest(text[finding.start : finding.end])): finding
        for field, text in texts.items()
        for finding in personal_data.findings(text)
    }
    known = DataWarning.objects.filter(
        answer=answer, evidence=evidence, action=action, field__in=list(texts)
    )
    known = {(w.field, w.kind, w.match_digest): w for w in known}
    gone = [warning.pk for key, warning in known.items() if key not in found]
    if gone:
        DataWarning.objects.filter(pk__in=gone).delete()
    DataWarning.objects.bulk_create(
        DataWarning(
            answer=answer,
            evidence=evidence,
            action=action,
            field=field,
            kind=kind,
            sentence=finding.sentence[:300],
            match_digest=match,
        )
        for (field, kind, match), finding in found.items()
        if (field, kind, match) not in known
    )


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
