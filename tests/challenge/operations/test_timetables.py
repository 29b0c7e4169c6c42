"""Drafts changed by hand: each change is checked at once."""

import pytest
from django.utils import timezone

from challenge import problem_json
from challenge.exceptions import WouldBreak
from challenge.models import Timetable
from challenge.operations import publishing, timetables
from section11.people.models import Role
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests import factories
from tests.at_once import at_once


@pytest.fixture
def challenge(cycle):
    """Two sessions: one with two agencies, one with a third."""
    return made.plannable(cycle=cycle, agencies=3, members=4, agencies_per_session=2)


@pytest.fixture
def draft(challenge):
    return made.planned(challenge)


def plan_of(timetable):
    return publishing.plan_of(timetable)


def full_and_free(draft):
    """(session with two agencies, session with one)."""
    sittings = plan_of(draft).sittings
    return sorted(sittings, key=lambda key: -len(sittings[key].agencies))


def by(draft):
    return {"timetable": draft, "by": draft.made_by, "seen": draft.revision}


def test_a_change_of_the_solvers_draft_makes_another_and_leaves_it_as_it_was(draft):
    full, free = full_and_free(draft)
    agency = plan_of(draft).sittings[full].agencies[0]

    changed = timetables.move(agency=agency, session=free, **by(draft))

    draft.refresh_from_db()
    assert plan_of(draft).session_of(agency) == full
    assert plan_of(changed).session_of(agency) == free
    assert (changed.based_on, changed.run, changed.number) == (draft, None, 2)
    assert changed.changes[0].startswith(f"Body {agency_number(changed, agency)} moved to")
    assert Event.objects.filter(kind="timetable_drafted").count() == 2


def agency_number(draft, agency):
    return draft.challenge.agencies.get(pk=agency).agency.name.removeprefix("Body ")


def test_further_changes_are_made_in_the_draft_that_was_changed_by_hand(draft):
    full, free = full_and_free(draft)
    agency = plan_of(draft).sittings[full].agencies[0]

    changed = timetables.move(agency=agency, session=free, **by(draft))
    again = timetables.move(agency=agency, session=full, **by(changed))

    assert again.pk == changed.pk
    assert again.revision == 2
    assert Timetable.objects.count() == 2


def test_a_change_by_hand_keeps_what_was_proved(draft):
    full, free = full_and_free(draft)
    agencies = plan_of(draft).sittings[full].agencies

    changed = timetables.swap(agency=agencies[0], other=agencies[1], **by(draft))

    outcome = problem_json.outcome_from_json(changed.outcome)
    assert outcome.proof == "optimal"
    assert plan_of(changed).sittings[full].agencies == agencies[::-1]
    assert free in plan_of(changed).sittings


def test_a_change_that_breaks_a_rule_is_refused_with_the_rule(draft):
    full, free = full_and_free(draft)
    agency = plan_of(draft).sittings[free].agencies[0]

    with pytest.raises(WouldBreak, match=r"^Not changed\. 3 agencies on .*: 2 at most\."):
        timetables.move(agency=agency, session=full, **by(draft))

    assert Timetable.objects.count() == 1


def test_a_panel_with_too_few_people_or_a_conflicted_one_is_refused(challenge, draft):
    full, _ = full_and_free(draft)
    sitting = plan_of(draft).sittings[full]
    member = challenge.panel_members.get(pk=sitting.panel[0])
    agency = challenge.agencies.get(pk=sitting.agencies[0]).agency
    other = challenge.panel_members.exclude(pk__in=sitting.panel).first()
    made.interest(panel_member=other, agency=agency)

    with pytest.raises(WouldBreak, match="at least 2 are needed"):
        timetables.seat(session=full, panel=[str(member.pk)], chair=str(member.pk), **by(draft))
    with pytest.raises(WouldBreak, match=f"{other.user} has an interest in {agency}"):
        timetables.seat(
            session=full, panel=[*sitting.panel, str(other.pk)], chair=sitting.chair, **by(draft)
        )


def test_somebody_who_left_is_replaced_by_hand(challenge, draft):
    full, free = full_and_free(draft)
    sitting = plan_of(draft).sittings[full]
    [leaver] = [one for one in sitting.panel if one != sitting.chair][:1]
    gone = challenge.panel_members.get(pk=leaver)
    gone.left_at, gone.left_by = timezone.now(), challenge.set_up_by
    gone.save()
    # Somebody new, for whoever sits in the other session at the same time cannot.
    new = made.free(made.panel_member(challenge=challenge), challenge.possible_sessions.all())

    changed = timetables.seat(
        session=full, panel=[sitting.chair, str(new.pk)], chair=sitting.chair, **by(draft)
    )

    assert set(plan_of(changed).sittings[full].panel) == {sitting.chair, str(new.pk)}
    assert changed.changes[0].startswith(f"{gone.user} is no longer among the panel members")
    assert publishing.publish(timetable=changed, by=changed.made_by).is_published
    assert free in plan_of(changed).sittings


