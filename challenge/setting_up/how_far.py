"""How far challenges are, from their first half-day to their end: what their next step follows from.

A constant number of queries, however many challenges; what a stage does not need is not asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from ..after import readiness
from ..models import (
    Challenge,
    ChallengedAgency,
    ChallengeSession,
    PanelMember,
    PlanningRun,
    PossibleSession,
    Room,
    Timetable,
)


@dataclass(frozen=True)
class Counts:
    """How far the setting up is: open half-days, rooms, who takes part, and who has not answered."""

    half_days: int
    rooms: int
    members: int
    agencies: int
    silent: int
    undeclared: int


@dataclass(frozen=True)
class Stand:
    """How far one challenge is. `draft` is one that is newer than what is published; `waiting` are
    the ids of replies that wait for the panel, the first given first; `letterless` counts agencies.
    """

    counts: Counts
    run: PlanningRun | None
    draft: Timetable | None
    unclosed: Sequence[ChallengeSession]
    waiting: Sequence[int]
    letterless: int


def read(challenges: Iterable[Challenge]) -> dict[int, Stand]:
    """By the challenge's id. Ten queries at most."""
    challenges = list(challenges)
    at = defaultdict(list)
    for one in challenges:
        at[one.status].append(one)
    published, released = at[Challenge.Status.PUBLISHED], at[Challenge.Status.RELEASED]
    planned = [*at[Challenge.Status.PLANNING], *published]
    counts = _counts(challenges)
    runs = _first(_going_on(planned))
    newest = _first(_waiting_timetables(planned))
    unclosed = _by_challenge(_unclosed(published))
    waiting, letterless = readiness.undecided(released), readiness.without_letter(released)
    replies = defaultdict(list)
    for challenge, reply in waiting.values_list("moderation__challenged_agency__challenge", "pk"):
        replies[challenge].append(reply)
    missing = Counter(letterless.values_list("challenge", flat=True))
    return {
        one.pk: Stand(
            counts=counts[one.pk],
            run=runs.get(one.pk),
            draft=found if (found := newest.get(one.pk)) and found.is_draft else None,
            unclosed=unclosed[one.pk],
            waiting=replies[one.pk],
            letterless=missing[one.pk],
        )
        for one in challenges
    }


def _counts(challenges):
    half_days = _number(PossibleSession.objects.filter(challenge__in=challenges, is_shut=False))
    rooms = _number(Room.objects.filter(challenge__in=challenges))
    members, agencies, silent, undeclared = Counter(), Counter(), Counter(), Counter()
    on_panel = PanelMember.objects.current().filter(challenge__in=challenges)
    for challenge, answered, declared in on_panel.values_list(
        "challenge", "answered_at", "declared_at"
    ):
        members[challenge] += 1
        silent[challenge] += answered is None
        undeclared[challenge] += declared is None
    chosen = ChallengedAgency.objects.current().filter(challenge__in=challenges)
    for challenge, answered in chosen.values_list("challenge", "answered_at"):
        agencies[challenge] += 1
        silent[challenge] += answered is None
    return {
        one.pk: Counts(
            half_days=half_days.get(one.pk, 0),
            rooms=rooms.get(one.pk, 0),
            members=members[one.pk],
            agencies=agencies[one.pk],
            silent=silent[one.pk],
            undeclared=undeclared[one.pk],
        )
        for one in challenges
    }


def _number(rows):
    return dict(rows.order_by().values_list("challenge").annotate(Count("pk")))


def _going_on(challenges):
    found = PlanningRun.objects.filter(challenge__in=challenges, status__in=["waiting", "running"])
    return found.only("challenge", "status")


def _waiting_timetables(challenges):
    status = [Timetable.Status.DRAFT, Timetable.Status.PUBLISHED]
    found = Timetable.objects.filter(challenge__in=challenges, status__in=status)
    return found.order_by("-number").only("challenge", "number", "status")


def _unclosed(challenges):
    held = ChallengeSession.objects.held().filter(challenge__in=challenges)
    return held.exclude(status=ChallengeSession.Status.CLOSED)


def _by_challenge(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.challenge_id].append(row)
    return found


def _first(rows):
    return {pk: found[0] for pk, found in _by_challenge(rows).items()}
