"""What allauth and Django tell us of, put on record."""

import time

from allauth.account.signals import login_code_rejected
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from ..operations import second_factors, sign_ins
from . import records
from .middleware import SEEN_AT, SIGNED_IN_AT


@receiver(user_logged_in)
def _began(request, **kwargs):
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = int(time.time())


@receiver(login_code_rejected)
@receiver(authentication_failed)
def _failed(user, **kwargs):
    sign_ins.failed(user=user)


@receiver(authenticator_added)
@receiver(authenticator_reset)
def _added(request, user, authenticator, **kwargs):
    second_factors.added(authenticator=authenticator, by=user)
    # They have just used it, so this session has its second factor.
    records.add(request, user, "mfa", type=authenticator.type, id=authenticator.pk)


@receiver(authenticator_removed)
def _removed(request, user, authenticator, **kwargs):
    second_factors.removed(authenticator=authenticator, by=user)
    if not second_factors.has_any(user):
        records.forget_second_factor(request)
