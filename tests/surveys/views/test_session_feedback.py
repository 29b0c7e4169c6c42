"""What participants of sessions said: to the Board in sum, to who runs surveys session by session."""

from datetime import timedelta

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


def test_the_survey_of_a_session_is_not_offered_for_sharing(client, people, cycle, asked):
    survey = session(cycle, asked, 1, (100, 10))
    client.force_login(people["coordinator"])

    said = client.get(survey.get_absolute_url()).text

    assert "the Board reads the sum over all sessions" in said
    assert reverse("surveys:survey-share", args=[survey.pk]) not in said
    assert reverse("surveys:survey-results", args=[survey.pk]) in said
    assert page(client, cycle).request["PATH_INFO"] in said
    for of_agencies in ("Staff", "Reminded", "Practitioners say green"):
        assert of_agencies not in said


def test_the_results_of_a_session_say_who_reads_them(client, people, cycle, asked):
    survey = session(cycle, asked, 1, (100, 10))
    client.force_login(people["coordinator"])

    said = client.get(reverse("surveys:survey-results", args=[survey.pk])).text

    assert "Only those who run surveys see these results." in said
    assert "practitioners wrote" not in said


def test_what_participants_wrote_is_read_and_not_released(client, people, cycle, asked):
    survey = session(cycle, asked, 1, (100, 10))
    text = made.free_text(surveyed_agency=survey.agencies.get(), text="Fewer slides.")
    review = reverse("surveys:free-text-review", args=[survey.pk])
    client.force_login(people["coordinator"])

    read = client.get(review).text
    posted = client.post(review, {"text": [str(text.pk)], "decision": "release"}, follow=True).text

    assert "Fewer slides." in read
    assert "Release" not in read
    assert "there is nothing to release" in posted
    assert "there is nothing to release" in client.get(text.get_absolute_url(), follow=True).text


@pytest.mark.parametrize("person", ["coordinator", "board member"])
def test_the_list_of_surveys_leads_there(client, people, cycle, asked, person):
    session(cycle, asked, 1, (100, 10))
    client.force_login(people[person])

    said = client.get(reverse("surveys:survey-list")).text

    assert reverse("surveys:session-feedback", args=[cycle.pk]) in said
    assert "Session 1" not in said


def test_the_page_where_a_cycle_is_run_leads_there(client, people, cycle, asked):
    session(cycle, asked, 1, (100, 10))
    client.force_login(people["coordinator"])

    said = client.get(cycle.manage_url).text

    assert reverse("surveys:session-feedback", args=[cycle.pk]) in said


def test_more_time_for_a_session_tells_nobody_and_says_so(client, people, cycle, asked):
    survey = session(cycle, asked, 1, status="open")
    client.force_login(people["coordinator"])
    extend = reverse("surveys:survey-extend", args=[survey.pk])
    later = survey.closes_on + timedelta(days=3)

    read = client.get(extend).text
    said = client.post(extend, {"closes_on": later.isoformat()}, follow=True).text

    assert "Nobody is told of the new day." in read
    assert "Given more time." in said
    assert "leads" not in said


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
