"""The moderated ratings go to all agencies at once; in the end the challenge is closed."""

from django.db import transaction
from django.utils import timezone

from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import after_emails
from ..after import readiness
from ..models import Challenge
from .locking import lock, record


@transaction.atomic
def release(*, challenge, without, by):
    """Show every agency its moderated ratings, and tell its people how long they may reply.

    `without` are the ids of the agencies without a rating that `by` was shown and confirmed.
    Raises RuleBroken if there is another one by now, or while a session is not closed.
    """
    challenge = lock(challenge)
    ready = readiness.to_release(challenge)
    ready.must_be_ready()
    unconfirmed = [one for one in ready.without if one.pk not in without]
    if unconfirmed:
        raise RuleBroken(
            f"{unconfirmed[0].agency} has no moderated rating. Confirm that the others are released"
            " without it.",
            challenge,
        )
    challenge.move_to(Challenge.Status.RELEASED)
    challenge.released_at, challenge.released_by = timezone.now(), by
    challenge.save(update_fields=["status", "released_at", "released_by"])
    record(
        Event.Kind.RATINGS_RELEASED,
        challenge,
        by=by,
        agencies=len(ready.rated),
        without=[str(one.agency) for one in ready.without],
    )
    for challenged in ready.rated:
        challenged.challenge = challenge
        after_emails.ratings_released(challenged)
    return challenge


@transaction.atomic
def close(*, challenge, letterless, by):
    """Close the challenge: nothing about it changes any more, and conflicts of interest end.

    Its agreed actions are followed on. `letterless` are the ids of the agencies without a letter
    that `by` was shown and confirmed. Raises RuleBroken if there is another one by now.
    """
    challenge = lock(challenge)
    left = readiness.to_close(challenge)
    left.must_be_ready()
    unconfirmed = [one for one in left.letterless if one.pk not in letterless]
    if unconfirmed:
        raise RuleBroken(
            f"{unconfirmed[0].agency} has no feedback letter yet. Release it, or confirm that it"
            " gets none.",
            challenge,
        )
    challenge.move_to(Challenge.Status.CLOSED)
    challenge.closed_at, challenge.closed_by = timezone.now(), by
    challenge.save(update_fields=["status", "closed_at", "closed_by"])
    record(
        Event.Kind.CHALLENGE_CLOSED,
        challenge,
        by=by,
        without_letter=[str(one.agency) for one in left.letterless],
    )
    return challenge
