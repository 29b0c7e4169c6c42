"""Interests that people state: a member declares their own, the chair or the coordinator recuses."""

from django.db import transaction
from django.utils import timezone

from section11.record.models import Event
from section11.web.clock import clock
from section11.web.exceptions import RuleBroken

from .. import interest_emails
from ..models import Interest, PanelMember
from . import interests
from .locking import lock

NONE = "none"


class Overtaken(RuleBroken):
    """The member's declaration has changed since the form was drawn."""


@transaction.atomic
def declare(*, panel_member, reasons, drawn, by):
    """Let the member say in which agencies they have an interest, and why: {agency id: reason}.

    It is their whole declaration: what they declared before and is not in it, is withdrawn. An
    empty one says that they have none. `drawn` is when they had declared as the form was drawn.
    Raises Overtaken if they, or somebody for them, have declared since.
    """
    challenge = lock(panel_member.challenge)
    challenge.must_not_be_closed()
    member = _current(panel_member, challenge)
    if member.declared_at != drawn:
        raise Overtaken(
            f"{member.declared_by} saved this declaration at {clock(member.declared_at)} on"
            f" {timezone.localtime(member.declared_at):%-d %B %Y}, after you opened the page."
            " Look through it again, then save.",
        )
    standing = {
        one.agency_id: one
        for one in member.interests.standing().filter(kind=Interest.Kind.DECLARED)
    }
    for agency, interest in standing.items():
        if reasons.get(agency) != interest.reason:
            interests.end(interest, by=by, on_record=agency not in reasons)
    noted = [
        _note(member, agency, Interest.Kind.DECLARED, reason, by=by)
        for agency, reason in reasons.items()
        if agency not in standing or standing[agency].reason != reason
    ]
    member.declared_at, member.declared_by = timezone.now(), by
    member.save(update_fields=["declared_at", "declared_by"])
    _record(Event.Kind.INTERESTS_DECLARED, member, by=by, interest_in=_names(member))
    interests.warn(challenge, noted, by=by)


@transaction.atomic
def recuse(*, panel_member, agency, reason, by):
    """Keep the member from the agency, whatever they declared; they are told.

    Raises RuleBroken if they are recused from it already, or if it is not challenged.
    """
    challenge = lock(panel_member.challenge)
    challenge.must_not_be_closed()
    member = _current(panel_member, challenge)
    if not challenge.agencies.current().filter(agency=agency).exists():
        raise RuleBroken(f"{agency} is not part of this challenge any more.", challenge)
    already = member.interests.standing().filter(agency=agency, kind=Interest.Kind.RECUSED)
    if earlier := already.select_related("noted_by").first():
        raise RuleBroken(
            f"{earlier.noted_by} recused {member} from {agency} on"
            f" {timezone.localtime(earlier.noted_at):%-d %B %Y} already.",
            challenge,
        )
    interest = _note(member, agency.pk, Interest.Kind.RECUSED, reason, by=by)
    _record(Event.Kind.MEMBER_RECUSED, member, by=by, interest_in=str(agency), reason=reason)
    if member.user_id != by.pk:
        interest_emails.recused(member)
    interests.warn(challenge, [interest], by=by)
    return interest


@transaction.atomic
def lift(*, interest, by):
    """End a recusal. Raises RuleBroken if it has ended, or for whoever it keeps away."""
    challenge = lock(interest.challenge)
    challenge.must_not_be_closed()
    interest = Interest.objects.select_related(
        "agency", "panel_member__user", "challenge__cycle", "ended_by"
    ).get(pk=interest.pk)
    if interest.ended_at:
        raise RuleBroken(
            f"{interest.ended_by} lifted this recusal on"
            f" {timezone.localtime(interest.ended_at):%-d %B %Y} already.",
            challenge,
        )
    if interest.kind != Interest.Kind.RECUSED:
        raise RuleBroken(
            "Only a recusal can be lifted. What a member declared they withdraw themselves; what"
            " was found goes away with its cause.",
            challenge,
        )
    if interest.panel_member.user_id == by.pk:
        raise RuleBroken("Somebody else has to lift your own recusal.", challenge)
    interests.end(interest, by=by)


def _note(member, agency_id, kind, reason, *, by):
    return Interest.objects.create(
        challenge=member.challenge,
        panel_member=member,
        agency_id=agency_id,
        kind=kind,
        reason=reason,
        noted_by=by,
    )


def _names(member):
    declared = member.interests.standing().filter(kind=Interest.Kind.DECLARED)
    names = declared.order_by("agency__name").values_list("agency__name", flat=True)
    return ", ".join(names) or NONE


def _current(member, challenge):
    """The member read anew. Raises RuleBroken once they are off the panel."""
    member = PanelMember.objects.select_related("user", "declared_by").get(pk=member.pk)
    member.challenge = challenge
    if not member.is_current:
        raise RuleBroken(f"{member} is not on the panel any more.", challenge)
    return member


def _record(kind, member, *, by, **detail):
    interests.record(kind, member, by=by, **detail)
