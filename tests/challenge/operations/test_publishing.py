"""A draft becomes sessions, slots and seats; what goes wrong leaves what was published."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from challenge import problem_json
from challenge.models import Availability, ChallengeSession, PanelSeat, Slot, Timetable
from challenge.operations import calendars, publishing, timetables
from challenge.planning import known
from section11.people.models import Role
from section11.record.models import Email, Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories
from tests.at_once import at_once


@pytest.fixture
def challenge(cycle):
    return made.plannable(cycle=cycle, agencies=3, members=5)


def rows(challenge):
    """What people have been told, as values."""
    return {
        (
            session.pk,
            session.starts_at,
            tuple((slot.pk, slot.challenged_agency_id, slot.starts_at) for slot in slots(session)),
            tuple(sorted((seat.panel_member_id, seat.is_chair) for seat in seats(session))),
        )
        for session in challenge.sessions.held()
    }


def slots(session):
    return Slot.objects.kept().filter(session=session)


def seats(session):
    return PanelSeat.objects.filter(session=session, left_at=None)


def leave(challenge, member):
    member.left_at, member.left_by = timezone.now(), challenge.set_up_by
    member.save()


def test_publishing_makes_sessions_slots_and_seats(challenge):
    draft = made.planned(challenge)
    plan = publishing.plan_of(draft)

    timetable = publishing.publish(timetable=draft, by=challenge.set_up_by)

    challenge.refresh_from_db()
    held = {known.id_of(session): session for session in challenge.sessions.all()}
    assert held.keys() == plan.sittings.keys()
    for key, sitting in plan.sittings.items():
        session = held[key]
        assert session.starts_at == session.possible_session.starts_at
        assert [str(slot.challenged_agency_id) for slot in slots(session)] == list(sitting.agencies)
        assert [
            (slot.starts_at - session.starts_at) / timedelta(minutes=1) for slot in slots(session)
        ] == list(sitting.begins)
        assert {str(seat.panel_member_id) for seat in seats(session)} == set(sitting.panel)
        assert str(seats(session).get(is_chair=True).panel_member_id) == sitting.chair
    assert (timetable.status, challenge.status) == ("published", "published")
    assert challenge.published_by == challenge.set_up_by
    assert Event.objects.filter(kind="timetable_published").count() == 1


def test_everybody_concerned_is_invited(challenge):
    draft = made.planned(challenge)
    agency = challenge.agencies.first().agency
    lead = factories.member(Role.LEAD, agency=agency)
    Email.objects.all().delete()

    publishing.publish(timetable=draft, by=challenge.set_up_by)

    seated = {
        challenge.panel_members.get(pk=one).user
        for sitting in publishing.plan_of(draft).sittings.values()
        for one in sitting.panel
    }
    written_to = {email.to for email in Email.objects.all()}
    assert seated | {lead} <= written_to


def test_times_are_those_of_the_clock_on_both_sides_of_its_change(cycle):
    saturday = date(2027, 3, 27)
    challenge = made.plannable(
        cycle=cycle,
        agencies=2,
        members=4,
        half_days=2,
        agencies_per_session=1,
        first_day=saturday,
        last_day=saturday + timedelta(days=1),
    )

    made.published(challenge)

    starts = [session.starts_at for session in challenge.sessions.order_by("starts_at")]
    assert [f"{timezone.localtime(one):%d %H:%M}" for one in starts] == ["27 09:30", "28 09:30"]
    assert starts[1] - starts[0] == timedelta(hours=23)


def test_publishing_again_keeps_what_stays_and_tells_only_whom_it_concerns(challenge):
    made.published(challenge)
    session = challenge.sessions.order_by("pk").first()
    leaver = seats(session).filter(is_chair=False).first()
    kept = {slot.pk for slot in Slot.objects.kept()}
    leave(challenge, leaver.panel_member)
    Email.objects.all().delete()

    again = publishing.publish(timetable=made.planned(challenge), by=challenge.set_up_by)

    leaver.refresh_from_db()
    assert {slot.pk for slot in Slot.objects.kept()} == kept
    assert leaver.left_by == challenge.set_up_by
    assert seats(session).count() == 2
    assert Email.objects.count() == 2  # who left, and who sits there instead
    assert list(Timetable.objects.order_by("number").values_list("status", flat=True)) == [
        "replaced",
        "published",
    ]
    assert again.number == 2


def test_a_slot_that_moves_stays_the_same_slot_and_an_empty_session_is_cancelled(cycle):
    challenge = made.plannable(cycle=cycle, agencies=1, members=4, half_days=2)
    made.published(challenge)
    [before] = challenge.sessions.all()
    slot = Slot.objects.get()
    agency = challenge.agencies.get()
    agency.availabilities.filter(possible_session=before.possible_session).update(answer="no")

    publishing.publish(timetable=made.planned(challenge), by=challenge.set_up_by)

    before.refresh_from_db()
    slot.refresh_from_db()
    assert before.cancelled_by == challenge.set_up_by
    assert slot.session != before
    assert slot.starts_at == slot.session.starts_at
    assert slot.cancelled_at is None


def test_another_chair_takes_the_chair_of_the_same_session(challenge):
    made.published(challenge)
    session = challenge.sessions.order_by("pk").first()
    draft = timetables.copy(
        timetable=challenge.timetables.get(status="published"), by=challenge.set_up_by
    )
    sitting = publishing.plan_of(draft).sittings[known.id_of(session)]
    [other] = [one for one in sitting.panel if one != sitting.chair][:1]
    draft = timetables.seat(
        timetable=draft,
        session=known.id_of(session),
        panel=list(sitting.panel),
        chair=other,
        by=challenge.set_up_by,
        seen=draft.revision,
    )

    publishing.publish(timetable=draft, by=challenge.set_up_by)

    assert str(seats(session).get(is_chair=True).panel_member_id) == other


def test_an_agency_taken_out_loses_its_slot(challenge):
    made.published(challenge)
    gone = challenge.agencies.first()
    gone.taken_out_at, gone.taken_out_by = timezone.now(), challenge.set_up_by
    gone.save()

    publishing.publish(timetable=made.planned(challenge), by=challenge.set_up_by)

    assert not Slot.objects.kept().filter(challenged_agency=gone).exists()
    assert Slot.objects.kept().count() == 2


GONE = {
    "somebody who left": (
        lambda challenge: leave(challenge, _seated(challenge)),
        "is no longer among the panel members.",
    ),
    "somebody deactivated": (
        lambda challenge: _deactivate(_seated(challenge).user),
        "has been deactivated, so cannot sit on a panel.",
    ),
    "a member who cannot come": (
        lambda challenge: _seated(challenge).availabilities.update(answer="no"),
        "cannot come on",
    ),
    "an interest": (
        lambda challenge: [
            made.interest(panel_member=_seated(challenge), agency=one.agency)
            for one in challenge.agencies.all()
        ],
        "has an interest in",
    ),
    "an agency taken out": (
        lambda challenge: challenge.agencies.update(
            taken_out_at=timezone.now(), taken_out_by=challenge.set_up_by
        ),
        "is no longer among the agencies to be challenged.",
    ),
    "a half-day taken out": (
        lambda challenge: challenge.possible_sessions.update(is_shut=True),
        "has been taken out of the challenge.",
    ),
    "a half-day in the past": (
        lambda challenge: challenge.possible_sessions.filter(is_shut=False).update(
            on=timezone.localdate() - timedelta(days=1)
        ),
        "has begun or is past: nothing can be planned there any more.",
    ),
    "fewer seats": (lambda challenge: _needs_more(challenge), "The panel of"),
}


def _seated(challenge):
    draft = challenge.timetables.first()
    sitting = next(iter(publishing.plan_of(draft).sittings.values()))
    return challenge.panel_members.get(pk=sitting.panel[0])


def _deactivate(user):
    user.is_active = False
    user.save()


def _needs_more(challenge):
    challenge.seats_least = challenge.seats_most = 3
    challenge.save()


@pytest.mark.parametrize("what", GONE)
def test_a_draft_that_does_not_hold_any_more_is_refused_with_the_reason(challenge, what):
    act, sentence = GONE[what]
    first = challenge.possible_sessions.first()
    if what == "a half-day in the past":
        challenge.possible_sessions.exclude(pk=first.pk).update(is_shut=True)
    draft = made.planned(challenge)
    act(challenge)

    with pytest.raises(RuleBroken) as broken:
        publishing.publish(timetable=draft, by=challenge.set_up_by)

    assert str(broken.value).startswith("Timetable 1 cannot be published. ")
    assert sentence in str(broken.value)
    assert not ChallengeSession.objects.exists()


def test_a_draft_without_any_session_never_takes_the_place_of_what_is_published(challenge):
    made.published(challenge)
    Availability.objects.filter(panel_member__challenge=challenge).update(answer="no")
    empty = made.planned(challenge)

    with pytest.raises(RuleBroken, match="It has no session: no agency could be placed."):
        publishing.publish(timetable=empty, by=challenge.set_up_by)

    assert publishing.plan_of(empty).sittings == {}
    assert ChallengeSession.objects.held().exists()


@pytest.mark.parametrize("what", [what for what in GONE if what != "a half-day in the past"])
def test_a_published_timetable_that_does_not_hold_any_more_says_what_is_broken(challenge, what):
    act, sentence = GONE[what]
    made.published(challenge)
    before = publishing.state(known.read(challenge))
    act(challenge)

    found = publishing.state(known.read(challenge))

    assert before == {"wrong": [], "missing": []}
    assert any(sentence in one for one in found["wrong"])


def test_an_agency_added_after_publishing_is_said_to_have_no_slot(challenge):
    made.published(challenge)
    agency = factories.agency(partnership=challenge.cycle.partnership)
    made.challenged_agency(challenge=challenge, agency=agency)

    assert publishing.state(known.read(challenge)) == {"wrong": [], "missing": [str(agency)]}


def test_a_draft_made_before_another_was_published_is_planned_again(challenge):
    old, new = made.planned(challenge), made.planned(challenge)
    publishing.publish(timetable=new, by=challenge.set_up_by)

    with pytest.raises(RuleBroken, match="Timetable 2 was published by .*, after this draft"):
        publishing.publish(timetable=old, by=challenge.set_up_by)


@pytest.mark.database
def test_of_two_who_publish_at_once_one_is_told(transactional_db):
    challenge = made.plannable(cycle=factories.cycle(partnership=factories.partnership()))
    drafts = [made.planned(challenge), made.planned(challenge)]

    results = at_once(
        *(
            lambda draft=draft: publishing.publish(timetable=draft, by=challenge.set_up_by)
            for draft in drafts
        )
    )

    assert sum(isinstance(result, RuleBroken) for result in results) == 1
    assert Timetable.objects.filter(status="published").count() == 1
    assert Slot.objects.kept().count() == 2


def test_whatever_goes_wrong_the_published_timetable_stays_as_it_was(challenge, monkeypatch):
    made.published(challenge)
    before = rows(challenge)
    leave(challenge, _seated(challenge))
    draft = made.planned(challenge)

    def fails(**kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(calendars, "tell", fails)
    with pytest.raises(OSError, match="No space left"):
        publishing.publish(timetable=draft, by=challenge.set_up_by)

    draft.refresh_from_db()
    assert rows(challenge) == before
    assert draft.is_draft
    assert challenge.timetables.get(status="published").number == 1


def test_sessions_that_have_begun_stay_as_they_are(challenge):
    made.published(challenge)
    begun = challenge.sessions.order_by("starts_at").first()
    begun.starts_at = timezone.now() - timedelta(minutes=5)
    begun.save()
    before = [row for row in rows(challenge) if row[0] == begun.pk]

    again = publishing.publish(timetable=made.planned(challenge), by=challenge.set_up_by)

    outcome = problem_json.outcome_from_json(again.outcome)
    assert [row for row in rows(challenge) if row[0] == begun.pk] == before
    assert known.id_of(begun) not in outcome.plan.sittings


def test_a_session_with_a_panel_and_no_agency_is_not_published(challenge):
    draft = made.planned(challenge)
    plan = publishing.plan_of(draft)
    free = made.possible_session(challenge=challenge, on=challenge.last_day)
    members = [made.panel_member(challenge=challenge, may_chair=True) for _ in range(2)]
    for member in members:
        made.free(member, [free])
    panel = [str(member.pk) for member in members]
    draft = timetables.seat(
        timetable=draft,
        session=str(free.pk),
        panel=panel,
        chair=panel[0],
        by=draft.made_by,
        seen=0,
    )

    with pytest.raises(RuleBroken, match="has a panel and no agency"):
        publishing.publish(timetable=draft, by=draft.made_by)

    assert str(free.pk) not in plan.sittings
