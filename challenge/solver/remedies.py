"""What would make room for agencies left out: one thing to ask for, each tried before it is told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..problem import Pins, Plan, Problem, Remedy, Session
from ..rules import named, when
from . import fewest, highs, relaxing
from .case import Case
from .formulation import Formulation

FEW = 3
# Which to try first where several would do: the easiest to ask for costs least.
EASE = {
    "ask_person": 1.0,
    "ask_agency": 1.1,
    "more_sittings": 1.2,
    "unpin": 1.3,
    "another_session": 1.4,
}
ROOM = "+room"
TOGETHER = 3
VERBS = ("Ask ", "Hold ", "Unpin ")


@dataclass(frozen=True)
class _Change:
    kind: str
    who: str = ""
    session: str = ""


def remedies(
    problem: Problem, plan: Plan, agencies: frozenset[str], *, deadline
) -> Iterator[Remedy]:
    """Up to three changes, each of which places more of these agencies and of all: single ones,
    or two or three things that help only together where nothing does alone.

    `deadline()` is the seconds that are left. Each change is tried by solving the problem anew with
    it, so what is told is known to help.
    """
    wide = _Wide(problem, plan, agencies)
    left = set(agencies)
    all_left = len({a.id for a in problem.agencies} - _placed(plan))
    for _ in range(FEW):
        changes = wide.next(deadline())
        if not changes:
            return
        tried = problem
        for change in changes:
            tried = changed(tried, change)
        now = fewest.left_out(tried, plan, seconds=max(0.0, deadline()))
        if now is not None and now < all_left:
            yield _in_words(problem, changes, min(all_left - now, len(left)))


def _placed(plan):
    return {agency for sitting in plan.sittings.values() for agency in sitting.agencies}


def changed(problem: Problem, change: _Change) -> Problem:
    """The problem with this one thing granted."""
    session = next((s for s in problem.sessions if s.id == change.session), None)
    match change.kind:
        case "ask_person":
            return _one_changed(problem, "people", change.who, lambda p: relaxing.asked(p, session))
        case "ask_agency":
            return _one_changed(
                problem, "agencies", change.who, lambda a: relaxing.asked(a, session)
            )
        case "more_sittings":
            return _one_changed(
                problem, "people", change.who, lambda p: replace(p, most=p.most + 1)
            )
        case "another_session":
            return replace(problem, sessions=(*problem.sessions, _beside(session)))
    pins = problem.pins
    return replace(
        problem,
        pins=Pins(
            agencies={a: s for a, s in pins.agencies.items() if a != change.who},
            seated=pins.seated - {(change.who, change.session)},
            not_seated=pins.not_seated - {(change.who, change.session)},
            held=pins.held - ({change.session} if not change.who else set()),
            shut=pins.shut - ({change.session} if not change.who else set()),
        ),
    )


def _one_changed(problem, kind, who, change):
    things = tuple(change(one) if one.id == who else one for one in getattr(problem, kind))
    return replace(problem, **{kind: things})


def _beside(session: Session) -> Session:
    return replace(session, id=session.id + ROOM, room="")


def _in_words(problem, changes, places):
    room = "one more agency" if places == 1 else f"{places} more agencies"
    said = [_said(problem, change) for change in changes]
    said = [
        said[0],
        *(one[0].lower() + one[1:] if one.startswith(VERBS) else one for one in said[1:]),
    ]
    first = changes[0]
    return Remedy(first.kind, f"{' and '.join(said)}: room for {room}.", first.who, first.session)


def _said(problem, change):
    people = {p.id: p for p in problem.people}
    agencies = {a.id: a for a in problem.agencies}
    session = next((s for s in problem.sessions if s.id == change.session), None)
    who = people.get(change.who) or agencies.get(change.who)
    match change.kind:
        case "ask_person":
            return f"Ask {named(people[change.who])} about {when(session)}"
        case "ask_agency":
            return f"Ask {named(agencies[change.who])} about {when(session)}"
        case "more_sittings":
            return f"{named(who)} sits {who.most + 1} times instead of {who.most}"
        case "another_session":
            return f"Hold a second session on {when(session)}, in another room"
    return f"Unpin {named(who)}" if who else f"Unpin the session on {when(session)}"


class _Wide:
    """The problem with everything granted that could be asked for, each at a price."""

    def __init__(self, problem, plan, agencies):
        self.problem, self.before = problem, Case(problem)
        sessions = (*problem.sessions, *(_beside(s) for s in problem.sessions))
        wide = replace(
            problem,
            sessions=sessions,
            agencies=tuple(
                relaxing.always(problem, a) if a.id in agencies else a for a in problem.agencies
            ),
            people=tuple(
                replace(relaxing.always(problem, p), most=p.most + 1) for p in problem.people
            ),
            published=None,
        )
        self.f = Formulation(Case(wide))
        self.cost = [0.0] * len(self.f.linear.cost)
        self.changes = {}
        self._price()
        left = [
            self.f.left[a] for a, one in enumerate(problem.agencies) if one.id not in _placed(plan)
        ]
        mine = [self.f.left[a] for a, one in enumerate(problem.agencies) if one.id in agencies]
        self.f.linear.row([(c, 1) for c in self.f.left], most=len(left) - 1)
        self.f.linear.row([(c, 1) for c in mine], most=len(mine) - 1)

    def _price(self):
        ids = [session.id for session in self.problem.sessions]
        for (a, s), column in self.f.slot.items():
            if s < len(ids) and s not in self.before.slots[a]:
                self._changes(column, "ask_agency", self.problem.agencies[a].id, ids[s])
            elif s >= len(ids) and s - len(ids) not in self.before.slots[a]:
                self.f.linear.most[column] = 0
        for (p, s), column in self.f.seat.items():
            if s < len(ids) and s not in self.before.seats[p]:
                self._changes(column, "ask_person", self.problem.people[p].id, ids[s])
            elif s >= len(ids) and s - len(ids) not in self.before.seats[p]:
                self.f.linear.most[column] = 0
        for p, person in enumerate(self.problem.people):
            more = self._column("more_sittings", person.id)
            mine = [self.f.seat[p, s] for s in self.f.case.seats[p]]
            self.f.linear.row([*((c, 1) for c in mine), (more, -1)], most=person.most)
        for s, session in enumerate(ids):
            beside = self.f.held[len(ids) + s]
            if session in self.problem.pins.shut:
                self.f.linear.most[beside] = 0
            else:
                self._changes(beside, "another_session", "", session)
        self._unpin()

    def _unpin(self):
        for pin in self.f.pins:
            self.f.linear.most[pin.let_go] = 1
            self._changes(pin.let_go, "unpin", pin.who, pin.session)

    def _column(self, kind, who):
        column = self.f.linear.column()
        self.cost.append(0.0)
        self._changes(column, kind, who, "")
        return column

    def _changes(self, column, kind, who, session):
        self.changes[column] = _Change(kind, who, session)
        self.cost[column] = EASE[kind]

    def next(self, seconds):
        """The easiest changes not told yet; none if there are none, or no time to find them."""
        if seconds <= 0:
            return []
        found = highs.solve(self.f.linear, self.cost, seconds=seconds, whole_costs=False)
        if not found.proved or found.values is None:
            return []
        made = [column for column in self.changes if found.values[column] > 0.5]
        if len(made) > TOGETHER:
            return []
        self.f.linear.row([(column, 1) for column in made], most=len(made) - 1)
        return [self.changes[column] for column in made]
