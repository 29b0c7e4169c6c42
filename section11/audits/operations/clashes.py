from django.db import transaction
from django.utils import timezone

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..merging import digest
from ..models import Clash
from .answers import TEXTS, as_text
from .data_warnings import Typed, look_through
from .self_audits import lock_open, record


class Stands:
    """Which text stands once a clash is settled."""

    STORED, TYPED, BOTH = "stored", "typed", "both"


@transaction.atomic
def settle(*, clash, stands, seen, by):
    """Settle which text stands, and return the answer.

    `stands` is one of Stands; BOTH puts the typed text under the stored one. `seen` is the digest
    of the stored value that was on the page: if it has changed since, RuleBroken says so.
    """
    self_audit = lock_open(clash.answer.self_audit)
    clash = Clash.objects.select_for_update().select_related("answer__question").get(pk=clash.pk)
    if clash.settled_at:
        raise RuleBroken(f"{clash.settled_by} has already settled which text stands.", self_audit)
    answer = clash.answer
    if digest(as_text(answer, clash.field)) != seen:
        raise RuleBroken(
            "The text was changed again while you were choosing. Both texts are shown anew below.",
            clash,
        )
    if stands == Stands.BOTH and clash.field in TEXTS:
        _put(answer, clash.field, f"{as_text(answer, clash.field)}\n\n{clash.text}", by=by)
    elif stands == Stands.TYPED:
        _put(answer, clash.field, clash.text, by=by)
    clash.settled_at, clash.settled_by = timezone.now(), by
    clash.save(update_fields=["settled_at", "settled_by"])
    record(Event.Kind.CLASH_SETTLED, self_audit, by=by, clash=clash.pk, stands=stands)
    return answer


def _put(answer, name, text, *, by):
    if name == "level":
        scale = answer.question.standard.standard_set.scale
        answer.level = scale.levels.filter(code=text).first()
    else:
        setattr(answer, name, text)
    answer.updated_at, answer.updated_by = timezone.now(), by
    answer._history_user = by
    answer.save(update_fields=[name, "updated_at", "updated_by"])
    if name in TEXTS:
        look_through([Typed(answer, name, text)])
