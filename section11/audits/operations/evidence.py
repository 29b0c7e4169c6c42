from django.db import transaction
from django.utils import timezone

from section11.record.models import Event

from .. import file_kinds
from ..merging import normalised
from ..models import Evidence
from .data_warnings import Typed, look_through
from .self_audits import lock_open, record


def add(*, self_audit, answer, kind, title, token, by, file=None, url="", reference=""):
    """Add one item to an answer, and return it.

    `file` is an upload that `file_kinds.check` has let pass; `title` falls back on its name.
    The caller, `answers.record_step`, holds the lock, knows that the token is new, and looks
    through what `texts` gives.
    """
    item = Evidence(
        answer=answer,
        kind=kind,
        title=normalised(title),
        url=url,
        reference=normalised(reference),
        token=token,
        added_by=by,
    )
    if file is not None:
        item.file_name = file_kinds.clean_name(file.name)
        item.file_kind = file_kinds.check(file, file.name).label
        item.size = file.size
        item.sha256 = file_kinds.sha256(file)
        file.seek(0)
        item.file.save(item.file_name, file, save=False)
    item.title = item.title or (item.file_name or item.url or item.reference)[:200]
    item._history_user = by
    try:
        with transaction.atomic():
            item.save()
    except BaseException:
        # The row is not there, so neither may the file be.
        if item.file:
            item.file.delete(save=False)
        raise
    record(
        Event.Kind.EVIDENCE_ADDED,
        self_audit,
        by=by,
        evidence=item.pk,
        kind=kind,
        sha256=item.sha256,
    )
    return item


@transaction.atomic
def change(*, evidence, by, title, url="", reference=""):
    """Change how an item is described or where it is. A file itself is never swapped."""
    self_audit = lock_open(evidence.answer.self_audit)
    evidence = Evidence.objects.select_for_update().kept().get(pk=evidence.pk)
    evidence.title, evidence.url, evidence.reference = normalised(title), url, normalised(reference)
    evidence._history_user = by
    evidence.save(update_fields=["title", "url", "reference"])
    look_through(texts(evidence))
    record(Event.Kind.EVIDENCE_CHANGED, self_audit, by=by, evidence=evidence.pk)
    return evidence


@transaction.atomic
def remove(*, evidence, by):
    """Take an item off the answer. The row and the file are kept, with who and when."""
    self_audit = lock_open(evidence.answer.self_audit)
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.removed_at:
        return
    evidence.removed_at, evidence.removed_by = timezone.now(), by
    evidence._history_user = by
    evidence.save(update_fields=["removed_at", "removed_by"])
    evidence.data_warnings.all().delete()
    record(Event.Kind.EVIDENCE_REMOVED, self_audit, by=by, evidence=evidence.pk)


def note_download(*, evidence, by):
    """Record that someone took a copy of the file."""
    self_audit = evidence.answer.self_audit
    record(Event.Kind.EVIDENCE_DOWNLOADED, self_audit, by=by, evidence=evidence.pk)


def texts(item, *, is_new=False):
    """What a person typed about the item, for `data_warnings.look_through`."""
    return [
        Typed(item.answer, name, getattr(item, name), evidence=item, is_new=is_new)
        for name in ("title", "reference", "file_name")
    ]
