"""Coming and going. Guessing a password is slowed, and nothing tells whether an address exists."""

import math
from datetime import timedelta

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event

WRONG = "The e-mail address or the password is not right. Check both and try again"
ATTEMPTS = 5
WITHIN = timedelta(minutes=15)


def begin(*, request, email, password):
    """Sign the person in and return "", or return the sentence that says why not.

    After `ATTEMPTS` failures for one address within `WITHIN`, wherever they came from and whether
    or not anybody has the address, every attempt for it is refused unseen until the first of them
    is that old. The count is read from the events, so it holds over processes and machines.
    """
    email = email.strip().lower()
    if minutes := _minutes_to_wait(email):
        return (
            f"There were {ATTEMPTS} wrong attempts for this e-mail address."
            f" Wait {minutes} minute{'' if minutes == 1 else 's'}, then try again"
        )
    user = authenticate(request, username=email, password=password)
    with transaction.atomic():
        if user is None:
            events.record(Event.Kind.SIGN_IN_FAILED, email, by=None)
            return WRONG
        login(request, user)
        events.record(Event.Kind.SIGNED_IN, user, by=user)
    return ""


@transaction.atomic
def end(*, request):
    """Sign the person out, everything in the session forgotten."""
    user = request.user
    logout(request)
    events.record(Event.Kind.SIGNED_OUT, user, by=user)


def _minutes_to_wait(email):
    now = timezone.now()
    failures = Event.objects.filter(
        kind=Event.Kind.SIGN_IN_FAILED, about=email[:200], at__gt=now - WITHIN
    ).order_by("-at")
    moments = failures.values_list("at", flat=True)[:ATTEMPTS]
    if len(moments) < ATTEMPTS:
        return 0
    return math.ceil((min(moments) + WITHIN - now) / timedelta(minutes=1))
