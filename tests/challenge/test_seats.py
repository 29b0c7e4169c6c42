"""Who leads a session: its chair; the coordinator where there is none or the chair is away."""

from django.utils import timezone

from challenge.seats import chair_of, chairs, seat_of

pytest_plugins = ["tests.challenge_subjects"]


def leaders(people, session):
    known = ("seated member", "coordinator", "chair", "board member", "lead")
    return {name for name in known if chairs(people[name], session)}


def test_whoever_sits_has_a_seat_and_nobody_else(session, people, panel_member):
    assert seat_of(people["seated member"], session).panel_member == panel_member
    assert seat_of(people["coordinator"], session) is None
    assert seat_of(people["conflicted member"], session) is None


def test_a_seat_that_was_left_is_none(session, people):
    session.seats.update(left_at=timezone.now(), left_by=people["coordinator"])

    assert seat_of(people["seated member"], session) is None


def test_the_chair_of_the_session_leads_it(session, people):
    assert leaders(people, session) == {"seated member"}


def test_the_coordinator_leads_where_nobody_chairs(session, people):
    session.seats.update(is_chair=False)

    assert chair_of(session) is None
    assert leaders(people, session) == {"coordinator"}


def test_the_coordinator_leads_where_the_chair_is_away(session, people):
    session.seats.update(attended=False)

    assert leaders(people, session) == {"coordinator"}


def test_a_chair_who_came_still_leads(session, people):
    session.seats.update(attended=True)

    assert leaders(people, session) == {"seated member"}


def test_the_coordinator_leads_where_the_chair_left_the_service(session, people):
    people["seated member"].is_active = False
    people["seated member"].save()

    assert leaders(people, session) == {"coordinator"}


def test_the_boards_chair_does_not_lead_by_that_role(session, people):
    session.seats.all().delete()

    assert leaders(people, session) == {"coordinator"}
