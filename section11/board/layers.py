"""The layers a heatmap can show. Each app offers its own in its AppConfig.ready().

A layer says for one agency and standard how many ratings stand on each level. `self` and
`previous` are here; moderated ratings and what practitioners say come from the apps above, which
this one does not know.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from section11.audits.models import Cycle

from . import tallies
from .results import Results
from .tallies import Key, Tally


@dataclass(frozen=True)
class Scope:
    """What a layer is asked for, all at once.

    `results` holds every cycle in `cycles`, and the cycles those are compared with, by id: their
    agencies, standards and levels, perhaps only some of them. `user` is who looks.
    """

    cycles: Sequence[Cycle]
    results: Mapping[int, Results]
    user: Any = None


@dataclass(frozen=True)
class Layer:
    """`read` returns for each cycle id the tallies that it has, with a constant number of queries.

    A tally counts ratings on the levels of the cycle's scale, worst first; one rating for the
    whole standard is a tally of one that says so. `offered` says whether there is anything to choose.
    `shown_to` whether the one who looks may choose it. `of_self_audits`: its ratings are those of
    this cycle's self-audits, so they wait until one is submitted, and have a direction of travel.
    `where_self_is_higher` says what it means that the self-rating is above it.
    """

    key: str
    label: str
    description: str
    read: Callable[[Scope], Mapping[int, Mapping[Key, Tally]]]
    offered: Callable[[Cycle], bool] = lambda cycle: True
    shown_to: Callable[[Cycle, Any], bool] = lambda cycle, user: True
    of_self_audits: bool = False
    where_self_is_higher: str = ""


DEFAULT = "self"
_layers: dict[str, Layer] = {}


def register(layer: Layer) -> Layer:
    """Offer `layer` beside the others. Raises ValueError if its key is taken."""
    if layer.key in _layers:
        raise ValueError(f"There is already a layer {layer.key!r}.")
    _layers[layer.key] = layer
    return layer


def unregister(layer: Layer) -> None:
    _layers.pop(layer.key)


def of(cycle: Cycle, user: Any = None) -> list[Layer]:
    """The layers that `cycle` offers to the user, in the order in which they were registered."""
    offered = (layer for layer in _layers.values() if layer.offered(cycle))
    return [layer for layer in offered if layer.shown_to(cycle, user)]


def _self(scope: Scope) -> dict[int, dict[Key, Tally]]:
    return {cycle.pk: tallies.of(scope.results[cycle.pk]) for cycle in scope.cycles}


def _previous(scope: Scope) -> dict[int, dict[Key, Tally]]:
    return {
        cycle.pk: tallies.of_then(scope.results[cycle.pk], scope.results[cycle.compared_with_id])
        for cycle in scope.cycles
        if cycle.compared_with_id in scope.results
    }


SELF = register(
    Layer(
        key=DEFAULT,
        label="Self-rating",
        description="What each agency says of itself in this cycle, once it has signed it off.",
        read=_self,
        of_self_audits=True,
    )
)
PREVIOUS = register(
    Layer(
        key="previous",
        label="Last cycle’s self-rating",
        description=(
            "What each agency said of itself in the last comparable cycle, brought to this cycle’s"
            " standards question by question."
        ),
        read=_previous,
        offered=lambda cycle: cycle.compared_with_id is not None,
    )
)
