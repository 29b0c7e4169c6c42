"""What the Board's page of a cycle shows of the apps above. Each offers its part in its
AppConfig.ready().
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from .results import Results


@dataclass(frozen=True)
class Part:
    """`template` sees the names in `context` beneath the heading `title`; `key` is where a link on
    the page leads to. Low `order` comes first.
    """

    key: str
    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100


_offers: list[Callable[[HttpRequest, Results], Part | None]] = []


def register(offer: Callable[[HttpRequest, Results], Part | None]):
    """Ask `offer` for its part each time someone opens the page; None shows nothing. The results are
    the cycle's as that person may see them.
    """
    _offers.append(offer)
    return offer


def parts(request: HttpRequest, results: Results) -> list[Part]:
    """The parts for the person who asks, in order."""
    offered = [offer(request, results) for offer in _offers]
    return sorted((one for one in offered if one is not None), key=lambda part: part.order)
