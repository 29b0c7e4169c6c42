"""A challenge as a timetable problem."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from challenge import problem_json
from challenge.models import Slot
from challenge.operations import interests
from challenge.planning import known, plan_page, problems
from challenge.problem import Answer, Pins
from section11.people.models import Role
from tests import challenge_factories as made
from tests import factories


def problem_of(challenge, **options):
    return problems.of(known.read(challenge), **options)


def by_name(challenge, panel_member):
    [found] = [one for one in problem_of(challenge).people if one.id == str(panel_member.pk)]
    return found


@pytest.fixture
def challenge(cycle):
    return made.plannable(cycle=cycle, agencies=1, members=2, half_days=1)


def test_sessions_are_the_half_days_to_come_in_each_room(cycle):
    first = date(2027, 3, 15)
    challenge = made.challenge(cycle=cycle, first_day=first, last_day=first)
    half_day = made.possible_session(challenge=challenge, on=first, half="afternoon")
    made.possible_session(challenge=challenge, on=first, is_shut=True)
    made.possible_session(challenge=challenge, on=timezone.localdate() - timedelta(days=1))
    rooms = [challenge.rooms.create(name=name) for name in ("Oak", "Ash")]

    found = problem_of(challenge).sessions

    assert {one.id for one in found} == {f"{half_day.pk}/{room.pk}" for room in rooms}
    assert [(one.day, str(one.half), one.starts_at, one.room) for one in found] == [
        (first, "afternoon", time(13, 30), "Ash"),
        (first, "afternoon", time(13, 30), "Oak"),
    ]


def test_a_session_starts_by_the_clock_on_either_side_of_a_clock_change(cycle):
    saturday, monday = date(2027, 3, 27), date(2027, 3, 29)
    challenge = made.challenge(cycle=cycle, first_day=saturday, last_day=monday)
    for day in (saturday, monday):
        made.possible_session(challenge=challenge, on=day)

    found = problem_of(challenge).sessions

    assert [one.starts_at for one in found] == [time(9, 30), time(9, 30)]


def test_what_people_and_agencies_said_is_there_by_half_day(challenge):
    half_day = challenge.possible_sessions.get()
    member = made.panel_member(challenge=challenge, capacities=["police", "health"])
    made.free(member, [half_day], answer="if_need_be")

    found = by_name(challenge, member)

    assert found.available == {half_day.half_day: Answer.IF_NEED_BE}
    assert found.capacities == {"police", "health"}
    assert found.most == challenge.sittings_most


def test_own_agency_and_interests_are_those_never_to_sit_with(cycle):
    challenge = made.challenge(cycle=cycle)
    own, other, third = (
        made.challenged_agency(
            challenge=challenge, agency=factories.agency(partnership=cycle.partnership)
        )
        for _ in range(3)
    )
    member = made.panel_member(
        challenge=challenge, user=factories.member(Role.LEAD, agency=own.agency)
    )
    made.interest(panel_member=member, agency=other.agency)
    made.interest(panel_member=member, agency=third.agency, ended_at=timezone.now())
    interests.refresh(challenge)

    found = by_name(challenge, member)

    assert found.home == str(own.pk)
    assert found.interests == {str(own.pk), str(other.pk)}


def test_agencies_met_last_time_are_those_of_the_challenge_before(cycle):
    earlier = made.plannable(
        cycle=factories.cycle(partnership=cycle.partnership),
        agencies=0,
        members=0,
        first_day=date(2025, 3, 3),
        last_day=date(2025, 3, 3),
    )
    agency = factories.agency(partnership=cycle.partnership)
    before = made.session(challenge=earlier)
    sat = made.panel_member(challenge=earlier)
    made.seat(session=before, panel_member=sat)
    made.slot(
        session=before, challenged_agency=made.challenged_agency(challenge=earlier, agency=agency)
    )
    challenge = made.challenge(cycle=cycle)
    asked = made.challenged_agency(challenge=challenge, agency=agency)
    member = made.panel_member(challenge=challenge, user=sat.user)

    found = by_name(challenge, member)

    assert found.met_last_time == {str(asked.pk)}


def test_the_quarter_with_most_red_and_those_with_a_long_slot_are_heavy(cycle):
    challenge = made.challenge(cycle=cycle)
    agencies = [
        made.challenged_agency(
            challenge=challenge,
            agency=factories.agency(partnership=cycle.partnership),
            is_long=place == 0,
        )
        for place in range(4)
    ]
    question = made.first_standard(agencies[0]).questions.first()
    factories.answer(self_audit=agencies[3].self_audit, question=question, level="red")
    factories.answer(self_audit=agencies[2].self_audit, question=question, level="green")

    found = {one.id: one for one in problem_of(challenge).agencies}

    assert [found[str(one.pk)].heavy for one in agencies] == [True, False, False, True]
    assert [found[str(one.pk)].minutes for one in agencies] == [60, 40, 40, 40]


def test_people_who_left_and_people_who_were_deactivated_are_not_planned(challenge):
    staying = {str(one.pk) for one in challenge.panel_members.all()}
    gone = made.panel_member(
        challenge=challenge, left_at=timezone.now(), left_by=challenge.set_up_by
    )
    deactivated = made.panel_member(challenge=challenge)
    deactivated.user.is_active = False
    deactivated.user.save()

    found = problem_of(challenge)

    assert {one.id for one in found.people} == staying
    assert str(gone.pk) not in staying


def test_the_partnerships_weights_take_the_place_of_the_usual_ones(challenge):
    challenge.weights = {"session": 7, "left over from an older version": 3}

    assert problems.weights(challenge).session == 7
    assert problems.weights(challenge).load == 3


def test_what_is_published_goes_in_to_be_changed_as_little_as_possible(challenge):
    made.published(challenge)

    found = problem_of(challenge)

    [sitting] = found.published.sittings.values()
    assert sitting.agencies == (str(challenge.agencies.get().pk),)
    assert sitting.begins == (0,)
    assert problem_of(challenge, from_published=False).published is None


def test_a_session_that_has_begun_is_settled_and_its_agency_planned_no_more(cycle):
    challenge = made.plannable(cycle=cycle, agencies=2, members=2)
    first, second = challenge.agencies.order_by("pk")
    member, other = challenge.panel_members.order_by("pk")
    now = timezone.now()
    held = made.session(
        challenge=challenge, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    made.slot(session=held, challenged_agency=first)
    made.seat(session=held, panel_member=member)

    found = problem_of(challenge)

    assert [one.id for one in found.agencies] == [str(second.pk)]
    assert str(held.possible_session_id) not in [one.id for one in found.sessions]
    assert {one.id: one.most for one in found.people} == {str(member.pk): 3, str(other.pk): 4}
    assert found.published is None


def test_a_session_moved_by_hand_is_where_it_is_now_and_its_people_can_come(challenge):
    made.published(challenge)
    session = challenge.sessions.get()
    later = session.starts_at + timedelta(days=1, hours=4)
    session.starts_at, session.ends_at = later, later + timedelta(hours=2)
    session.save()
    Slot.objects.update(starts_at=later)

    found = problem_of(challenge)

    [asked] = found.sessions
    assert asked.starts_at == time(13, 30)
    assert found.agencies[0].available[asked.half_day] == Answer.YES
    assert found.people[0].available[asked.half_day] == Answer.YES


def test_where_agencies_must_not_challenge_each_other_settled_sessions_count(cycle):
    challenge = made.plannable(cycle=cycle, agencies=2, members=0, reciprocal_allowed=False)
    first, second = challenge.agencies.order_by("pk")
    of_first, of_second = (
        made.panel_member(challenge=challenge, user=factories.member(Role.LEAD, agency=one.agency))
        for one in (first, second)
    )
    now = timezone.now()
    held = made.session(
        challenge=challenge, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    made.slot(session=held, challenged_agency=second)
    made.seat(session=held, panel_member=of_first)
    interests.refresh(challenge)

    found = {one.id: one for one in problem_of(challenge).people}

    assert str(first.pk) in found[str(of_second.pk)].interests
    assert problem_of(challenge).rules.reciprocal is False


def test_pins_about_what_is_gone_ask_for_nothing(challenge):
    [agency] = challenge.agencies.all()
    [half_day] = challenge.possible_sessions.all()
    member = challenge.panel_members.first()
    here = str(half_day.pk)
    pins = Pins(
        agencies={str(agency.pk): here, "999": here},
        seated=frozenset({(str(member.pk), here), ("999", here)}),
        held=frozenset({here, "999"}),
    )

    found = problem_of(challenge, pins=pins).pins

    assert found.agencies == {str(agency.pk): here}
    assert found.seated == {(str(member.pk), here)}
    assert found.held == {here}


def test_a_problem_without_names_names_nobody_and_is_solved_the_same(challenge):
    asked = problem_of(challenge)
    text = str(problem_json.to_json(asked, names=False))

    assert challenge.agencies.get().agency.name not in text
    assert challenge.panel_members.first().user.name not in text
    assert challenge.agencies.get().agency.name in str(problem_json.to_json(asked))


@pytest.mark.parametrize("size", [1, 3])
def test_everything_is_read_in_the_same_number_of_queries(cycle, size, django_assert_num_queries):
    challenge = made.plannable(cycle=cycle, agencies=size, members=size + 1, half_days=size)
    made.published(challenge)

    with django_assert_num_queries(10):
        now = known.read(challenge)
        asked = problems.of(now)
        page = plan_page.Shown(now, asked, problems.told(now), plan_page.published_sessions(now))
        assert page.days
        assert page.loads
