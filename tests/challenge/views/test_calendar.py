"""The calendar of a challenge and its running order: who sees which part of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from section11.people.models import Role
from section11.web.clock import clock, week_day
from tests import challenge_factories as made
from tests import factories

pytest_plugins = ["tests.challenge_subjects"]


@pytest.fixture
def other(published_challenge, partnership):
    """Another agency in another session, without the seated member."""
    agency = factories.agency(partnership=partnership, name="Other Body", short_name="Other")
    factories.member(Role.LEAD, agency=agency)
    later = made.possible_session(
        challenge=published_challenge, on=published_challenge.first_day + timedelta(days=1)
    )
    session = made.session(challenge=published_challenge, possible_session=later)
    part = made.challenged_agency(challenge=published_challenge, agency=agency)
    return made.slot(session=session, challenged_agency=part)


def calendar(published_challenge, query=""):
    return reverse("challenge:calendar", args=[published_challenge.pk]) + query


def see(client, person, published_challenge, query=""):
    client.force_login(person)
    return client.get(calendar(published_challenge, query))


def shown(page):
    return {one.session for one in page.context["sessions"]}


def test_the_board_sees_all_sessions(client, people, published_challenge, slot, other, agency):
    page = see(client, people["board member"], published_challenge)

    assert shown(page) == {slot.session, other.session}
    assert agency.name in page.text
    assert "Other Body" in page.text
    assert people["seated member"].name in page.text


def test_a_panel_member_sees_the_sessions_they_sit_in(
    client, people, published_challenge, slot, other
):
    page = see(client, people["seated member"], published_challenge)

    assert shown(page) == {slot.session}
    assert "Other Body" not in page.text
    assert "Yours" in page.text


def test_an_agency_sees_its_own_slot_and_neither_panel_nor_others(
    client, people, published_challenge, slot, other
):
    other.session, other.starts_at = slot.session, slot.starts_at + timedelta(minutes=50)
    other.save()

    page = see(client, people["reader"], published_challenge)

    [one] = page.context["sessions"]
    assert (one.starts_at, one.ends_at) == (slot.starts_at, slot.ends_at)
    assert slot.challenged_agency.agency.name in page.text
    assert "Other Body" not in page.text
    assert people["seated member"].name not in page.text


def test_an_agency_withheld_for_an_interest_is_counted_and_not_named(
    client, people, published_challenge, slot, agency
):
    agency.name = "Planted Body"
    agency.save()
    member = made.panel_member(challenge=published_challenge, user=people["board member"])
    made.interest(panel_member=member, agency=agency)

    pages = [
        see(client, people["board member"], published_challenge),
        client.get(calendar(published_challenge, "?month=")),
        client.get(reverse("challenge:running-order", args=[published_challenge.pk])),
        client.get(reverse("challenge:session-running-order", args=[slot.session_id])),
        client.get(reverse("challenge:calendar-picture", args=[published_challenge.pk])),
    ]

    for page in pages:
        assert "Planted" not in page.text
        assert "1 agency is not shown to you because of an interest" in page.text


@pytest.mark.parametrize("fmt", ["svg", "csv"])
def test_what_is_withheld_is_in_no_download(client, people, published_challenge, agency, fmt):
    agency.name = agency.short_name = "Planted Body"
    agency.save()
    member = made.panel_member(challenge=published_challenge, user=people["board member"])
    made.interest(panel_member=member, agency=agency)
    client.force_login(people["board member"])

    file = client.get(reverse("challenge:calendar-download", args=[published_challenge.pk, fmt]))

    assert file.status_code == 200
    assert b"Planted" not in file.content


def test_who_comes_is_told_to_those_who_may_know(
    client, people, published_challenge, challenged_agency, partnership
):
    made.attendee(challenged_agency=challenged_agency, user=people["approver"])
    lay = factories.member(Role.LAY_MEMBER, partnership=partnership)
    seat = made.panel_member(challenge=published_challenge, user=lay, capacities=["lay"])
    made.seat(session=published_challenge.sessions.get(), panel_member=seat)
    name = people["approver"].name

    told = {
        who: name in see(client, person, published_challenge).text
        for who, person in {**people, "lay on the panel": lay}.items()
        if who in ("coordinator", "seated member", "lead", "board member", "lay on the panel")
    }

    assert told == {
        "coordinator": True,
        "seated member": True,
        "lead": True,
        "board member": False,
        "lay on the panel": False,
    }


def test_a_session_that_was_cancelled_is_not_shown(
    client, people, published_challenge, slot, other
):
    other.session.cancelled_at, other.session.cancelled_by = slot.starts_at, people["coordinator"]
    other.session.save()

    assert shown(see(client, people["coordinator"], published_challenge)) == {slot.session}


def test_before_publishing_there_is_nothing_to_see(client, people, challenge):
    page = see(client, people["coordinator"], challenge)

    assert "The timetable has not been published yet." in page.text
    assert see(client, people["coordinator"], challenge, "?month=2027-03").status_code == 200


def test_whoever_has_no_session_is_told_so(client, people, published_challenge):
    page = see(client, people["panel member"], published_challenge)

    assert "No session of this challenge is yours." in page.text


def test_a_month_shows_who_is_challenged_when(client, people, published_challenge, slot, agency):
    page = see(client, people["board member"], published_challenge, "?month=")

    assert f"{slot.starts_at:%B %Y}" in page.text
    assert agency.short_name in page.text
    assert f"#session-{slot.session_id}" in page.text


def test_the_running_order_has_breaks_between_agencies(
    client, people, published_challenge, slot, other
):
    other.session, other.starts_at = slot.session, slot.starts_at + timedelta(minutes=50)
    other.save()
    client.force_login(people["coordinator"])

    page = client.get(reverse("challenge:session-running-order", args=[slot.session_id]))

    [one] = page.context["sessions"]
    begin, end = slot.ends_at, other.starts_at
    assert [(a, b, bool(c)) for a, b, c in one.lines] == [
        (slot.starts_at, slot.ends_at, True),
        (begin, end, False),
        (other.starts_at, other.ends_at, True),
    ]
    assert f"{week_day(slot.starts_at)}, {clock(slot.session.starts_at)}" in page.text
    assert "Civic Centre" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_asks_as_often_for_three_sessions_as_for_one(
    client, people, published_challenge, partnership, panel_member, django_assert_num_queries, count
):
    for days in range(1, count):
        later = made.possible_session(
            challenge=published_challenge, on=published_challenge.first_day + timedelta(days=days)
        )
        session = made.session(challenge=published_challenge, possible_session=later)
        made.seat(session=session, panel_member=panel_member)
        part = made.challenged_agency(
            challenge=published_challenge, agency=factories.agency(partnership=partnership)
        )
        made.slot(session=session, challenged_agency=part)
    client.force_login(people["coordinator"])
    client.get(calendar(published_challenge))

    with django_assert_num_queries(9):
        page = client.get(calendar(published_challenge))

    assert len(shown(page)) == count
