"""Who may sit on the panels of a challenge: added, changed, taken off. Nobody is ever deleted."""

from django.db import transaction
from django.utils import timezone

from section11.people.models import User
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import PanelMember
from ..setting_up import may_sit
from . import calendars, interests, personal_links
from .locking import lock, record


@transaction.atomic
def add(*, challenge, users, by):
    """Add people (ids), in the capacities that they probably sit in; return the PanelMembers added.

    Whoever left comes back as they were; whoever is there stays. Raises RuleBroken for somebody who
    has no role in the partnership that lets them sit.
    """
    challenge = lock(challenge)
    challenge.must_not_be_released()
    there = {one.user_id: one for one in challenge.panel_members.select_related("user")}
    wanted = [pk for pk in users if pk not in there or not there[pk].is_current]
    found = list(may_sit.people(challenge.partnership).filter(pk__in=wanted))
    for user in User.objects.filter(pk__in=set(wanted) - {one.pk for one in found})[:1]:
        raise RuleBroken(
            f"{user} has no role in {challenge.partnership} that lets them sit on a panel.",
            challenge,
        )
    standing = may_sit.standing(challenge.partnership, found)
    added = [_add(challenge, user, there.get(user.pk), standing[user.pk], by=by) for user in found]
    if added:
        names = [str(one) for one in added]
        record(Event.Kind.PANEL_CHANGED, challenge, by=by, added=names)
        interests.refresh(challenge)
    return added


@transaction.atomic
def change(*, member, capacities, may_chair, sittings_most, by):
    """Say in which capacities they sit, whether they may chair, and how often they sit at most."""
    challenge = lock(member.challenge)
    challenge.must_not_be_released()
    member = _current(member, challenge)
    values = {
        "capacities": sorted(capacities),
        "may_chair": may_chair,
        "sittings_most": sittings_most,
    }
    changed = [name for name in values if values[name] != getattr(member, name)]
    if not changed:
        return
    for name in changed:
        setattr(member, name, values[name])
    member.save(update_fields=changed)
    record(Event.Kind.PANEL_CHANGED, challenge, by=by, member=str(member), changed=changed)


@transaction.atomic
def take_off(*, member, by):
    """Take somebody off the panel: their links die, and they read no pack any more.

    What they rated and where they sat stays known. Their seats in sessions to come wait for a new
    timetable, and their calendar is put right. Raises RuleBroken if they were taken off before.
    """
    challenge = lock(member.challenge)
    challenge.must_not_be_released()
    member = _current(member, challenge)
    member.left_at, member.left_by = timezone.now(), by
    member.save(update_fields=["left_at", "left_by"])
    personal_links.withdraw(panel_member=member)
    record(Event.Kind.PANEL_CHANGED, challenge, by=by, taken_off=[str(member)])
    interests.refresh(challenge)
    calendars.tell(challenge=challenge, by=by)


def _add(challenge, user, was, memberships, *, by):
    if was:
        was.left_at = was.left_by = None
        was.save(update_fields=["left_at", "left_by"])
        return was
    capacities, may_chair = may_sit.likely(memberships)
    return PanelMember.objects.create(
        challenge=challenge, user=user, capacities=capacities, may_chair=may_chair, added_by=by
    )


def _current(member, challenge):
    """The member read anew. Raises RuleBroken if they have left."""
    member = PanelMember.objects.select_related("user", "left_by").get(pk=member.pk)
    if not member.is_current:
        raise RuleBroken(
            f"{member.left_by} took {member} off the panel on"
            f" {timezone.localtime(member.left_at):%-d %B %Y}.",
            challenge,
        )
    return member
