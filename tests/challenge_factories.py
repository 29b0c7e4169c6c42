"""Legal objects of the challenge: each call makes one that could exist."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from challenge import problem_json
from challenge.after import agency_results
from challenge.models import (
    AgencyTie,
    AgreedAction,
    Attendance,
    Attendee,
    Availability,
    Challenge,
    ChallengedAgency,
    ChallengeSession,
    Finding,
    Interest,
    KeyLineOfEnquiry,
    MemberRating,
    Moderation,
    PanelMember,
    PanelSeat,
    PossibleSession,
    Reply,
    Slot,
)
from challenge.operations import letters, planning_runs, publishing
from challenge.timetable import solve
from section11.people.models import Role
from tests import factories


def coordinator_of(partnership):
    """A coordinator of the partnership: the one there is, or a new one."""
    held = partnership.memberships.filter(role=Role.COORDINATOR).first()
    return held.user if held else factories.member(Role.COORDINATOR, partnership=partnership)


def challenge(*, cycle, asked=True, released=False, **fields):
    """A challenge that begins in three weeks; agencies and members know of it if `asked`.

    `released=True` is published and its moderated ratings are out.
    """
    today, now = timezone.localdate(), timezone.now()
    by = coordinator_of(cycle.partnership)
    fields = {
        "first_day": today + timedelta(days=21),
        "last_day": today + timedelta(days=35),
        "place": "Civic Centre",
        "set_up_by": by,
        "availability_due_on": today + timedelta(days=7),
    } | fields
    if asked:
        fields |= {"asked_at": now, "asked_by": by}
    if released:
        fields |= {
            "status": Challenge.Status.RELEASED,
            "published_at": now,
            "published_by": by,
            "released_at": now,
            "released_by": by,
        }
    made = Challenge.objects.create(cycle=cycle, **fields)
    made.refresh_from_db()  # its hours as times
    return made


def possible_session(*, challenge, on=None, half="morning", **fields):
    on = on or challenge.first_day
    return PossibleSession.objects.create(challenge=challenge, on=on, half=half, **fields)


def challenged_agency(*, challenge, agency, self_audit=None, **fields):
    """The agency's part in the challenge; with a self-audit of the cycle, its own or a new one."""
    found = self_audit or challenge.cycle.self_audits.filter(agency=agency).first()
    made = found or factories.self_audit(cycle=challenge.cycle, agency=agency)
    return ChallengedAgency.objects.create(
        challenge=challenge,
        agency=agency,
        self_audit=made,
        chosen_by=challenge.set_up_by,
        **fields,
    )


def panel_member(*, challenge, user=None, capacities=("independent",), **fields):
    user = user or factories.member(Role.PANEL_MEMBER, partnership=challenge.cycle.partnership)
    return PanelMember.objects.create(
        challenge=challenge,
        user=user,
        capacities=list(capacities),
        added_by=challenge.set_up_by,
        **fields,
    )


def attendance(*, slot, user=None, name="Somebody"):
    """Somebody was noted as having come for the agency of the slot."""
    by = coordinator_of(slot.session.challenge.partnership)
    return Attendance.objects.create(
        slot=slot, user=user, name=user.name if user else name, noted_by=by
    )


def attendee(*, challenged_agency, user):
    return Attendee.objects.create(
        challenged_agency=challenged_agency,
        user=user,
        named_by=challenged_agency.challenge.set_up_by,
    )


def availability(*, possible_session, of, answer="yes"):
    """What `of`, a PanelMember or a ChallengedAgency, said of a half-day."""
    whose = "panel_member" if isinstance(of, PanelMember) else "challenged_agency"
    return Availability.objects.create(
        possible_session=possible_session,
        answer=answer,
        given_by=possible_session.challenge.set_up_by,
        **{whose: of},
    )


def interest(*, panel_member, agency, kind="declared", **fields):
    return Interest.objects.create(
        challenge=panel_member.challenge,
        panel_member=panel_member,
        agency=agency,
        kind=kind,
        noted_by=panel_member.user,
        **fields,
    )


