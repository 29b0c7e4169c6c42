"""The page on which a published session gets another time or place."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from challenge.models import ChallengeSession
from section11.record.models import Email
from tests import challenge_factories as made

pytest_plugins = ["tests.challenge_subjects"]


@pytest.fixture
def page(client, slot_session, people):
    """page(**typed): the page as it answers what was typed over what it showed; none is a GET."""
    client.force_login(people["coordinator"])
    url = reverse("challenge:session-move", args=[slot_session.pk])
    drawn = client.get(url).context["form"].initial

    def answer(**typed):
        if not typed:
            return client.get(url)
        shown = {"on": f"{drawn['on']:%d/%m/%Y}", "at": f"{drawn['at']:%H:%M}", "place": ""}
        shown |= {"online_link": "", "saw": drawn["saw"]}
        return client.post(url, shown | typed)

    return answer


def now(session):
    return ChallengeSession.objects.select_related("room", "challenge").get(pk=session.pk)


def test_it_shows_what_holds_now(page, slot_session):
    text = page().text

    assert f'value="{timezone.localtime(slot_session.starts_at):%d/%m/%Y}"' in text
    assert 'value="09:30"' in text
    assert "Civic Centre" in text
    assert "Room" not in text


def test_what_was_typed_holds_and_people_are_told(page, slot_session):
    answer = page(at="10am", place="Town Hall")

    assert answer.url.endswith(f"#session-{slot_session.pk}")
    assert f"{timezone.localtime(now(slot_session).starts_at):%H:%M}" == "10:00"
    assert now(slot_session).where == "Town Hall"
    assert Email.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"at": "half past"}, "enter a time such as 09:30"),
        ({"on": "soon"}, "Enter a date with day, month and year"),
        ({"on": ""}, "“Date” needs an answer"),
        ({"on": "1/1/2020"}, "cannot be moved into the past"),
        ({"online_link": "not an address"}, "Enter a whole address"),
        ({"place": "x" * 201}, "can have at most 200 characters"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_nothing_is_lost(
    page, slot_session, typed, sentence
):
    answer = page(**{"place": "Town Hall", **typed})

    assert answer.status_code == 200
    assert sentence in answer.text
    assert "There is a problem" in answer.text
    assert ("Town Hall" in answer.text) or "place" in typed
    assert now(slot_session).place == ""
    assert Email.objects.count() == 0


def test_whoever_may_not_be_able_to_come_is_named_before_anything_changes(
    page, slot_session, challenge, people
):
    made.possible_session(challenge=challenge, half="afternoon")

    asked = page(at="13:30")
    page(at="13:30", agreed="on")

    assert "I have asked them, and they can come" in asked.text
    assert people["seated member"].name in asked.text
    assert f"{timezone.localtime(now(slot_session).starts_at):%H:%M}" == "13:30"


def test_a_room_can_be_chosen_where_there_are_rooms(page, slot_session, challenge):
    room = challenge.rooms.create(name="Room 2", place="Library")

    page(room=room.pk)

    assert now(slot_session).where == "Library, Room 2"


def test_what_somebody_changed_meanwhile_is_said_and_can_be_changed_again(page, slot_session):
    page(place="Town Hall")

    told = page(place="Library")
    again = page(place="Library", saw=told.context["form"]["saw"].value())

    assert "has changed this session since you opened the page" in told.text
    assert "Town Hall" in told.text
    assert 'value="Library"' in told.text
    assert again.status_code == 302
    assert now(slot_session).place == "Library"


def test_a_session_that_has_begun_sends_one_back_with_a_sentence(page, slot_session):
    slot_session.starts_at = timezone.now() - timedelta(minutes=5)
    slot_session.save()

    answer = page()

    assert answer.status_code == 302
