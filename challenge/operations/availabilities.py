"""Who can come when, as they say it themselves, as the coordinator fills it in, or from a file; and
who comes for an agency.
"""

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from section11.people.models import Membership, Role
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import Attendee, Availability, ChallengedAgency, PanelMember
from . import calendars
from .locking import lock, record

MUST_COME = [Role.LEAD, Role.APPROVER]


@transaction.atomic
def give(*, of, answers, drawn=None, by, on_behalf=False):
    """Note `answers` ({id of a half-day: answer}) of a panel member or an agency; return those of
    the half-days on which somebody else had said something different meanwhile.

    `drawn` is what the page showed: what was not changed since then is left alone, so that two
    people may fill in at once. `on_behalf`: the coordinator does it for them, at any time. Raises
    RuleBroken when it is too late, and for whoever no longer takes part.
    """
    challenge, of = _hold(of, on_behalf)
    changed = {pk: said for pk, said in answers.items() if said != (drawn or {}).get(pk)}
    open_ones = challenge.possible_sessions.filter(pk__in=changed, is_shut=False)
    half_days = {one.pk: one for one in open_ones}
    there = {
        one.possible_session_id: one
        for one in of.availabilities.filter(possible_session__in=half_days)
    }
    overtaken = [
        half_days[pk]
        for pk, one in there.items()
        if drawn is not None and one.answer not in (drawn.get(pk), changed[pk])
    ]
    _write({pk: changed[pk] for pk in half_days}, there, of, by)
    _stamp(of, by)
    agency_id = of.agency_id if isinstance(of, ChallengedAgency) else None
    record(
        Event.Kind.AVAILABILITY_GIVEN,
        challenge,
        by=by,
        agency_id=agency_id,
        of=_name(of),
        half_days=len(half_days),
        on_behalf=on_behalf,
    )
    return sorted(overtaken, key=lambda one: (one.on, one.half == "afternoon"))


@transaction.atomic
def bring_in(*, challenge, answers, seen, by):
    """Note what a file says: `answers` are (panel member or agency, id of a half-day, answer).

    `seen` is the `digest_of` what stood there when the person looked: where something else stands by
    now nothing is done, and they are asked to look again.
    """
    challenge = lock(challenge)
    challenge.must_not_be_released()
    if digest_of(standing(challenge)) != seen:
        raise RuleBroken(
            "Somebody has answered since you looked at this preview, so nothing was brought in."
            " Upload the file again.",
            challenge,
        )
    by_whom = {}
    for of, pk, answer in answers:
        by_whom.setdefault(of, {})[pk] = answer
    for of, said in by_whom.items():
        there = {one.possible_session_id: one for one in of.availabilities.all()}
        _write(said, there, of, by)
        _stamp(of, by)
    record(
        Event.Kind.AVAILABILITY_IMPORTED,
        challenge,
        by=by,
        people=len(by_whom),
        answers=len(answers),
    )


def standing(challenge):
    """Every answer of a challenge: {("panel" or "agency", id, id of the half-day): answer}."""
    found = Availability.objects.filter(possible_session__challenge=challenge).values_list(
        "panel_member", "challenged_agency", "possible_session", "answer"
    )
    return {
        ("panel", member, pk) if member else ("agency", agency, pk): answer
        for member, agency, pk, answer in found
    }


def digest_of(standing):
    """Stands for all answers of a challenge: it changes with any of them."""
    told = json.dumps(sorted([*key, answer] for key, answer in standing.items()))
    return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def name_attendees(*, challenged_agency, users, by):
    """Say who comes for the agency (ids of its people). A lead or an approver must be among them.

    At any time until the moderated ratings are released: whoever was to come may fall ill. Once the
    timetable is published, calendars are put right.
    """
    challenge, of = _hold(challenged_agency, on_behalf=True)
    held = Membership.objects.current().filter(agency=of.agency_id, user__is_active=True)
    roles = {}
    for user, role in held.values_list("user", "role"):
        roles.setdefault(user, set()).add(role)
    users = [pk for pk in dict.fromkeys(users) if pk in roles]
    if not any(roles[pk].intersection(MUST_COME) for pk in users):
        raise RuleBroken(
            f"Name the safeguarding lead or an approver of {of.agency}: one of them comes.",
            challenge,
        )
    there = set(of.attending.values_list("user", flat=True))
    if there == set(users):
        return
    of.attending.exclude(user__in=users).delete()
    Attendee.objects.bulk_create(
        Attendee(challenged_agency=of, user_id=pk, named_by=by) for pk in users if pk not in there
    )
    record(Event.Kind.ATTENDEES_NAMED, challenge, by=by, agency_id=of.agency_id, people=len(users))
    calendars.tell(challenge=challenge, by=by)


def _hold(of, on_behalf):
    """The challenge and whose answer it is, held and read anew, if they may answer now."""
    challenge = lock(of.challenge)
    if on_behalf:
        challenge.must_not_be_released()
    else:
        challenge.must_take_answers()
    if isinstance(of, ChallengedAgency):
        of = ChallengedAgency.objects.select_related("agency").get(pk=of.pk)
        gone = of.taken_out_at
    else:
        of = PanelMember.objects.select_related("user").get(pk=of.pk)
        gone = of.left_at
    if gone:
        raise RuleBroken(f"{_name(of)} no longer takes part in this challenge.", challenge)
    of.challenge = challenge
    return challenge, of


def _write(answers, there, of, by):
    """Make the answers so: {id of a half-day: answer} beside the rows that are `there`."""
    now = timezone.now()
    changed = [
        there[pk] for pk, said in answers.items() if pk in there and there[pk].answer != said
    ]
    for one in changed:
        one.answer, one.given_at, one.given_by = answers[one.possible_session_id], now, by
    Availability.objects.bulk_update(changed, ["answer", "given_at", "given_by"])
    whose = "challenged_agency" if isinstance(of, ChallengedAgency) else "panel_member"
    Availability.objects.bulk_create(
        Availability(possible_session_id=pk, answer=said, given_at=now, given_by=by, **{whose: of})
        for pk, said in answers.items()
        if pk not in there
    )


def _stamp(of, by):
    of.answered_at, of.answered_by = timezone.now(), by
    of.save(update_fields=["answered_at", "answered_by"])


def _name(of):
    return str(of.agency if isinstance(of, ChallengedAgency) else of)
