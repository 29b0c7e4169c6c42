"""Whether a challenge can be released to its agencies, and later closed; what stands in the way.

A fixed number of queries, whatever the number of agencies.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from section11.web.exceptions import RuleBroken

from ..models import AgreedAction, Challenge, ChallengedAgency, ChallengeSession, Reply, Slot


@dataclass(frozen=True)
class Readiness:
    """`without` are the agencies that have no moderated rating: they were in no session that is
    closed, or its record holds none. `rated` are the others, each with the number `ratings`.
    """

    challenge: Challenge
    going_on: Sequence[ChallengeSession]
    to_come: Sequence[ChallengeSession]
    rated: Sequence[ChallengedAgency]
    without: Sequence[ChallengedAgency]

    def must_be_ready(self) -> None:
        """Raise RuleBroken while a session is going on or still to come."""
        self.challenge.must_not_be_released()
        if self.challenge.status == Challenge.Status.PLANNING:
            raise RuleBroken(
                "The timetable of this challenge is not published yet.", self.challenge
            )
        if self.going_on:
            raise RuleBroken(
                f"{self.going_on[0]} is not closed yet: its chair closes it, then the ratings can be"
                " released.",
                self.challenge,
            )
        if self.to_come:
            raise RuleBroken(
                f"{self.to_come[0]} is still to come. The ratings are released to all agencies at"
                " once, after the last session.",
                self.challenge,
            )
        if not self.rated:
            raise RuleBroken(
                "No agency has a moderated rating yet, so there is nothing to release.",
                self.challenge,
            )


def to_release(challenge: Challenge) -> Readiness:
    """How far the sessions of the challenge are."""
    open_yet = challenge.sessions.held().exclude(status=ChallengeSession.Status.CLOSED)
    unclosed = list(open_yet.filter(Exists(Slot.objects.kept().filter(session=OuterRef("pk")))))
    now = timezone.now()
    agencies = (
        challenge.agencies.current()
        .select_related("agency")
        .annotate(
            ratings=Count(
                "moderations",
                filter=Q(
                    moderations__level__isnull=False, moderations__slot__session__status="closed"
                ),
            )
        )
    )
    return Readiness(
        challenge=challenge,
        going_on=[one for one in unclosed if one.is_open],
        to_come=[one for one in unclosed if one.is_preparing and one.starts_at > now],
        rated=[one for one in agencies if one.ratings],
        without=[one for one in agencies if not one.ratings],
    )


@dataclass(frozen=True)
class Closing:
    """`waiting` are replies that the panel has not decided on; `letterless` the rated agencies whose
    feedback letter is not released.
    """

    challenge: Challenge
    waiting: Sequence[Reply]
    letterless: Sequence[ChallengedAgency]
    actions: int

    def must_be_ready(self) -> None:
        """Raise RuleBroken while agencies may still reply, or wait for the panel's answer."""
        self.challenge.must_be_released()
        if self.challenge.takes_replies:
            raise RuleBroken(
                "The agencies may reply to their moderated ratings until"
                f" {self.challenge.reply_due_on:%-d %B %Y}: close the challenge after that day.",
                self.challenge,
            )
        if self.waiting:
            agency = self.waiting[0].moderation.challenged_agency.agency
            raise RuleBroken(
                f"{agency} waits for the panel to decide on its reply about"
                f" {self.waiting[0].moderation.standard.title}. Decide on it first.",
                self.challenge,
            )


def to_close(challenge: Challenge) -> Closing:
    """What is left to do about the challenge."""
    replies = undecided([challenge]).select_related(
        "moderation__challenged_agency__agency", "moderation__standard"
    )
    current = challenge.agencies.current()
    return Closing(
        challenge=challenge,
        waiting=list(replies),
        letterless=list(without_letter([challenge]).select_related("agency")),
        actions=AgreedAction.objects.unfinished().filter(challenged_agency__in=current).count(),
    )


def undecided(challenges: Sequence[Challenge]) -> QuerySet[Reply]:
    """Replies that wait for the panel, the first given first."""
    return Reply.objects.filter(
        moderation__challenged_agency__challenge__in=challenges,
        stance=Reply.Stance.DISPUTED,
        decided_at=None,
    ).order_by("replied_at")


def without_letter(challenges: Sequence[Challenge]) -> QuerySet[ChallengedAgency]:
    """Rated agencies whose feedback letter is not released."""
    rated = Exists(
        ChallengedAgency.objects.filter(pk=OuterRef("pk"), moderations__level__isnull=False)
    )
    current = ChallengedAgency.objects.current().filter(challenge__in=challenges)
    return current.filter(rated, letter__released_at=None)
