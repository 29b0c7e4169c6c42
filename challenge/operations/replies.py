"""The right of reply: what an agency says to its moderated ratings, and what the panel makes of it.

Every version of a reply and of a rating is kept, with who and when.
"""

from django.db import transaction
from django.utils import timezone

from section11.audits.merging import normalised
from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import after_emails, seats
from ..models import Moderation, Reply
from . import confirmations, proofs


@transaction.atomic
def give(*, moderation, stance, text="", file=None, seen="", confirmed=(), by):
    """Accept a moderated rating or ask the panel to look again; return the Reply.

    `confirmed` is what was said to be no child's data (`confirmations.note`). `seen` is `version_of` the reply that the form was drawn with. A file replaces the one before,
    which stays with its version. Raises RuleBroken outside the time for replies, once the panel has
    decided, and if somebody else replied meanwhile.
    """
    moderation = _lock(moderation)
    moderation.challenged_agency.challenge.must_take_replies()
    reply = _reply_to(moderation)
    if reply:
        reply.must_be_undecided()
    if reply and version_of(reply) != seen:
        raise RuleBroken(
            f"{reply.replied_by} replied to this rating while you were writing, so yours was not"
            " saved. Read theirs before you change it.",
            moderation.challenged_agency.results_url,
        )
    reply = reply or Reply(moderation=moderation)
    reply.stance, reply.text = stance, normalised(text)
    reply.replied_at, reply.replied_by = timezone.now(), by
    proofs.put(reply, file)
    reply._history_user = by
    with proofs.kept_with(reply, new=file):
        reply.save()
    _record(Event.Kind.REPLY_GIVEN, reply, by=by, stance=str(reply.stance), sha256=reply.sha256)
    confirmations.note(confirmed, reply, challenged=moderation.challenged_agency, by=by)
    if reply.is_disputed:
        after_emails.reply_given(reply, to=_deciders(moderation))
    return reply


@transaction.atomic
def accept_rest(*, challenged, by):
    """Accept every moderated rating that the agency has not replied to; return how many."""
    challenged.challenge.must_take_replies()
    left = Moderation.objects.filter(
        challenged_agency=challenged, level__isnull=False, reply=None
    ).order_by("pk")
    for moderation in left:
        give(moderation=moderation, stance=Reply.Stance.ACCEPTED, by=by)
    return len(left)


@transaction.atomic
def decide(*, reply, decision, reason, level=None, confirmed=(), by):
    """Confirm the moderated rating, or change it to `level`, with the panel's reason.

    Raises RuleBroken unless the agency disputed it and nobody has decided yet.
    """
    moderation = _lock(reply.moderation)
    reply = _reply_to(moderation)
    moderation.challenged_agency.challenge.must_be_released()
    reply.must_be_undecided()
    if not reply.is_disputed:
        raise RuleBroken(
            "The agency accepts this rating, so there is nothing to decide.",
            moderation.challenged_agency.results_url,
        )
    if decision == Reply.Decision.CHANGED:
        moderation.level = level
        moderation.updated_at, moderation.updated_by = timezone.now(), by
        moderation._history_user = by
        moderation.save(update_fields=["level", "updated_at", "updated_by"])
    reply.decision, reply.decision_reason = decision, normalised(reason)
    reply.decided_at, reply.decided_by = timezone.now(), by
    reply._history_user = by
    reply.save(update_fields=["decision", "decision_reason", "decided_at", "decided_by"])
    _record(Event.Kind.REPLY_DECIDED, reply, by=by, decision=str(decision))
    confirmations.note(confirmed, reply, challenged=moderation.challenged_agency, by=by)
    after_emails.reply_decided(reply)
    return reply


def version_of(reply):
    """What tells one version of a reply from the next; nothing where there is none."""
    return reply.replied_at.isoformat() if reply else ""


def _lock(moderation):
    """The moderation held until the transaction ends: by it its reply is held too."""
    return (
        Moderation.objects.select_for_update(of=("self",))
        .select_related(
            "standard",
            "slot__session__challenge__cycle",
            "challenged_agency__agency",
            "challenged_agency__challenge__cycle__partnership",
            "challenged_agency__challenge__closed_by",
        )
        .get(pk=moderation.pk)
    )


def _reply_to(moderation):
    found = Reply.objects.select_related("replied_by", "decided_by").filter(moderation=moderation)
    reply = found.first()
    if reply:
        reply.moderation = moderation
    return reply


def _deciders(moderation):
    """The session's chair; where it has none, the coordinators."""
    chair = seats.chair_of(moderation.slot.session)
    if chair:
        return [chair.panel_member.user]
    return after_emails.coordinators(moderation.challenged_agency)


def _record(kind, reply, /, *, by, **detail):
    challenged = reply.moderation.challenged_agency
    events.record(
        kind,
        challenged,
        by=by,
        agency_id=challenged.agency_id,
        partnership_id=challenged.challenge.cycle.partnership_id,
        standard=reply.moderation.standard.code,
        **detail,
    )