def agency_tie(*, agency, other, kind="commissions"):
    """Noted by the coordinator of the first partnership that has the agency."""
    partnership = agency.places.first().partnership
    return AgencyTie.objects.create(
        partnership=partnership,
        agency=agency,
        kind=kind,
        other=other,
        added_by=coordinator_of(partnership),
    )


def session(*, challenge, possible_session=None, status="preparing", **fields):
    """A published session; `status` open or closed has its dates."""
    half_day = possible_session or _half_day(challenge)
    starts_at = half_day.starts_at
    by, now = challenge.set_up_by, timezone.now()
    if status in ("open", "closed"):
        fields |= {"opened_at": now, "opened_by": by}
    if status == "closed":
        fields |= {"closed_at": now, "closed_by": by}
    if challenge.status == Challenge.Status.PLANNING:
        challenge.status, challenge.published_at, challenge.published_by = "published", now, by
        challenge.save(update_fields=["status", "published_at", "published_by"])
    return ChallengeSession.objects.create(
        challenge=challenge,
        possible_session=half_day,
        status=status,
        **{"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)} | fields,
    )


def _half_day(challenge):
    found = challenge.possible_sessions.filter(sessions=None).first()
    return found or possible_session(challenge=challenge)


def slot(*, session, challenged_agency, **fields):
    fields = {"starts_at": session.starts_at, "minutes": challenged_agency.minutes} | fields
    return Slot.objects.create(session=session, challenged_agency=challenged_agency, **fields)


def seat(*, session, panel_member, **fields):
    return PanelSeat.objects.create(session=session, panel_member=panel_member, **fields)


def enquiry(*, challenged_agency, standard=None, **fields):
    standard = standard or first_standard(challenged_agency)
    return KeyLineOfEnquiry.objects.create(
        challenged_agency=challenged_agency,
        standard=standard,
        **{"text": "How do you know?", "added_by": challenged_agency.chosen_by} | fields,
    )


def moderation(*, slot, level="amber", standard=None, **fields):
    """What the panel agreed about a standard of the slot's agency."""
    challenged = slot.challenged_agency
    scale = challenged.challenge.cycle.standard_set.scale
    return Moderation.objects.create(
        challenged_agency=challenged,
        slot=slot,
        standard=standard or first_standard(challenged),
        level=scale.levels.get(code=level),
        **{
            "discussion": "We asked about it.",
            "reason": "Not seen everywhere.",
            "updated_by": slot.session.challenge.set_up_by,
        }
        | fields,
    )


def finding(*, challenged_agency, kind="strength", **fields):
    return Finding.objects.create(
        challenged_agency=challenged_agency,
        kind=kind,
        **{"text": "A clear policy.", "added_by": challenged_agency.chosen_by} | fields,
    )


def agreed_action(*, challenged_agency, standard=None, **fields):
    return AgreedAction.objects.create(
        challenged_agency=challenged_agency,
        standard=standard or first_standard(challenged_agency),
        **{
            "what": "Train every manager",
            "lead": "Head of service",
            "due_on": timezone.localdate() + timedelta(days=60),
            "agreed_by": challenged_agency.chosen_by,
        }
        | fields,
    )


def submit(self_audit, level="green"):
    """Have it answered throughout, signed off and submitted."""
    agency = self_audit.agency
    lead = agency.leads[0] if agency.leads else factories.member(Role.LEAD, agency=agency)
    approver = factories.member(Role.APPROVER, agency=agency)
    for question in self_audit.questions:
        factories.answer(self_audit=self_audit, question=question, level=level, by=lead)
    now = timezone.now()
    self_audit.status, self_audit.started_at = "submitted", now
    self_audit.sent_at, self_audit.sent_by = now, lead
    self_audit.submitted_at, self_audit.submitted_by = now, approver
    self_audit.save()
    return self_audit


def member_rating(*, slot, panel_member, level="amber", standard=None, **fields):
    """What a member thinks of one standard, alone."""
    challenged = slot.challenged_agency
    scale = challenged.challenge.cycle.standard_set.scale
    return MemberRating.objects.create(
        slot=slot,
        panel_member=panel_member,
        standard=standard or first_standard(challenged),
        level=scale.levels.get(code=level),
        **fields,
    )


def first_standard(challenged_agency):
    return challenged_agency.challenge.cycle.standard_set.standards.first()


def at(day, hour, minute=0):
    """A moment on our clocks."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def plannable(*, cycle, agencies=2, members=3, half_days=2, **fields):
    """A challenge ready to be planned: everybody can come to every half-day, anybody may chair, and
    nobody has an interest. Half-days are mornings from its first day on.
    """
    fields = {"seats_least": 2, "seats_most": 3, "agencies_per_session": 2} | fields
    made = challenge(cycle=cycle, **fields)
    days = [
        possible_session(challenge=made, on=made.first_day + timedelta(days=n))
        for n in range(half_days)
    ]
    for _ in range(agencies):
        agency = factories.agency(partnership=cycle.partnership)
        free(challenged_agency(challenge=made, agency=agency), days)
    for _ in range(members):
        free(panel_member(challenge=made, may_chair=True), days)
    return made


def free(one, possible_sessions, answer="yes"):
    """`one`, a PanelMember or a ChallengedAgency, has answered for these half-days."""
    now, by = timezone.now(), one.challenge.set_up_by
    for half_day in possible_sessions:
        availability(possible_session=half_day, of=one, answer=answer)
    one.answered_at, one.answered_by = now, by
    one.save(update_fields=["answered_at", "answered_by"])
    return one


def planned(challenge, *, by=None, **options):
    """The draft that the solver makes of the challenge, in this process; with its run."""
    run = planning_runs.ask(challenge=challenge, by=by or challenge.set_up_by, **options)
    planning_runs.take()
    outcome = solve(problem_json.from_json(run.problem), seconds=20)
    planning_runs.finish(run, outcome=problem_json.outcome_to_json(outcome))
    return planning_runs.draft_of(run)


def published(challenge, **options):
    """The challenge's timetable, planned and published; nobody knew of one before."""
    draft = planned(challenge, **options)
    return publishing.publish(timetable=draft, by=challenge.set_up_by)


def rated(*, challenge, agency, chair=None, level="amber", **fields):
    """What the panel agreed about the agency, in a closed session; `chair` is a PanelMember."""
    challenged = challenge.agencies.filter(agency=agency).first() or challenged_agency(
        challenge=challenge, agency=agency
    )
    submit(challenged.self_audit)
    held = challenge.sessions.filter(status="closed").first()
    if held is None:
        day = timezone.localdate() - timedelta(days=1)
        half_day = possible_session(challenge=challenge, on=day)
        held = session(challenge=challenge, possible_session=half_day, status="closed")
    if chair:
        seat(session=held, panel_member=chair, is_chair=True)
    return moderation(slot=slot(session=held, challenged_agency=challenged), level=level, **fields)


def release(challenge, *, days_ago=0):
    """Let the agencies see their moderated ratings, or have let them so many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    challenge.status, challenge.released_at = Challenge.Status.RELEASED, at
    challenge.released_by = challenge.set_up_by
    challenge.save(update_fields=["status", "released_at", "released_by"])
    return challenge


def reply(*, moderation, by, stance="disputed", **fields):
    """What the agency says to a moderated rating."""
    return Reply.objects.create(
        moderation=moderation,
        stance=stance,
        replied_by=by,
        **{"text": "We have trained everybody since."} | fields,
    )


def letter(*, challenged_agency, approved=False, released=False):
    """A letter drafted from the record."""
    made = letters.draft(
        challenged=agency_results.visible_to(challenged_agency.chosen_by).get(
            pk=challenged_agency.pk
        ),
        by=challenged_agency.chosen_by,
    )
    if approved or released:
        made.approved_at, made.approved_by = timezone.now(), challenged_agency.chosen_by
    if released:
        made.released_at, made.released_by = timezone.now(), challenged_agency.chosen_by
    made.save()
    return made


def done(action, *, by):
    """The action, said to be done by somebody of its agency."""
    action.status, action.done_at, action.done_by = "done", timezone.now(), by
    action.save()
    return action
