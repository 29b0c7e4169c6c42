"""A second step at sign-in: authenticator app, passkey, and codes for the day they are lost."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..accounts import emails
from ..models import User

STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_any(user) -> bool:
    return Authenticator.objects.filter(user=user, type__in=STEPS).exists()


def added(*, authenticator, by):
    """On record that `by` has set up the authenticator for themselves."""
    events.record(
        Event.Kind.SECOND_FACTOR_ADDED, authenticator.user, by=by, factor=authenticator.type
    )


def removed(*, authenticator, by):
    """On record that the authenticator is gone."""
    events.record(
        Event.Kind.SECOND_FACTOR_REMOVED, authenticator.user, by=by, factor=authenticator.type
    )


@transaction.atomic
def enrol(*, user, secret, by):
    """Give `user` an authenticator app that holds `secret`, in base 32, and recovery codes."""
    added(authenticator=TOTP.activate(user, secret).instance, by=by)
    RecoveryCodes.activate(user)


@transaction.atomic
def remove_all(*, user, by):
    """For someone who has lost what they had: at the next sign-in they begin anew."""
    User.objects.select_for_update().get(pk=user.pk)
    lost = list(Authenticator.objects.filter(user=user).select_related("user"))
    if not lost:
        raise RuleBroken(f"{user.name} has no second step to remove.")
    for authenticator in lost:
        removed(authenticator=authenticator, by=by)
        authenticator.delete()
    emails.sign_in_changed(user, what=f"{by.name} removed your second step")
