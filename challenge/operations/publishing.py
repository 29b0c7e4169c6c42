"""Publishing a timetable: a draft becomes sessions, slots and seats, and whom it concerns is told.

All of it is one transaction, the invitations included: whatever goes wrong, the timetable that was
published stays as it was.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from section11.record.models import Event
from section11.web.clock import clock
from section11.web.exceptions import RuleBroken

from .. import costs, problem_json, rules
from ..models import Challenge, ChallengeSession, PanelSeat, Slot, Timetable
from ..planning import known, problems
from ..problem import Pins, Plan, Problem
from . import calendars, interests, locking
from .timetables import SAID, lock, record


@transaction.atomic
def publish(*, timetable, by):
    """Publish a draft and tell whom it concerns. Sessions, slots and seats that stay keep what
    belongs to them.

    Raises RuleBroken if it does not hold as things are now, or if another was published after it
    was made.
    """
    challenge = locking.lock(timetable.challenge)
    challenge.must_not_be_released()
    timetable = lock(timetable)
    now = known.read(challenge)
    if wrong := why_not(timetable, now):
        more = f" And {len(wrong) - SAID} more." if len(wrong) > SAID else ""
        raise RuleBroken(
            f"{timetable} cannot be published. {' '.join(wrong[:SAID])}{more} Plan again.",
            timetable,
        )
    timetable.move_to(Timetable.Status.PUBLISHED)
    plan = plan_of(timetable)
    _Writer(challenge, now, by).write(plan)
    _replace(challenge, timetable, by)
    record(
        Event.Kind.TIMETABLE_PUBLISHED,
        timetable,
        by=by,
        number=timetable.number,
        sessions=len(plan.sittings),
        agencies=sum(len(sitting.agencies) for sitting in plan.sittings.values()),
    )
    interests.refresh(challenge)
    calendars.tell(challenge=challenge, by=by)
    return timetable


def why_not(timetable, now: known.Known) -> list[str]:
    """What keeps the draft from being published, as sentences; nothing if it may be."""
    if not timetable.is_draft:
        return [f"It is {timetable.get_status_display().lower()} already."]
    later = (
        now.challenge.timetables.filter(published_at__gt=timetable.made_at)
        .select_related("published_by")
        .order_by("-published_at")
        .first()
    )
    if later:
        at = timezone.localtime(later.published_at)
        return [
            f"{later} was published by {later.published_by} on {at:%-d %B %Y} at {clock(at)}, after this"
            " draft was made."
        ]
    plan, asked = plan_of(timetable), problems.of(now)
    if asked.agencies and not plan.sittings:
        return ["It has no session: no agency could be placed."]
    return no_longer_holds(now, plan, asked)


def state(now: known.Known) -> dict[str, list[str]]:
    """What of the published timetable no longer holds: `wrong` are sentences, `missing` the names
    of agencies that have no slot in it.
    """
    asked, plan = problems.of(now), problems.published(now)
    left = set(costs.unplaced(asked, plan))
    return {
        "wrong": no_longer_holds(now, plan, asked),
        "missing": sorted(one.name for one in asked.agencies if one.id in left),
    }


def no_longer_holds(now: known.Known, plan: Plan, asked: Problem) -> list[str]:
    """What of a plan breaks a rule as things are now: whoever or whatever is gone is said first,
    and what follows from it after that.
    """
    free = Problem(
        sessions=asked.sessions,
        agencies=asked.agencies,
        people=asked.people,
        rules=asked.rules,
        weights=asked.weights,
        pins=Pins(),
    )
    left = problems.within(plan, asked)
    empty = [
        f"The session on {rules.when(session)} has a panel and no agency."
        for session in asked.sessions
        if session.id in left.sittings and not left.sittings[session.id].agencies
    ]
    return [*problems.gone(now, plan, asked), *rules.broken(free, left), *empty]


def plan_of(timetable) -> Plan:
    return problem_json.outcome_from_json(timetable.outcome).plan


def _replace(challenge, timetable, by):
    """One is published at a time."""
    challenge.timetables.filter(status=Timetable.Status.PUBLISHED).update(
        status=Timetable.Status.REPLACED
    )
    timetable.published_at, timetable.published_by = timezone.now(), by
    timetable.save(update_fields=["status", "published_at", "published_by"])
    if challenge.status == Challenge.Status.PLANNING:
        challenge.move_to(Challenge.Status.PUBLISHED)
        challenge.published_at, challenge.published_by = timetable.published_at, by
        challenge.save(update_fields=["status", "published_at", "published_by"])


class _Writer:
    """Brings the rows of sessions that are still to come in line with a plan."""

    def __init__(self, challenge, now, by):
        self.challenge, self.now, self.by = challenge, now, by
        self.at = timezone.now()
        self.sessions = {known.id_of(one): one for one in now.coming}

    def write(self, plan: Plan):
        for key in [key for key in self.sessions if key not in plan.sittings]:
            self._cancel(self.sessions.pop(key))
        for key in plan.sittings:
            if key not in self.sessions:
                self.sessions[key] = self._begin(key)
        self._slots(plan)
        for key, sitting in plan.sittings.items():
            self._panel(self.sessions[key], sitting)

    def _begin(self, key):
        half_day_id, room_id = known.rows_of(key)
        half_day, room = self.now.half_days[half_day_id], self.now.rooms.get(room_id)
        return ChallengeSession.objects.create(
            challenge=self.challenge,
            possible_session=half_day,
            room=room,
            starts_at=half_day.starts_at,
            ends_at=half_day.starts_at + timedelta(minutes=self.challenge.minutes_of_session),
        )

    def _cancel(self, session):
        """Its agencies have moved, or have no slot any more."""
        session.cancelled_at, session.cancelled_by = self.at, self.by
        session.save(update_fields=["cancelled_at", "cancelled_by"])

    def _slots(self, plan):
        """A slot that moves stays the same slot: its lines of enquiry and its pack go with it."""
        slots = {
            str(slot.challenged_agency_id): slot
            for session in self.now.coming
            for slot in session.slots.all()
        }
        for key, sitting in plan.sittings.items():
            session = self.sessions[key]
            for agency, begin in zip(sitting.agencies, sitting.begins, strict=True):
                values = {
                    "session": session,
                    "starts_at": session.starts_at + timedelta(minutes=begin),
                    "minutes": self.now.agencies[agency].minutes,
                }
                self._slot(slots.pop(agency, None), self.now.agencies[agency], values)
        for slot in slots.values():
            slot.cancelled_at, slot.cancelled_by = self.at, self.by
            slot.save(update_fields=["cancelled_at", "cancelled_by"])

    def _slot(self, slot, challenged_agency, values):
        if slot is None:
            Slot.objects.create(challenged_agency=challenged_agency, **values)
        elif any(getattr(slot, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(slot, name, value)
            slot.save(update_fields=list(values))

    def _panel(self, session, sitting):
        seats = {str(one.panel_member_id): one for one in self._seats(session)}
        for member, seat in seats.items():
            leaves = member not in sitting.panel
            if leaves:
                seat.left_at, seat.left_by = self.at, self.by
            if leaves or seat.is_chair and member != sitting.chair:  # one chair at a time
                seat.is_chair = False
                seat.save(update_fields=["is_chair", "left_at", "left_by"])
        for member in sitting.panel:
            chairs = member == sitting.chair
            if member not in seats:
                PanelSeat.objects.create(
                    session=session, panel_member=self.now.members[member], is_chair=chairs
                )
            elif seats[member].is_chair != chairs:
                seats[member].is_chair = chairs
                seats[member].save(update_fields=["is_chair"])

    def _seats(self, session):
        return session.seats.all() if session in self.now.coming else ()