def test_a_pinned_agency_is_unpinned_before_it_moves(draft):
    full, free = full_and_free(draft)
    agency = plan_of(draft).sittings[full].agencies[0]
    pinned = timetables.pin(agencies={agency: full}, **by(draft))

    with pytest.raises(WouldBreak, match="is pinned for .*: unpin first"):
        timetables.move(agency=agency, session=free, **by(pinned))
    unpinned = timetables.pin(agencies={}, **by(pinned))

    assert (
        plan_of(timetables.move(agency=agency, session=free, **by(unpinned))).session_of(agency)
        == free
    )


def test_pinning_what_is_pinned_changes_nothing(draft):
    pinned = timetables.pin(agencies={}, **by(draft))

    assert pinned.revision == 0


def test_an_agency_is_taken_out_and_placed_again(draft):
    full, free = full_and_free(draft)
    agency = plan_of(draft).sittings[full].agencies[0]

    out = timetables.take_out(agency=agency, **by(draft))
    outcome = problem_json.outcome_from_json(out.outcome)
    back = timetables.move(agency=agency, session=full, **by(out))

    assert outcome.unplaced == (agency,)
    assert plan_of(back).session_of(agency) == full


def test_an_agency_comes_one_place_earlier(draft):
    full, _ = full_and_free(draft)
    first, second = plan_of(draft).sittings[full].agencies

    changed = timetables.earlier(agency=second, **by(draft))

    assert plan_of(changed).sittings[full].agencies == (second, first)


def test_a_draft_that_somebody_else_has_changed_is_looked_at_again(challenge, draft):
    full, free = full_and_free(draft)
    one, two = plan_of(draft).sittings[full].agencies
    other = factories.member(Role.COORDINATOR, partnership=challenge.cycle.partnership)
    changed = timetables.swap(agency=one, other=two, **by(draft))
    seen = changed.revision
    timetables.swap(timetable=changed, agency=one, other=two, by=other, seen=seen)

    with pytest.raises(RuleBroken) as broken:
        timetables.move(timetable=changed, agency=one, session=free, by=draft.made_by, seen=seen)

    assert "has been changed since you opened it" in str(broken.value)
    assert str(other) in str(broken.value)


@pytest.mark.database
def test_of_two_who_change_a_draft_at_once_the_second_is_told(transactional_db):
    challenge = made.plannable(
        cycle=factories.cycle(partnership=factories.partnership()), agencies=3, members=4
    )
    draft = made.planned(challenge)
    full, _ = full_and_free(draft)
    one, two = plan_of(draft).sittings[full].agencies
    changed = timetables.swap(agency=one, other=two, **by(draft))

    def swap():
        return timetables.swap(agency=one, other=two, **by(changed))

    results = at_once(swap, swap)

    changed.refresh_from_db()
    assert sum(isinstance(result, RuleBroken) for result in results) == 1
    assert changed.revision == 2


def test_a_draft_thrown_away_is_neither_changed_nor_published(draft):
    full, _ = full_and_free(draft)
    one, two = plan_of(draft).sittings[full].agencies
    timetables.discard(timetable=draft, by=draft.made_by)

    with pytest.raises(RuleBroken, match="Timetable 1 is thrown away"):
        timetables.swap(agency=one, other=two, **by(draft))
    with pytest.raises(RuleBroken, match="cannot be published"):
        publishing.publish(timetable=draft, by=draft.made_by)
    with pytest.raises(RuleBroken, match="cannot become thrown away"):
        timetables.discard(timetable=draft, by=draft.made_by)


def test_the_published_timetable_is_copied_to_be_changed_by_hand(challenge):
    timetable = made.published(challenge)

    draft = timetables.copy(timetable=timetable, by=challenge.set_up_by)

    assert draft.is_draft
    assert plan_of(draft) == plan_of(timetable)
    assert problem_json.from_json(draft.problem).published is not None
    with pytest.raises(RuleBroken, match="is not the published one"):
        timetables.copy(timetable=draft, by=challenge.set_up_by)
