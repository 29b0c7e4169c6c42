"""The page with the picture of the timetable, the table that says the same, and the downloads."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from section11.record.models import Event
from section11.web.clock import week_day
from tests import challenge_factories as made

pytest_plugins = ["tests.challenge_subjects"]


@pytest.fixture
def board_member(client, people, published_challenge):
    client.force_login(people["board member"])
    return client


def url(name, published_challenge, *more):
    return reverse(f"challenge:{name}", args=[published_challenge.pk, *more])


def test_the_tables_say_what_the_picture_shows(
    board_member, published_challenge, slot, agency, people
):
    text = board_member.get(url("calendar-picture", published_challenge)).text

    assert week_day(slot.starts_at) in text
    assert agency.name in text
    assert f"{people['seated member'].name} (chairs)" in text
    assert people["conflicted member"].name in text  # sits nowhere, and that is said too
    assert "1 session on 1 day, 1 agency." in text
    assert url("calendar-image", published_challenge) in text


def test_the_image_is_sent_once_and_leaves_no_event(board_member, published_challenge):
    first = board_member.get(url("calendar-image", published_challenge))

    again = board_member.get(
        url("calendar-image", published_challenge), headers={"if-none-match": first.headers["ETag"]}
    )

    assert first.headers["Content-Type"] == "image/png"
    assert (again.status_code, again.content) == (304, b"")
    assert Event.objects.filter(kind="timetable_exported").count() == 0


@pytest.mark.parametrize(
    ("fmt", "content_type", "start"),
    [
        ("png", "image/png", b"\x89PNG"),
        ("svg", "image/svg+xml", b"<?xml"),
        ("pdf", "application/pdf", b"%PDF"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ],
)
def test_a_download_is_on_record(
    board_member, published_challenge, people, fmt, content_type, start
):
    file = board_member.get(url("calendar-download", published_challenge, fmt))

    event = Event.objects.get(kind="timetable_exported")
    assert file.headers["Content-Type"] == content_type
    assert file.content.startswith(start)
    assert f'.{fmt}"' in file.headers["Content-Disposition"]
    assert (event.by, event.detail["format"]) == (people["board member"], fmt)


def test_the_table_has_a_row_for_each_slot_in_londons_time(
    board_member, published_challenge, slot, agency, people
):
    file = board_member.get(url("calendar-download", published_challenge, "csv"))

    [head, row] = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    told = dict(zip(head, row, strict=True))
    assert (told["From"], told["To"]) == ("09:30", "10:10")
    assert (told["Agency"], told["Place"]) == (agency.name, "Civic Centre")
    assert told["Chair"] == people["seated member"].name


def test_another_format_is_not_found(board_member, published_challenge):
    assert board_member.get(url("calendar-download", published_challenge, "exe")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_sessions_as_for_one(
    board_member, published_challenge, panel_member, django_assert_num_queries, count
):
    for days in range(1, count):
        on = published_challenge.first_day + timedelta(days=days)
        half_day = made.possible_session(challenge=published_challenge, on=on)
        session = made.session(challenge=published_challenge, possible_session=half_day)
        made.seat(session=session, panel_member=panel_member)
    board_member.get(url("calendar-picture", published_challenge))

    with django_assert_num_queries(10):
        board_member.get(url("calendar-picture", published_challenge))
