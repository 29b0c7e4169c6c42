"""What the record of a session still lacks before it can be closed, and what it merely leaves open."""

from dataclasses import dataclass

from section11.board.heatmap import Gap

from ..models import Attendance, Moderation, PanelSeat, Slot
from .self_ratings import Rating, SelfRatings


@dataclass(frozen=True)
class Lacking:
    """A standard whose moderated level differs from the agency's own without a reason."""

    slot: Slot
    rating: Rating

    def __str__(self):
        return f"{self.slot.challenged_agency.agency}, {self.rating.standard}"


def differs(level, rating: Rating) -> bool:
    """Whether a moderated level is another than what the agency says of itself. A level that leaves
    the score is the agency's own where it calls the standard not applicable.
    """
    if level is None:
        return False
    if rating.level is None:
        return level.counts_in_score or rating.cell.gap is not Gap.NOT_APPLICABLE
    return level.pk != rating.level.pk


def needs_reason(moderation: Moderation | None, rating: Rating) -> bool:
    """Whether the panel gave another rating and nobody has said why."""
    if moderation is None or moderation.reason:
        return False
    return differs(moderation.level, rating)


def lacking(session, ratings: SelfRatings | None = None) -> list[Lacking]:
    """Where a reason is missing, agency by agency."""
    moderations = {
        (one.challenged_agency_id, one.standard_id): one
        for one in Moderation.objects.filter(slot__session=session).select_related("level")
    }
    if not moderations:
        return []
    ratings = ratings or SelfRatings(session.challenge.cycle)
    slots = session.slots.kept().select_related("challenged_agency__agency")
    return [
        Lacking(slot, rating)
        for slot in slots
        for rating in ratings.of(slot.challenged_agency.agency_id)
        if needs_reason(moderations.get((slot.challenged_agency_id, rating.standard.pk)), rating)
    ]


def left_open(session) -> list[str]:
    """What nobody has noted, as sentences: closing says them and does not stop for them."""
    found = []
    if PanelSeat.objects.current().filter(session=session, attended=None).exists():
        found.append("It is not noted who of the panel came.")
    slots = session.slots.kept().select_related("challenged_agency__agency")
    came = set(Attendance.objects.filter(slot__session=session).values_list("slot", flat=True))
    met = set(
        Moderation.objects.filter(slot__session=session, level__isnull=False).values_list(
            "slot", flat=True
        )
    )
    for slot in slots:
        agency = slot.challenged_agency.agency
        if slot.pk not in came:
            found.append(f"It is not noted who came for {agency}.")
        if slot.pk not in met:
            found.append(f"No standard of {agency} has a moderated rating: its own would stand.")
    return found
