"""What the Board's page of a cycle shows of the apps above. Each offers its part in its
AppConfig.ready().
"""

from collections.abc import Callable

from django.http import HttpRequest

from section11.audits.models import Cycle
from section11.web.home import Section

_offers: list[Callable[[HttpRequest, Cycle], Section | None]] = []


def register(offer: Callable[[HttpRequest, Cycle], Section | None]):
    """Ask `offer` for its part each time someone opens the page; None shows nothing."""
    _offers.append(offer)
    return offer


def parts(request: HttpRequest, cycle: Cycle) -> list[Section]:
    """The parts for the person who asks, in order."""
    offered = [offer(request, cycle) for offer in _offers]
    return sorted((one for one in offered if one is not None), key=lambda part: part.order)
