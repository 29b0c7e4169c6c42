"""A challenge set up, and its settings changed. Its half-days, rooms, panel and agencies have
operations of their own.
"""

from django.db import transaction

from section11.audits.models import Cycle
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import Challenge, PanelMember, Room
from ..setting_up import may_sit, setting_rules
from . import half_days, interests
from .locking import lock, record


@transaction.atomic
def set_up(*, cycle, like=None, by, **values):
    """Set up the challenge of a cycle, known to nobody but whoever reads results; return it.

    `like` is an earlier one: its rooms, its weekdays, and those of its panel who may still sit, are
    taken over. Raises RuleBroken if the cycle has a challenge already.
    """
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    there = Challenge.objects.filter(cycle=cycle).select_related("set_up_by").first()
    if there:
        raise RuleBroken(f"{there.set_up_by} has set up the challenge of this cycle.", there)
    challenge = Challenge(cycle=cycle, set_up_by=by, **values)
    _check(challenge)
    challenge.save()
    half_days.fill(challenge, like=like)
    if like:
        _take_over(challenge, like, by=by)
    record(Event.Kind.CHALLENGE_SET_UP, challenge, by=by)
    interests.refresh(challenge)
    return challenge


@transaction.atomic
def change(*, challenge, by, **values):
    """Change settings. The same values do nothing. With the days move the half-days."""
    challenge = lock(challenge)
    challenge.must_not_be_released()
    changed = [name for name in values if values[name] != getattr(challenge, name)]
    if not changed:
        return challenge
    for name in changed:
        setattr(challenge, name, values[name])
    _check(challenge)
    challenge.save(update_fields=changed)
    if {"first_day", "last_day"}.intersection(changed):
        half_days.fill(challenge)
    record(Event.Kind.CHALLENGE_CHANGED, challenge, by=by, changed=sorted(changed))
    interests.refresh(challenge)
    return challenge


def _check(challenge):
    """Raise RuleBroken where the settings cannot go together."""
    for _, sentence in setting_rules.problems(challenge):
        raise RuleBroken(sentence, challenge if challenge.pk else None)


def _take_over(challenge, like, *, by):
    """The rooms and the panel of an earlier challenge."""
    Room.objects.bulk_create(
        Room(challenge=challenge, name=room.name, place=room.place, online_link=room.online_link)
        for room in like.rooms.all()
    )
    still = set(may_sit.people(challenge.cycle.partnership).values_list("pk", flat=True))
    PanelMember.objects.bulk_create(
        PanelMember(
            challenge=challenge,
            user_id=member.user_id,
            capacities=member.capacities,
            may_chair=member.may_chair,
            sittings_most=member.sittings_most,
            added_by=by,
        )
        for member in like.panel_members.current()
        if member.user_id in still
    )
