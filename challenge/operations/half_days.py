"""The half-days on which sessions may be held: made from the days of the challenge, and opened or
shut one by one. A half-day is never deleted: what people said of it comes back when it is opened.
"""

from django.db import transaction

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import PossibleSession
from ..setting_up import half_day_plan
from .locking import lock, record


def fill(challenge, *, like=None):
    """Give the challenge each half-day of its weekdays that it has not; shut those out of its days.

    With `like`, an earlier challenge, those are shut at first whose kind, such as Monday mornings,
    it did not use. The caller holds the challenge.
    """
    there = {(one.on, one.half): one for one in challenge.possible_sessions.all()}
    wanted = [
        (day, str(half))
        for day, half in half_day_plan.half_days(challenge.first_day, challenge.last_day)
    ]
    used = half_day_plan.kinds(_open_of(like)) if like else None
    PossibleSession.objects.bulk_create(
        PossibleSession(
            challenge=challenge,
            on=day,
            half=half,
            is_shut=used is not None and (day.weekday(), half) not in used,
        )
        for day, half in wanted
        if (day, half) not in there
    )
    outside = set(there) - set(wanted)
    _shut([there[key].pk for key in outside if not there[key].is_shut], challenge)


@transaction.atomic
def choose(*, challenge, opened=(), shut=(), by):
    """Open and shut half-days (ids). Those that are so already, or another challenge's, do nothing.

    Raises RuleBroken for one on which a session is to be held.
    """
    challenge = lock(challenge)
    challenge.must_not_be_released()
    own = challenge.possible_sessions
    within = own.filter(on__gte=challenge.first_day, on__lte=challenge.last_day)
    opening = list(within.filter(pk__in=opened, is_shut=True).values_list("pk", flat=True))
    shutting = list(own.filter(pk__in=shut, is_shut=False).values_list("pk", flat=True))
    if not opening and not shutting:
        return
    PossibleSession.objects.filter(pk__in=opening).update(is_shut=False)
    _shut(shutting, challenge)
    record(
        Event.Kind.CHALLENGE_CHANGED,
        challenge,
        by=by,
        changed=["half_days"],
        opened=len(opening),
        shut=len(shutting),
    )


def _open_of(like):
    return like.possible_sessions.filter(is_shut=False).values_list("on", "half")


def _shut(pks, challenge):
    shutting = PossibleSession.objects.filter(pk__in=pks).select_related("challenge")
    held = shutting.filter(sessions__isnull=False, sessions__cancelled_at=None).first()
    if held:
        raise RuleBroken(
            f"A session is to be held on {held}. Move it before you take this half-day out.",
            challenge,
        )
    shutting.update(is_shut=True)
