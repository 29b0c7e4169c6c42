"""An event as a person reads it: who did what, to what, and the facts that matter."""

from datetime import date

from .models import Event

SERVICE = "The service itself"
STRANGER = "Someone not signed in"
# What strangers do; anything else that nobody did is the work of the service.
BY_STRANGERS = {Event.Kind.SIGN_IN_FAILED, Event.Kind.LINK_REFUSED}
# Facts of `detail` worth reading, with what each is called.
FACTS = {
    "to": "to",
    "step": "to",
    "question": "question",
    "due_on": "due by",
    "ends_on": "last day",
    "left_on": "last day",
    "submission": "submission",
    "rows": "rows",
    "answers": "answers",
    "interest_in": "interest in",
    "agency": "agency",
    "headcount": "staff",
    "links": "links",
    "reason": "reason",
}
DAYS = {"due_on", "ends_on", "left_on"}


def sentence(event: Event, known: str = "") -> str:
    """Ann Lead saved standard 3 Supervision: Merton Police, Annual 2026.

    What it was done to is left out where it is `known`, as on a page of its own.
    """
    what = event.get_kind_display()
    if event.kind == Event.Kind.STANDARD_SAVED and "named" in event.detail:
        what = f"saved standard {event.detail['named']}"
    about = "" if event.about in (who(event), known) else f": {event.about}"
    return f"{who(event)} {what}{about}"


def who(event: Event) -> str:
    if event.by:
        return str(event.by)
    return STRANGER if event.kind in BY_STRANGERS or event.address else SERVICE


def facts(event: Event) -> str:
    """The details told with the sentence: reason: moved house; due by: 1 December 2026."""
    told = {
        name: _shown(key, event.detail[key])
        for key, name in FACTS.items()
        if isinstance(event.detail.get(key), str | int) and event.detail[key] != ""
    }
    return "; ".join(f"{name}: {value}" for name, value in told.items())


def _shown(key, value):
    if key in DAYS:
        return f"{date.fromisoformat(value):%-d %B %Y}"
    return str(value).replace("_", " ") if key == "step" else value
