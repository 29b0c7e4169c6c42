"""Results as one reader may know them."""

import pytest

from section11.people.models import Sector
from surveys.models import AnswerCount, QuestionCount
from surveys.results import numbers
from tests import factories
from tests import survey_factories as made
from tests.surveys.counted import agreeing, by_group, count

FIRST, SECOND = "survey-question-1", "survey-question-2"
WORKS, MANAGES = made.ROLE_GROUPS


def part(survey, agency):
    return survey.agencies.get(agency=agency)


def read(survey, user=None, **asked):
    return numbers.of_survey(survey, user, **asked)


def test_a_share_has_its_people_and_its_interval(survey, agency):
    count(part(survey, agency), {1: agreeing(40, 20)})

    share = read(survey).by_question[agency.pk, FIRST]

    assert (share.agree, share.n, share.people, share.percent) == (8, 20, 20, 40)
    assert (share.low_percent, share.high_percent) == (22, 61)


@pytest.mark.database
def test_fewer_than_the_threshold_are_hidden(survey, agency, police):
    count(part(survey, agency), {1: agreeing(50, 9)})
    count(part(survey, police), {1: agreeing(50, 10)})

    results = read(survey)

    assert results.by_question[agency.pk, FIRST] is None
    assert results.spread[agency.pk, FIRST] is None
    assert results.overall_by_question[FIRST].n == 10
    hidden, shown = sorted(results.agencies, key=lambda line: line.answered or 0)
    assert (hidden.answered, hidden.rate, shown.answered) == (None, None, 10)
    assert results.answered == 10


def test_a_standard_is_all_its_questions_and_the_people_of_the_largest(survey, agency, cycle):
    survey.survey_set.questions.filter(lineage=SECOND).update(tests=["question-1-1"])
    count(part(survey, agency), {1: agreeing(50, 20), 2: agreeing(100, 12)})
    first = cycle.standard_set.standards.order_by("order").first()

    share = read(survey).by_standard[agency.pk, first.pk]

    assert (share.agree, share.n, share.people) == (22, 32, 20)


def test_a_question_that_too_few_answered_is_left_out_of_its_standard(survey, agency, cycle):
    survey.survey_set.questions.filter(lineage=SECOND).update(tests=["question-1-1"])
    count(part(survey, agency), {1: agreeing(50, 20), 2: agreeing(100, 9)})
    first = cycle.standard_set.standards.order_by("order").first()

    share = read(survey).by_standard[agency.pk, first.pk]

    assert (share.agree, share.n, share.people) == (10, 20, 20)


def test_a_question_belongs_to_what_the_question_it_tests_became(survey, agency, cycle):
    count(part(survey, agency), {1: agreeing(50, 20)})
    tested = cycle.standard_set.standards.order_by("order").first().questions.first()
    tested.lineage, tested.came_from = "split-from-it", ["question-1-1"]
    tested.save()

    share = read(survey).by_standard[agency.pk, tested.standard_id]

    assert share.percent == 50


def test_the_response_is_against_the_stated_headcount(survey, agency, police):
    for surveyed, people in ((part(survey, agency), 20), (part(survey, police), 30)):
        count(surveyed, {1: agreeing(50, people)})
        surveyed.headcount, surveyed.headcount_at = 40, survey.opened_at
        surveyed.headcount_by = survey.set_up_by
        surveyed.save()

    results = read(survey)

    assert [line.rate for line in results.agencies] == [50, 75]
    assert (results.answered, results.headcount, results.rate) == (50, 80, 63)


def test_no_response_of_all_while_a_headcount_is_missing(survey, agency):
    count(part(survey, agency), {1: agreeing(50, 20)})

    results = read(survey)

    assert (results.answered, results.rate) == (20, None)


def test_a_sector_is_the_sum_of_its_agencies(survey, agency, police):
    count(part(survey, agency), {1: agreeing(50, 20)})
    count(part(survey, police), {1: agreeing(100, 10)})

    results = read(survey, sector=Sector.POLICE)

    assert [line.id for line in results.agencies] == [police.pk]
    assert results.overall_by_question[FIRST].n == 10


