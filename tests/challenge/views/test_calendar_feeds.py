"""A person's own sessions: their page, and the private address for calendar programs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from challenge.models import CalendarEntry, CalendarFeed
from challenge.operations import calendar_feeds, calendars
from section11.people.models.invitation import digest
from section11.record.models import Event

pytest_plugins = ["tests.challenge_subjects"]
YOURS = reverse("challenge:your-calendar")
MAKE, END = reverse("challenge:calendar-feed-make"), reverse("challenge:calendar-feed-end")


@pytest.fixture
def told(published_challenge):
    calendars.tell(challenge=published_challenge, by=None)
    return published_challenge


def feed(key):
    return reverse("challenge:calendar-feed", args=[key])


def read(key, **headers):
    """What a calendar program gets: it has no cookie and keeps none."""
    answer = Client().get(feed(key), headers=headers)
    assert not answer.cookies
    return answer


def address_on(page):
    return re.search(r"/calendars/([\w-]+)\.ics", page.text)[1]


def test_your_page_lists_what_lies_ahead_of_you(client, told, people, slot, agency):
    client.force_login(people["lead"])

    page = client.get(YOURS)

    assert f"Challenge session: {agency.name}" in page.text
    assert f"#session-{slot.session_id}" in page.text


def test_whoever_has_no_session_is_told_so(client, told, people):
    client.force_login(people["reader"])

    assert "No session with you lies ahead." in client.get(YOURS).text


def test_an_address_is_shown_once_and_only_its_digest_is_kept(client, told, people):
    client.force_login(people["lead"])

    made, later = client.post(MAKE), client.get(YOURS)

    key = address_on(made)
    stored = CalendarFeed.objects.get()
    assert stored.key_digest == digest(key)
    assert key not in later.text
    assert "You made a private address on" in later.text
    assert [e.kind for e in Event.objects.filter(by=people["lead"])] == ["calendar_feed_made"]


def test_a_feed_holds_ones_own_sessions_with_the_uids_of_the_invitations(told, people):
    answer = read(calendar_feeds.make(by=people["lead"]))

    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    entry = CalendarEntry.objects.get(user=people["lead"])
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["uid"] == str(entry.uid)
    assert event.start == entry.starts_at


def test_an_unchanged_feed_is_answered_without_a_body(told, people):
    key = calendar_feeds.make(by=people["lead"])
    first = read(key)

    again = read(key, if_none_match=first.headers["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "private, max-age=300"


def test_a_changed_feed_is_sent_anew(told, people, slot):
    key = calendar_feeds.make(by=people["lead"])
    first = read(key)
    slot.starts_at += timedelta(minutes=10)
    slot.save()
    calendars.tell(challenge=told, by=None)

    again = read(key, if_none_match=first.headers["ETag"])

    assert again.status_code == 200
    [event] = Calendar.from_ical(again.content).walk("VEVENT")
    assert (event.start, event["sequence"]) == (slot.starts_at, 1)


def test_what_was_cancelled_or_is_long_over_is_in_no_feed(told, people):
    key = calendar_feeds.make(by=people["lead"])
    mine = CalendarEntry.objects.filter(user=people["lead"])
    long_ago = timezone.now() - timedelta(days=500)
    mine.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    over = read(key)
    soon = timezone.now() + timedelta(days=1)
    mine.update(starts_at=soon, ends_at=soon + timedelta(hours=1), cancelled_at=timezone.now())

    cancelled = read(key)

    assert b"VEVENT" not in over.content
    assert b"VEVENT" not in cancelled.content


def test_a_new_address_ends_the_old_one(client, told, people):
    old = calendar_feeds.make(by=people["lead"])
    client.force_login(people["lead"])

    new = address_on(client.post(MAKE))

    assert (read(old).status_code, read(new).status_code) == (404, 200)


def test_an_address_can_be_stopped(client, told, people):
    key = calendar_feeds.make(by=people["lead"])
    client.force_login(people["lead"])

    page = client.post(END, follow=True)
    client.post(END)  # twice is once

    assert "Your private calendar address does not work any more." in page.text
    assert read(key).status_code == 404
    assert Event.objects.filter(kind="calendar_feed_ended").count() == 1


def test_whoever_is_deactivated_has_no_feed(told, people):
    key = calendar_feeds.make(by=people["lead"])
    people["lead"].is_active = False
    people["lead"].save()

    assert read(key).status_code == 404


def test_ended_and_unknown_addresses_get_the_same_calm_answer(told, people):
    ended = calendar_feeds.make(by=people["lead"])
    calendar_feeds.end(by=people["lead"])

    answers = [read(ended), read("never-was"), read("x" * 3000)]

    assert {(a.status_code, a.content, a.headers["Content-Type"]) for a in answers} == {
        (404, answers[0].content, "text/plain; charset=utf-8")
    }
    assert "Its owner can make a new one" in answers[0].text


def test_reading_writes_nothing_and_asks_twice(told, people, django_assert_num_queries):
    key = calendar_feeds.make(by=people["lead"])
    events = Event.objects.count()

    with django_assert_num_queries(2):
        read(key)
    with django_assert_num_queries(1):
        read("never-was")

    assert Event.objects.count() == events


def test_one_person_has_one_address(told, people):
    for _ in range(3):
        calendar_feeds.make(by=people["lead"])

    assert CalendarFeed.objects.filter(ended_at=None).count() == 1
