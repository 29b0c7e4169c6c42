"""The private address from which a calendar program reads a person's sessions.

Its key is the proof and only a digest of it is kept, so it is shown once: whoever loses it makes
another, which ends the first.
"""

import secrets

from django.db import transaction
from django.utils import timezone

from section11.people.models import User
from section11.people.models.invitation import digest
from section11.record import events
from section11.record.models import Event

from ..models import CalendarFeed


@transaction.atomic
def make(*, by):
    """Give the person a new address; return its key. The one that they had ends."""
    _end(by)
    key = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=by, key_digest=digest(key))
    events.record(Event.Kind.CALENDAR_FEED_MADE, feed, by=by)
    return key


@transaction.atomic
def end(*, by):
    """End the person's address; without one this changes nothing."""
    for feed in _end(by):
        events.record(Event.Kind.CALENDAR_FEED_ENDED, feed, by=by)


def whose(key):
    """The person whose calendar that key opens, or None."""
    feeds = CalendarFeed.objects.filter(key_digest=digest(key), ended_at=None, user__is_active=True)
    feed = feeds.select_related("user").first()
    return feed.user if feed else None


def _end(user):
    """The person's addresses that still worked, now ended."""
    User.objects.select_for_update().get(pk=user.pk)  # made twice at once, one after the other
    ended = list(user.calendar_feeds.filter(ended_at=None))
    for feed in ended:
        feed.ended_at = timezone.now()
        feed.save(update_fields=["ended_at"])
    return ended
