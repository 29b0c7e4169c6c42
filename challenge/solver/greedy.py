"""A plan made in one pass, without a solver: the first solution, and what the solver is held against.

The agency with the fewest ways left goes first: into a session that is held already if one will do,
else a new one is opened for it and filled. Whoever is rarest on a panel is seated first, and of
those who would do the one who costs least. Nothing is ever taken back, so agencies may be left out
for which there was a way.
"""

from collections import defaultdict

from ..problem import Plan, Problem
from . import sittings
from .case import Case, PinNumbers, numbers


def plan(problem: Problem) -> Plan:
    """A plan that keeps every rule, and the pins as far as one pass can. The same problem gives the
    same plan. Of a published plan everything that may stay stays.
    """
    return _Pass(Case(problem)).run()


class _Pass:
    def __init__(self, case):
        self.case = case
        self.problem = case.problem
        self.rules = case.problem.rules
        self.agencies = {}  # session -> agencies
        self.panel = {}  # session -> people
        self.sittings = defaultdict(int)
        self.busy = set()  # (person, half-day)
        self.days = set()  # (person, day)
        self.questions = defaultdict(int)  # (home, agency), both numbers
        self.pins = PinNumbers(case)

    def run(self):
        left = set(range(len(self.problem.agencies)))
        for s, agencies, panel in self._wanted():
            self._open(s, [a for a in agencies if a in left], panel)
            left -= set(self.agencies.get(s, ()))
        ways = {a: len(self._ways(a)) for a in left}
        for a in sorted(left, key=lambda a: (ways[a], a)):
            if a in left:
                left -= set(self._place(a, left, ways))
        return self._plan()

    def _wanted(self):
        """Sessions to open first, with the agencies and the people meant for them."""
        published, number = self.problem.published, self.case.session_number
        for session, sitting in published.sittings.items() if published else ():
            if (s := number.get(session)) is not None:
                agencies = [
                    a
                    for a in numbers(sitting.agencies, self.case.agency_number)
                    if self.pins.agency.get(a, s) == s
                ]
                yield s, agencies, numbers(sitting.panel, self.case.person_number)
        for s in sorted({*self.pins.held, *self.pins.agency.values(), *self.pins.seated}):
            yield s, [a for a, pinned in self.pins.agency.items() if pinned == s], []

    def _ways(self, a):
        pinned = self.pins.agency.get(a)
        return [
            s
            for s in self.case.slots[a]
            if s not in self.pins.shut and (pinned is None or pinned == s)
        ]

    def _place(self, a, left, ways):
        """Put the agency somewhere; return all that were placed with it."""
        mine = self._ways(a)
        held = [s for s in mine if s in self.panel and self._may_join(a, s)]
        if held:
            s = min(held, key=lambda s: (self._cost_of_joining(a, s), s))
            self._join(a, s)
            return [a]
        by_use = sorted(
            (s for s in mine if s not in self.panel),
            key=lambda s: (-len(left.intersection(self.case.could_come[s])), s),
        )
        for s in by_use:
            others = sorted(
                (b for b in self.case.could_come[s] if b in left and b != a and s in self._ways(b)),
                key=lambda b: (self.case.if_need_be(self.problem.agencies[b], s), ways[b], b),
            )
            if self._open(s, [a], []):
                return [a, *self._fill(s, others)]
        return []

    def _fill(self, s, others):
        joined = []
        for b in others:
            if len(self.agencies[s]) == self.rules.agencies_most:
                break
            if self._may_join(b, s) and not self._cost_of_joining(b, s, sectors_only=True):
                self._join(b, s)
                joined.append(b)
        for b in others:
            if b not in joined and self._may_join(b, s):
                self._join(b, s)
                joined.append(b)
        return joined

    def _may_join(self, a, s):
        return self._fits([*self.agencies[s], a], s) and all(
            a not in self.case.interests[p] and self._not_returned(p, [a]) for p in self.panel[s]
        )

    def _fits(self, agencies, s):
        needed = sum(self.problem.agencies[a].minutes for a in agencies)
        pauses = self.rules.minutes_of_break * (len(agencies) - 1)
        room = self.problem.sessions[s].minutes
        return len(agencies) <= self.rules.agencies_most and needed + pauses <= room

    def _cost_of_joining(self, a, s, *, sectors_only=False):
        weights, agencies = self.problem.weights, self.problem.agencies
        sector = agencies[a].sector
        same = any(agencies[b].sector == sector for b in self.agencies[s]) if sector else False
        if sectors_only:
            return same
        return weights.same_sector * same + weights.if_need_be * self.case.if_need_be(
            agencies[a], s
        )

    def _not_returned(self, p, agencies):
        """Whether the person's own agency is questioned by none of these, where that is a rule."""
        home = self.case.agency_number.get(self.problem.people[p].home)
        if self.rules.reciprocal or home is None:
            return True
        return not any(self.questions[a, home] for a in agencies)

    def _join(self, a, s):
        self.agencies[s].append(a)
        self._note_questions(self.panel[s], [a])

    def _note_questions(self, panel, agencies):
        for p in panel:
            home = self.case.agency_number.get(self.problem.people[p].home)
            for a in agencies if home is not None else ():
                self.questions[home, a] += 1

    def _open(self, s, agencies, wanted):
        """Hold the session if a panel can be found for it; say whether."""
        if s in self.pins.shut or s in self.panel:
            return False
        kept = []
        for a in agencies:
            if s in self.case.slots[a] and self._fits([*kept, a], s):
                kept.append(a)
        panel = self._seat(s, kept, wanted)
        while panel is None and kept:
            kept.pop()
            panel = self._seat(s, kept, wanted) if kept else None
        if panel is None:
            return False
        self.agencies[s], self.panel[s] = kept, panel
        self._note_questions(panel, kept)
        session = self.problem.sessions[s]
        for p in panel:
            self.sittings[p] += 1
            self.busy.add((p, session.half_day))
            self.days.add((p, session.day))
        return True

    def _seat(self, s, agencies, wanted):
        """A panel for the session, those pinned and those wanted first; None if there is none."""
        free = [p for p in self.case.could_sit[s] if self._free(p, s, agencies)]
        first = [p for p in self.pins.seated.get(s, ()) if p in free]
        first += [p for p in wanted if p in free and p not in first]
        panel = first[: self.rules.seats_most]
        for able, least in self._needs(free):
            while sum(p in able for p in panel) < least:
                more = [p for p in able if p not in panel]
                if not more or len(panel) == self.rules.seats_most:
                    return None
                panel.append(min(more, key=lambda p: (self._cost_of_seating(p, s, agencies), p)))
        return panel

    def _needs(self, free):
        """(who would do, how many are needed), the rarest first."""
        people, rules = self.problem.people, self.rules
        needs = [
            ({p for p in free if c in people[p].capacities}, n)
            for c, n in sorted(rules.required.items())
        ]
        if rules.needs_chair:
            needs.append(({p for p in free if people[p].may_chair}, 1))
        needs.sort(key=lambda need: len(need[0]))
        return [*needs, (set(free), rules.seats_least)]

    def _free(self, p, s, agencies):
        session = self.problem.sessions[s]
        return (
            (p, s) not in self.pins.not_seated
            and (p, session.half_day) not in self.busy
            and self.sittings[p] < self.problem.people[p].most
            and not self.case.interests[p].intersection(agencies)
            and self._not_returned(p, agencies)
        )

    def _cost_of_seating(self, p, s, agencies):
        weights, day = self.problem.weights, self.problem.sessions[s].day
        return (
            weights.load * self.sittings[p]
            + weights.if_need_be * self.case.if_need_be(self.problem.people[p], s)
            + weights.journey * ((p, day) not in self.days)
            + weights.met_last_time * len(self.case.met[p].intersection(agencies))
        )

    def _plan(self):
        return Plan(
            {
                self.problem.sessions[s].id: sittings.sitting(
                    self.case, s, self.agencies[s], self.panel[s]
                )
                for s in sorted(self.panel)
                if self.agencies[s] or s in self.pins.open_empty
            }
        )
