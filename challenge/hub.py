"""What the page of a challenge shows besides its own: each part offers names for its include.

The include, `templates/challenge/_detail_<part>.html`, is named in `challenge_detail.html`; a part
that needs more than the page knows registers here, in ChallengeConfig.ready(). A part must ask the
database a constant number of questions.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest

_offers: list[Callable[..., Mapping[str, object]]] = []


def register(offer: Callable[..., Mapping[str, object]]):
    """Have the page know the names that `offer(request, challenge)` returns."""
    _offers.append(offer)
    return offer


def names(request: HttpRequest, challenge) -> dict[str, object]:
    """All the names that the parts offer for this page."""
    return {name: value for offer in _offers for name, value in offer(request, challenge).items()}
