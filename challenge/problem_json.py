"""Problems, plans and outcomes as JSON, so that a hard case can be solved away from the database.

The schema is in docs/timetable.md. What is written has a `schema` number; what is read must have
the same. `to_json(…, names=False)` leaves out every name and room, so that what is handed on says
nobody's name; ids then stand in the sentences of an outcome.
"""

from collections import Counter
from dataclasses import fields
from typing import Any

from . import json_values as of
from .json_values import Unreadable
from .problem import (
    Agency,
    Answer,
    Clash,
    Half,
    Outcome,
    Part,
    Person,
    Pins,
    Plan,
    Problem,
    Proof,
    Remedy,
    Rules,
    Session,
    Sitting,
    Weights,
)

__all__ = [
    "Unreadable",
    "from_json",
    "outcome_from_json",
    "outcome_to_json",
    "plan_from_json",
    "plan_to_json",
    "to_json",
]

SCHEMA = 1
MOST = 2_000  # agencies, people and sessions, each
DAY_MINUTES = 24 * 60
# Beyond these the sums of an objective are no longer exact in floating point.
WEIGHT_MOST = 1_000_000


def to_json(problem: Problem, names: bool = True) -> dict[str, Any]:
    """The problem in values that `json.dumps` takes; `from_json` makes an equal one of them."""
    data = {"schema": SCHEMA, **of.written(problem)}
    if problem.published is not None:
        data["published"] = plan_to_json(problem.published)
    if not names:
        for thing in (*data["agencies"], *data["people"]):
            thing["name"] = ""
        for session in data["sessions"]:
            session["room"] = ""
    return data


def from_json(data: Any) -> Problem:
    """The problem that `to_json` wrote. Raises Unreadable with a sentence that names the key."""
    problem = _PROBLEM(_without_schema(data), "")
    for kind in ("sessions", "agencies", "people"):
        ids = Counter(thing.id for thing in getattr(problem, kind))
        twice = [one for one, n in ids.items() if n > 1]
        if twice:
            raise Unreadable(f"{kind} has the id {twice[0]} twice.")
    if problem.rules.seats_most < problem.rules.seats_least:
        raise Unreadable("rules.seats_most should be no less than rules.seats_least.")
    for key in (f.name for f in fields(Weights)):
        if getattr(problem.weights, key) > WEIGHT_MOST:
            raise Unreadable(f"weights.{key} should be {WEIGHT_MOST} at most.")
    return problem


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Session id -> its sitting, in values that `json.dumps` takes."""
    return of.written(plan.sittings)


def plan_from_json(data: Any) -> Plan:
    """The plan that `plan_to_json` wrote. Raises Unreadable."""
    return _plan(data, "plan")


def outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome in values that `json.dumps` takes; `outcome_from_json` makes an equal one."""
    return {"schema": SCHEMA, **of.written(outcome), "plan": plan_to_json(outcome.plan)}


def outcome_from_json(data: Any) -> Outcome:
    """The outcome that `outcome_to_json` wrote. Raises Unreadable."""
    return _OUTCOME(_without_schema(data), "")


def _without_schema(data):
    data = dict(of.mapping(data, "The file"))
    if "schema" not in data:
        raise Unreadable("schema is missing.")
    if (schema := data.pop("schema")) != SCHEMA:
        raise Unreadable(f"schema is {schema!r}: this program reads {SCHEMA}.")
    return data


def _plan(value, where):
    return Plan(of.by_key(_sitting)(value, where))


def _sitting(value, where):
    sitting = _SITTING(value, where)
    if len(sitting.begins) != len(sitting.agencies):
        raise Unreadable(f"{where}.begins should have a minute for each of its agencies.")
    return sitting


def _optional_plan(value, where):
    return None if value is None else _plan(value, where)


def _minutes(value, where):
    if of.number(value, where) > DAY_MINUTES:
        raise Unreadable(f"{where} should be at most the {DAY_MINUTES} minutes of a day.")
    return value


def _some_minutes(value, where):
    if _minutes(value, where) == 0:
        raise Unreadable(f"{where} should be more than no minutes.")
    return value


_IDS = of.many(of.an_id)
_SET = of.many(of.an_id, frozenset)
_PAIRS = of.many(of.pair, frozenset)
_AVAILABLE = of.by_key(of.one_of(Answer))
_SITTING = of.record(Sitting, agencies=_IDS, begins=of.many(_minutes), panel=_IDS, chair=of.text)
_PROBLEM = of.record(
    Problem,
    sessions=of.many(
        of.record(
            Session,
            id=of.an_id,
            day=of.day,
            half=of.one_of(Half),
            starts_at=of.clock,
            minutes=_minutes,
            room=of.text,
        ),
        most=MOST,
    ),
    agencies=of.many(
        of.record(
            Agency,
            id=of.an_id,
            name=of.text,
            sector=of.text,
            minutes=_some_minutes,
            heavy=of.truth,
            available=_AVAILABLE,
        ),
        most=MOST,
    ),
    people=of.many(
        of.record(
            Person,
            id=of.an_id,
            name=of.text,
            capacities=_SET,
            may_chair=of.truth,
            most=of.number,
            home=of.text,
            interests=_SET,
            met_last_time=_SET,
            available=_AVAILABLE,
        ),
        most=MOST,
    ),
    rules=of.record(
        Rules,
        seats_least=of.number,
        seats_most=of.number,
        required=of.by_key(of.number),
        needs_chair=of.truth,
        agencies_most=of.number,
        minutes_of_break=_minutes,
        reciprocal=of.truth,
    ),
    weights=of.record(Weights, **{field.name: of.number for field in fields(Weights)}),
    pins=of.record(
        Pins,
        agencies=of.by_key(of.an_id),
        seated=_PAIRS,
        not_seated=_PAIRS,
        held=_SET,
        shut=_SET,
    ),
    published=_optional_plan,
)
_OUTCOME = of.record(
    Outcome,
    plan=_plan,
    proof=of.one_of(Proof),
    points=of.number,
    bound=of.decimal,
    gap=of.decimal,
    parts=of.many(of.record(Part, key=of.an_id, count=of.number, points=of.number)),
    unplaced=_IDS,
    moved=_IDS,
    reseated=of.many(of.pair),
    clashes=of.many(
        of.record(
            Clash,
            agencies=_IDS,
            rules=of.many(of.text),
            sentence=of.text,
            remedies=of.many(
                of.record(Remedy, kind=of.an_id, sentence=of.text, who=of.text, session=of.text)
            ),
        )
    ),
    seconds=of.decimal,
    fewest_moved=of.truth,
)
