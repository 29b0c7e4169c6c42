from django.db import transaction

from section11.record import events
from section11.record.models import Event

from ..models import User


@transaction.atomic
def create(*, email, name, post="", password=None, by):
    """A person who may sign in; without a password they cannot until they are given one."""
    user = User.objects.create_user(email=email, password=password, name=name, post=post)
    events.record(Event.Kind.PERSON_ADDED, user, by=by)
    return user
