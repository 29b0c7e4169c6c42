"""Coming and going. Guessing a password is slowed, and nothing tells whether an address exists."""

import math
from datetime import timedelta

from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django.contrib.auth import authenticate, logout, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event

from ..accounts import emails, records

WRONG = "The e-mail address or the password is not right. Check both and try again"
ATTEMPTS = 5
WITHIN = timedelta(minutes=15)


def check_password(*, request, email, password):
    """The person and "", or None and the sentence that says why not.

    After `ATTEMPTS` failures for one address within `WITHIN`, wherever they came from and whether
    or not anybody has the address, every attempt for it is refused unseen until the first of them
    is that old. The count is read from the events, so it holds over processes and machines.
    """
    email = email.strip().lower()
    if minutes := _minutes_to_wait(email):
        return None, (
            f"There were {ATTEMPTS} wrong attempts for this e-mail address."
            f" Wait {minutes} minute{'' if minutes == 1 else 's'}, then try again"
        )
    user = authenticate(request, username=email, password=password)
    if user is None:
        events.record(Event.Kind.SIGN_IN_FAILED, email, by=None)
        return None, WRONG
    return user, ""


def admit(*, request, user, method="link", going_to=""):
    """Let in someone who has shown by `method` who they are; return the redirect that follows.

    `method` is "password", or "link" for a link that only their mailbox held. It leads to the
    second step for those who have one, else to `going_to`, a page of ours, or home.
    """
    if request.user.is_authenticated and request.user != user:
        end(request=request)
    records.add(request, user, method)
    return perform_login(request, user, email=user.email, redirect_url=going_to or None)


def signed_in(*, user):
    """On record that every step of signing in is done."""
    events.record(Event.Kind.SIGNED_IN, user, by=user)


def failed(*, user):
    """On record that a code for `user` was wrong."""
    events.record(Event.Kind.SIGN_IN_FAILED, user, by=None)


def turned_away(*, email):
    """On record that another service vouched for someone who has no account here."""
    events.record(Event.Kind.SIGN_IN_FAILED, email, by=None)


@transaction.atomic
def end(*, request):
    """Sign the person out, everything in the session forgotten."""
    user = request.user
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)
    events.record(Event.Kind.SIGNED_OUT, user, by=user)


@transaction.atomic
def set_password(*, request, password):
    """Set the person's own password. Every other session of theirs ends."""
    user = request.user
    user.set_password(password)
    user.save(update_fields=["password"])
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    update_session_auth_hash(request, user)  # gives the session a new key
    UserSession.objects.create_from_request(request)
    end_sessions(user=user, but=request.session.session_key, by=user)
    events.record(Event.Kind.PASSWORD_CHANGED, user, by=user)
    emails.sign_in_changed(user, what="A password was set or changed")


def sessions_of(user):
    """Where the person is signed in now, the latest first."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return UserSession.objects.filter(user=user, session_key__in=live).order_by("-created_at")


@transaction.atomic
def end_session(*, session, by):
    """End one session: its next click is asked to sign in."""
    session.end()
    events.record(Event.Kind.SESSION_ENDED, session.user, by=by)


@transaction.atomic
def end_sessions(*, user, by, but=""):
    """End all sessions of `user`, or all except the one with the key `but`."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        end_session(session=session, by=by)


def _minutes_to_wait(email):
    now = timezone.now()
    failures = Event.objects.filter(
        kind=Event.Kind.SIGN_IN_FAILED, about=email[:200], at__gt=now - WITHIN
    ).order_by("-at")
    moments = failures.values_list("at", flat=True)[:ATTEMPTS]
    if len(moments) < ATTEMPTS:
        return 0
    return math.ceil((min(moments) + WITHIN - now) / timedelta(minutes=1))
