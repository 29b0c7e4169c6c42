"""An administrator's reading of one partnership: for a reason, for a few days, told to its people."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import Membership, Role
from . import memberships, users

LONGEST = timedelta(days=7)


@transaction.atomic
def give(*, partnership, reason, ends_on, by):
    """Let the administrator `by` read the partnership, from now to the end of `ends_on`.

    At most `LONGEST` ahead. The partnership's coordinators are told. Raises RuleBroken if they may
    read it already.
    """
    users.lock(by)
    today = timezone.localdate()
    if not today <= ends_on <= today + LONGEST:
        raise RuleBroken(f"The last day is at most {LONGEST.days} days from today.")
    if current().filter(user=by, partnership=partnership).exists():
        raise RuleBroken(f"You may read {partnership} already. End that before you ask again.")
    grant = Membership.objects.create(
        user=by,
        role=Role.GRANTED_READER,
        partnership=partnership,
        starts_on=today,
        ends_on=ends_on,
        reason=reason,
    )
    events.record(
        Event.Kind.ACCESS_GRANTED,
        grant,
        by=by,
        partnership_id=partnership.pk,
        reason=reason,
        ends_on=ends_on.isoformat(),
    )
    emails.access_granted(grant)
    return grant


@transaction.atomic
def end(*, grant, by):
    """End the reading now: the administrator's next click is refused. Raises RuleBroken if over."""
    grant = Membership.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if not grant.is_current:
        raise RuleBroken("This reading has ended already.")
    return memberships.take_away(membership=grant, by=by)


def current():
    """The grants that hold now."""
    return ever().current()


def ever():
    """Every grant there has been."""
    return Membership.objects.filter(role=Role.GRANTED_READER)
