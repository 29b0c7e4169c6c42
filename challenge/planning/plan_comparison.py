"""What differs between two timetables, as a page shows it."""

from dataclasses import dataclass

from .plan_differences import Differences, Why, between
from .plan_page import Shown


@dataclass(frozen=True)
class Change:
    """One thing that differs, in words."""

    what: str
    before: str
    after: str
    why: str


def changes(
    before: Shown, after: Shown, *, by_hand: bool
) -> tuple[Differences, list[Change], list[Change]]:
    """What differs: slots, then panels, each with why what was before could not stay. `by_hand`:
    somebody changed the later one.
    """
    found = between(before.plan, after.plan)
    known = after.known
    why = Why(after.asked, before.plan, known.name_of, known.person_of, by_hand)
    slots = [
        Change(
            what=known.name_of(one.agency),
            before=before.time_in_words(*one.before) if one.before else "No slot",
            after=after.time_in_words(*one.after) if one.after else "No slot",
            why=why.of_slot(one),
        )
        for one in found.moved
    ]
    panels = [
        Change(
            what=after.session_in_words(one.session),
            before=_names(known, one.left),
            after=_joined(known, one),
            why=why.of_panel(one),
        )
        for one in found.reseated
    ]
    return found, slots, panels


def _joined(known, one):
    """Who sits there now and did not before, and who chairs, if that is somebody else."""
    names = [
        f"{known.person_of(who)} (chair)" if who == one.chair else known.person_of(who)
        for who in one.joined
    ]
    if one.chair and one.chair not in one.joined:
        names.append(f"{known.person_of(one.chair)} chairs")
    return ", ".join(sorted(names))


def _names(known, people):
    return ", ".join(sorted(map(known.person_of, people)))
