"""The panel's record of one agency, standard by standard, while the session is open."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from section11.audits.merging import normalised
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import AgreedAction, Finding, Moderation
from ..sessions.typed import Clash, Typed, merge_into
from .sessions import lock_to_record, record

FIELDS = ("discussion", "level", "reason")
FINDING_FIELDS = ("kind", "text")
ACTION_FIELDS = ("what", "lead", "due_on")


@dataclass(frozen=True)
class Entry:
    """What one person sent about one standard, or without a `moderation` about the agency as a whole.

    `findings` and `actions` hold a Typed for each id that is there already; the new ones are
    keyword arguments, with the token of the form.
    """

    moderation: Typed | None = None
    findings: dict[int, Typed] = field(default_factory=dict)
    actions: dict[int, Typed] = field(default_factory=dict)
    new_findings: Sequence[dict] = ()
    new_actions: Sequence[dict] = ()


@dataclass(frozen=True)
class Saved:
    """How many rows changed or were added, and what clashed: by "moderation", "finding-3" ..."""

    rows: int
    clashes: dict[str, list[Clash]]


@transaction.atomic
def record_standard(*, slot, standard, entry, by):
    """Save what was typed about one standard of the slot's agency, and return a Saved. Without a
    standard it is about the agency as a whole, of which there are findings alone.

    Fields that nobody else touched are taken. What another changed meanwhile stands, and comes back
    as a clash, to be shown beside what was typed. Raises RuleBroken unless the session is open.
    """
    session = lock_to_record(slot.session)
    challenged = slot.challenged_agency
    rows, clashes = 0, {}
    if entry.moderation:
        rows, clashes = _moderate(slot, standard, entry.moderation, by=by)
    for name, model, typed in (
        ("finding", Finding, entry.findings),
        ("action", AgreedAction, entry.actions),
    ):
        kept = model.objects.kept().filter(challenged_agency=challenged, pk__in=typed)
        for row in kept:
            changed, clashing = merge_into(row, typed[row.pk])
            if changed:
                _save(row, by)
                rows += 1
            if clashing:
                clashes[f"{name}-{row.pk}"] = clashing
    rows += _add(Finding, challenged, standard, entry.new_findings, added_by=by)
    rows += _add(AgreedAction, challenged, standard, entry.new_actions, agreed_by=by)
    if rows:
        record(
            Event.Kind.SESSION_RECORDED,
            session,
            by=by,
            standard=standard and standard.pk,
            challenged_agency=challenged.pk,
            rows=rows,
        )
    return Saved(rows, clashes)


@transaction.atomic
def remove(*, item, slot, by):
    """Take a finding or an agreed action off the record. The row is kept, with who and when."""
    session = lock_to_record(slot.session)
    item = type(item).objects.select_for_update().get(pk=item.pk)
    if item.removed_at:
        raise RuleBroken(f"{item.removed_by} has removed it already.", slot)
    item.removed_at, item.removed_by = timezone.now(), by
    _save(item, by)
    record(
        Event.Kind.SESSION_RECORDED,
        session,
        by=by,
        standard=item.standard_id,
        challenged_agency=item.challenged_agency_id,
        removed=True,
    )


def _moderate(slot, standard, typed, *, by):
    row = (
        Moderation.objects.filter(challenged_agency=slot.challenged_agency_id, standard=standard)
        .select_related("level")
        .first()
    )
    if row is None:
        row = Moderation(
            challenged_agency=slot.challenged_agency, standard=standard, slot=slot, updated_by=by
        )
    changed, clashing = merge_into(row, typed)
    if changed:
        row.slot, row.updated_at, row.updated_by = slot, timezone.now(), by
        _save(row, by)
    return int(bool(changed)), {"moderation": clashing} if clashing else {}


def _add(model, challenged, standard, items, **stamps):
    """Add those that no earlier post of the same form added."""
    tokens = [item["token"] for item in items]
    there = model.objects.filter(challenged_agency=challenged, token__in=tokens)
    known = set(there.values_list("token", flat=True))
    new = [item for item in items if item["token"] not in known]
    for item in new:
        texts = {
            name: normalised(value) if isinstance(value, str) else value
            for name, value in item.items()
        }
        _save(
            model(challenged_agency=challenged, standard=standard, **texts, **stamps),
            by=next(iter(stamps.values())),
        )
    return len(new)


def _save(row, by):
    row._history_user = by
    row.save()
