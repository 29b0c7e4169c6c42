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
    also_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A link as a page shows it; `current` is what aria-current says: page, true, or nothing."""

    label: str
    url: str
    current: str


_entries: list[Entry] = []


def register(
    label: str,
    url_name: str,
    *,
    shown_to: Callable = lambda user: True,
    order: int,
    also_at: tuple[str, ...] = (),
):
    """Show a link to people for whom `shown_to(user)` holds; a low `order` comes first. It is the
    current one under its own address and under those in `also_at`.
    """
    _entries.append(Entry(label, url_name, shown_to, order, also_at))


def items(user, path: str) -> list[Item]:
    """The links for a signed-in person; the one whose address `path` is at, or under, is current."""
    shown = [
        (entry.label, reverse(entry.url_name), entry.also_at)
        for entry in sorted(_entries, key=lambda entry: entry.order)
        if entry.shown_to(user)
    ]
    above = [
        (len(start), url)
        for _, url, also_at in shown
        for start in (url, *also_at)
        if path == start or (start != "/" and path.startswith(start))
    ]
    _, nearest = max(above, default=(0, None))
    return [
        Item(label, url, "" if url != nearest else "page" if url == path else "true")
        for label, url, _ in shown
    ]
