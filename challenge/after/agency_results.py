"""What came of one agency's challenge, standard by standard: self-rating, moderated rating, reply,
and every version since the release. A fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from section11.board.heatmap import Cell, Difference
from section11.board.looks import difference_in_words

from ..models import AgreedAction, ChallengedAgency, Finding, Moderation, Reply, Slot
from ..sessions.self_ratings import Rating, SelfRatings

# What is read with a challenged agency whose results are asked for.
LOADED = (
    "agency",
    "challenge__closed_by",
    "challenge__cycle__partnership",
    "challenge__cycle__standard_set",
    "challenge__cycle__compared_with__standard_set",
)


@dataclass(frozen=True)
class Version:
    """What was said of a moderated rating at one moment. `file` is the version of the reply whose
    file can be had.
    """

    at: datetime
    by: Any
    what: str
    text: str = ""
    file: int | None = None
    file_name: str = ""


@dataclass(frozen=True)
class StandardResult:
    """One standard with a moderated rating."""

    moderation: Moderation
    own: Rating | None
    reply: Reply | None
    versions: Sequence[Version]
    difference: str
    findings: Sequence[Finding] = field(default_factory=list)
    actions: Sequence[AgreedAction] = field(default_factory=list)

    @property
    def standard(self):
        return self.moderation.standard

    @property
    def was_changed(self) -> bool:
        """Whether the panel changed its rating after a reply: its first reason is about another."""
        return self.reply is not None and self.reply.decision == Reply.Decision.CHANGED


@dataclass(frozen=True)
class AgencyResults:
    """`findings` are those of no standard, or of one without a rating; `actions` likewise."""

    challenged: ChallengedAgency
    standards: Sequence[StandardResult]
    findings: Sequence[Finding]
    actions: Sequence[AgreedAction]

    @property
    def unanswered(self) -> int:
        """How many ratings the agency has not replied to."""
        return sum(one.reply is None for one in self.standards)

    @property
    def waiting(self) -> int:
        """How many of its replies wait for the panel."""
        return sum(one.reply is not None and one.reply.waits for one in self.standards)

    @property
    def of_agency(self) -> list[Finding]:
        """Findings about the agency as a whole."""
        return [one for one in self.findings if one.standard_id is None]

    @property
    def of_unrated(self) -> list[Finding]:
        """Findings about a standard that the panel did not rate."""
        return [one for one in self.findings if one.standard_id is not None]

    @property
    def all_findings(self) -> list[Finding]:
        found = [one for result in self.standards for one in result.findings]
        return sorted([*found, *self.findings], key=lambda one: one.pk)

    @property
    def all_actions(self) -> list[AgreedAction]:
        found = [one for result in self.standards for one in result.actions]
        return sorted([*found, *self.actions], key=lambda one: (one.due_on, one.pk))


def visible_to(user):
    """The challenged agencies whose results the person may ask for: their own, all that they
    coordinate, and those on whose panel they sit, unless they read it redacted.
    """
    seats = Slot.objects.in_full_to(user).values("challenged_agency")
    found = ChallengedAgency.objects.filter(
        Q(pk__in=ChallengedAgency.objects.visible_to(user)) | Q(pk__in=seats)
    )
    return found.current().select_related(*LOADED)


def ratings_visible_to(user):
    """The moderated ratings of those agencies: before the release only the panel's."""
    seats = Slot.objects.in_full_to(user).values("challenged_agency")
    released = Q(challenged_agency__challenge__released_at__isnull=False)
    return Moderation.objects.filter(
        released & Q(challenged_agency__in=ChallengedAgency.objects.visible_to(user))
        | Q(challenged_agency__in=seats),
        challenged_agency__taken_out_at=None,
        level__isnull=False,
    )


def shows_ratings(user, challenged) -> bool:
    """Whether the person may read its ratings now, who may ask for its results."""
    if challenged.challenge.is_released:
        return True
    return Slot.objects.in_full_to(user).filter(challenged_agency=challenged).exists()


def of(challenged: ChallengedAgency) -> AgencyResults:
    """Everything that was recorded of the agency, its cycle and challenge loaded."""
    ratings = SelfRatings(challenged.challenge.cycle)
    own = {rating.standard.pk: rating for rating in ratings.of(challenged.agency_id)}
    moderations = list(
        challenged.moderations.filter(level__isnull=False)
        .select_related("level__scale", "standard", "updated_by")
        .order_by("standard__order")
    )
    replies = {
        reply.moderation_id: reply
        for reply in Reply.objects.filter(moderation__in=moderations).select_related(
            "replied_by", "decided_by"
        )
    }
    versions = _versions(challenged.challenge, moderations, replies)
    findings = _by_standard(challenged.findings.kept().select_related("standard").order_by("pk"))
    actions = _by_standard(challenged.actions.kept().select_related("standard"))
    standards = [
        StandardResult(
            moderation=one,
            own=own.get(one.standard_id),
            reply=replies.get(one.pk),
            versions=versions[one.pk],
            difference=_difference(ratings.results, own.get(one.standard_id), one.level_id),
            findings=findings.pop(one.standard_id, []),
            actions=actions.pop(one.standard_id, []),
        )
        for one in moderations
    ]
    return AgencyResults(
        challenged=challenged,
        standards=standards,
        findings=[one for rest in findings.values() for one in rest],
        actions=[one for rest in actions.values() for one in rest],
    )


def _by_standard(items):
    found = defaultdict(list)
    for item in items:
        found[item.standard_id].append(item)
    return found


def _difference(results, own, level_id):
    """How the self-rating stands to the moderated one, in words; nothing where one leaves the score."""
    place = next((n for n, level in enumerate(results.levels) if level.pk == level_id), None)
    if own is None or own.cell.level is None or place is None:
        return ""
    steps = Difference(own.cell, Cell(place, None))
    if steps.steps == 0:
        return "The panel agrees with the self-rating."
    return f"The self-rating is {difference_in_words(steps)} than the panel’s rating."


def _versions(challenge, moderations, replies):
    """By moderation's id, oldest first: the rating as released, and all that came after."""
    found = {one.pk: [] for one in moderations}
    if not challenge.released_at:
        return found
    released, last = {}, {}
    for row in _history(Moderation, found, "level", "history_user"):
        if row.history_date <= challenge.released_at or row.id not in last:
            released[row.id] = row
        elif last[row.id].level_id != row.level_id:
            found[row.id].append(_rated("Changed", row))
        last[row.id] = row
    for pk, row in released.items():
        found[pk].insert(0, _rated("Released", row))
    answered = {reply.pk: reply.moderation_id for reply in replies.values()}
    for row in _history(Reply, answered, "replied_by", "decided_by"):
        found[answered[row.id]].append(_said(row))
    return {pk: sorted(rows, key=lambda row: row.at) for pk, rows in found.items()}


def _history(model, ids, *related):
    rows = model.history.filter(id__in=list(ids)).select_related(*related)
    return rows.order_by("history_date", "history_id")


def _rated(what, row):
    level = row.level.label if row.level else "no rating"
    return Version(row.history_date, row.history_user, f"{what}: {level}", row.reason)


def _said(row):
    if row.decided_at:
        decision = Reply.Decision(row.decision).label
        return Version(row.decided_at, row.decided_by, f"Panel: {decision}", row.decision_reason)
    return Version(
        row.replied_at,
        row.replied_by,
        Reply.Stance(row.stance).label,
        row.text,
        row.history_id if row.file else None,
        row.file_name,
    )
