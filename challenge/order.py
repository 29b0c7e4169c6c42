"""The order and minutes of the slots inside one session."""

from collections.abc import Mapping
from itertools import combinations

Slots = list[tuple[str, int]]  # (agency, the minute at which it begins)


def lay_out(
    minutes: Mapping[str, int], *, room: int, pause: int, kept: Mapping[str, int]
) -> Slots | None:
    """Slots for all the agencies of a session, in the order of time; None if there is no way.

    `minutes` is how long each takes, in the order preferred; `room` how long the session lasts and
    `pause` the break between two slots, all in minutes. Those in `kept` begin at their minute; the
    others stand as early as they can, in the order preferred where that fits.
    """
    fixed = sorted((begin, agency) for agency, begin in kept.items())
    gaps, free_from = [], 0
    for begin, agency in fixed:
        if begin < free_from:
            return None
        gaps.append((free_from, begin - pause))
        free_from = begin + minutes[agency] + pause
    if fixed and free_from - pause > room:
        return None
    gaps.append((free_from, room))
    others = [agency for agency in minutes if agency not in kept]
    placed = _into_gaps(others, minutes, gaps, pause)
    if placed is None:
        return None
    return sorted([*kept.items(), *placed], key=lambda slot: slot[1])


def _into_gaps(others, minutes, gaps, pause):
    """Each agency in the first gap for which the rest still fit, or None."""
    if not others:
        return []
    first, *rest = others
    for number, (start, end) in enumerate(gaps):
        if start + minutes[first] > end:
            continue
        after = (start + minutes[first] + pause, end)
        placed = _into_gaps(rest, minutes, [*gaps[:number], after, *gaps[number + 1 :]], pause)
        if placed is not None:
            return [(first, start), *placed]
    return None


def lay_out_keeping_most(
    minutes: Mapping[str, int], *, room: int, pause: int, published: Mapping[str, int]
) -> Slots | None:
    """As `lay_out`, keeping as many of the published minutes as can be kept, the first of these.

    None only where the agencies do not fit into the session at all.
    """
    for size in range(len(published), -1, -1):
        for kept in combinations(published, size):
            slots = lay_out(
                minutes, room=room, pause=pause, kept={agency: published[agency] for agency in kept}
            )
            if slots is not None:
                return slots
    return None


def clash(
    minutes: Mapping[str, int], *, room: int, pause: int, kept: Mapping[str, int]
) -> list[str]:
    """Of agencies that cannot be laid out so, some that cannot either and of which each matters."""
    left = dict(minutes)
    for agency in minutes:
        fewer = {one: takes for one, takes in left.items() if one != agency}
        still = {one: begin for one, begin in kept.items() if one in fewer}
        if lay_out(fewer, room=room, pause=pause, kept=still) is None:
            left = fewer
    return list(left)
