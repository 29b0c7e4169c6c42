"""Which agencies of the cycle are challenged, and which of them get a long slot."""

from django.db import transaction
from django.utils import timezone

from section11.audits.models import SelfAudit
from section11.record.models import Event
from section11.web.exceptions import RuleBroken

from ..models import ChallengedAgency, Slot
from . import interests, personal_links
from .locking import lock, record


@transaction.atomic
def choose(*, challenge, bring_in=None, take_out=(), long=(), short=(), by):
    """Bring agencies in ({id: why, as sentences}) and take others out (ids); give those in `long`
    a long slot and those in `short` a usual one.

    An agency that was taken out comes back with what it said. Raises RuleBroken for one that has no
    self-audit in the cycle, and for taking one out that has been challenged.
    """
    challenge = lock(challenge)
    challenge.must_not_be_released()
    there = {one.agency_id: one for one in challenge.agencies.select_related("agency")}
    came, went = _bring_in(challenge, there, bring_in or {}, by), []
    for agency_id in take_out:
        if agency_id in there and not there[agency_id].taken_out_at:
            went.append(_take_out(challenge, there[agency_id], by))
    resized = challenge.agencies.filter(agency__in=long, is_long=False).update(is_long=True)
    resized += challenge.agencies.filter(agency__in=short, is_long=True).update(is_long=False)
    if came or went or resized:
        record(
            Event.Kind.CHALLENGED_AGENCIES_CHOSEN,
            challenge,
            by=by,
            brought_in=[str(one.agency) for one in came],
            taken_out=[str(one.agency) for one in went],
            slots_resized=resized,
        )
        interests.refresh(challenge)


def _bring_in(challenge, there, reasons, by):
    wanted = [pk for pk in reasons if pk not in there or there[pk].taken_out_at]
    self_audits = SelfAudit.objects.filter(cycle=challenge.cycle, agency__in=wanted)
    found = {one.agency_id: one for one in self_audits.select_related("agency")}
    if len(found) < len(wanted):
        raise RuleBroken(
            f"An agency that you ticked has left {challenge.cycle}. Look through the list again.",
            challenge,
        )
    came = []
    for pk in wanted:
        one = there.get(pk) or ChallengedAgency(
            challenge=challenge, agency=found[pk].agency, self_audit=found[pk]
        )
        one.reasons, one.chosen_at, one.chosen_by = list(reasons[pk]), timezone.now(), by
        one.taken_out_at = one.taken_out_by = None
        one.save()
        came.append(one)
    return came


def _take_out(challenge, one, by):
    held = Slot.objects.kept().filter(challenged_agency=one)
    if held.exclude(session__status="preparing").exists():
        raise RuleBroken(f"{one.agency} has been challenged, so it stays.", challenge)
    one.taken_out_at, one.taken_out_by = timezone.now(), by
    one.save(update_fields=["taken_out_at", "taken_out_by"])
    personal_links.withdraw(challenged_agency=one)
    return one
