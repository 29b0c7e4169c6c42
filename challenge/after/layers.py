"""The layer of the heatmap that the challenge adds: what the panel agreed, beside the self-rating.

The self-rating is never overwritten: laid against it, this layer shows where an agency rated itself
above its panel, and where below.
"""

from django.db.models import Q

from section11.board.layers import Layer
from section11.board.tallies import Tally

from ..models import Challenge, Moderation


def _of(cycle):
    """The cycle's challenge, if there is one."""
    return getattr(cycle, "challenge", None)


def _offered(cycle):
    challenge = _of(cycle)
    return challenge is not None and challenge.status != Challenge.Status.PLANNING


def _shown_to(cycle, user):
    """Once released, to whoever reads the heatmap; before, to those who may read any of it."""
    challenge = _of(cycle)
    if challenge.is_released:
        return True
    agreed = Moderation.objects.filter(challenged_agency__challenge=challenge)
    return user is not None and agreed.visible_to(user).exists()


def _read(scope):
    """By cycle, agency and standard; one query."""
    readable = Q(challenged_agency__challenge__released_at__isnull=False)
    if scope.user:
        readable |= Q(pk__in=Moderation.objects.visible_to(scope.user).values("pk"))
    agreed = (
        Moderation.objects.filter(
            readable,
            challenged_agency__challenge__cycle__in=[cycle.pk for cycle in scope.cycles],
            challenged_agency__taken_out_at=None,
            level__isnull=False,
        )
        .order_by()
        .values_list(
            "challenged_agency__challenge__cycle",
            "challenged_agency__agency",
            "standard",
            "level",
        )
    )
    found = {cycle.pk: {} for cycle in scope.cycles}
    for cycle_id, agency_id, standard_id, level_id in agreed:
        tally = _tally(scope.results[cycle_id].levels, level_id)
        found[cycle_id][agency_id, standard_id] = tally
    return found


def _tally(levels, level_id):
    counts = tuple(int(level.pk == level_id) for level in levels)
    return Tally(counts, counts, not_applicable=int(not any(counts)), is_whole=True)


MODERATED = Layer(
    key="moderated",
    label="Moderated rating",
    description=(
        "What the panel agreed in the challenge, for each standard as a whole. It stands beside the"
        " self-rating and never replaces it. Until the ratings are released to the agencies only the"
        " panel and the coordinator see it."
    ),
    read=_read,
    offered=_offered,
    shown_to=_shown_to,
    where_self_is_higher=(
        "the agency rated itself above what its panel agreed, so it may be over-rating itself."
    ),
)
