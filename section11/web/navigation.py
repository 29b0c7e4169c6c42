"""The links at the top of every page. Each app offers its own in its AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    shown_to: Callable
    order: int


@dataclass(frozen=True)
class Item:
    """A link as a page shows it; `current` is what aria-current says: page, true, or nothing."""

    label: str
    url: str
    current: str


_entries: list[Entry] = []


def register(label: str, url_name: str, *, shown_to: Callable = lambda user: True, order: int):
    """Show a link to people for whom `shown_to(user)` holds; a low `order` comes first."""
    _entries.append(Entry(label, url_name, shown_to, order))


def items(user, path: str) -> list[Item]:
    """The links for a signed-in person; the one whose address `path` is at, or under, is current."""
    shown = [
        (entry.label, reverse(entry.url_name))
        for entry in sorted(_entries, key=lambda entry: entry.order)
        if entry.shown_to(user)
    ]
    above = [url for _, url in shown if path == url or (url != "/" and path.startswith(url))]
    nearest = max(above, key=len, default=None)
    return [
        Item(label, url, "" if url != nearest else "page" if url == path else "true")
        for label, url in shown
    ]
