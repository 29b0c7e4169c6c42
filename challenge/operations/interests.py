"""Interests: those that the system finds, those that members declare, and recusals.

An interest takes effect at once: see `challenge/conflicts/withheld.py` and `Slot.objects.visible_to`.
"""

from django.db import transaction
from django.utils import timezone

from section11.people.models import Membership
from section11.record import events
from section11.record.models import Event

from .. import interest_emails
from ..conflicts import interests_known
from ..conflicts.interests import Member, Tie, structural
from ..conflicts.last_time import sat_last_time, sit_now
from ..models import AgencyTie, Challenge, Interest
from .locking import lock


@transaction.atomic
def refresh(challenge):
    """Note the structural interests that there are now, and end those that are no more.

    Call it after whatever changes the panel, the agencies, the rules of the challenge or its
    published timetable. The same again changes nothing. Returns (noted, ended) interests.
    """
    challenge = lock(challenge)
    if challenge.is_closed:
        return [], []
    found = {one.key: one for one in _structural(challenge)}
    standing = {
        (one.panel_member_id, one.agency_id, one.kind): one
        for one in _standing(challenge).filter(kind__in=Interest.STRUCTURAL)
    }
    noted = [_note(challenge, found[key]) for key in sorted(found.keys() - standing.keys())]
    ended = [end(standing[key], by=None) for key in sorted(standing.keys() - found.keys())]
    warn(challenge, noted, by=None)
    return noted, ended


def refresh_all():
    """Keep the structural interests of every challenge that is not closed: the calendar begins and
    ends roles without anybody doing anything.
    """
    for challenge in Challenge.objects.exclude(status=Challenge.Status.CLOSED):
        refresh(challenge)


def refresh_for(*, user):
    """Somebody's roles have changed: look again at every challenge on whose panel they are."""
    theirs = Challenge.objects.exclude(status=Challenge.Status.CLOSED).filter(
        panel_members__user=user, panel_members__left_at=None
    )
    for challenge in theirs.order_by("pk"):
        refresh(challenge)


def end(interest, *, by, on_record=True):
    """End an interest, in the caller's transaction. `by` is nobody where its cause went away."""
    interest.ended_at, interest.ended_by = timezone.now(), by
    interest.save(update_fields=["ended_at", "ended_by"])
    if on_record:
        record(
            Event.Kind.INTEREST_ENDED,
            interest.panel_member,
            by=by,
            interest_in=str(interest.agency),
            kind_of_interest=interest.kind,
        )
    return interest


def warn(challenge, noted, *, by):
    """Tell the coordinators if one of these interests is of somebody who sits with the agency."""
    fresh = {one.pk for one in noted}
    if fresh and any(clash.interest.pk in fresh for clash in interests_known.clashes(challenge)):
        interest_emails.on_panel(challenge, by=by)


def record(kind, member, *, by, **detail):
    """Without the agency's id: what is declared about an agency is not told to its lead."""
    events.record(
        kind,
        member,
        by=by,
        partnership_id=member.challenge.cycle.partnership_id,
        challenge=member.challenge_id,
        **detail,
    )


def _structural(challenge):
    members = challenge.panel_members.current().values_list("pk", "user")
    works_for = {}
    held = Membership.objects.current().filter(
        user__in=[user for _, user in members], agency__isnull=False
    )
    for user, agency in held.values_list("user", "agency"):
        works_for.setdefault(user, set()).add(agency)
    ties = AgencyTie.objects.filter(partnership=challenge.cycle.partnership_id)
    return structural(
        agencies=set(challenge.agencies.current().values_list("agency", flat=True)),
        members=[Member(pk, user, frozenset(works_for.get(user, ()))) for pk, user in members],
        ties=[
            Tie(tie.agency_id, tie.other_id, f"{tie}.")
            for tie in ties.select_related("agency", "other")
        ],
        sat_last_time=() if challenge.same_person_may_return else sat_last_time(challenge),
        sit_now=() if challenge.reciprocal_allowed else sit_now(challenge),
    )


def _note(challenge, found):
    interest = Interest.objects.create(
        challenge=challenge,
        panel_member_id=found.member,
        agency_id=found.agency,
        kind=str(found.kind),
        reason=found.reason,
    )
    record(
        Event.Kind.INTEREST_FOUND,
        interest.panel_member,
        by=None,
        interest_in=str(interest.agency),
        kind_of_interest=interest.kind,
    )
    return interest


def _standing(challenge):
    return challenge.interests.standing().select_related(
        "agency", "panel_member__user", "panel_member__challenge__cycle"
    )
