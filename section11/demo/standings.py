"""From a story in ratings.yaml to the days on which its acts took place. Pure: values in, values out."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from random import Random

from .dates import Round

BEGINS = (3, 12)  # days after the cycle opens
JUST_STARTED = 9  # days ago
WITH_APPROVER = (1, 3)  # days from sending to signing off
LATE_STOPPED = 4  # days ago, when a late agency last did something


class Slip(Enum):
    """What the task list shows as needing attention."""

    TWO_AT_ONCE = "two people saved the same text at once"
    CHILDS_DATA = "somebody typed what looks like a child's data"


@dataclass(frozen=True)
class Standing:
    """How far a self-audit has come, and on which days.

    `done` and `partly` are themes worked on; `done` None is every theme. A day that is None has
    not come. `reason` is that of whoever gave it back, `slip` what went wrong in a standard that
    is half done.
    """

    began_on: date
    worked_until: date
    done: frozenset[str] | None = None
    partly: frozenset[str] = frozenset()
    sent_on: date | None = None
    sent_back_on: date | None = None
    submitted_on: date | None = None
    reopened_on: date | None = None
    due_on: date | None = None
    slip: Slip | None = None
    reason: str = ""


def closed(*, days_after_due: int, held: Round, chance: Random) -> Standing:
    """Submitted so many days after the deadline of a cycle that has ended."""
    submitted_on = held.due_on + timedelta(days=days_after_due)
    sent_on = submitted_on - timedelta(days=chance.randint(*WITH_APPROVER))
    return Standing(
        began_on=held.opens_on + timedelta(days=chance.randint(*BEGINS)),
        worked_until=sent_on - timedelta(days=1),
        sent_on=sent_on,
        submitted_on=submitted_on,
    )


def current(
    *,
    state: dict,
    themes: list[str],
    held: Round,
    today: date,
    chance: Random,
    slip: Slip | None = None,
) -> Standing | None:
    """Where the story's `state_2026` leaves the open cycle's self-audit; None: not started."""
    if state["state"] == "not_started":
        return None

    def ago(name):
        return today - timedelta(days=state[name]) if name in state else None

    sent_on = ago("sent_days_ago") or _before(ago("submitted_days_ago"), *WITH_APPROVER, chance)
    sent_on = sent_on or _before(ago("sent_back_days_ago"), *WITH_APPROVER, chance)
    last = sent_on or today
    began_on = held.opens_on + timedelta(days=chance.randint(*BEGINS))
    if state["state"] == "started":
        began_on = today - timedelta(days=JUST_STARTED)
    return Standing(
        began_on=began_on,
        worked_until=last - timedelta(days=LATE_STOPPED if state["state"] == "late" else 1),
        done=_done(state, themes),
        partly=frozenset(state.get("partly", [])),
        sent_on=sent_on,
        sent_back_on=ago("sent_back_days_ago"),
        submitted_on=ago("submitted_days_ago"),
        reopened_on=ago("reopened_days_ago"),
        due_on=ago("due_days_ago"),
        slip=slip,
        reason=state.get("reason", ""),
    )


def _before(day, fewest, most, chance):
    return day and day - timedelta(days=chance.randint(fewest, most))


def _done(state, themes):
    if "missing" in state:
        return frozenset(themes) - frozenset(state["missing"])
    return frozenset(state["done"]) if "done" in state else None
