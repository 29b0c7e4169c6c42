"""What the home page shows. Each app offers its own part in its AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest


@dataclass(frozen=True)
class Section:
    """A part of the home page: `template` sees the names in `context`; low `order` comes first."""

    template: str
    context: dict = field(default_factory=dict)
    order: int = 100


_offers: list[Callable[[HttpRequest], Section | None]] = []


def register(offer: Callable[[HttpRequest], Section | None]):
    """Ask `offer` for its section each time someone opens the home page; None shows nothing."""
    _offers.append(offer)
    return offer


def sections(request: HttpRequest) -> list[Section]:
    """The sections for the person who asks, in order."""
    offered = [offer(request) for offer in _offers]
    return sorted((s for s in offered if s is not None), key=lambda section: section.order)
