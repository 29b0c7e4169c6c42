"""When a session and its packs allow what: each rule raises RuleBroken with its sentence."""

from datetime import timedelta

from django.utils import timezone

from section11.people.permissions import Permission
from section11.web.clock import clock
from section11.web.exceptions import RuleBroken

from ..models import ChallengeSession


def day_of(session: ChallengeSession):
    return timezone.localdate(session.starts_at)


def enquiries_due_on(session: ChallengeSession):
    """The day on which its agencies get the lines of enquiry; none where they do not."""
    days = session.challenge.enquiry_days
    return None if days is None else day_of(session) - timedelta(days=days)


def packs_are_open(session: ChallengeSession) -> bool:
    return timezone.localdate() >= session.packs_open_on


def may_read_packs(user, session: ChallengeSession) -> bool:
    """The panel from the day; whoever coordinates prepares them, and so before."""
    coordinates = Permission.CHALLENGE_MANAGE in session.permissions_of(user)
    return coordinates or packs_are_open(session)


def must_show_packs(session: ChallengeSession, user) -> None:
    if not may_read_packs(user, session):
        raise RuleBroken(
            f"The packs of this session open on {session.packs_open_on:%-d %B %Y}.", session
        )


def must_take_place(session: ChallengeSession) -> None:
    if session.cancelled_at:
        raise RuleBroken(
            f"The session of {day_of(session):%-d %B %Y} was cancelled.", session.challenge
        )


def must_be_prepared(session: ChallengeSession) -> None:
    """Raise RuleBroken once the session has been opened: what was thought alone stays as it was."""
    must_take_place(session)
    session.challenge.must_not_be_closed()
    if not session.is_preparing:
        raise RuleBroken(
            f"{session.opened_by} opened this session on"
            f" {timezone.localtime(session.opened_at):%-d %B %Y} at"
            f" {clock(session.opened_at)}, so what members thought before it stays as it was.",
            session,
        )


def must_not_be_over(session: ChallengeSession) -> None:
    """Raise RuleBroken once the session is closed: what was planned for it changes no more."""
    must_take_place(session)
    if session.is_closed:
        session.must_be_open()


def must_be_today(session: ChallengeSession) -> None:
    """Raise RuleBroken before the day of the session."""
    must_not_be_over(session)
    if timezone.localdate() < day_of(session):
        raise RuleBroken(
            f"This session is on {day_of(session):%A %-d %B %Y}: that can be done from that day on.",
            session,
        )


def must_open_now(session: ChallengeSession) -> None:
    """Raise RuleBroken unless its chair may open it."""
    must_be_today(session)
    if session.is_open:
        raise RuleBroken(
            f"{session.opened_by} has opened this session already, at {clock(session.opened_at)}.",
            session,
        )
    session.challenge.must_not_be_released()


def must_be_recorded_now(session: ChallengeSession) -> None:
    """Raise RuleBroken unless its record may be written now."""
    session.must_be_open()
    session.challenge.must_not_be_released()


def must_send_enquiries(challenge) -> None:
    """Raise RuleBroken where the challenge says that agencies get no lines beforehand."""
    challenge.must_not_be_closed()
    if challenge.enquiry_days is None:
        raise RuleBroken(
            "In this challenge agencies do not get the lines of enquiry beforehand. The coordinator"
            " can change that in its settings.",
            challenge,
        )
