"""What the pages of a slot share: how it is loaded, whose seat it is, and the way back."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from section11.people.permissions import Permission

from .. import seats
from ..models import ChallengeSession, Slot


def load_session(request, pk):
    return get_object_or_404(
        ChallengeSession.objects.visible_to(request.user).select_related(
            "challenge__cycle__partnership",
            "challenge__cycle__standard_set",
            "challenge__cycle__compared_with__standard_set",
            "room",
            "opened_by",
            "closed_by",
        ),
        pk=pk,
    )


def load_slot(request, pk):
    """The slot, with its agency's self-audit and its session; nothing of it for the conflicted."""
    slot = get_object_or_404(
        Slot.objects.visible_to(request.user).select_related(
            "challenged_agency__agency",
            "challenged_agency__self_audit",
            "session__challenge__cycle__partnership",
            "session__challenge__cycle__standard_set",
            "session__challenge__cycle__compared_with__standard_set",
            "session__room",
            "session__opened_by",
            "session__closed_by",
        ),
        pk=pk,
    )
    share(slot)
    return slot


def share(slot):
    """Let what is one row be one object: the challenge, its cycle, the agency."""
    challenged, challenge = slot.challenged_agency, slot.session.challenge
    challenged.challenge = challenge
    challenged.self_audit.cycle = challenge.cycle
    challenged.self_audit.agency = challenged.agency


def standard_or_404(slot, pk):
    """A standard that the slot's agency is asked about."""
    asked = {one.standard_id: one.standard for one in slot.challenged_agency.self_audit.questions}
    if pk not in asked:
        raise Http404
    return asked[pk]


def check_leads(user, session, what):
    """Raise PermissionDenied unless the person chairs the session or coordinates the challenge."""
    coordinates = Permission.CHALLENGE_MANAGE in session.permissions_of(user)
    if not coordinates and not seats.chairs(user, session):
        raise PermissionDenied(f"Only the session’s chair or the coordinator {what}.")


def check_chairs(user, session, what):
    """Raise PermissionDenied unless the person chairs it: the coordinator where nobody can."""
    if not seats.chairs(user, session):
        raise PermissionDenied(f"Only the session’s chair {what}.")


def to_session(session, *pages):
    """The way from home to a page of the session: `pages` are (label, url), the last without."""
    challenge = session.challenge
    return [
        ("Home", reverse("web:home")),
        (str(challenge), challenge.get_absolute_url()),
        ("Session", session.get_absolute_url() if pages else ""),
        *pages,
    ]


def to_slot(slot, *pages):
    agency = str(slot.challenged_agency.agency)
    return to_session(slot.session, (agency, slot.get_absolute_url() if pages else ""), *pages)


def seat(request, slot):
    """The reader's seat in the slot's session, or None: a coordinator may have none."""
    return seats.seat_of(request.user, slot.session)


def reads_redacted(request, slot):
    """Whether the reader sits here without files and without names."""
    held = seat(request, slot)
    return held is not None and held.panel_member.reads_redacted
