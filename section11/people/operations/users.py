from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event

from ..models import User
from . import memberships, sign_ins


@transaction.atomic
def create(*, email, name, post="", password=None, by):
    """A person who may sign in; without a password they cannot until they are given one."""
    user = User.objects.create_user(email=email, password=password, name=name, post=post)
    events.record(Event.Kind.PERSON_ADDED, user, by=by)
    return user


@transaction.atomic
def change_details(*, user, name, post, by):
    """Change what the person is called and what their job is. The same again does nothing."""
    user = lock(user)
    before, after = (user.name, user.post), (name, post)
    if before == after:
        return user
    user.name, user.post = after
    user.save(update_fields=["name", "post"])
    events.record(
        Event.Kind.PERSON_CHANGED, user, by=by, name=[before[0], name], post=[before[1], post]
    )
    return user


@transaction.atomic
def deactivate(*, user, by):
    """Let the person in no more: every role ends, and their sessions with their next click.

    What they did stays theirs. Who may do it is not asked here, nor whether they are the last lead.
    """
    user = lock(user)
    if not user.is_active:
        return user
    for membership in user.memberships.current():
        memberships.take_away(membership=membership, by=by)
    user.is_active, user.deactivated_at = False, timezone.now()
    user.save(update_fields=["is_active", "deactivated_at"])
    sign_ins.end_sessions(user=user, by=by)
    events.record(Event.Kind.PERSON_DEACTIVATED, user, by=by)
    return user


@transaction.atomic
def reactivate(*, user, by):
    """Let the person in again. They hold no role until they are given one."""
    user = lock(user)
    if user.is_active:
        return user
    user.is_active, user.deactivated_at = True, None
    user.save(update_fields=["is_active", "deactivated_at"])
    events.record(Event.Kind.PERSON_REACTIVATED, user, by=by)
    return user


def lock(user):
    """Hold the person until the transaction ends: nobody else invites or deactivates them."""
    return User.objects.select_for_update().get(pk=user.pk)
