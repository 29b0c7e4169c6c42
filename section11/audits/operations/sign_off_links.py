"""A link by mail, by which one approver reads a whole self-audit and signs it off, once, without an
account. Its key is the proof: only a digest of it is kept.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from section11.people.models.invitation import digest
from section11.record import events
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from .. import emails
from ..exceptions import LinkOfAnother, LinkRefused
from ..models import SignOffLink
from . import self_audits

LIVES = timedelta(days=14)
UNKNOWN = (
    "This link is not one of ours, or it was not copied whole. Open it from the e-mail itself."
)


@transaction.atomic
def send(*, self_audit, approver, by):
    """Send the approver a link to the self-audit, which waits for sign-off; return the SignOffLink.

    Raises RuleBroken if the person may not sign it off, or has a link that still works.
    """
    self_audit = self_audits.lock(self_audit)
    self_audit.must_wait_for_sign_off()
    if approver not in self_audit.may_sign_off:
        raise RuleBroken(f"{approver.email} cannot sign this self-audit off.", self_audit)
    for earlier in self_audit.sign_off_links.filter(approver=approver):
        if not earlier.why_dead():
            raise RuleBroken(
                f"{approver.email} has a link that works until"
                f" {timezone.localtime(earlier.expires_at):%-d %B %Y}."
                " Withdraw it first if another is needed."
            )
    key = secrets.token_urlsafe(32)
    link = SignOffLink.objects.create(
        self_audit=self_audit,
        approver=approver,
        key_digest=digest(key),
        made_by=by,
        expires_at=timezone.now() + LIVES,
    )
    self_audits.record(Event.Kind.SIGN_OFF_LINK_SENT, self_audit, by=by, to=approver.email)
    emails.sign_off_link(link, key=key)
    return link


@transaction.atomic
def withdraw(*, link, by):
    """End the link before it is used. Withdrawing it again changes nothing."""
    self_audit = self_audits.lock(link.self_audit)
    link = SignOffLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.used_at or link.withdrawn_at:
        return
    link.withdrawn_at = timezone.now()
    link.save(update_fields=["withdrawn_at"])
    self_audits.record(
        Event.Kind.SIGN_OFF_LINK_WITHDRAWN, self_audit, by=by, to=link.approver.email
    )


def find(*, key, by):
    """The link of that key, if it works and `by` (a User, or anybody not signed in) may use it.

    Raises LinkRefused with the sentence for whoever opened it.
    """
    link = (
        SignOffLink.objects.select_related("approver", "made_by", "self_audit__sent_by")
        .select_related("self_audit__agency", "self_audit__cycle__partnership")
        .select_related("self_audit__cycle__standard_set__scale")
        .filter(key_digest=digest(key))
        .first()
    )
    if link is None:
        raise LinkRefused(UNKNOWN)
    if dead := link.why_dead():
        raise LinkRefused(dead, link)
    if by.is_authenticated and by.pk != link.approver_id:
        raise LinkOfAnother(
            "This link was sent to somebody else, and you are signed in under your own name."
            " If it is yours, sign out and open it again.",
            link,
        )
    return link


@transaction.atomic
def sign_off(*, link, name, post):
    """The approver's declaration, made by the link."""
    self_audit, link = _lock_live(link)
    _use(link)
    return self_audits.submit(
        self_audit=self_audit, name=name, post=post, by=link.approver, link=link.pk
    )


@transaction.atomic
def send_back(*, link, reason):
    """Give the self-audit back to the lead, by the link."""
    self_audit, link = _lock_live(link)
    _use(link)
    self_audits.send_back(self_audit=self_audit, reason=reason, by=link.approver, link=link.pk)


def note_refusal(refused, *, by):
    """Record that someone opened a link that does not work (any more), or not for them."""
    link = refused.link
    if link is None:
        events.record(Event.Kind.LINK_REFUSED, "A sign-off link that is not ours", by=by)
    else:
        self_audits.record(
            Event.Kind.LINK_REFUSED, link.self_audit, by=by, link=link.pk, why=str(refused)
        )


def _lock_live(link):
    """The self-audit and the link, both held and read anew; LinkRefused if it died meanwhile."""
    self_audit = self_audits.lock(link.self_audit)
    link = (
        SignOffLink.objects.select_for_update(of=("self",))
        .select_related("approver")
        .get(pk=link.pk)
    )
    link.self_audit = self_audit
    if dead := link.why_dead():
        raise LinkRefused(dead, link)
    return self_audit, link


def _use(link):
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
