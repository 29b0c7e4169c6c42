"""What participants of sessions said: to the Board in sum, to who runs surveys session by session."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import survey_factories as made
from tests.board.pages import tables
from tests.surveys.counted import agreeing, count


@pytest.fixture
def asked(db):
    return made.survey_set(purpose="session_feedback", questions=2)


def session(cycle, asked, number, *answers, status="counted"):
    """Feedback on one session; for each question (percent that agrees, people)."""
    survey = made.survey(
        cycle=cycle,
        agencies=[],
        status=status,
        survey_set=asked,
        threshold=5,
        gathering=f"Session {number}",
        gathering_key=f"session-{number}",
    )
    together = made.together(survey=survey)
    if answers:
        count(together, {place: agreeing(*given) for place, given in enumerate(answers, 1)})
    return survey


def page(client, cycle):
    return client.get(reverse("surveys:session-feedback", args=[cycle.pk]))


def rows(response):
    return [[cell.text for cell in row] for row in tables(response)[0].rows]


def test_the_board_sees_the_sum_over_the_sessions(client, people, cycle, asked):
    session(cycle, asked, 1, (100, 10), (50, 8))
    session(cycle, asked, 2, (0, 10), (50, 6))
    client.force_login(people["board member"])

    response = page(client, cycle)

    first, second = rows(response)
    assert (first[1], first[-2]) == ("20", "50 %")
    assert (second[1], second[-2]) == ("14", "50 %")
    assert "2 sessions counted; 20 people answered." in response.text
    assert "Session by session" not in response.text


def test_a_session_of_four_is_in_no_sum(client, people, cycle, asked):
    session(cycle, asked, 1, (100, 10))
    session(cycle, asked, 2, (0, 4))
    client.force_login(people["board member"])

    response = page(client, cycle)

    assert rows(response)[0][1] == "10"
    assert "2 sessions counted; 10 people answered in the 1 of which" in response.text


def test_two_sessions_of_four_are_in_no_sum_either(client, people, cycle, asked):
    session(cycle, asked, 1, (0, 4))
    session(cycle, asked, 2, (0, 4))
    client.force_login(people["board member"])

    response = page(client, cycle)

    assert rows(response)[0][-1] == "Fewer than 5 answered"


def test_a_question_that_four_answered_after_a_session_is_left_out_of_the_sum(
    client, people, cycle, asked
):
    session(cycle, asked, 1, (100, 10), (0, 4))
    session(cycle, asked, 2, (100, 10), (50, 10))
    client.force_login(people["board member"])

    first, second = rows(page(client, cycle))

    assert first[1] == "20"
    assert (second[1], second[-2]) == ("10", "50 %")


def test_the_same_question_of_an_older_set_is_counted_with_the_newer(client, people, cycle, asked):
    newer = made.survey_set(purpose="session_feedback", questions=2)
    session(cycle, asked, 1, (100, 10))
    session(cycle, newer, 2, (0, 10))
    client.force_login(people["board member"])

    assert rows(page(client, cycle))[0][1] == "20"


def test_whoever_runs_surveys_sees_each_session(client, people, cycle, asked):
    closed = session(cycle, asked, 1, (100, 10))
    session(cycle, asked, 2, status="open")
    client.force_login(people["coordinator"])

    response = page(client, cycle)

    assert f'<a class="govuk-link" href="{closed.get_absolute_url()}">Session 1</a>: counted' in (
        response.text
    )
    assert "Session 2</a>: open until" in response.text


def test_before_anybody_is_asked_it_says_so(client, people, cycle):
    client.force_login(people["coordinator"])

    response = page(client, cycle)

    assert "No answers are counted yet." in response.text
    assert "Nobody has been asked yet" in response.text


def test_the_board_s_page_leads_there(client, people, cycle, asked):
    session(cycle, asked, 1, (100, 10))
    client.force_login(people["board member"])

    said = client.get(cycle.get_absolute_url()).text

    assert "10 participants said what they made of 1 session." in said
    assert reverse("surveys:session-feedback", args=[cycle.pk]) in said


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_number_of_queries_does_not_grow(client, people, cycle, asked, sessions):
    for number in range(sessions):
        session(cycle, asked, number, (100, 10))
    client.force_login(people["coordinator"])

    with CaptureQueriesContext(connection) as queries:
        response = page(client, cycle)

    assert rows(response)[0][1] == str(10 * sessions)
    assert len(queries) == 9
