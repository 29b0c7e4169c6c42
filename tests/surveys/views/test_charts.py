import re

import pytest
from django.urls import reverse

from section11.record.models import Event
from tests import challenge_factories, factories
from tests import survey_factories as made
from tests.board.pages import tables
from tests.surveys.counted import agreeing, count, surveyed


@pytest.fixture
def other(partnership):
    return factories.agency(partnership=partnership, name="Housing Department")


@pytest.fixture
def survey(cycle, agency, other):
    return surveyed(cycle=cycle, said={agency: (40, 20), other: (80, 30)})


def url(survey, name="chart", query="", **kwargs):
    return reverse(f"surveys:{name}", kwargs={"pk": survey.pk, **kwargs}) + query


def rows(response):
    return [[cell.text for cell in row] for row in tables(response)[0].rows]


def test_without_a_choice_it_shows_all_agencies_together(client, people, survey):
    client.force_login(people["board member"])

    found = rows(client.get(url(survey)))

    percent = ["0 %", "36 %", "0 %", "64 %", "0 %"]
    assert found[0] == ["q1. Survey question 1?", "50", *percent, "64 %", "50 to 76 %"]
    assert found[1] == ["q2. Survey question 2?", "Fewer than 10 answered"]


def test_an_agency_stands_beside_all(client, people, survey, agency):
    client.force_login(people["board member"])

    response = client.get(url(survey, query=f"?agency={agency.pk}"))

    asked, own, overall = rows(response)[:3]
    assert asked == ["q1. Survey question 1?"]
    assert own[:3] == [agency.name, "20", "0 %"]
    assert own[-2:] == ["40 %", "22 to 61 %"]
    assert overall[0] == "All agencies"
    assert f"/chart/image.png?agency={agency.pk}&amp;standard=" in response.text


def test_the_picture_has_what_the_tables_say(client, people, survey, agency):
    client.force_login(people["board member"])

    svg = client.get(url(survey, "chart-download", f"?agency={agency.pk}", fmt="svg")).content

    words = re.findall(r">([^<>]+)</text>", svg.decode())
    assert {agency.name, "40 % agree, n = 20", "64 % agree, n = 50", "D 60", "A 40"} <= set(words)


def test_only_the_questions_that_test_a_standard(client, people, survey, cycle):
    survey.survey_set.questions.filter(order=2).update(tests=["question-2-1"])
    second = cycle.standard_set.standards.get(code="2")
    client.force_login(people["board member"])

    found = rows(client.get(url(survey, query=f"?standard={second.pk}")))

    assert [row[0] for row in found] == ["q2. Survey question 2?"]


def test_a_question_put_the_other_way_round_says_so(client, people, survey):
    survey.survey_set.questions.filter(order=1).update(good_is_disagreeing=True)
    client.force_login(people["board member"])

    response = client.get(url(survey))

    [first, *_] = rows(response)
    assert first[0] == "q1. Survey question 1? Here “disagree” is the good answer."
    assert first[-2] == "36 %"


def test_questions_of_yes_and_no_have_a_table_of_their_own(client, people, cycle, agency):
    asked = made.survey_set(questions=1)
    made.question(survey_set=asked, kind="yes_no", text="Do you know the tool?")
    made.question(survey_set=asked, kind="text", text="Anything else?")
    survey = made.survey(cycle=cycle, agencies=[agency], status="shared", survey_set=asked)
    count(survey.agencies.get(), {1: agreeing(50, 20), 2: {"yes": 10, "no": 6, "dont_know": 4}})
    client.force_login(people["board member"])

    response = client.get(url(survey))

    _, yes_no = tables(response)
    assert yes_no.columns[2:5] == ["No", "Don’t know", "Yes"]
    assert [cell.text for cell in yes_no.rows[0]][1:6] == ["20", "30 %", "20 %", "50 %", "50 %"]
    assert "Anything else?" not in response.text


def test_nine_answers_are_not_in_the_page_the_picture_or_the_sum(client, people, cycle, agency):
    few = factories.agency(partnership=cycle.partnership)
    survey = surveyed(cycle=cycle, said={agency: (40, 20), few: (100, 9)})
    client.force_login(people["board member"])

    page = client.get(url(survey, query=f"?agency={few.pk}"))
    svg = client.get(url(survey, "chart-download", f"?agency={few.pk}", fmt="svg")).content.decode()

    own, overall = rows(page)[1:3]
    assert own[-1] == "Fewer than 10 answered"
    assert overall[1] == "20"
    assert "Fewer than 10 answered" in svg
    assert "100 %" not in svg


def test_an_agency_s_own_people_see_their_own_beside_all_and_no_other(
    client, people, survey, agency, other
):
    client.force_login(people["reader"])

    page = client.get(url(survey))
    asked = client.get(url(survey, query=f"?agency={other.pk}"))

    assert rows(page)[1][:2] == [agency.name, "20"]
    assert other.name not in page.text
    assert other.name not in asked.text
    assert [row[1] for row in rows(asked)[:2]] == ["50", "Fewer than 10 answered"]


def test_an_agency_in_which_one_has_an_interest_cannot_be_chosen(
    client, people, survey, cycle, agency
):
    challenge = challenge_factories.challenge(cycle=cycle)
    member = challenge_factories.panel_member(challenge=challenge, user=people["conflicted member"])
    challenge_factories.interest(panel_member=member, agency=agency)
    client.force_login(people["conflicted member"])

    page = client.get(url(survey, query=f"?agency={agency.pk}"))
    svg = client.get(url(survey, "chart-download", f"?agency={agency.pk}", fmt="svg")).content

    assert agency.name not in page.text
    assert "1 agency is left out because of a conflict of interest." in page.text
    assert rows(page)[0][1] == "30"
    assert agency.name not in svg.decode()


@pytest.mark.parametrize("query", ["?agency=nobody", "?standard=0", "?agency=999999999999"])
def test_what_cannot_be_chosen_is_said_and_everything_is_shown(client, people, survey, query):
    client.force_login(people["board member"])

    page = client.get(url(survey, query=query))

    assert "Select a valid choice" in page.text
    assert rows(page)[0][1] == "50"


@pytest.mark.parametrize(
    ("fmt", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_a_download_is_a_file_and_on_record(client, people, survey, agency, fmt, start):
    client.force_login(people["board member"])

    response = client.get(url(survey, "chart-download", f"?agency={agency.pk}", fmt=fmt))

    assert response.content.startswith(start)
    assert f'.{fmt}"' in response.headers["Content-Disposition"]
    taken = Event.objects.get(kind="survey_exported")
    assert (taken.by, taken.agency_id) == (people["board member"], agency.pk)
    assert taken.detail["format"] == fmt


def test_there_is_no_other_format(client, people, survey):
    client.force_login(people["board member"])

    assert client.get(url(survey, "chart-download", fmt="gif")).status_code == 404


def test_the_picture_on_the_page_is_not_sent_twice_nor_put_on_record(client, people, survey):
    client.force_login(people["board member"])

    first = client.get(url(survey, "chart-image"))
    again = client.get(url(survey, "chart-image"), headers={"If-None-Match": first["ETag"]})

    assert first.content.startswith(b"\x89PNG")
    assert again.status_code == 304
    assert not Event.objects.filter(kind="survey_exported").exists()


def test_feedback_on_a_session_has_no_chart_of_its_own(client, people, survey):
    survey.survey_set.purpose = "session_feedback"
    survey.survey_set.save()
    client.force_login(people["coordinator"])

    assert client.get(url(survey)).status_code == 404
