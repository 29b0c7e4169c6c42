from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from section11.record.models import Event

from ..merging import Outcome, merge, normalised
from ..models import Action, Answer, Clash, Evidence
from . import actions, evidence
from .data_warnings import Typed, look_through
from .self_audits import lock_open, record, start

FIELDS = ("level", "narrative", "impact", "na_reason")
TEXTS = FIELDS[1:]


@dataclass(frozen=True)
class Entry:
    """What one person sent about one question.

    `values` maps each field that was valid to its value (a RatingLevel or None, or a text);
    `base` maps each field to the digest of the value that the form was drawn with.
    `evidence` and `actions` are keyword arguments for items to add.
    """

    question: object
    values: dict
    base: dict
    evidence: list = field(default_factory=list)
    actions: list = field(default_factory=list)


@dataclass(frozen=True)
class Saved:
    """What saving came to: `changed` fields, items `added`, and the open clashes it made."""

    changed: int
    added: int
    clashes: list


def as_text(answer, name):
    """A field's value as the text that is compared, digested and kept in a clash."""
    value = getattr(answer, "level_id" if name == "level" else name)
    return str(value or "")


@transaction.atomic
def record_step(*, self_audit, entries, by):
    """Save what was typed under one standard, all or nothing, and return a Saved.

    Fields that nobody else touched are taken as typed. A field that another person changed
    meanwhile keeps their value, and what was typed becomes a Clash, for a person to settle.
    Raises RuleBroken if the self-audit may not be edited now.
    """
    self_audit = lock_open(self_audit)
    stored = {
        answer.question_id: answer
        for answer in self_audit.answers.filter(
            question__in=[e.question.pk for e in entries]
        ).order_by()
    }
    changed, created, clashes, texts = [], [], [], []
    count = 0
    for entry in entries:
        answer = stored.get(entry.question.pk)
        if answer is None:
            answer = Answer(self_audit=self_audit, question=entry.question)
        is_new = answer.pk is None
        fields, clashing = _merge(answer, entry)
        clashes += [(answer, name, text) for name, text in clashing]
        for name, value in fields.items():
            setattr(answer, name, value)
        count += len(fields)
        if fields or (is_new and (entry.evidence or entry.actions)):
            answer.updated_at, answer.updated_by = timezone.now(), by
            (created if is_new else changed).append(answer)
            texts += [
                Typed(answer, name, value, is_new=is_new)
                for name, value in fields.items()
                if name in TEXTS
            ]
        stored[entry.question.pk] = answer
    _store(created, changed, by=by)
    made = [_keep(answer, name, text, by=by) for answer, name, text in clashes]
    items = _add_items(self_audit, entries, stored, by=by)
    look_through(texts + items)
    added = len({(typed.evidence, typed.action) for typed in items})
    if created or changed or added:
        start(self_audit)
        record(
            Event.Kind.STANDARD_SAVED,
            self_audit,
            by=by,
            standard=entries[0].question.standard_id,
            named=str(entries[0].question.standard),
            fields=count,
            added=added,
        )
    if made:
        record(Event.Kind.CLASH_FOUND, self_audit, by=by, clashes=[clash.pk for clash in made])
    return Saved(changed=count, added=added, clashes=made)


def _merge(answer, entry):
    """The fields to take, by name, and (name, typed text) of those that clash."""
    take, clashing = {}, []
    for name, value in entry.values.items():
        value = value if name == "level" else normalised(value)
        mine = str(value.pk if value else "") if name == "level" else value
        outcome = merge(base=entry.base[name], mine=mine, theirs=as_text(answer, name))
        if outcome is Outcome.TAKE:
            take[name] = value
        elif outcome is Outcome.CLASH:
            clashing.append((name, value.code if name == "level" and value else mine))
    return take, clashing


def _store(created, changed, *, by):
    """Write the rows in one statement for each kind of change, and their history in one more."""
    if created:
        Answer.objects.bulk_create(created)
        Answer.history.bulk_history_create(created, default_user=by)
    if changed:
        # One statement for all rows: Django's bulk_update builds a CASE for each field and row.
        Answer.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=[*FIELDS, "updated_at", "updated_by"],
        )
        Answer.history.bulk_history_create(changed, update=True, default_user=by)


def _keep(answer, name, text, *, by):
    """Keep a clashing text: a person who saves again replaces their own, not another's."""
    clash, _ = Clash.objects.update_or_create(
        answer=answer,
        field=name,
        by=by,
        settled_at=None,
        defaults={"text": text, "at": timezone.now(), "other_by": _author_of(answer, name)},
    )
    return clash


def _author_of(answer, name):
    """Who gave the field the value that it has now."""
    column = "level_id" if name == "level" else name
    author = answer.updated_by
    for version in answer.history.order_by("-history_date", "-history_id").select_related(
        "history_user"
    ):
        if getattr(version, column) != getattr(answer, column):
            break
        author = version.history_user or author
    return author


def _add_items(self_audit, entries, stored, *, by):
    """Add the evidence and the actions that no earlier post of the same form added.

    Returns what was typed about them.
    """
    texts = []
    for items, model, attribute in (
        (evidence, Evidence, "evidence"),
        (actions, Action, "actions"),
    ):
        wanted = [(stored[e.question.pk], item) for e in entries for item in getattr(e, attribute)]
        if not wanted:
            continue
        tokens = [item["token"] for _, item in wanted]
        there = set(
            model.objects.filter(
                answer__in=[answer for answer, _ in wanted], token__in=tokens
            ).values_list("answer", "token")
        )
        for answer, item in wanted:
            if (answer.pk, item["token"]) not in there:
                added = items.add(self_audit=self_audit, answer=answer, by=by, **item)
                texts += items.texts(added, is_new=True)
    return texts