def test_a_small_group_hides_the_one_by_which_it_could_be_told(survey, agency):
    by_group(part(survey, agency), {WORKS: {1: agreeing(50, 20)}, MANAGES: {1: agreeing(50, 4)}})

    groups = numbers.by_role_group(survey)

    assert groups.by_question[agency.pk, WORKS, FIRST] is None
    assert groups.by_question[agency.pk, MANAGES, FIRST] is None


@pytest.mark.database
def test_groups_that_are_enough_are_shown_and_summed_up(survey, agency, police):
    by_group(part(survey, agency), {WORKS: {1: agreeing(50, 20)}, MANAGES: {1: agreeing(0, 12)}})
    by_group(part(survey, police), {WORKS: {1: agreeing(100, 10)}})

    groups = numbers.by_role_group(survey)

    assert groups.by_question[agency.pk, MANAGES, FIRST].percent == 0
    assert groups.overall_by_question[WORKS, FIRST].n == 30
    assert groups.overall_by_question[MANAGES, FIRST].n == 12


def test_of_an_agency_withheld_nothing_is_in_any_number(survey, agency, police, conflicted):
    count(part(survey, agency), {1: agreeing(50, 20)})
    count(part(survey, police), {1: agreeing(100, 10)})

    results = read(survey, conflicted)

    assert [line.id for line in results.agencies] == [police.pk]
    assert results.withheld == 1
    assert results.overall_by_question[FIRST].n == 10
    assert results.answered == 10
    assert (agency.pk, FIRST) not in results.by_question


def test_hidden_agencies_are_in_no_sum_for_whom_one_of_them_is_withheld(
    survey, agency, police, conflicted, partnership
):
    third = made.surveyed_agency(survey=survey, agency=factories.agency(partnership=partnership))
    for surveyed, people in ((part(survey, agency), 6), (part(survey, police), 6), (third, 11)):
        count(surveyed, {1: agreeing(50, people)})

    everybody, theirs = read(survey), read(survey, conflicted)

    assert everybody.overall_by_question[FIRST].n == 23
    assert theirs.overall_by_question[FIRST].n == 11


def test_an_agencys_own_people_keep_their_own(survey, agency, conflicted):
    count(part(survey, agency), {1: agreeing(50, 20)})

    results = read(survey, conflicted, own=agency.pk)

    assert results.by_question[agency.pk, FIRST].n == 20


@pytest.mark.database
def test_last_cycles_survey_is_the_newest_shared_of_an_earlier_cycle(survey, cycle, partnership):
    earlier, between = (
        factories.cycle(
            partnership=partnership,
            name=f"Annual {year}",
            year=year,
            opens_on=f"{year}-04-01",
            due_on=f"{year}-09-01",
        )
        for year in (2023, 2024)
    )
    made.survey(cycle=earlier, agencies=[], status="shared")
    expected = made.survey(cycle=between, agencies=[], status="shared")
    made.survey(cycle=between, agencies=[], status="counted")
    made.survey(
        cycle=between,
        agencies=[],
        status="shared",
        survey_set=made.survey_set(purpose="session_feedback"),
        opens_on="2026-12-01",
        closes_on="2026-12-24",
    )

    assert numbers.last_before(survey) == expected


@pytest.mark.database
def test_who_chose_several_is_one_person(survey, agency):
    asked = made.question(
        survey_set=survey.survey_set, kind="choices", choices=["Mail", "Meeting"], tests=[]
    )
    surveyed = part(survey, agency)
    QuestionCount.objects.create(surveyed_agency=surveyed, question=asked, count=9)
    for value in "01":
        AnswerCount.objects.create(surveyed_agency=surveyed, question=asked, value=value, count=8)

    results = read(survey)

    assert results.spread[agency.pk, asked.lineage] is None


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_same_number_of_queries_for_any_number_of_agencies(
    cycle, partnership, agencies, django_assert_num_queries
):
    asked = [factories.agency(partnership=partnership) for _ in range(agencies)]
    survey = made.survey(cycle=cycle, agencies=asked, status="shared")
    for one in survey.agencies.all():
        by_group(one, {WORKS: {1: agreeing(50, 20), 2: agreeing(10, 20)}})
    read(survey)  # the process keeps the standard set

    with django_assert_num_queries(3):
        read(survey)
    with django_assert_num_queries(3):
        numbers.by_role_group(survey)
