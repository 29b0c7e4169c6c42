"""A challenge as a timetable problem; what has been published as a plan; and what of a plan does
not hold any more.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from math import ceil

from django.utils import timezone

from ..models import Interest
from ..problem import Agency, Answer, Person, Pins, Plan, Problem, Rules, Sitting, Weights
from .known import Known, half_of, id_of, rows_of

# Of the agencies to be challenged, this share has most to ask about.
HEAVY = 0.25


@dataclass(frozen=True)
class Ids:
    """Of whom and what a problem speaks."""

    sessions: frozenset[str]
    agencies: frozenset[str]
    people: frozenset[str]

    @classmethod
    def of(cls, asked: Problem):
        return cls(
            *(
                frozenset(one.id for one in these)
                for these in (asked.sessions, asked.agencies, asked.people)
            )
        )


def of(known: Known, *, pins: Pins | None = None, from_published: bool = True) -> Problem:
    """The question as it stands now. `from_published`: to change as little as possible of what
    people have been told.
    """
    asked = Problem(
        sessions=tuple(known.sessions.values()),
        agencies=tuple(_agencies(known)),
        people=tuple(_people(known)),
        rules=_rules(known.challenge),
        weights=weights(known.challenge),
    )
    told = within(published(known), asked) if from_published and known.coming else None
    return replace(asked, pins=pins_within(pins or Pins(), asked), published=told)


def published(known: Known) -> Plan:
    """What people have been told of sessions that are still to come."""
    return Plan({id_of(one): sitting(one) for one in known.coming})


def told(known: Known) -> Plan:
    """What has been published altogether, sessions that are settled too."""
    return Plan({id_of(one): sitting(one) for one in known.held})


def sitting(session) -> Sitting:
    """A published session as a plan has it."""
    slots = sorted(session.slots.all(), key=lambda slot: slot.starts_at)
    seats = list(session.seats.all())
    minute = timedelta(minutes=1)
    return Sitting(
        agencies=tuple(str(slot.challenged_agency_id) for slot in slots),
        begins=tuple(round((slot.starts_at - session.starts_at) / minute) for slot in slots),
        panel=tuple(str(seat.panel_member_id) for seat in seats),
        chair=next((str(seat.panel_member_id) for seat in seats if seat.is_chair), ""),
    )


def within(plan: Plan, asked: Problem) -> Plan:
    """The plan without whom and what the problem does not know."""
    ids = Ids.of(asked)
    return Plan(
        {
            key: _sitting_within(found, ids)
            for key, found in plan.sittings.items()
            if key in ids.sessions
        }
    )


def _sitting_within(found, ids):
    kept = [
        pair for pair in zip(found.agencies, found.begins, strict=True) if pair[0] in ids.agencies
    ]
    return Sitting(
        agencies=tuple(agency for agency, _ in kept),
        begins=tuple(begin for _, begin in kept),
        panel=tuple(one for one in found.panel if one in ids.people),
        chair=found.chair if found.chair in ids.people else "",
    )


def pins_within(pins: Pins, asked: Problem) -> Pins:
    """Those pins that are about something that is still there."""
    ids = Ids.of(asked)

    def known(pairs):
        return frozenset(
            (who, where) for who, where in pairs if who in ids.people and where in ids.sessions
        )

    return Pins(
        agencies={
            who: where
            for who, where in pins.agencies.items()
            if who in ids.agencies and where in ids.sessions
        },
        seated=known(pins.seated),
        not_seated=known(pins.not_seated),
        held=frozenset(pins.held & ids.sessions),
        shut=frozenset(pins.shut & ids.sessions),
    )


def gone(known: Known, plan: Plan, asked: Problem) -> list[str]:
    """A sentence for each whom or which the plan has and the problem does not know any more."""
    ids = Ids.of(asked)
    seated = {one for found in plan.sittings.values() for one in found.panel}
    placed = {one for found in plan.sittings.values() for one in found.agencies}
    return [
        *(_session_gone(known, one) for one in plan.sittings if one not in ids.sessions),
        *sorted(_member_gone(known, one) for one in seated - ids.people),
        *sorted(_agency_gone(known, one) for one in placed - ids.agencies),
    ]


def _session_gone(known, session):
    half_day = known.half_days.get(rows_of(session)[0])
    if half_day is None:
        return "A half-day of this timetable has been taken out of the challenge."
    if half_day.starts_at <= known.now or session in map(id_of, known.settled):
        return f"{half_day} has begun or is past: nothing can be planned there any more."
    if half_day.is_shut:
        return f"{half_day} has been taken out of the challenge."
    return f"{half_day}: the room of this session is no longer there."


def _member_gone(known, member):
    found = known.members.get(member)
    if found is not None and not found.user.is_active:
        return f"{found.user} has been deactivated, so cannot sit on a panel."
    return f"{known.person_of(member)} is no longer among the panel members."


def _agency_gone(known, agency):
    if agency in _had_theirs(known):
        return f"{known.name_of(agency)} has had its session already."
    return f"{known.name_of(agency)} is no longer among the agencies to be challenged."


def weights(challenge) -> Weights:
    """The partnership's own, where it set any."""
    known = {one.name for one in fields(Weights)}
    return replace(
        Weights(), **{name: int(n) for name, n in challenge.weights.items() if name in known}
    )


