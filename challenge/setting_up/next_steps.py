"""What a coordinator sensibly does next with a challenge, from its first half-day to its end."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from ..models import Challenge
from .how_far import Stand


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


def next_step(challenge: Challenge, stand: Stand, *, today: date) -> NextStep:
    """There is one at every stage."""
    match challenge.status:
        case Challenge.Status.PLANNING:
            return (
                _to_set_up(challenge, stand.counts)
                or _to_publish(stand)
                or _to_plan(challenge, stand.counts, today)
            )
        case Challenge.Status.PUBLISHED:
            return _to_hold(challenge, stand, today)
        case Challenge.Status.RELEASED:
            return _to_answer(challenge, stand)
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


def _to_publish(stand):
    """A timetable that is being planned, or a draft that is newer than what is published."""
    if stand.run:
        return NextStep(
            "A timetable is being planned.", "See how far it is", "run-detail", stand.run.pk
        )
    if stand.draft:
        return NextStep(
            f"{stand.draft} is a draft: nobody is told of it before you publish it.",
            "Look at it, then publish it",
            "timetable-detail",
            stand.draft.pk,
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
    said = "The answers are in."
    if known.silent:
        said += f" {known.silent} did not answer."
    if known.undeclared:
        who = "1 panel member has" if known.undeclared == 1 else f"{known.undeclared} have"
        said += f" {who} not declared their interests yet."
    return NextStep(said, "Plan the timetable", "timetable-plan", challenge.pk)


def _to_hold(challenge, stand, today):
    """Of a published timetable: its sessions one after the other, then the release."""
    unclosed = stand.unclosed
    for one in unclosed:
        one.challenge = challenge
        if one.is_open:
            return NextStep(
                f"The session of {_week_day(one)} is going on.", "Go to it", "session-live", one.pk
            )
    if unclosed and (waits := _to_publish(stand)):
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


def _to_answer(challenge, stand):
    """Of released ratings: replies, letters, closing."""
    if waiting := stand.waiting:
        one = "1 reply waits" if len(waiting) == 1 else f"{len(waiting)} replies wait"
        return NextStep(f"{one} for the panel.", "Decide on it", "reply-decide", waiting[0])
    until = (
        f"The agencies may reply until {_day(challenge.reply_due_on)}."
        if challenge.takes_replies
        else "The right of reply is over."
    )
    if some := stand.letterless:
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


def _week_day(session):
    return f"{timezone.localtime(session.starts_at):%A %-d %B %Y}"


def _day(day):
    return f"{day:%-d %B %Y}"
