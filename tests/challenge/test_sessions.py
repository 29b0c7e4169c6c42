from datetime import timedelta

import pytest
from django.utils import timezone

from challenge.models import PanelSeat
from challenge.operations import sessions
from section11.record.models import Event
from section11.web.exceptions import RuleBroken
from tests import challenge_factories as made
from tests.at_once import at_once
from tests.challenge.session_world import World, url


@pytest.fixture
def world(partnership):
    return World(partnership)


@pytest.fixture
def running(partnership):
    return World(partnership, status="open")


def test_the_chair_opens_the_session(client, world):
    client.force_login(world.chair)

    answer = client.post(url("session-open", world.session.pk))

    world.session.refresh_from_db()
    assert world.session.is_open
    assert world.session.opened_by == world.chair
    assert answer.headers["Location"] == url("session-live", world.session.pk)
    assert Event.objects.get(kind="session_opened").by == world.chair


def test_before_its_day_it_cannot_be_opened(client, partnership):
    world = World(partnership, days=1)
    client.force_login(world.chair)

    answer = client.post(url("session-open", world.session.pk), follow=True)

    assert "that can be done from that day on" in answer.text
    world.session.refresh_from_db()
    assert world.session.is_preparing


def test_it_opens_once(running):
    with pytest.raises(RuleBroken, match="has opened this session already"):
        sessions.open_session(session=running.session, by=running.chair)


def test_a_member_who_does_not_chair_does_not_open_it(client, world):
    client.force_login(world.member)

    answer = client.post(url("session-open", world.session.pk))

    assert answer.status_code == 403
    page = client.get(world.session.get_absolute_url())
    assert f"Only its chair does. It is {world.chair}." in page.text


def test_where_the_chair_is_away_the_coordinator_leads(client, world):
    client.force_login(world.coordinator)
    assert client.post(url("session-open", world.session.pk)).status_code == 403
    page = url("session-attendance", world.session.pk)
    came = [str(world.member_seat.pk), str(world.lay_seat.pk)]

    client.post(page, {"people": came, "drawn": ""})
    client.post(url("session-open", world.session.pk))

    world.session.refresh_from_db()
    assert world.session.opened_by == world.coordinator


def test_who_of_the_panel_came_is_noted(client, running):
    client.force_login(running.chair)
    page = url("session-attendance", running.session.pk)

    client.post(page, {"people": [str(running.chair_seat.pk)], "drawn": ""})

    came = PanelSeat.objects.filter(session=running.session).values_list("pk", "attended")
    assert dict(came) == {
        running.chair_seat.pk: True,
        running.member_seat.pk: False,
        running.lay_seat.pk: False,
    }
    assert Event.objects.get(kind="session_recorded").detail == {"attendance": "panel"}


def test_two_who_note_who_came_do_not_undo_each_other(running):
    first, second = running.member_seat.pk, running.lay_seat.pk
    sessions.note_who_sat(session=running.session, came={first}, drawn=set(), by=running.chair)

    sessions.note_who_sat(
        session=running.session, came={second}, drawn=set(), by=running.coordinator
    )

    came = PanelSeat.objects.filter(session=running.session, attended=True)
    assert set(came.values_list("pk", flat=True)) == {first, second}


def test_who_of_the_panel_came_cannot_be_noted_before_the_day(client, partnership):
    world = World(partnership, days=1)
    client.force_login(world.chair)

    assert client.get(url("session-attendance", world.session.pk)).status_code == 302


def test_the_live_page_shows_the_running_order_and_the_clock(client, running):
    second = running.add_agency()
    now = timezone.now()
    running.slot.starts_at = now - timedelta(minutes=10, seconds=5)
    second.starts_at = now + timedelta(minutes=142, seconds=50)
    running.slot.save()
    second.save()
    client.force_login(running.chair)

    page = client.get(url("session-live", running.session.pk))

    clock = page.context["clock"]
    assert (clock.current.slot, clock.following.slot) == (running.slot, second)
    assert (clock.minutes_left, clock.minutes_to_next) == (30, 143)
    assert "30 minutes left" in page.text
    assert "in 2 hours 23 minutes" in page.text
    assert page.context["shown"].slot == running.slot


def test_the_chair_looks_at_another_agency_than_the_clock(client, running):
    second = running.add_agency()
    client.force_login(running.chair)

    page = client.get(url("session-live", running.session.pk), {"slot": second.pk})

    assert page.context["shown"].slot == second


@pytest.mark.parametrize("asked", ["0", "x", "99999999999999999999", "²"])
def test_a_slot_that_is_not_there_shows_whoever_is_on(client, running, asked):
    client.force_login(running.chair)

    page = client.get(url("session-live", running.session.pk), {"slot": asked})

    assert page.context["shown"].slot == running.slot


def test_before_it_is_opened_there_is_no_live_page(client, world):
    client.force_login(world.chair)

    answer = client.get(url("session-live", world.session.pk), follow=True)

    assert "This session has not been opened yet: its chair opens it." in answer.text