def _rules(challenge):
    return Rules(
        seats_least=challenge.seats_least,
        seats_most=challenge.seats_most,
        required={name: int(n) for name, n in challenge.required_capacities.items() if n},
        needs_chair=challenge.needs_chair,
        agencies_most=challenge.agencies_per_session,
        minutes_of_break=challenge.minutes_of_break,
        reciprocal=challenge.reciprocal_allowed,
    )


def _had_theirs(known):
    """Agencies of settled sessions."""
    return {str(slot.challenged_agency_id) for one in known.settled for slot in one.slots.all()}


def _agencies(known) -> Iterator[Agency]:
    done = _had_theirs(known)
    asked = [one for key, one in known.agencies.items() if not one.taken_out_at and key not in done]
    most = sorted((one.red for one in asked), reverse=True)[: ceil(len(asked) * HEAVY)]
    for one in asked:
        theirs = [
            session
            for session in known.coming
            if any(slot.challenged_agency_id == one.pk for slot in session.slots.all())
        ]
        yield Agency(
            id=str(one.pk),
            name=str(one.agency),
            sector=one.self_audit.sector,
            minutes=one.minutes,
            heavy=one.is_long or 0 < most[-1] <= one.red,
            available=_available(known, ("agency", one.pk), theirs),
        )


def _people(known) -> Iterator[Person]:
    by_agency = {one.agency_id: key for key, one in known.agencies.items()}
    home, interests = _interests(known)
    for one in known.members.values():
        if one.left_at or not one.user.is_active:
            continue
        sat = [session for session in known.settled if _sits(one, session)]
        theirs = [session for session in known.coming if _sits(one, session)]
        met = {agency for user, agency in known.met if user == one.user_id}
        own = sorted(by_agency[agency] for agency in home[one.pk] if agency in by_agency)
        yield Person(
            id=str(one.pk),
            name=str(one.user),
            capacities=frozenset(one.capacities),
            may_chair=one.may_chair,
            most=max((one.sittings_most or known.challenge.sittings_most) - len(sat), 0),
            home=own[0] if own else "",
            interests=frozenset(by_agency[a] for a in interests[one.pk] if a in by_agency),
            met_last_time=frozenset(by_agency[a] for a in met if a in by_agency),
            available=_elsewhere(_available(known, ("person", one.pk), theirs), sat),
        )


def _sits(member, session):
    return any(seat.panel_member_id == member.pk for seat in session.seats.all())


def _interests(known):
    """(own agencies, agencies not to sit with), each by panel member.

    That two agencies must not challenge each other is a rule of the problem; of what follows from
    it only the part that settled sessions have fixed is here.
    """
    home, found = defaultdict(set), defaultdict(set)
    for interest in known.interests:
        if interest.kind == Interest.Kind.OWN_AGENCY:
            home[interest.panel_member_id].add(interest.agency_id)
        if interest.kind != Interest.Kind.RECIPROCAL:
            found[interest.panel_member_id].add(interest.agency_id)
    if known.challenge.reciprocal_allowed:
        return home, found
    challengers = defaultdict(set)  # the agencies whose people an agency has met in this challenge
    for session in known.settled:
        for seat in session.seats.all():
            for slot in session.slots.all():
                challengers[slot.challenged_agency.agency_id] |= home[seat.panel_member_id]
    for member, agencies in list(home.items()):
        for agency in agencies:
            found[member] |= challengers[agency]
    return home, found


def _available(known, whose, published_in):
    """What they said, by half-day. Where a session of theirs was moved by hand to a half-day about
    which they said nothing, that they come is taken as agreed.
    """
    said = {
        known.half_days[half_day].half_day: answer
        for half_day, answer in known.answers.get(whose, {}).items()
    }
    shown = [(one, known.shown(one).half_day) for one in published_in]
    moved = {half_day for one, half_day in shown if half_day != one.possible_session.half_day}
    return dict.fromkeys(sorted(moved), Answer.YES) | said


def _elsewhere(available, sessions):
    """Without the half-days of these sessions: nobody is in two places at once."""
    starts = [timezone.localtime(one.starts_at) for one in sessions]
    taken = {f"{start.date().isoformat()} {half_of(start)}" for start in starts}
    return {half_day: said for half_day, said in available.items() if half_day not in taken}
