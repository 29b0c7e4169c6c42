"""What is only preferred, as columns and rows; `challenge.costs.parts` counts the same from a plan."""

from collections import defaultdict

from .formulation import Formulation


def add(formulation: Formulation) -> None:
    """Add every part of the objective that is not in the hard rules."""
    _if_need_be(formulation)
    _load_and_journeys(formulation)
    _same_sector(formulation)
    if formulation.coupled:
        _met_last_time(formulation)
    _heavy_day(formulation)
    if formulation.problem.published is not None:
        _moved(formulation)
        _reseated(formulation)


def _if_need_be(f):
    case = f.case
    for who, columns in ((f.problem.agencies, f.slot), (f.problem.people, f.seat)):
        f.spent["if_need_be"] += [
            (column, 1) for (one, s), column in columns.items() if case.if_need_be(who[one], s)
        ]


def _load_and_journeys(f):
    """Each sitting of a person costs one more than the one before it: 0, 1, 2 … Each day, once.

    Without the last row, halves of two seats on one day would cost half a journey: whoever sits at
    all comes once, and whoever sits more often than a day has sessions comes again.
    """
    for p, person in enumerate(f.problem.people):
        mine = f.case.seats[p]
        steps = [f.linear.column(whole=False) for _ in range(min(person.most, len(mine)))]
        if not steps:
            continue
        f.spent["load"] += [(column, n) for n, column in enumerate(steps) if n]
        f.counted_in_steps([f.seat[p, s] for s in mine], steps)
        days = [[f.seat[p, s] for s in day if (p, s) in f.seat] for day in f.case.days]
        journeys = [_journey(f, seats) for seats in days if seats]
        a_day = f.case.halves_a_day
        f.linear.row([*((c, 1) for c in journeys), *((c, -1) for c in steps[::a_day])], least=0)


def _journey(f, seats):
    if len(seats) == 1:
        journey = seats[0]
    else:
        journey = f.linear.column()
        f.at_least(journey, [([(seat, 1)], 0) for seat in seats])
    f.spent["journey"].append((journey, 1))
    return journey


def _same_sector(f):
    for s, held in enumerate(f.held):
        there = set(f.could_come(s))
        for sector in sorted(f.case.sectors):
            alike = sorted(there & f.case.sectors[sector])
            if len(alike) > 1:
                extra = f.linear.column(most=len(alike), whole=False)
                f.spent["same_sector"].append((extra, 1))
                terms = [*((f.slot[a, s], 1) for a in alike), (held, -1)]
                f.at_least(extra, [(terms, 0)])


def _met_last_time(f):
    """For each agency one column: how many of its panel, beyond the first, were on its last one."""
    knew = defaultdict(list)
    for p, agencies in enumerate(f.case.met):
        for a in agencies:
            knew[a].append(p)
    for a in sorted(knew):
        sums = []
        for s in f.case.slots[a]:
            seats = [f.seat[p, s] for p in knew[a] if (p, s) in f.seat]
            could = min(len(seats), f.problem.rules.seats_most)
            if could > 1:
                terms = [*((seat, 1) for seat in seats), (f.slot[a, s], could - 1)]
                sums.append((terms, -could))
        if sums:
            again = f.linear.column(most=f.problem.rules.seats_most, whole=False)
            f.spent["met_last_time"].append((again, 1))
            f.at_least(again, sums)


def _heavy_day(f):
    """Each heavy agency on a day costs one more than the one before it."""
    heavy = [a for a, agency in enumerate(f.problem.agencies) if agency.heavy]
    for day in f.case.days:
        slots = [f.slot[a, s] for a in heavy for s in day if (a, s) in f.slot]
        if len(slots) > 1:
            most = min(len(slots), len(day) * f.problem.rules.agencies_most)
            steps = [f.linear.column(whole=False) for _ in range(most)]
            f.spent["heavy_day"] += [(column, n) for n, column in enumerate(steps) if n]
            f.counted_in_steps(slots, steps)


def _moved(f):
    """A slot is kept only in its session; whether at its minute too is `replanning`'s to see."""
    for session, sitting in f.problem.published.sittings.items():
        s = f.case.session_number.get(session)
        for agency in sitting.agencies:
            a = f.case.agency_number.get(agency)
            if a is None:
                continue
            slot = f.slot.get((a, s))
            f.moved[a] = f.linear.column(least=float(slot is None))
            f.spent["moved"].append((f.moved[a], 1))
            if slot is not None:
                f.at_least(f.moved[a], [([(slot, -1)], 1)])


def _reseated(f):
    """A published seat counts unless it is taken, any other if it is."""
    told = set()
    for session, sitting in f.problem.published.sittings.items():
        for person in sitting.panel:
            p, s = f.case.person_number.get(person), f.case.session_number.get(session)
            told.add((p, s))
            f.spent["reseated"].append((f.one, 1))
            if (p, s) in f.seat:
                f.spent["reseated"].append((f.seat[p, s], -1))
    f.spent["reseated"] += [(column, 1) for where, column in f.seat.items() if where not in told]
