from django.db import transaction
from django.utils import timezone

from section11.record.models import Event

from ..models import MemberRating
from ..sessions import session_rules
from ..sessions.typed import merge_into
from .sessions import lock, record

FIELDS = ("level", "notes")


@transaction.atomic
def rate(*, seat, slot, typed, by):
    """Keep what a member thinks of the agency's standards before the session: `typed` maps a Standard
    to a Typed. Theirs alone until the session opens; then it changes no more.

    Returns the standards' clashes: in another tab they typed something else into the same field.
    """
    session = lock(slot.session)
    session_rules.must_be_prepared(session)
    member = seat.panel_member
    stored = {
        one.standard_id: one
        for one in MemberRating.objects.filter(slot=slot, panel_member=member).select_related(
            "level"
        )
    }
    clashes, saved = {}, 0
    for standard, entry in typed.items():
        row = stored.get(standard.pk) or MemberRating(
            slot=slot, panel_member=member, standard=standard
        )
        changed, clashing = merge_into(row, entry)
        if clashing:
            clashes[standard.pk] = clashing
        if changed:
            row.updated_at = timezone.now()
            row._history_user = by
            row.save()
            saved += 1
    if saved:
        record(Event.Kind.MEMBER_RATED, session, by=by)
    return clashes
