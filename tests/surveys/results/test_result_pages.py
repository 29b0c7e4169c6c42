"""The pages of results, of all agencies and of one."""

import re

import pytest
from django.urls import reverse

from section11.people.models import Membership, Role
from section11.record.models import Event
from surveys.models import SurveyedAgency
from tests import factories
from tests import survey_factories as made
from tests.surveys.counted import agreeing, by_group, count

WORKS, MANAGES = made.ROLE_GROUPS
FEW = "Fewer than 10 answered"


def part(survey, agency):
    return survey.agencies.get(agency=agency)


def answered(survey, said):
    """`said` is {agency: (percent that agrees, people)}, of the first question."""
    for agency, (percent, people) in said.items():
        count(part(survey, agency), {1: agreeing(percent, people)})


def earlier_survey(survey, agency, said, **fields):
    cycle = factories.cycle(
        partnership=survey.cycle.partnership,
        name="Annual 2024",
        year=2024,
        standard_set=survey.cycle.standard_set,
        opens_on="2024-04-01",
        due_on="2024-09-01",
    )
    fields = {"survey_set": survey.survey_set, "status": "shared"} | fields
    earlier = made.survey(cycle=cycle, agencies=[agency], **fields)
    answered(earlier, {agency: said})
    return earlier


def page(client, user, name, *args):
    client.force_login(user)
    response = client.get(reverse(f"surveys:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def row(html, label, *, table=0):
    """The words of the first row that begins with `label`, cell by cell; of the nth such row."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    cells = [
        [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", one, re.DOTALL)
        ]
        for one in rows
    ]
    return [found for found in cells if found and found[0].startswith(label)][table]


class TestOfAllAgencies:
    def test_each_standard_has_its_share_people_and_interval(
        self, client, board_member, survey, agency, police
    ):
        answered(survey, {agency: (40, 20), police: (100, 10)})

        html = page(client, board_member, "survey-results", survey.pk)

        assert row(html, "1 ")[1:] == ["60 %", "30", "42 to 75 %"]
        assert "30 people answered" in html

    def test_the_response_of_each_agency_is_against_its_staff(
        self, client, board_member, survey, surveyed, police
    ):
        answered(survey, {surveyed.agency: (40, 20), police: (100, 9)})
        surveyed.refresh_from_db()
        surveyed.headcount, surveyed.headcount_at = 1250, survey.opened_at
        surveyed.headcount_by = survey.set_up_by
        surveyed.save()

        html = page(client, board_member, "survey-results", survey.pk)

        assert row(html, "Hospital") == ["Hospital", "20", "1,250", "2 %"]
        assert row(html, "Police") == ["Police", FEW, "Not said", "Not shown"]

    def test_more_answers_than_staff_is_said(self, client, board_member, survey, surveyed):
        answered(survey, {surveyed.agency: (40, 20)})
        surveyed.refresh_from_db()
        surveyed.headcount, surveyed.headcount_at = 10, survey.opened_at
        surveyed.headcount_by = survey.set_up_by
        surveyed.save()

        html = page(client, board_member, "survey-results", survey.pk)

        assert row(html, "Hospital")[3] == (
            "200 % More answers than staff: the number of staff may be wrong"
        )

    def test_last_cycles_survey_stands_beside_it(
        self, client, board_member, survey, agency, police
    ):
        answered(survey, {agency: (90, 40)})
        earlier = earlier_survey(survey, agency, (40, 40))

        html = page(client, board_member, "survey-results", survey.pk)

        assert row(html, "1 ")[-1] == "40 % Higher than last time"
        assert f'data-label="{earlier}"' in html
        assert f'data-label="{earlier.cycle}"' not in html

    def test_a_standard_that_other_questions_tested_is_not_compared(
        self, client, board_member, survey, agency
    ):
        answered(survey, {agency: (90, 40)})
        other = made.survey_set(questions=0)
        made.question(survey_set=other, lineage="other", tests=["question-1-1"])
        earlier_survey(survey, agency, (40, 40), survey_set=other)

        html = page(client, board_member, "survey-results", survey.pk)

        assert row(html, "1 ")[-1] == "Other questions then"

    def test_without_an_earlier_survey_no_column_is_empty(
        self, client, board_member, survey, agency
    ):
        answered(survey, {agency: (90, 40)})

        html = page(client, board_member, "survey-results", survey.pk)

        assert len(row(html, "1 ")) == 4
        assert "Annual 2024" not in html

    def test_a_sector_alone(self, client, board_member, survey, agency, police):
        answered(survey, {agency: (40, 20), police: (100, 10)})
        client.force_login(board_member)

        url = reverse("surveys:survey-results", args=[survey.pk])
        html = client.get(f"{url}?sector=police").content.decode()

        assert row(html, "1 ")[1:3] == ["100 %", "10"]
        assert "Hospital" not in html.split("</form>")[1]
        assert "<strong>Police only.</strong> 10 people answered" in html
        assert "Police by standard</caption>" in html
        assert "By role group, all agencies</a>" in html

    @pytest.mark.parametrize("sector", ["nonsense", "'--", "faith"])
    def test_a_sector_that_there_is_not(self, client, board_member, survey, agency, sector):
        answered(survey, {agency: (40, 20)})
        client.force_login(board_member)

        url = reverse("surveys:survey-results", args=[survey.pk])
        response = client.get(url, {"sector": sector})

        assert response.status_code == 200

    def test_what_is_withheld_is_said_and_not_named(
        self, client, conflicted, survey, agency, police
    ):
        answered(survey, {agency: (40, 20), police: (100, 10)})

        html = page(client, conflicted, "survey-results", survey.pk)

        assert "1 agency is not shown to you because of a conflict of interest." in html
        assert "Hospital" not in html
        assert row(html, "1 ")[2] == "10"

    def test_nothing_is_shown_where_too_few_answered_in_all(
        self, client, board_member, survey, agency, police
    ):
        answered(survey, {agency: (40, 5), police: (100, 4)})

        html = page(client, board_member, "survey-results", survey.pk)

        assert "Too few answered to show anything." in html
        assert row(html, "1 ") == [row(html, "1 ")[0], FEW]

    def test_the_coordinator_reads_them_before_they_are_shared(
        self, client, coordinator, cycle, agency
    ):
        survey = made.survey(cycle=cycle, agencies=[agency], status="counted")

        html = page(client, coordinator, "survey-results", survey.pk)

        assert "These results are not shared yet." in html

    def test_the_board_is_told_why_not_yet(self, client, board_member, cycle, agency):
        survey = made.survey(cycle=cycle, agencies=[agency], status="counted")
        client.force_login(board_member)

        response = client.get(reverse("surveys:survey-results", args=[survey.pk]), follow=True)

        assert f"The results of {survey} are not shared yet." in response.content.decode()

    @pytest.mark.parametrize("agencies", [1, 3])
    def test_the_page_takes_the_same_number_of_queries(
        self, client, board_member, cycle, partnership, agencies, django_assert_num_queries
    ):
        asked = [factories.agency(partnership=partnership) for _ in range(agencies)]
        survey = made.survey(cycle=cycle, agencies=asked, status="shared")
        answered(survey, dict.fromkeys(asked, (50, 20)))
        earlier_survey(survey, asked[0], (40, 40))
        page(client, board_member, "survey-results", survey.pk)

        with django_assert_num_queries(12):
            client.get(reverse("surveys:survey-results", args=[survey.pk]))


class TestOfAGathering:
    @pytest.fixture
    def gathering(self, cycle):
        survey = made.survey(
            cycle=cycle,
            agencies=[],
            status="shared",
            threshold=5,
            gathering="First session",
            gathering_key="session-1",
            survey_set=made.survey_set(purpose="session_feedback"),
        )
        together = SurveyedAgency.objects.create(survey=survey, agency=None)
        count(together, {1: agreeing(50, 6)})
        return survey

    def test_the_coordinator_reads_what_all_who_took_part_said(
        self, client, coordinator, gathering
    ):
        html = page(client, coordinator, "survey-results", gathering.pk)

        assert "6 people answered" in html
        assert row(html, "Survey question 1?")[1:3] == ["50 %", "6"]
        assert "By agency" not in html

    def test_the_board_does_not_read_one_session_alone(self, client, board_member, gathering):
        client.force_login(board_member)

        response = client.get(reverse("surveys:survey-results", args=[gathering.pk]))

        assert response.status_code == 403


class TestOfAStandardAndAQuestion:
    def test_a_standard_has_a_row_for_each_agency(
        self, client, board_member, survey, agency, police, cycle
    ):
        answered(survey, {agency: (40, 20), police: (100, 5)})
        standard = cycle.standard_set.standards.order_by("order").first()

        html = page(client, board_member, "standard-results", survey.pk, standard.pk)

        assert row(html, "Hospital") == ["Hospital", "40 %", "20", "22 to 61 %"]
        assert row(html, "Police") == ["Police", FEW]

    def test_a_question_says_how_its_answers_are_spread(self, client, board_member, survey, agency):
        answered(survey, {agency: (40, 20)})
        question = survey.survey_set.questions.first()

        html = page(client, board_member, "question-results", survey.pk, question.pk)

        assert "<li>Agree: 40 %</li>" in html
        assert "Disagree 60 %" in row(html, "Hospital")[0]

    def test_a_question_put_the_other_way_round_says_so(self, client, board_member, survey, agency):
        survey.survey_set.questions.filter(order=1).update(good_is_disagreeing=True)
        answered(survey, {agency: (40, 20)})

        html = page(client, board_member, "survey-results", survey.pk)

        found = row(html, "Survey question 1?")
        assert found[0].endswith("Put the other way round: counted is who disagrees, or says no.")
        assert found[1] == "60 %"

    def test_a_choice_has_no_share_of_agreement(self, client, board_member, survey, agency):
        asked = made.question(
            survey_set=survey.survey_set, kind="choice", choices=["Weekly", "Never"], tests=[]
        )
        count(part(survey, agency), {asked.order: {"0": 15, "1": 5}})

        html = page(client, board_member, "question-results", survey.pk, asked.pk)

        assert row(html, "Hospital") == [
            "Hospital Weekly 75 %, Never 25 %",
            "Not a question to agree with",
        ]

    @pytest.mark.parametrize("name", ["standard-results", "question-results"])
    def test_another_surveys_is_not_found(self, client, board_member, survey, name):
        client.force_login(board_member)

        response = client.get(reverse(f"surveys:{name}", args=[survey.pk, 999_999]))

        assert response.status_code == 404

    def test_a_text_has_no_page_of_numbers(self, client, board_member, survey):
        text = made.question(survey_set=survey.survey_set, kind="text", tests=[])
        client.force_login(board_member)

        response = client.get(reverse("surveys:question-results", args=[survey.pk, text.pk]))

        assert response.status_code == 404

    @pytest.mark.parametrize("agencies", [1, 3])
    def test_the_pages_take_the_same_number_of_queries(
        self, client, board_member, cycle, partnership, agencies, django_assert_num_queries
    ):
        asked = [factories.agency(partnership=partnership) for _ in range(agencies)]
        survey = made.survey(cycle=cycle, agencies=asked, status="shared")
        answered(survey, dict.fromkeys(asked, (50, 20)))
        standard = cycle.standard_set.standards.first()
        question = survey.survey_set.questions.first()
        page(client, board_member, "survey-results", survey.pk)

        with django_assert_num_queries(9):
            client.get(reverse("surveys:standard-results", args=[survey.pk, standard.pk]))
        with django_assert_num_queries(9):
            client.get(reverse("surveys:question-results", args=[survey.pk, question.pk]))


class TestByRoleGroup:
    def test_each_group_has_a_column(self, client, board_member, survey, surveyed):
        by_group(surveyed, {WORKS: {1: agreeing(50, 20)}, MANAGES: {1: agreeing(100, 12)}})

        html = page(client, board_member, "group-results", survey.pk)

        assert row(html, "1 ")[1:] == [
            "50 % n = 20, 30 to 70 %",
            "100 % n = 12, 76 to 100 %",
        ]
        assert html.count(f'data-label="{WORKS}"') == html.count(f'data-label="{MANAGES}"') > 0

    def test_what_is_hidden_is_said(self, client, board_member, survey, surveyed):
        by_group(surveyed, {WORKS: {1: agreeing(50, 20)}, MANAGES: {1: agreeing(100, 3)}})

        html = page(client, board_member, "group-results", survey.pk)

        assert row(html, "1 ")[1:] == ["Not shown", "Not shown"]
        assert "fewer than 10 of the group answered" in html

    def test_a_survey_without_groups_says_so(self, client, board_member, cycle, agency):
        survey = made.survey(cycle=cycle, agencies=[agency], status="shared", role_groups=[])

        html = page(client, board_member, "group-results", survey.pk)

        assert "This survey asked for no role group." in html


class TestOfOneAgency:
    def test_it_stands_beside_all_and_beside_last_time(
        self, client, board_member, survey, agency, police, surveyed
    ):
        answered(survey, {agency: (20, 40), police: (90, 60)})
        earlier_survey(survey, agency, (80, 40))

        html = page(client, board_member, "agency-results", surveyed.pk)

        assert row(html, "1 ")[1:] == [
            "20 %",
            "40",
            "10 to 35 %",
            "62 % Lower than all agencies",
            "80 % Lower than last time",
        ]

    def test_its_own_people_see_it_and_all_but_no_other(
        self, client, survey, agency, police, surveyed
    ):
        answered(survey, {agency: (20, 40), police: (90, 60)})
        lead = factories.member(Role.LEAD, agency=agency)

        html = page(client, lead, "agency-results", surveyed.pk)

        assert row(html, "1 ")[1:5] == ["20 %", "40", "10 to 35 %", "62 % Lower than all agencies"]
        assert "Police" not in html

    def test_too_few_are_told_so_and_shown_nothing(self, client, survey, agency, police, surveyed):
        answered(survey, {agency: (20, 9), police: (90, 60)})
        lead = factories.member(Role.LEAD, agency=agency)

        html = page(client, lead, "agency-results", surveyed.pk)

        assert f"<strong>{FEW}</strong>, so nothing of this agency is shown" in html
        assert row(html, "1 ")[1:3] == [FEW, "90 %"]
        assert "By role group" not in html

    def test_last_time_it_may_not_have_been_asked(
        self, client, board_member, survey, agency, police, surveyed
    ):
        answered(survey, {agency: (20, 40), police: (90, 60)})
        earlier_survey(survey, police, (80, 40))

        html = page(client, board_member, "agency-results", surveyed.pk)

        assert row(html, "1 ")[-1] == "Not asked then"

    def test_own_people_with_an_interest_elsewhere_keep_their_own(
        self, client, survey, agency, police, surveyed, conflicted
    ):
        answered(survey, {agency: (20, 40), police: (90, 60)})
        Membership.objects.create(
            user=conflicted, role=Role.LEAD, agency=agency, starts_on="2024-01-01"
        )

        html = page(client, conflicted, "agency-results", surveyed.pk)

        assert row(html, "1 ")[1] == "20 %"

    @pytest.mark.parametrize("agencies", [1, 3])
    def test_the_page_takes_the_same_number_of_queries(
        self, client, cycle, agency, partnership, agencies, django_assert_num_queries
    ):
        others = [factories.agency(partnership=partnership) for _ in range(agencies)]
        survey = made.survey(cycle=cycle, agencies=[agency, *others], status="shared")
        answered(survey, dict.fromkeys([agency, *others], (50, 20)))
        lead = factories.member(Role.LEAD, agency=agency)
        url = reverse("surveys:agency-results", args=[part(survey, agency).pk])
        client.force_login(lead)
        client.get(url)

        with django_assert_num_queries(13):
            client.get(url)


class TestDownloads:
    @pytest.mark.parametrize("fmt", ["csv", "xlsx", "ods", "json"])
    def test_each_format_is_recorded(self, client, board_member, survey, agency, fmt):
        answered(survey, {agency: (40, 20)})
        client.force_login(board_member)

        response = client.get(reverse("surveys:results-download", args=[survey.pk, fmt]))

        event = Event.objects.get(kind=Event.Kind.SURVEY_EXPORTED)
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].endswith(f'.{fmt}"')
        assert (event.by, event.detail) == (board_member, {"format": fmt, "agencies": 2})

    def test_an_unknown_format_is_not_found(self, client, board_member, survey, surveyed):
        client.force_login(board_member)

        for name, pk in (("results-download", survey.pk), ("agency-results-download", surveyed.pk)):
            assert client.get(reverse(f"surveys:{name}", args=[pk, "pdf"])).status_code == 404

    def test_what_is_hidden_has_a_row_that_says_so(
        self, client, board_member, survey, agency, police
    ):
        answered(survey, {agency: (40, 20), police: (100, 9)})
        client.force_login(board_member)

        table = client.get(reverse("surveys:results-download", args=[survey.pk, "json"])).json()

        of_police = [one for one in table["rows"] if one["Agency"] == "Police"]
        assert of_police
        assert {one["People"] for one in of_police} == {""}
        assert all(one["Note"].startswith(FEW) for one in of_police)

    def test_an_agency_takes_its_own_and_all(self, client, survey, agency, police, surveyed):
        answered(survey, {agency: (40, 20), police: (100, 30)})
        lead = factories.member(Role.LEAD, agency=agency)
        client.force_login(lead)

        table = client.get(
            reverse("surveys:agency-results-download", args=[surveyed.pk, "json"])
        ).json()

        event = Event.objects.get(kind=Event.Kind.SURVEY_EXPORTED)
        assert {one["Agency"] for one in table["rows"]} == {"All agencies", "Hospital"}
        assert (event.agency_id, event.detail["agencies"]) == (agency.pk, 1)
