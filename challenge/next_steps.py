"""What a coordinator sensibly does next with a challenge. Numbers in, a sentence and a link out."""

from dataclasses import dataclass
from datetime import date

from .models import Challenge


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
    """`sentence` says how it stands; `link` says what to do on the page `url_name` of the challenge."""

    sentence: str
    link: str
    url_name: str


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


def next_step(challenge: Challenge, known: Counts, *, today: date) -> NextStep | None:
    """Until the timetable is published; afterwards each part of the page says what is next."""
    if challenge.status != Challenge.Status.PLANNING:
        return None
    if not known.half_days:
        return NextStep("No half-day is open.", "Choose the half-days", "challenge-half-days")
    if not known.members:
        return NextStep("Nobody is on the panel yet.", "Add panel members", "challenge-panel")
    if not known.agencies:
        return NextStep("No agency is chosen yet.", "Choose the agencies", "challenge-agencies")
    if not challenge.asked_at:
        return NextStep("Nobody has been asked yet who can come.", "Ask them", "challenge-ask")
    if known.silent and challenge.availability_due_on and today <= challenge.availability_due_on:
        who = "1 has" if known.silent == 1 else f"{known.silent} have"
        return NextStep(
            f"{who} not said yet when they can come, by {challenge.availability_due_on:%-d %B %Y}.",
            "See who can come",
            "challenge-answers",
        )
    without = f" {known.silent} did not answer." if known.silent else ""
    return NextStep(f"The answers are in.{without}", "Plan the timetable", "timetable-plan")


def _answered(takers):
    return takers.values_list("answered_at", flat=True)