def test_suggested_ratings_stand_side_by_side(client, running):
    made.member_rating(slot=running.slot, panel_member=running.chair_seat.panel_member, level="red")
    made.member_rating(slot=running.slot, panel_member=running.lay_seat.panel_member, level="green")
    client.force_login(running.chair)

    table = client.get(url("session-live", running.session.pk)).context["table"]

    given = {
        str(seat.panel_member): one and one.level.label
        for seat, one in zip(table.members, table.rows[0].suggested, strict=True)
    }
    assert given == {
        str(running.chair): "Red",
        str(running.member): None,
        str(running.lay): "Green",
    }
    assert [row.is_contested for row in table.rows] == [True, False]


def test_a_member_with_an_interest_does_not_see_that_agency_live(client, running):
    other = running.add_agency()
    made.interest(panel_member=running.member_seat.panel_member, agency=running.agency)
    client.force_login(running.member)

    page = client.get(url("session-live", running.session.pk), {"slot": running.slot.pk})

    assert running.agency.name not in page.text
    assert "1 agency is not shown to you because of an interest." in page.text
    assert page.context["shown"].slot == other


def test_closing_locks_the_record(client, running):
    client.force_login(running.chair)

    client.post(url("session-close", running.session.pk))

    running.session.refresh_from_db()
    assert running.session.is_closed
    assert Event.objects.filter(kind="session_closed").count() == 1
    record = url("slot-record-standard", running.slot.pk, running.neglect.pk)
    assert client.post(record, {}).status_code == 302
    told = client.get(url("slot-record", running.slot.pk))
    assert "The record is locked." in told.text
    assert record not in told.text


def test_it_does_not_close_while_a_reason_is_missing_and_says_where(client, running):
    made.moderation(slot=running.slot, standard=running.neglect, level="amber", reason="")
    client.force_login(running.chair)

    page = client.get(url("session-close", running.session.pk))
    answer = client.post(url("session-close", running.session.pk), follow=True)

    assert url("slot-record-standard", running.slot.pk, running.neglect.pk) in page.text
    assert f"{running.agency}, 1 Neglect" in answer.text
    running.session.refresh_from_db()
    assert running.session.is_open


def test_a_rating_that_is_the_agencys_own_needs_no_reason(running):
    made.moderation(slot=running.slot, standard=running.neglect, level="red", reason="")

    sessions.close(session=running.session, by=running.chair)

    running.session.refresh_from_db()
    assert running.session.is_closed


def test_what_is_left_open_is_said_and_does_not_stop_it(client, running):
    client.force_login(running.chair)

    page = client.get(url("session-close", running.session.pk))

    assert page.context["left_open"] == [
        "It is not noted who of the panel came.",
        f"It is not noted who came for {running.agency}.",
        f"No standard of {running.agency} has a moderated rating: its own would stand.",
    ]


def test_a_session_that_is_not_open_is_not_closed(world):
    with pytest.raises(RuleBroken, match="has not been opened yet"):
        sessions.close(session=world.session, by=world.chair)


def test_once_the_ratings_are_released_no_session_opens(world):
    now = timezone.now()
    world.challenge.status, world.challenge.released_at = "released", now
    world.challenge.released_by = world.coordinator
    world.challenge.save()

    with pytest.raises(RuleBroken, match="were released to the agencies"):
        sessions.open_session(session=world.session, by=world.chair)


def test_a_cancelled_session_is_not_opened(world):
    world.session.cancelled_at, world.session.cancelled_by = timezone.now(), world.coordinator
    world.session.save()

    with pytest.raises(RuleBroken, match="was cancelled"):
        sessions.open_session(session=world.session, by=world.coordinator)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_who_open_it_at_once_open_it_once(partnership):
    world = World(partnership)

    found = at_once(
        lambda: sessions.open_session(session=world.session, by=world.chair),
        lambda: sessions.open_session(session=world.session, by=world.coordinator),
    )

    assert sum(isinstance(one, RuleBroken) for one in found) == 1
    assert Event.objects.filter(kind="session_opened").count() == 1


def grown(partnership, count, status):
    """So many agencies and members more, each with all that the pages count."""
    world = World(partnership, status=status)
    for _ in range(count):
        slot, seat = world.add_agency(), world.add_member()
        made.member_rating(slot=slot, panel_member=seat.panel_member)
        made.enquiry(challenged_agency=slot.challenged_agency)
        made.moderation(slot=slot)
        made.finding(challenged_agency=slot.challenged_agency)
        made.agreed_action(challenged_agency=slot.challenged_agency)
    return world


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "status", "queries"),
    [
        ("session-detail", "preparing", 14),
        ("session-live", "open", 18),
        ("session-close", "open", 15),
    ],
)
def test_pages_of_a_session_ask_the_database_as_often_however_many_come(
    client, partnership, django_assert_num_queries, count, name, status, queries
):
    world = grown(partnership, count, status)
    client.force_login(world.chair)
    client.get(url(name, world.session.pk))

    with django_assert_num_queries(queries):
        client.get(url(name, world.session.pk))
