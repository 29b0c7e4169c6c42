"""Links by mail, by which somebody without an account says when they can come and which interests
they have. A link's key is the proof: only a digest of it is kept.
"""

import secrets
from datetime import datetime, time, timedelta

from django.utils import timezone

from section11.people.models.invitation import digest
from section11.record import events
from section11.record.models import Event

from ..exceptions import LinkOfAnother, LinkRefused
from ..models import PersonalLink

UNKNOWN = (
    "This link is not one of ours, or it was not copied whole. Open it from the e-mail itself."
)


def make(*, user, panel_member=None, challenged_agency=None, by):
    """A new link of that person's, as a panel member or for an agency; return its key, which is
    written nowhere but in the mail. Earlier ones go on working. The caller is in a transaction.
    """
    challenge = (panel_member or challenged_agency).challenge
    key = secrets.token_urlsafe(32)
    PersonalLink.objects.create(
        user=user,
        panel_member=panel_member,
        challenged_agency=challenged_agency,
        key_digest=digest(key),
        made_by=by,
        expires_at=_end_of(challenge.last_day),
    )
    return key


def withdraw(**whose):
    """End every link of `panel_member` or `challenged_agency`, or of one `user` among these. The
    caller is in a transaction and records why.
    """
    PersonalLink.objects.filter(withdrawn_at=None, **whose).update(withdrawn_at=timezone.now())


def find(*, key, by):
    """The link of that key, if it works and `by` (a User, or anybody not signed in) may use it.

    Raises LinkRefused with the sentence for whoever opened it.
    """
    link = (
        PersonalLink.objects.select_related("user")
        .select_related("panel_member__challenge__cycle__partnership")
        .select_related("panel_member__challenge__asked_by", "panel_member__user")
        .select_related("challenged_agency__challenge__cycle__partnership")
        .select_related("challenged_agency__challenge__asked_by", "challenged_agency__agency")
        .filter(key_digest=digest(key))
        .first()
    )
    if link is None:
        raise LinkRefused(UNKNOWN)
    if dead := link.why_dead():
        raise LinkRefused(dead, link)
    if by.is_authenticated and by.pk != link.user_id:
        raise LinkOfAnother(
            "This link was sent to somebody else, and you are signed in under your own name."
            " If it is yours, sign out and open it again.",
            link,
        )
    return link


def note_refusal(refused, *, by):
    """Record that someone opened a link that does not work (any more), or not for them."""
    link = refused.link
    if link is None:
        events.record(Event.Kind.LINK_REFUSED, "A personal link that is not ours", by=by)
        return
    agency = link.challenged_agency
    events.record(
        Event.Kind.LINK_REFUSED,
        link.challenge,
        by=by,
        partnership_id=link.challenge.cycle.partnership_id,
        agency_id=agency.agency_id if agency else None,
        link=link.pk,
        why=str(refused),
    )


def _end_of(day):
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
