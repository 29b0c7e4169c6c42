from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from challenge.models import Challenge, PossibleSession
from challenge.operations import half_days
from challenge.problem import Weights
from section11.people.models import Role
from section11.record.models import Event
from tests import challenge_factories as made
from tests import factories

FIRST = date(2027, 3, 8)  # a Monday
SETTINGS = {
    "format": "panel_questions",
    "place": "Civic Centre",
    "first_day": "8/3/2027",
    "last_day": "10/3/2027",
    "morning_starts_at": "09:30",
    "afternoon_starts_at": "13:30",
    "minutes_of_session": "180",
    "agencies_per_session": "3",
    "minutes_per_agency": "40",
    "minutes_of_long_slot": "60",
    "minutes_of_break": "10",
    "seats_least": "3",
    "seats_most": "5",
    "sittings_most": "4",
    "needs_chair": "on",
    "days_before": "7, 2",
    "days_after": "1",
    "pack_days": "14",
    "enquiry_days": "",
    "reply_days": "14",
    "need_police": "1",
}


@pytest.fixture
def coordinator(client, people):
    client.force_login(people["coordinator"])
    return people["coordinator"]


def set_up_url(cycle):
    return reverse("challenge:challenge-set-up", args=[cycle.pk])


def sent(page, **changes):
    """What a browser sends of the form on the page, with changes."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in values.items() if value not in (None, False)}
    for name, value in kept.items():
        if hasattr(value, "strftime"):
            kept[name] = value.strftime("%H:%M" if hasattr(value, "hour") else "%d/%m/%Y")
        if isinstance(value, list):
            kept[name] = ", ".join(map(str, value))
    return kept | changes


# Set up


def test_a_coordinator_sets_a_challenge_up(client, cycle, coordinator):
    response = client.post(set_up_url(cycle), SETTINGS)

    challenge = Challenge.objects.get(cycle=cycle)
    assert response.url == reverse("challenge:challenge-half-days", args=[challenge.pk])
    assert challenge.first_day == FIRST
    assert challenge.required_capacities == {"police": 1}
    assert challenge.reminder_days == [7, 2, -1]
    assert challenge.enquiry_days is None
    assert challenge.weights == {}
    assert challenge.possible_sessions.filter(is_shut=False).count() == 6
    assert Event.objects.about(challenge).get().kind == Event.Kind.CHALLENGE_SET_UP


def test_the_page_of_the_cycle_leads_to_it(client, cycle, coordinator):
    before = client.get(cycle.manage_url)
    client.post(set_up_url(cycle), SETTINGS)
    after = client.get(cycle.manage_url)

    assert set_up_url(cycle) in before.text
    assert Challenge.objects.get().get_absolute_url() in after.text


def test_a_cycle_has_one_challenge(client, cycle, coordinator):
    made.challenge(cycle=cycle)

    response = client.get(set_up_url(cycle), follow=True)

    assert f"{coordinator} has set up the challenge of this cycle." in response.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_day": "7/3/2027"}, "The last day is before the first."),
        ({"last_day": "8/3/2028"}, "The last day is more than 200 days after the first."),
        ({"first_day": "soon"}, "Enter a date with day, month and year"),
        ({"availability_due_on": "8/3/2027"}, "People answer before the first day"),
        ({"minutes_per_agency": "200"}, "A session is too short for a single agency."),
        ({"minutes_of_long_slot": "200"}, "A long slot is longer than a session."),
        ({"afternoon_starts_at": "12:00"}, "The afternoon begins before a session of the morning"),
        ({"afternoon_starts_at": "22:30"}, "would run past midnight"),
        ({"morning_starts_at": "early"}, "enter a time such as 09:30"),
        ({"seats_most": "2"}, "The most seats are fewer than the least."),
        ({"need_police": "6"}, "More people of one capacity are required than a panel has seats."),
        ({"minutes_of_session": "many"}, "enter a number from 1 to 480"),
        ({"online_link": "not a link"}, "Enter a whole address"),
        ({"days_before": "soon"}, "enter numbers of days such as"),
        ({"format": ""}, "Choose the format"),
        ({"weight_unplaced": "100"}, "An agency without a slot must count more than a session"),
    ],
)
def test_settings_that_cannot_be_are_said_and_nothing_is_lost(
    client, cycle, coordinator, changes, sentence
):
    response = client.post(set_up_url(cycle), SETTINGS | changes)

    assert sentence in response.text
    assert 'value="Civic Centre"' in response.text
    assert not Challenge.objects.exists()


# The next year's


@pytest.fixture
def next_cycle(cycle, partnership):
    return factories.cycle(
        partnership=partnership,
        year=cycle.year + 1,
        opens_on=cycle.opens_on + timedelta(days=365),
        due_on=cycle.due_on + timedelta(days=365),
    )


def last_years(cycle, **fields):
    found = made.challenge(
        cycle=cycle,
        **{
            "first_day": date(2026, 3, 10),
            "last_day": date(2026, 3, 12),
            "availability_due_on": date(2026, 2, 3),
            "required_capacities": {"police": 1},
            "weights": {"load": 9},
            "letter_opening": "Thank you for coming.",
        }
        | fields,
    )
    half_days.fill(found)
    return found


def test_the_next_challenge_is_proposed_from_the_one_before(client, cycle, next_cycle, coordinator):
    like = last_years(cycle)

    page = client.get(set_up_url(next_cycle))
    client.post(set_up_url(next_cycle), sent(page))

    assert "This is proposed from" in page.text
    challenge = Challenge.objects.get(cycle=next_cycle)
    assert (challenge.first_day, challenge.last_day) == (date(2027, 3, 9), date(2027, 3, 11))
    assert challenge.first_day.weekday() == like.first_day.weekday()
    assert challenge.availability_due_on == date(2027, 2, 2)
    assert challenge.required_capacities == {"police": 1}
    assert asdict(Weights(**challenge.weights))["load"] == 9
    assert challenge.letter_opening == "Thank you for coming."


def test_its_rooms_and_whoever_may_still_sit_are_taken_over(
    client, cycle, next_cycle, partnership, coordinator
):
    like = last_years(cycle)
    like.rooms.create(name="Hall", place="Ground floor")
    stays = made.panel_member(challenge=like, capacities=["police"], may_chair=True)
    made.panel_member(challenge=like, user=factories.user())  # holds no role any more

    client.post(set_up_url(next_cycle), sent(client.get(set_up_url(next_cycle))))

    challenge = Challenge.objects.get(cycle=next_cycle)
    [member] = challenge.panel_members.all()
    assert (member.user, member.capacities, member.may_chair) == (stays.user, ["police"], True)
    assert member.answered_at is None
    assert [room.name for room in challenge.rooms.all()] == ["Hall"]


def test_half_days_of_a_kind_that_was_not_used_are_shut_at_first(
    client, cycle, next_cycle, coordinator
):
    like = last_years(cycle)
    like.possible_sessions.filter(half="afternoon").update(is_shut=True)

    client.post(set_up_url(next_cycle), sent(client.get(set_up_url(next_cycle))))

    found = Challenge.objects.get(cycle=next_cycle).possible_sessions
    assert set(found.filter(is_shut=False).values_list("half", flat=True)) == {"morning"}
    assert found.filter(is_shut=True).count() == 3


# Change


def test_settings_are_changed_and_the_change_recorded(client, cycle, coordinator):
    challenge = made.challenge(cycle=cycle)
    url = reverse("challenge:challenge-edit", args=[challenge.pk])

    client.post(url, sent(client.get(url), place="Town Hall", weight_load="7"))

    challenge.refresh_from_db()
    assert (challenge.place, challenge.weights) == ("Town Hall", {"load": 7})
    event = Event.objects.about(challenge).get(kind=Event.Kind.CHALLENGE_CHANGED)
    assert event.detail == {"changed": ["place", "weights"]}


def test_the_same_settings_change_nothing(client, cycle, coordinator):
    challenge = made.challenge(cycle=cycle)
    url = reverse("challenge:challenge-edit", args=[challenge.pk])

    client.post(url, sent(client.get(url)))

    assert not Event.objects.about(challenge).exists()


def test_settings_that_somebody_else_changed_meanwhile_are_not_overwritten(
    client, cycle, coordinator
):
    challenge = made.challenge(cycle=cycle)
    url = reverse("challenge:challenge-edit", args=[challenge.pk])
    drawn = sent(client.get(url), place="Town Hall")
    Challenge.objects.update(place="Library")

    response = client.post(url, drawn)

    assert "Somebody changed these settings while you were at them" in response.text
    assert 'value="Town Hall"' in response.text
    assert Challenge.objects.get().place == "Library"


def test_after_the_release_nothing_is_changed(client, cycle, coordinator):
    challenge = made.challenge(cycle=cycle, released=True)

    response = client.get(reverse("challenge:challenge-edit", args=[challenge.pk]), follow=True)

    assert "The moderated ratings were released to the agencies" in response.text


# Half-days


@pytest.fixture
def challenge(cycle, people):
    found = made.challenge(
        cycle=cycle,
        first_day=FIRST,
        last_day=FIRST + timedelta(days=2),
        availability_due_on=FIRST - timedelta(days=20),
    )
    half_days.fill(found)
    return found


def open_ones(challenge):
    found = challenge.possible_sessions.filter(is_shut=False)
    return [f"{one.on.day} {one.half}" for one in found]


def half_days_url(challenge):
    return reverse("challenge:challenge-half-days", args=[challenge.pk])


def ticks(page, **changes):
    form = page.context["form"]
    return {
        "half_days": sorted(form.ticked),
        "drawn": form["drawn"].value(),
        "days_off": "",
    } | changes


def test_days_off_that_are_pasted_are_taken_out(client, challenge, coordinator):
    url = half_days_url(challenge)

    client.post(url, ticks(client.get(url), days_off="9/3/2027 to 20/3/2027"))

    assert open_ones(challenge) == ["8 morning", "8 afternoon"]
    event = Event.objects.about(challenge).get()
    assert event.detail == {"changed": ["half_days"], "opened": 0, "shut": 4}


def test_one_half_day_is_unticked_and_ticked_again_with_what_was_said(
    client, challenge, coordinator
):
    one = challenge.possible_sessions.first()
    member = made.panel_member(challenge=challenge)
    made.availability(possible_session=one, of=member)
    url = half_days_url(challenge)

    drawn = ticks(client.get(url))
    client.post(url, drawn | {"half_days": [pk for pk in drawn["half_days"] if pk != one.pk]})
    without = open_ones(challenge)
    client.post(url, ticks(client.get(url), half_days=[one.pk, *drawn["half_days"]]))

    assert "8 morning" not in without
    assert "8 morning" in open_ones(challenge)
    assert member.availabilities.get().answer == "yes"


def test_a_half_day_that_somebody_else_took_out_meanwhile_stays_out(client, challenge, coordinator):
    one, other = challenge.possible_sessions.all()[:2]
    url = half_days_url(challenge)
    drawn = ticks(client.get(url))
    half_days.choose(challenge=challenge, shut=[one.pk], by=coordinator)

    client.post(url, drawn | {"half_days": [pk for pk in drawn["half_days"] if pk != other.pk]})

    assert open_ones(challenge) == ["9 morning", "9 afternoon", "10 morning", "10 afternoon"]


def test_text_that_is_no_date_is_said_and_kept(client, challenge, coordinator):
    url = half_days_url(challenge)

    response = client.post(url, ticks(client.get(url), days_off="Easter"))

    assert "“Easter” is not a date" in response.text
    assert ">\nEaster</textarea>" in response.text
    assert len(open_ones(challenge)) == 6


def test_a_half_day_with_a_session_is_not_taken_out(client, challenge, coordinator):
    one = challenge.possible_sessions.first()
    made.session(challenge=challenge, possible_session=one)
    url = half_days_url(challenge)

    response = client.post(url, ticks(client.get(url), days_off="8/3/2027"), follow=True)

    assert "A session is to be held on Monday 8 March 2027, morning." in response.text
    assert len(open_ones(challenge)) == 6


def test_when_the_days_move_the_half_days_move_with_them(client, challenge, coordinator):
    url = reverse("challenge:challenge-edit", args=[challenge.pk])

    client.post(url, sent(client.get(url), first_day="10/3/2027", last_day="11/3/2027"))

    assert open_ones(challenge) == ["10 morning", "10 afternoon", "11 morning", "11 afternoon"]
    assert PossibleSession.objects.count() == 8


def test_days_do_not_move_away_from_a_session(client, challenge, coordinator):
    made.session(challenge=challenge, possible_session=challenge.possible_sessions.first())
    url = reverse("challenge:challenge-edit", args=[challenge.pk])

    response = client.post(url, sent(client.get(url), first_day="10/3/2027"), follow=True)

    assert "Move it before you take this half-day out." in response.text
    challenge.refresh_from_db()
    assert challenge.first_day == FIRST


# Rooms


def room_values(*rooms, initial=0):
    values = {"rooms-TOTAL_FORMS": len(rooms), "rooms-INITIAL_FORMS": initial}
    for place, room in enumerate(rooms):
        values |= {f"rooms-{place}-{name}": value for name, value in room.items()}
    return values


def test_rooms_are_added_changed_and_removed(client, challenge, coordinator):
    url = reverse("challenge:challenge-rooms", args=[challenge.pk])
    hall = challenge.rooms.create(name="Hall")
    attic = challenge.rooms.create(name="Attic")

    page = client.get(url)
    client.post(
        url,
        room_values(
            {"pk": hall.pk, "name": "Great Hall", "place": "Ground floor"},
            {"pk": attic.pk, "name": "Attic", "is_removed": "on"},
            {"name": "Online", "online_link": "https://example.org/a"},
            {"name": ""},
            initial=2,
        ),
    )

    assert "Another room" in page.text
    assert [str(room) for room in challenge.rooms.all()] == ["Great Hall", "Online"]
    assert Event.objects.about(challenge).get().detail == {"changed": ["rooms"]}


def test_two_rooms_of_one_name_are_refused(client, challenge, coordinator):
    url = reverse("challenge:challenge-rooms", args=[challenge.pk])

    response = client.post(url, room_values({"name": "Hall"}, {"name": "hall"}), follow=True)

    assert "There are two rooms called Hall." in response.text
    assert not challenge.rooms.exists()


def test_a_room_without_a_name_is_said(client, challenge, coordinator):
    url = reverse("challenge:challenge-rooms", args=[challenge.pk])

    response = client.post(url, room_values({"name": "", "place": "Ground floor"}))

    assert "Give the room a name" in response.text


def test_a_room_in_which_a_session_is_held_stays(client, challenge, coordinator):
    room = challenge.rooms.create(name="Hall")
    made.session(challenge=challenge, room=room)
    url = reverse("challenge:challenge-rooms", args=[challenge.pk])

    response = client.post(
        url,
        room_values({"pk": room.pk, "name": "Hall", "is_removed": "on"}, initial=1),
        follow=True,
    )

    assert "There is a session in Hall, so it stays." in response.text
    assert challenge.rooms.exists()


# The page of the challenge


def test_the_page_says_what_is_next_step_by_step(client, cycle, agency, coordinator):
    challenge = made.challenge(cycle=cycle, asked=False, availability_due_on=None)
    said = []

    def look():
        page = client.get(challenge.get_absolute_url())
        said.append(page.context["step"].url_name)

    look()
    one = made.possible_session(challenge=challenge)
    look()
    member = made.panel_member(challenge=challenge)
    look()
    part = made.challenged_agency(challenge=challenge, agency=agency)
    look()
    Challenge.objects.update(
        asked_at=timezone.now(),
        asked_by=coordinator,
        availability_due_on=challenge.first_day - timedelta(days=5),
    )
    look()
    for of in (member, part):
        made.availability(possible_session=one, of=of)
        of.answered_at, of.answered_by = timezone.now(), coordinator
        of.save()
    look()

    assert said == [
        "challenge-half-days",
        "challenge-panel",
        "challenge-agencies",
        "challenge-ask",
        "challenge-answers",
        "timetable-plan",
    ]


def test_a_panel_member_is_led_to_their_answers(client, challenge):
    member = made.panel_member(challenge=challenge)
    client.force_login(member.user)

    page = client.get(challenge.get_absolute_url())

    assert reverse("challenge:panel-availability", args=[member.pk]) in page.text
    assert reverse("challenge:challenge-edit", args=[challenge.pk]) not in page.text


def test_a_lead_is_led_to_the_answers_of_the_agency_and_a_reader_is_not(
    client, challenge, agency, people
):
    part = made.challenged_agency(challenge=challenge, agency=agency)
    url = reverse("challenge:agency-availability", args=[part.pk])

    client.force_login(people["lead"])
    leads = client.get(challenge.get_absolute_url())
    client.force_login(people["reader"])
    readers = client.get(challenge.get_absolute_url())

    assert url in leads.text
    assert url not in readers.text
    assert "The safeguarding lead or an approver says when" in readers.text


def test_home_asks_whoever_has_not_answered(client, challenge, agency, people):
    Challenge.objects.update(availability_due_on=timezone.localdate())
    part = made.challenged_agency(challenge=challenge, agency=agency)
    member = made.panel_member(challenge=challenge)

    client.force_login(member.user)
    members = client.get("/")
    client.force_login(people["lead"])
    leads = client.get("/")
    client.force_login(people["outsider"])
    outsiders = client.get("/")

    assert reverse("challenge:panel-availability", args=[member.pk]) in members.text
    assert reverse("challenge:agency-availability", args=[part.pk]) in leads.text
    assert "Annual challenge" not in outsiders.text


def test_somebody_of_two_roles_sees_the_challenge_once(client, challenge, agency, partnership):
    made.challenged_agency(challenge=challenge, agency=agency)
    person = factories.member(Role.LEAD, agency=agency)
    factories.Membership.objects.create(
        user=person, role=Role.BOARD_MEMBER, partnership=partnership, starts_on="2020-01-01"
    )
    client.force_login(person)

    page = client.get("/")

    assert page.text.count(f'href="{challenge.get_absolute_url()}"') == 1


def test_home_leads_an_agency_to_the_ratings_that_it_has_not_replied_to(
    client, people, challenge, agency
):
    rating = made.rated(challenge=challenge, agency=agency)
    results = rating.challenged_agency.results_url

    def shown_to(*names):
        found = []
        for name in names:
            client.force_login(people[name])
            found.append(results in client.get("/").text)
        return found

    before = shown_to("lead")
    made.release(challenge)
    released = shown_to("lead", "approver", "reader", "neighbour")
    made.reply(moderation=rating, by=people["lead"])

    assert before == [False]
    assert released == [True, True, False, False]
    assert shown_to("lead") == [False]
