"""Inviting people. Somebody from elsewhere is invited exactly as somebody new is: whoever invites
cannot tell which, and the person themselves gets the mail that fits.
"""

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone

from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..models import Invitation, User
from ..models.invitation import VALID, digest
from . import memberships, users


@transaction.atomic
def invite(*, email, name, post="", role, agency=None, partnership=None, by, hold=False):
    """Give a role to whoever has that address, in any capitals, and tell them; return the role.

    Who has never come in gets a link that is good for `VALID`; others are told of the role. With
    `hold` no mail leaves before `send`. Raises RuleBroken if they hold the role already.
    """
    user = _person(email=email, name=name, post=post, by=by)
    membership = memberships.give_role(
        user=user,
        role=role,
        agency=agency,
        partnership=partnership,
        known_as=name,
        by=by,
    )
    if not user.has_come_in and not user.invitations.open().exists():
        Invitation.objects.create(user=user, invited_by=by)
    _record(membership, by=by, held=hold)
    if not hold:
        _tell(user, membership, by=by)
    return membership


@transaction.atomic
def send(*, membership, by):
    """Send what was held, or send it again: a new link, and any before it is dead."""
    user = users.lock(membership.user)
    if not membership.is_current:
        raise RuleBroken("This role has ended. Invite the person again.")
    if membership.has_been_seen:
        raise RuleBroken(f"{membership.person_name} has come in: there is nothing to send.")
    _tell(user, membership, by=by)
    _record(membership, by=by, held=False)


@transaction.atomic
def withdraw(*, membership, by):
    """Let nobody in by the person's open invitation, if there is one."""
    for invitation in membership.user.invitations.open():
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        events.record(
            Event.Kind.INVITATION_WITHDRAWN,
            invitation,
            by=by,
            agency_id=membership.agency_id,
            partnership_id=membership.partnership_id,
        )


@transaction.atomic
def accept(*, invitation):
    """Use the link up, and return the person whom it lets in. Raises RuleBroken if it is dead."""
    user = users.lock(invitation.user)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.refusal:
        raise RuleBroken("This link does not let anybody in any more.")
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    events.record(Event.Kind.INVITATION_USED, invitation, by=user, **_belongs_to(user))
    return user


def note_refused(*, invitation, refusal, by):
    """Put on record that somebody opened a link that lets nobody in. `by` may be nobody."""
    events.record(
        Event.Kind.LINK_REFUSED,
        invitation,
        by=by,
        **_belongs_to(invitation.user),
        refusal=str(refusal),
    )


def _person(*, email, name, post, by):
    """Whoever has the address, held until the transaction ends; made if nobody has it."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    try:
        with transaction.atomic():
            user = user or users.create(email=email, name=name, post=post, by=by)
    except IntegrityError:  # invited from two places at once: the other was first
        user = User.objects.get(email=email)
    user = users.lock(user)
    return user if user.is_active else users.reactivate(user=user, by=by)


def _tell(user, membership, *, by):
    place = {"agency": membership.agency_id, "partnership": membership.partnership_id}
    roles = list(user.memberships.current().filter(**place).select_related("agency", "partnership"))
    if user.has_come_in:
        emails.role_given(user, roles=roles, by=by)
    else:
        emails.invitation(user, roles=roles, name=membership.person_name, by=by, key=_key(user, by))


def _key(user, by):
    """A new key for the person's open invitation; only its digest stays here."""
    key, now = secrets.token_urlsafe(32), timezone.now()
    user.invitations.open().exclude(sent_at=None).update(withdrawn_at=now)
    invitation = user.invitations.open().first() or Invitation(user=user)
    invitation.invited_by, invitation.key_digest = by, digest(key)
    invitation.sent_at, invitation.expires_at = now, now + VALID
    invitation.save()
    return key


def _record(membership, *, by, held):
    events.record(
        Event.Kind.PERSON_INVITED,
        membership,
        by=by,
        agency_id=membership.agency_id,
        partnership_id=membership.partnership_id,
        role=str(membership.role),
        held=held,
    )


def _belongs_to(user):
    """Whose record tells of the person's coming: the place that gave them a role last."""
    latest = user.memberships.order_by("-given_at", "-pk").first()
    return {
        "agency_id": latest.agency_id if latest else None,
        "partnership_id": latest.partnership_id if latest else None,
    }
