"""What the agency, each member and the panel rate the standards of one agency, side by side.

Only for a session that has been opened: before, what members think is theirs alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from section11.standards.models import RatingLevel, Standard

from ..models import MemberRating, Moderation, PanelSeat, Reply, Slot
from .self_ratings import Rating, SelfRatings
from .session_checks import differs, needs_reason


@dataclass(frozen=True)
class Row:
    """One standard; `suggested` has a place for each member, empty where they gave none."""

    rating: Rating
    suggested: Sequence[MemberRating | None]
    moderation: Moderation | None

    @property
    def standard(self) -> Standard:
        return self.rating.standard

    @property
    def level(self) -> RatingLevel | None:
        return self.moderation.level if self.moderation else None

    @property
    def is_contested(self) -> bool:
        """Whether members would not all rate it as the agency does, or not alike."""
        given = {one.level_id for one in self.suggested if one and one.level_id}
        own = {self.rating.level.pk} if self.rating.level else set()
        return len(given | own) > 1

    @property
    def differs(self) -> bool:
        return differs(self.level, self.rating)

    @property
    def was_changed(self) -> bool:
        """Whether the panel changed the level after the session, on the agency's reply."""
        reply = getattr(self.moderation, "reply", None)
        return reply is not None and reply.decision == Reply.Decision.CHANGED

    @property
    def needs_reason(self) -> bool:
        return needs_reason(self.moderation, self.rating)


@dataclass(frozen=True)
class Table:
    members: Sequence[PanelSeat]
    rows: Sequence[Row]


def side_by_side(
    slot: Slot, panel: Sequence[PanelSeat], ratings: SelfRatings | None = None
) -> Table:
    """`panel` are the seats of the slot's session; nobody's rating is told while it is prepared."""
    if slot.session.is_preparing:
        suggested = {}
    else:
        found = MemberRating.objects.filter(slot=slot).select_related("level__scale")
        suggested = {(one.panel_member_id, one.standard_id): one for one in found}
    moderations = {
        one.standard_id: one
        for one in slot.challenged_agency.moderations.select_related("level__scale", "reply")
    }
    ratings = ratings or SelfRatings(slot.session.challenge.cycle)
    return Table(
        members=panel,
        rows=[
            Row(
                rating=rating,
                suggested=[
                    suggested.get((seat.panel_member_id, rating.standard.pk)) for seat in panel
                ],
                moderation=moderations.get(rating.standard.pk),
            )
            for rating in ratings.of(slot.challenged_agency.agency_id)
        ],
    )
