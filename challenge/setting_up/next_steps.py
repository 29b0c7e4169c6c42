"""What a coordinator sensibly does next with a challenge, from its first half-day to its end."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from ..after import readiness
from ..models import Challenge


@dataclass(frozen=True)
class Counts:
    """How far the setting up is: open half-days, rooms, who takes part, and who has not answered."""

    half_days: int
    rooms: int
    members: int
    agencies: int
    silent: int


@dataclass(frozen=True)
class NextStep:
    """`sentence` says how it stands; `link` says what to do, on the page `url_name` of `pk`."""

    sentence: str
    link: str
    url_name: str
    pk: int

    @property
    def href(self) -> str:
        return reverse(f"challenge:{self.url_name}", args=[self.pk])


def counts(challenge: Challenge) -> Counts:
    """Of one challenge, in five queries."""
    members, agencies = challenge.panel_members.current(), challenge.agencies.current()
    answered = [one is not None for of in (members, agencies) for one in _answered(of)]
    return Counts(
        half_days=challenge.possible_sessions.filter(is_shut=False).count(),
        rooms=challenge.rooms.count(),
        members=members.count(),
        agencies=agencies.count(),
        silent=answered.count(False),
    )


def next_step(challenge: Challenge, known: Counts, *, today: date) -> NextStep:
    """There is one at every stage. Five queries at most."""
    match challenge.status:
        case Challenge.Status.PLANNING:
            return (
                _to_set_up(challenge, known)
                or _to_publish(challenge)
                or _to_plan(challenge, known, today)
            )
        case Challenge.Status.PUBLISHED:
            return _to_hold(challenge, today)
        case Challenge.Status.RELEASED:
            return _to_answer(challenge)
    partnership = challenge.cycle.partnership_id
    return NextStep(
        "The challenge is closed.", "Follow what was agreed", "partnership-actions", partnership
    )


def _to_set_up(challenge, known):
    if not known.half_days:
        said = "No half-day is open.", "Choose the half-days", "challenge-half-days"
    elif not known.members:
        said = "Nobody is on the panel yet.", "Add panel members", "challenge-panel"
    elif not known.agencies:
        said = "No agency is chosen yet.", "Choose the agencies", "challenge-agencies"
    elif not challenge.asked_at:
        said = "Nobody has been asked yet who can come.", "Ask them", "challenge-ask"
    else:
        return None
    return NextStep(*said, challenge.pk)


def _to_publish(challenge):
    """A timetable that is being planned, or a draft that is newer than what is published."""
    run = challenge.runs.filter(status__in=["waiting", "running"]).first()
    if run:
        return NextStep("A timetable is being planned.", "See how far it is", "run-detail", run.pk)
    waiting = challenge.timetables.filter(status__in=["draft", "published"]).order_by("-number")
    newest = waiting.first()
    if newest and newest.is_draft:
        return NextStep(
            f"{newest} is a draft: nobody is told of it before you publish it.",
            "Look at it, then publish it",
            "timetable-detail",
            newest.pk,
        )
    return None


def _to_plan(challenge, known, today):
    if known.silent and challenge.availability_due_on and today <= challenge.availability_due_on:
        who = "1 has" if known.silent == 1 else f"{known.silent} have"
        return NextStep(
            f"{who} not said yet when they can come, by {_day(challenge.availability_due_on)}.",
            "See who can come",
            "challenge-answers",
            challenge.pk,
        )
    without = f" {known.silent} did not answer." if known.silent else ""
    return NextStep(
        f"The answers are in.{without}", "Plan the timetable", "timetable-plan", challenge.pk
    )


def _to_hold(challenge, today):
    """Of a published timetable: its sessions one after the other, then the release."""
    unclosed = [one for one in challenge.sessions.held() if not one.is_closed]
    for one in unclosed:
        one.challenge = challenge
        if one.is_open:
            return NextStep(
                f"The session of {_week_day(one)} is going on.", "Go to it", "session-live", one.pk
            )
    if unclosed and (waits := _to_publish(challenge)):
        return waits
    for one in unclosed:
        if (on := timezone.localdate(one.starts_at)) >= today:
            return _to_prepare(one, on, today)
    if unclosed:
        return NextStep(
            f"The session of {_week_day(unclosed[0])} is over, and nobody opened it.",
            "Open it to write its record",
            "session-detail",
            unclosed[0].pk,
        )
    return NextStep(
        "Every session is closed.",
        "Release the moderated ratings",
        "challenge-release",
        challenge.pk,
    )


def _to_prepare(session, on, today):
    if on == today:
        said = "A session is today: whoever chairs it opens it.", "Go to the session"
    elif session.packs_open_on > today:
        packs = f"Its panel reads the packs from {_day(session.packs_open_on)}."
        said = (
            f"The next session is on {_week_day(session)}. {packs}",
            "Prepare packs and lines of enquiry",
        )
    else:
        packs = "Its panel can read the packs."
        said = (
            f"The next session is on {_week_day(session)}. {packs}",
            "Look at the lines of enquiry",
        )
    return NextStep(*said, "session-detail", session.pk)


def _to_answer(challenge):
    """Of released ratings: replies, letters, closing."""
    left = readiness.to_close(challenge)
    if left.waiting:
        one = "1 reply waits" if len(left.waiting) == 1 else f"{len(left.waiting)} replies wait"
        return NextStep(f"{one} for the panel.", "Decide on it", "reply-decide", left.waiting[0].pk)
    until = (
        f"The agencies may reply until {_day(challenge.reply_due_on)}."
        if challenge.takes_replies
        else "The right of reply is over."
    )
    if left.letterless:
        some = len(left.letterless)
        who = "1 agency has" if some == 1 else f"{some} agencies have"
        return NextStep(
            f"{until} {who} no feedback letter yet.",
            "Feedback letters",
            "letter-list",
            challenge.pk,
        )
    if challenge.takes_replies:
        return NextStep(
            f"{until} Every feedback letter is released.",
            "Follow what was agreed",
            "partnership-actions",
            challenge.cycle.partnership_id,
        )
    return NextStep(
        f"{until} Every feedback letter is released.",
        "Close the challenge",
        "challenge-close",
        challenge.pk,
    )


def _answered(takers):
    return takers.values_list("answered_at", flat=True)


def _week_day(session):
    return f"{timezone.localtime(session.starts_at):%A %-d %B %Y}"


def _day(day):
    return f"{day:%-d %B %Y}"
