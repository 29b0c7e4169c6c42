"""How the person of this session has shown who they are, as allauth keeps it in the session."""

import time

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings


def add(request, user, method, **facts):
    """Note that `user` has just shown who they are."""
    record_authentication(request, user, method, **facts)


def has_second_factor(request) -> bool:
    """Whether a second factor was shown in this session. Asks the session only."""
    return any(record["method"] == "mfa" for record in _of(request))


def forget_second_factor(request):
    kept = [record for record in _of(request) if record["method"] != "mfa"]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


def are_fresh(request) -> bool:
    """Whether the person showed who they are so lately that they need not be asked again."""
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in _of(request))


def can_be_asked_again(user) -> bool:
    """Whether they have a password or a second factor: whoever has not came by a code or a link."""
    return bool(get_reauthentication_flows(user))


def _of(request):
    return get_authentication_records(request, request.user)
